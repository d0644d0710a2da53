"""Lengths: each shape against its mean and quantiles in closed form."""

from __future__ import annotations

import numpy as np
import pytest

from sca_toolkit.timeline.benchmarks import Typical
from sca_toolkit.timeline.planner import Days, Even, Fixed, Halves, Length, Observed, Triangle
from sca_toolkit.timeline.planner.lengths import length_of

SHAPES = [
    Fixed(32),
    Even(2, 21),
    Halves(2, 5, 12),
    Halves(0, 1, 4),
    Triangle(1, 7, 21),
    Triangle(0, 0, 9),
    Triangle(3, 9, 9),
    Observed((1.0, 4.0, 9.0), (0.25, 0.5, 0.25)),
]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.words)
def test_the_mean_is_the_area_under_the_quantiles(shape: Length) -> None:
    shares = (np.arange(400_000) + 0.5) / 400_000
    assert shape.at(shares).mean() == pytest.approx(shape.mean, abs=1e-4)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.words)
def test_a_larger_share_never_has_a_shorter_length(shape: Length) -> None:
    days = shape.at(np.linspace(0, 1, 1001))
    assert (np.diff(days) >= -1e-12).all()


def test_a_triangle_has_the_quantiles_of_its_formula() -> None:
    """Up to the peak F(x) = (x - 1)^2 / (20 * 6): F(7) = 0.3."""
    assert Triangle(1, 7, 21).at(np.array([0.0, 0.3, 1.0])) == pytest.approx([1, 7, 21])


def test_a_median_leaves_half_of_the_cases_on_each_side() -> None:
    assert Halves(2, 5, 12).at(np.array([0.25, 0.5, 0.75])) == pytest.approx([3.5, 5, 8.5])


def test_own_cases_come_back_as_often_as_they_were_seen() -> None:
    drawn = Observed((1.0, 4.0, 9.0), (0.25, 0.5, 0.25)).at(np.array([0.1, 0.25, 0.26, 0.75, 0.76, 1.0]))
    assert drawn.tolist() == [1, 1, 4, 4, 9, 9]


def test_the_shape_follows_from_what_is_known() -> None:
    assert length_of(Days(likely=32.0)) == Fixed(32)
    assert length_of(Days(low=2.0, high=21.0)) == Even(2, 21)
    assert length_of(Days(high=14.0)) == Even(0, 14)
    assert length_of(Days(low=5.0, high=5.0)) == Fixed(5)
    assert length_of(Days(low=1.0, likely=7.0, high=21.0)) == Triangle(1, 7, 21)
    assert length_of(Days(low=2.0, likely=5.0, high=12.0, likely_is=Typical.median)) == Halves(2, 5, 12)
