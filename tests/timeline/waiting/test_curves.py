"""Curves of open cases and of ends: adding up, late entry, ties, medians that are not reached, by hand calculation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sca_toolkit.timeline.waiting import Cause, Waits, ends, open_curve, open_curves, restricted_mean
from tests.timeline.waiting.columns import waits

ROW = st.tuples(st.integers(0, 12), st.integers(1, 20), st.integers(0, 5))


@st.composite
def truncated(draw: st.DrawFn) -> Waits:
    """Whole days with many ties; some rows enter late."""
    rows = draw(st.lists(ROW, min_size=1, max_size=40))
    entry = np.array([first for first, _, _ in rows], np.float64)
    length = np.array([more for _, more, _ in rows], np.float64)
    return waits(entry + length, [cause for _, _, cause in rows], entry=entry)


@given(truncated())
def test_open_and_all_ends_add_up_to_one_on_every_day(rows: Waits) -> None:
    found = ends(rows)
    total = found.open + sum(curve.share for curve in found.by_cause.values())
    assert np.abs(total - 1).max(initial=0) < 1e-12


@settings(max_examples=40)
@given(truncated())
def test_shares_stay_between_zero_and_one_and_intervals_around_them(rows: Waits) -> None:
    found = ends(rows).reached
    assert (np.diff(found.share) >= 0).all()
    known = ~np.isnan(found.low)
    assert ((found.low <= found.share + 1e-12) & (found.share <= found.high + 1e-12))[known].all()


@settings(max_examples=30)
@given(truncated(), st.integers(0, 2**31))
def test_order_of_rows_does_not_matter(rows: Waits, seed: int) -> None:
    mixed = rows.where(np.random.default_rng(seed).permutation(len(rows)))
    assert ends(mixed).reached.share.tolist() == ends(rows).reached.share.tolist()


def test_without_censoring_the_share_is_a_plain_count_and_its_error_close_to_that_of_a_count() -> None:
    """Of 10, 4 signed by day 5: 0.4, variance close to 0.4 * 0.6 / 9."""
    found = ends(waits([1, 2, 2, 5, 7, 8, 8, 9, 9, 9], [1, 1, 1, 1, 2, 2, 2, 1, 1, 1])).reached
    assert found.at(5).value == pytest.approx(0.4)
    place = np.searchsorted(found.day, 5)
    assert found.variance[place] == pytest.approx(0.4 * 0.6 / 9, rel=0.03)


def test_a_case_in_view_from_day_ten_is_not_at_risk_before() -> None:
    """Days 5 and 20: two at risk on day 5 (not the late one), two on day 20: S = 1/2, then 1/4."""
    found = open_curve(waits([5, 20, 30], [1, 1, 0], entry=[0, 0, 10]))
    assert found.at_risk.tolist() == [2, 2]
    assert found.share.tolist() == [0.5, 0.25]


def test_a_case_that_enters_on_the_day_of_an_end_is_not_yet_at_risk() -> None:
    assert open_curve(waits([5, 9], [1, 0], entry=[0, 5])).at_risk.tolist() == [1]


def test_a_case_censored_on_the_day_of_an_end_is_at_risk() -> None:
    assert open_curve(waits([5, 5], [1, 0])).share.tolist() == [0.5]


def test_median_is_the_first_day_with_half_or_fewer_open() -> None:
    assert open_curve(waits([3, 6, 9, 12], [1, 1, 1, 1])).median.value == 6


def test_a_median_that_is_not_reached_is_said_and_not_guessed() -> None:
    found = ends(waits([3, 6, 9, 12], [1, 0, 0, 0])).reached.day_of(0.5)
    assert found.value is None
    assert found.words.startswith("not reached")


def test_half_signed_is_not_reached_when_most_withdraw() -> None:
    rows = waits([3, 4, 5, 6, 7], [1, 2, 2, 2, 1])
    assert ends(rows).reached.day_of(0.5).value is None
    assert open_curve(rows).median.value == 5


def test_nothing_is_said_beyond_the_longest_wait_that_was_seen() -> None:
    found = ends(waits([3, 10], [1, 0])).reached
    assert found.at(10).known
    assert not found.at(11).known
    assert found.at(11).percent == "no data"
    assert not restricted_mean(open_curve(waits([3, 10], [1, 0])), 11).days.known


def test_restricted_mean_is_the_area_under_the_steps() -> None:
    """1 up to day 4, then 3/4 up to day 8, then 1/2 up to day 10: 4 + 3 + 1."""
    assert restricted_mean(open_curve(waits([4, 8, 20, 20], [1, 2, 0, 0])), 10).days.value == pytest.approx(8)


def test_a_curve_is_drawn_while_five_remain() -> None:
    assert open_curve(waits(list(range(1, 11)), [1] * 10)).shown_until == 6


def test_a_risk_set_that_runs_empty_before_late_entries_is_noticed() -> None:
    assert open_curve(waits([2, 30], [1, 0], entry=[0, 10])).ran_empty
    assert not open_curve(waits([2, 30], [1, 1])).ran_empty


def test_an_empty_record_gives_no_data_and_no_error() -> None:
    none = waits([], [])
    assert open_curve(none).median.value is None
    assert not ends(none).reached.at(7).known


def test_groups_apart_are_what_each_group_is_alone() -> None:
    rows = waits([1, 2, 3, 4, 5, 6], [1, 2, 1, 0, 1, 1], list("ababab"))
    alone = open_curve(rows.only("a"))
    assert open_curves(rows)["a"].at(4) == alone.at(4)
    assert open_curves(rows)["a"].about.n == 3


def test_days_after_every_kind_of_end_and_days_open_add_up_to_the_horizon() -> None:
    rows = waits([1, 2, 3, 4, 5, 6, 20], [1, 2, 1, 3, 4, 5, 0])
    found, day = ends(rows), 15.0
    after = sum(float((day - curve.day[curve.day <= day]) @ np.diff(curve.share, prepend=0.0)[curve.day <= day])
                for curve in found.by_cause.values())  # fmt: skip
    assert after + restricted_mean(open_curve(rows), day).days.value == pytest.approx(day)


def test_a_row_that_leaves_before_it_enters_is_refused() -> None:
    with pytest.raises(ValueError, match="row 1 is in view from day 5"):
        waits([3, 4], [1, 1], entry=[0, 5])


def test_each_cause_has_words() -> None:
    assert len({cause.words for cause in Cause}) == len(Cause)


def test_no_event_yet_is_not_certainty() -> None:
    """None of 10: Clopper and Pearson's upper limit is 1 - 0.025^(1/10) = 0.308."""
    rows = waits([20.0] * 5 + [30.0] * 5, [2] * 5 + [0] * 5)
    signed = ends(rows).reached
    assert signed.at(14).high == pytest.approx(0.3085, abs=1e-4)
    assert signed.at(25).high == pytest.approx(1 - 0.025 ** (1 / 10))
    assert open_curve(rows).at(14).low == pytest.approx(1 - 0.3085, abs=1e-4)


def test_numbers_at_risk_below_a_curve_count_all_who_are_in_view() -> None:
    """Four from the start, one from day 5; one is censored on day 3, before anything ended."""
    found = ends(waits([3, 8, 9, 10, 12], [0, 1, 1, 0, 1], entry=[0, 0, 0, 0, 5]))
    assert found.remaining(np.array([0.0, 3.0, 5.0, 8.0, 12.0])).tolist() == [4, 3, 4, 3, 0]


def test_whole_days_are_counted_as_any_days_are_sorted() -> None:
    """Days in thirds take the way of sorting, whole and half days that of counting."""
    length, entry, cause = [0.5, 2, 2, 5, 9, 9], [0, 0, 1, 1, 4, 5], [1, 2, 1, 0, 1, 3]
    counted = ends(waits(length, cause, entry=entry))
    ordered = ends(waits(np.array(length) / 3, cause, entry=np.array(entry) / 3))
    assert counted.at_risk.tolist() == ordered.at_risk.tolist()
    assert counted.reached.share.tolist() == ordered.reached.share.tolist()
    assert counted.day / 3 == pytest.approx(ordered.day)
