"""Payers side by side: shrinking, names held back, speeds against a known truth. Every payer is invented."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from sca_toolkit.timeline.waiting import (
    RateBelief,
    Waits,
    compare,
    fitted_belief,
    multipliers,
    proportion,
    proportion_words,
    with_tests,
)
from sca_toolkit.timeline.waiting.bands import base_hazard, exposure
from tests.timeline.waiting.columns import waits

Floats = np.ndarray[Any, np.dtype[np.float64]]


def payers(speeds: list[float], sizes: list[int], seed: int = 1) -> Waits:
    """Payer p has sizes[p] cases and signs speeds[p] times as fast; some withdraw, some are open."""
    chance = np.random.default_rng(seed)
    group = np.repeat(np.arange(len(speeds)), sizes)
    n = len(group)
    signed = np.ceil(chance.weibull(1.4, n) * 30 / np.array(speeds)[group])
    gone, seen = np.ceil(chance.exponential(200, n)), np.ceil(chance.uniform(5, 300, n))
    days = np.minimum(np.minimum(signed, gone), seen)
    cause = np.where(days == signed, 1, np.where(days == gone, 2, 0))
    return waits(days, cause, [f"payer-{number:02}" for number in group])


def test_days_and_ends_in_bands_by_hand() -> None:
    """One wait of 20 days: 7 + 7 + 6. One in view from day 10 to 12: 2 in the second band."""
    found = exposure(waits([20, 12], [1, 2], entry=[0, 10]))
    assert found.days[0, 0].tolist() == [7, 9, 6, 0, 0]
    assert found.reached[0, 0].tolist() == [0, 0, 1, 0, 0]
    assert found.other[0, 0].tolist() == [0, 1, 0, 0, 0]


def test_an_end_on_the_last_day_of_a_band_belongs_to_it() -> None:
    assert exposure(waits([7, 14, 30, 60], [1, 1, 1, 1])).reached[0, 0].tolist() == [1, 1, 1, 1, 0]


def test_expected_events_of_all_payers_add_up_to_the_events() -> None:
    found = compare(payers([1, 0.5, 2], [40, 30, 3]), reveal=True)
    rows = (*found.rows, *found.unranked)
    assert sum(row.expected for row in rows) == pytest.approx(sum(row.events for row in rows))


def test_two_truly_slow_payers_come_first_and_are_called_slower() -> None:
    found = compare(payers([1, 0.4, 1.1, 0.5, 1], [60, 60, 60, 60, 60]))
    assert {row.group for row in found.rows if row.slower} == {"payer-01", "payer-03"}
    assert {row.group for row in found.rows[:2]} == {"payer-01", "payer-03"}
    assert not found.no_visible_difference


def test_alike_payers_are_drawn_together_and_the_comparison_says_so() -> None:
    found = compare(payers([1] * 6, [30] * 6, seed=4))
    assert found.no_visible_difference
    assert not any(row.slower or row.faster for row in found.rows)
    assert max(row.speed.value for row in found.rows) < 1.15


def test_a_payer_with_few_events_is_not_ranked_and_not_named() -> None:
    found = compare(payers([1, 1, 0.3], [40, 40, 4]))
    assert [row.group for row in found.unranked] == [None]
    assert "payer-02" not in {row.group for row in found.rows}
    assert [row.group for row in compare(payers([1, 1, 0.3], [40, 40, 4]), reveal=True).unranked] == [
        "payer-02"
    ]


def test_shrinking_pulls_small_payers_more() -> None:
    found = multipliers(np.array([4.0, 40.0, 30.0, 12.0]), np.array([2.0, 20.0, 45.0, 19.0]))
    assert 1 < found.mean[0] < found.mean[1] < 2


def test_quantiles_and_chances_of_a_multiplier_belong_together() -> None:
    found = multipliers(np.array([4.0, 40.0, 9.0]), np.array([8.0, 30.0, 15.0]))
    assert found.below(found.quantile(0.9)) == pytest.approx([0.9] * 3, abs=1e-6)


def test_with_one_spread_a_multiplier_is_the_gamma_of_the_textbook() -> None:
    """theta given kappa is Gamma(kappa + d, kappa + E)."""
    found = multipliers(np.array([5.0, 9.0]), np.array([3.0, 11.0]))
    value = sum(
        weight * stats.gamma(spread**-2 + 5, scale=1 / (spread**-2 + 3)).cdf(1.2)
        for weight, spread in zip(found.weights, np.geomspace(0.01, 3.0, 48), strict=True)
    )
    assert found.below(np.array([1.2, 1.2]))[0] == pytest.approx(value)


def test_half_are_signed_by_the_day_that_a_constant_hazard_gives() -> None:
    """One event in 50 days and no other end: 50 ln 2 = 34.7, so by day 35. One at twice the speed: by day 18."""
    rows = waits(np.repeat([40.0, 60.0], 50), np.repeat([1, 0], 50))
    base = base_hazard(rows, exposure(rows))
    flat = type(base)(np.full((1, 5), 0.02), np.zeros((1, 5)), np.array([1.0]))
    shares = flat.reached_by(np.array([1.0, 2.0]), np.arange(1.0, 100))
    assert [int(np.argmax(share >= 0.5)) + 1 for share in shares] == [35, 18]


def test_other_ends_keep_half_from_ever_being_signed() -> None:
    base = type(base_hazard(waits([1], [1]), exposure(waits([1], [1]))))
    flat = base(np.full((1, 5), 0.02), np.full((1, 5), 0.03), np.array([1.0]))
    assert flat.reached_by(np.array([1.0]), np.array([1000.0]))[0, 0] == pytest.approx(0.4)


def test_tests_against_all_others_are_adjusted_and_shuffled_where_events_are_few() -> None:
    rows = payers([1, 0.4, 1], [60, 60, 9], seed=2)
    found = with_tests(compare(rows), rows, seed=1, shuffles=500)
    slow = next(row for row in found.rows if row.group == "payer-01")
    small = next(row for row in found.rows if row.group == "payer-02")
    assert slow.test is not None
    assert slow.test.p <= slow.adjusted_p < 0.05
    assert small.test is not None
    assert small.test.shuffles == 500


def test_a_record_without_cases_compares_nobody() -> None:
    found = compare(waits([], []))
    assert found.rows == found.unranked == ()


def test_counts_that_do_not_differ_have_no_largest_likelihood() -> None:
    assert fitted_belief(np.array([5.0, 5.0, 5.0]), np.array([50.0, 50.0, 50.0])) is None


def test_a_belief_needs_more_than_one_event_for_a_mean() -> None:
    assert RateBelief(1, 10).mean_days is None
    with pytest.raises(ValueError, match="above 0"):
        RateBelief(0, 10)


def test_a_share_of_none_is_none_yet_and_a_count_above_is_refused() -> None:
    assert proportion_words(0, 0) == "none yet"
    assert proportion_words(7, 9) == "7 of 9 (78%, 40% to 97%)"
    with pytest.raises(ValueError, match="10 of 9"):
        proportion(10, 9)
