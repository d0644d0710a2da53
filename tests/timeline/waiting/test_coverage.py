"""Intervals hold as often as they say on worlds with a known truth; the full study is a benchmark of its own."""

from __future__ import annotations

import numpy as np
import pytest

from tests.benchmarks.waiting_coverage import predictions, study


def test_intervals_hold_about_as_often_as_they_say() -> None:
    """12 worlds: 132 intervals of all cases together and some 75 of payers."""
    held = study(12)
    assert 0.88 <= np.mean([inside for found in held.values() for inside in found]) <= 1.0


@pytest.mark.long
def test_every_interval_holds_at_its_nominal_rate_over_200_worlds() -> None:
    """Nominal rate give or take three standard errors (1.5 points each), and no more than 99.5 %."""
    for name, inside in study(200).items():
        low = 0.95 - 3 * np.sqrt(0.95 * 0.05 / 200)
        assert low <= np.mean(inside) <= 0.995, name
    checked, held = predictions(200)
    assert 0.76 <= held / checked <= 0.90
