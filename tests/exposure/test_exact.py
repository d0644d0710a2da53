"""Closed forms against values worked out beforehand. The test bed is one lognormal cost: median 60,000, sigma 0.60."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from sca_toolkit.exposure.exact.pooling import chance_of_loss, pooled
from sca_toolkit.exposure.exact.severity import Lognormal, full_credibility, proportional_hazard_mean
from sca_toolkit.exposure.exact.stays import (
    StayAndIcu,
    both_above,
    category_correlation,
    chance_past,
    crossing_days,
    days_to_cross,
    spearman,
    whole_day_mean,
)
from sca_toolkit.exposure.exact.waiting import (
    carry,
    expected_collected,
    lost_while_waiting,
    one_year_mortality,
    present_value,
)

approx = pytest.approx
COST = Lognormal(60_000, 0.60)
STAY = Lognormal(14, 0.60)
RATE = 75_000
CENT = 0.0101
"""Two units in the last printed digit, where cents are printed."""


def test_mean_spread_and_chance_of_a_loss() -> None:
    assert COST.mean == approx(71_833.04, abs=CENT)
    assert COST.sd == approx(47_286.08, abs=CENT)
    assert RATE - COST.mean == approx(3_166.96, abs=CENT)
    assert 1 - COST.below(RATE) == approx(0.354981, abs=2e-6)


@pytest.mark.parametrize(
    ("p", "edge", "beyond"), [(0.95, 160_976.23, 212_690.90), (0.99, 242_294.34, 302_721.85)]
)
def test_tail_of_the_cost(p: float, edge: float, beyond: float) -> None:
    assert COST.quantile(p) == approx(edge, abs=CENT)
    assert COST.tail_mean(p) == approx(beyond, abs=CENT)


def test_layers_and_stop_loss() -> None:
    assert COST.limited_mean(100_000) == approx(62_773.14, abs=CENT)
    assert COST.excess(100_000) == approx(9_059.91, abs=CENT)
    assert RATE + 0.8 * COST.excess(100_000) == approx(82_247.93, abs=CENT)
    assert COST.excess_trend(100_000, 0.05) == approx(0.1652, abs=1e-4)


def test_layers_fall_with_the_threshold_and_ever_more_slowly() -> None:
    layers = [COST.layer(start, 10_000) for start in range(20_000, 200_000, 10_000)]
    falls = [a - b for a, b in pairwise(layers[2:])]
    assert layers == sorted(layers, reverse=True)
    assert all(fall > 0 for fall in falls)


def test_a_first_dollar_stop_loss_on_charges() -> None:
    trigger, pays = COST.first_dollar(RATE, 500_000, 0.40, 0.26)
    assert trigger == approx(0.098760, abs=2e-6)
    assert pays == approx(94_726.21, abs=CENT)


@pytest.mark.parametrize(
    ("risk", "rate"), [(0.05, 160_976.23), (0.10, 129_447.51), (0.20, 99_416.42), (0.25, 89_930.61)]
)
def test_the_rate_that_keeps_a_loss_rare(risk: float, rate: float) -> None:
    assert COST.quantile(1 - risk) == approx(rate, abs=CENT)


def test_error_of_a_quantile_from_plain_draws() -> None:
    assert COST.quantile_error(0.95, 100_000) == approx(645, abs=1)


def test_loads_for_risk() -> None:
    """The mean is 71,833; the smallest load is a quarter of a standard deviation."""
    assert COST.mean + 0.25 * COST.sd == approx(83_655, abs=1)
    assert COST.wang(0.25) == approx(83_458, abs=1)
    assert proportional_hazard_mean(COST, 1.2) == approx(81_342, abs=2)


def test_credibility_of_a_center_with_forty_cases() -> None:
    frequency = full_credibility()
    cost = full_credibility(variation=COST.sd / COST.mean)
    assert frequency == approx(1_082, abs=1)
    assert cost == approx(1_551, abs=1)
    assert math.sqrt(40 / cost) == approx(0.16, abs=0.005)


def test_a_stay_with_and_without_intensive_care() -> None:
    both = StayAndIcu(STAY, 0.20, 0.45)
    assert STAY.mean == approx(16.7610, abs=2e-4)
    assert both.mean_with_icu() == approx(23.7830, abs=2e-4)
    assert both.mean_without_icu() == approx(15.0055, abs=2e-4)
    assert 0.2 * both.mean_with_icu() + 0.8 * both.mean_without_icu() == approx(STAY.mean)
    assert both.indicator_correlation() == approx(0.31496, abs=2e-5)


def test_what_a_latent_correlation_looks_like() -> None:
    assert category_correlation((0.18, 0.73, 0.09), 0.35) == approx(0.29052, abs=2e-5)
    assert both_above(0.20, 0.09, 0.45) == approx(0.043765, abs=2e-6)
    assert both_above(0.20, 0.09, 0.45) / 0.09 == approx(0.48628, abs=2e-5)
    assert spearman(1.0) == approx(1.0)


def test_per_diem_against_case_rate() -> None:
    """4,200 a day against 75,000: counting every begun day moves the payment by about 2,100 dollars."""
    days = crossing_days(RATE, 4_200)
    assert days == approx(17.857, abs=1e-3)
    assert chance_past(STAY, days, whole=False) == approx(0.342527, abs=2e-6)
    assert chance_past(STAY, days, whole=True) == approx(0.373123, abs=2e-6)
    assert whole_day_mean(STAY) == approx(17.261, abs=1e-3)
    assert 4_200 * whole_day_mean(STAY) == approx(72_496.36, rel=1e-6)
    assert 4_200 * (whole_day_mean(STAY) - STAY.mean) == approx(2_100, abs=5)


@pytest.mark.parametrize(("step_down", "icu", "days"), [(0, 0, 34.9), (4, 0, 33.1), (8, 9, 20.5)])
def test_the_crossing_depends_on_the_levels_of_care(step_down: int, icu: int, days: float) -> None:
    """150,000 against 4,300, 6,200 and 9,500 a day: with 9 days of intensive care it comes 14 days earlier."""
    others = step_down * 6_200 + icu * 9_500
    assert days_to_cross(150_000, 4_300, others) + step_down + icu == approx(days, abs=0.05)


def test_several_cases_together() -> None:
    mean, sd = pooled([0.8] * 10, [50_000] * 10, [70_000] * 10)
    assert mean == approx(400_000)
    assert sd == approx(207_846.10, abs=CENT)
    for correlation, chance in ((0.0, 0.3823), (0.1, 0.4302)):
        total = pooled([1.0] * 20, [RATE - COST.mean] * 20, [COST.sd] * 20, correlation)
        assert chance_of_loss(*total) == approx(chance, abs=2e-4)


@pytest.mark.parametrize(
    ("months", "died"), [(0, 0.340), (1, 0.361), (2, 0.395), (3, 0.437), (6, 0.597), (9, 0.763)]
)
def test_mortality_by_months_of_waiting(months: float, died: float) -> None:
    assert one_year_mortality(months) == approx(died, abs=6e-4)


def test_sixteen_days_more_of_waiting() -> None:
    more = 16 / 30.44
    assert one_year_mortality(1 + more) - one_year_mortality(1) == approx(0.017, abs=6e-4)
    assert one_year_mortality(2 + more) - one_year_mortality(2) == approx(0.021, abs=6e-4)
    for hazard, lost in ((0.0508, 0.026), (0.11, 0.056), (0.177, 0.089)):
        assert lost_while_waiting(16, hazard) == approx(lost, abs=6e-4)


def test_carrying_the_product_and_a_denied_claim() -> None:
    assert carry(461_751, 60, 0.06) == approx(4_554.26, abs=CENT)
    assert expected_collected(100_000, 0.04, 0.5) == approx(98_000)
    assert present_value(106_000, 365, 0.06) == approx(100_000)
