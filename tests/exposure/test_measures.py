"""Measures on samples that can be worked out by hand: five cases with weights, atoms, ties, one path."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sca_toolkit.exposure.exact.severity import Lognormal
from sca_toolkit.exposure.measures import (
    cvar,
    difference,
    loss_chance,
    lower_quantile,
    pass_through,
    summary,
    tail_weights,
)

approx = pytest.approx
WEIGHTS = np.array([0.30, 0.35, 0.10, 0.15, 0.10])
MARGINS = {
    "rate": np.array([126_000.0, 66_000, -126_000, 54_000, -22_000]),
    "days": np.array([126_000.0, 66_000, -76_000, 54_000, -22_000]),
    "phased": np.array([150_600.0, 90_600, -101_400, 78_600, 8_000]),
    "per_diem": np.array([6_000.0, -16_200, -85_000, -28_100, 5_500]),
    "charges": np.array([126_000.0, 129_000, 138_600, 129_600, 1_100]),
}


@pytest.mark.parametrize(
    ("offer", "tail", "expected"),
    [
        ("rate", 0.05, 126_000),
        ("rate", 0.10, 126_000),
        ("rate", 0.15, 91_333.33),
        ("rate", 0.20, 74_000),
        ("days", 0.15, 58_000),
        ("phased", 0.15, 64_933.33),
        ("per_diem", 0.05, 85_000),
        ("charges", 0.05, -1_100),
    ],
)
def test_the_tail_of_five_cases(offer: str, tail: float, expected: float) -> None:
    """At 15% the worst case counts for 10 points and the next for 5: (126,000 * 10 + 22,000 * 5) / 15 = 91,333.33."""
    assert cvar(MARGINS[offer], tail, WEIGHTS) == approx(expected, abs=0.01)


@pytest.mark.parametrize(
    ("offer", "mean", "loss"),
    [("rate", 54_200, 0.20), ("days", 59_200, 0.20), ("phased", 79_340, 0.10), ("per_diem", -16_035, 0.60)],
)
def test_mean_and_chance_of_a_loss_of_five_cases(offer: str, mean: float, loss: float) -> None:
    assert float(MARGINS[offer] @ WEIGHTS) == approx(mean)
    assert loss_chance(MARGINS[offer], WEIGHTS) == approx(loss)


def test_spread_and_break_even_of_five_cases() -> None:
    mean = float(MARGINS["rate"] @ WEIGHTS)
    assert math.sqrt(float((MARGINS["rate"] - mean) ** 2 @ WEIGHTS)) == approx(73_642.11, abs=0.01)
    assert 150_000 - mean / 0.9 == approx(89_777.78, abs=0.01)


def test_two_independent_cases_lose_at_zero_as_well_as_below_it() -> None:
    """An atom of six points sits at exactly zero: 66,000 and -126,000 ... add up with 126,000 and 54,000."""
    total = np.add.outer(MARGINS["rate"], MARGINS["rate"]).ravel()
    weight = np.outer(WEIGHTS, WEIGHTS).ravel()
    assert float(total @ weight) == approx(108_400)
    assert loss_chance(total, weight) == approx(0.14)
    assert float(weight[total <= 0].sum()) == approx(0.20)
    assert cvar(total, 0.05, weight) == approx(138_400, abs=0.5)
    assert cvar(total, 0.05, weight) < 2 * cvar(MARGINS["rate"], 0.05, WEIGHTS)


def test_a_quantile_is_a_value_of_the_sample() -> None:
    values = np.array([1.0, 1.0, 2.0, 9.0])
    assert [lower_quantile(values, p) for p in (0.01, 0.5, 0.51, 0.75, 0.76, 1.0)] == [1, 1, 2, 2, 9, 9]


def test_an_atom_at_the_edge_is_split() -> None:
    """Ten paths, the worst 15%: all of the -100 and half of one of the four paths at -10."""
    margins = np.array([-100.0, -10, -10, -10, -10, 5, 5, 5, 5, 5])
    assert cvar(margins, 0.15) == approx((100 + 10 / 2) / 1.5)
    assert -float(tail_weights(margins, 0.15) @ margins) == approx(cvar(margins, 0.15), rel=1e-12)


def test_nothing_varies() -> None:
    found = summary(np.full(64, -7.0), np.full(64, 3.0), np.full(64, 10.0), 4)
    assert {found.low.value, found.middle.value, found.high.value, found.expected.value} == {-7.0}
    assert (found.cvar.value, found.cvar.error) == (7.0, 0.0)
    assert found.pass_through.value == 0.0


def test_one_path_has_no_interval() -> None:
    found = summary(np.array([-7.0]), np.array([3.0]), np.array([10.0]), 1)
    assert found.expected.value == -7.0
    assert found.expected.error is None
    assert found.expected.interval is None


def test_offers_a_constant_apart_differ_without_error() -> None:
    first = np.random.default_rng(1).normal(0, 90_000, 4096)
    found = difference(first + 1_234.56, first, 16)
    assert found.value == approx(1_234.56)
    assert found.error == 0.0


def test_swapping_two_offers_turns_the_sign() -> None:
    first, second = np.random.default_rng(2).normal(0, 1, (2, 4096))
    there, back = difference(first, second, 16), difference(second, first, 16)
    assert (there.value, there.error) == (-back.value, back.error)


def test_who_bears_severity() -> None:
    """A case rate passes nothing on, cost plus everything, 80% of cost over 100,000 passes 0.42096 on."""
    u = (np.arange(2**18) + 0.5) / 2**18
    from scipy.special import ndtri

    cost = 60_000 * np.exp(0.6 * ndtri(u))
    assert pass_through(np.full_like(cost, 75_000), cost) == approx(0, abs=1e-12)
    assert pass_through(cost + 5, cost) == approx(1)
    assert pass_through(0.30 / 0.26 * cost, cost) == approx(1.154, abs=1e-3)
    assert pass_through(75_000 + 0.8 * np.maximum(0, cost - 100_000), cost) == approx(0.42096, abs=2e-4)


def test_a_fair_stop_loss_raises_the_chance_of_a_loss_and_lowers_its_depth() -> None:
    u = (np.arange(2**18) + 0.5) / 2**18
    from scipy.special import ndtri

    bed = Lognormal(60_000, 0.60)
    cost = bed.median * np.exp(bed.sigma * ndtri(u))
    lower = 75_000 - 0.8 * bed.excess(100_000)
    assert lower == approx(67_752.07, abs=0.01)
    plain, fair = 75_000 - cost, lower + 0.8 * np.maximum(0, cost - 100_000) - cost
    assert fair.mean() == approx(plain.mean(), abs=5)
    assert loss_chance(plain) == approx(0.3550, abs=2e-4)
    assert loss_chance(fair) == approx(0.4198, abs=2e-4)
    assert cvar(plain) == approx(137_690.90, rel=1e-3)
    assert cvar(fair) == approx(54_786.11, rel=1e-3)
    assert fair.var() / cost.var() == approx(0.3983, abs=1e-3)


def test_a_loss_is_below_zero_and_not_at_zero() -> None:
    assert loss_chance(np.array([-1.0, 0.0, 1.0, 2.0])) == 0.25
