"""Open cases and past predictions: conditional chances by hand, and calibration on a known truth. All invented."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from sca_toolkit.timeline.waiting import (
    Waits,
    before_after,
    ends,
    goal_share,
    outlook,
    side_days,
    track_record,
)
from sca_toolkit.timeline.waiting.outlook import Law
from sca_toolkit.timeline.waiting.sides import SIDES
from sca_toolkit.timeline.waiting.track_record import month_ends
from tests.timeline.waiting.columns import AS_OF, waits

LAW = Law(
    day=np.array([5.0, 10.0, 20.0, 40.0]),
    reached=np.array([0.1, 0.4, 0.6, 0.7]),
    open=np.array([0.9, 0.5, 0.25, 0.1]),
    last=50.0,
)


def test_the_chance_of_an_open_case_is_conditional_on_its_age() -> None:
    """Open at day 10: (0.6 - 0.4) / 0.5 within 10 days; at day 0: 0.4 within 10."""
    assert LAW.chance(np.array([10.0, 0.0]), 10.0) == pytest.approx([0.4, 0.4])


def test_beyond_the_longest_wait_seen_there_is_no_chance_to_be_told() -> None:
    assert np.isnan(LAW.chance(np.array([30.0]), 30.0)[0])
    assert not np.isnan(LAW.chance(np.array([30.0]), 20.0)[0])


def test_even_odds_and_the_interval_of_the_wait_by_hand() -> None:
    """At age 5, 0.9 are open. Even odds need F = 0.1 + 0.45: day 20. Over with 90 %: open <= 0.09: never."""
    age = np.array([5.0])
    assert LAW.even_odds(age)[0] == 15
    assert LAW.over_by(age, 0.1)[0] == 5
    assert np.isnan(LAW.over_by(age, 0.9)[0])


def world(seed: int, n: int = 400) -> Waits:
    """Cases over two years; the second payer takes twice as long."""
    chance = np.random.default_rng(seed)
    ago = np.sort(chance.integers(1, 730, n))[::-1]
    group = chance.integers(0, 2, n)
    signed = np.ceil(chance.lognormal(3.2, 0.5, n) * np.where(group == 1, 2.0, 1.0))
    gone = np.ceil(chance.exponential(400, n))
    days = np.minimum(np.minimum(signed, gone), ago)
    cause = np.where(days == ago, 0, np.where(days == signed, 1, 2))
    began = [str(AS_OF - timedelta(days=int(each))) for each in ago]
    return waits(days, cause, group, began=began)


def test_every_open_case_is_in_the_outlook_the_longest_waiting_first() -> None:
    rows = world(1)
    found = outlook(rows)
    assert len(found.cases) == rows.open > 5
    assert [case.age for case in found.cases] == sorted((case.age for case in found.cases), reverse=True)
    chances = np.array([case.chances for case in found.cases])
    assert (np.diff(chances, axis=1) >= -1e-12)[~np.isnan(chances).any(axis=1)].all()


def test_a_case_of_the_slow_payer_has_the_smaller_chance_at_the_same_age() -> None:
    rows = world(2)
    young = {case.group: case for case in outlook(rows).cases if case.age < 40}
    assert young["1"].chances[2] < young["0"].chances[2]


def test_predictions_of_the_past_are_calibrated_where_the_law_holds() -> None:
    found = track_record(world(3, 1200), months=12)
    assert len(found.moments) == 12
    assert found.n > 200
    assert found.brier < found.brier_pooled
    assert found.expected_day_is_shown
    middle = [row for row in found.table if row.n >= 40]
    assert middle
    assert all(abs(row.predicted - row.seen.value) < 0.2 for row in middle)


def test_with_few_predictions_no_expected_day_is_shown_and_the_reason_is_said() -> None:
    found = track_record(world(4, 60), months=3)
    assert not found.expected_day_is_shown
    assert "are needed" in found.words


def test_a_record_without_ended_cases_has_no_track_record() -> None:
    assert track_record(waits([3.0], [0], began=["2026-11-19"])).n == 0


def test_month_ends_before_a_day() -> None:
    assert month_ends(date(2026, 3, 31), 3) == [date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28)]


def test_days_before_a_change_never_count_for_what_came_after() -> None:
    """Begun Nov 1, signed Nov 20; the change is on Nov 11: ten days without an end before, nothing after."""
    rows = waits([19, 5], [1, 1], began=["2026-11-01", "2026-11-12"])
    found = before_after(rows, date(2026, 11, 11))
    assert (found.before.about.n, found.before.about.events, found.before.about.open) == (1, 0, 1)
    assert (found.after.about.n, found.after.about.events) == (1, 1)
    assert found.too_few


def test_a_change_that_halves_the_wait_is_found_and_none_is_not() -> None:
    chance = np.random.default_rng(5)
    ago = chance.integers(1, 400, 300)
    began = [str(AS_OF - timedelta(days=int(each))) for each in ago]
    day = AS_OF - timedelta(days=200)
    for factor, found_it in ((2.0, True), (1.0, False)):
        signed = np.ceil(chance.lognormal(3.3, 0.5, 300) * np.where(ago > 200, factor, 1.0))
        days = np.minimum(signed, ago)
        found = before_after(waits(days, np.where(signed <= ago, 1, 0), began=began), day)
        assert found.test.could_be_chance is not found_it
        assert found.difference is not None
        assert (found.difference.days.high < 0) is found_it


def test_no_case_after_the_day_is_too_few_and_no_error() -> None:
    found = before_after(waits([5, 6], [1, 1], began=["2026-01-01", "2026-01-02"]), date(2026, 11, 1))
    assert found.difference is None
    assert found.too_few
    assert found.test.could_be_chance


def test_goal_shares_count_open_cases_and_other_ends() -> None:
    """Ten cases: 2 signed by day 14, 5 by day 28, 1 lost on day 3, none censored before."""
    rows = waits([3, 10, 14, 20, 21, 28, 40, 41, 42, 43], [3, 1, 1, 1, 1, 1, 1, 1, 0, 0])
    assert [share.value for share in goal_share(ends(rows)).shares] == pytest.approx([0.2, 0.5])


def test_days_of_each_side_are_cut_to_the_window_and_add_up_to_it() -> None:
    def days(*texts: str) -> np.ndarray[tuple[int], np.dtype[np.datetime64]]:
        return np.array(texts, "datetime64[D]")

    found = side_days(
        np.array([0, 0, 0, 1]),
        days("2026-11-01", "2026-11-05", "2026-11-10", "2026-11-02"),
        days("2026-11-05", "2026-11-10", "NaT", "NaT"),
        ["us", "payer", None, "us"],
        days("2026-11-03", "NaT"),
        days("2026-11-12", "2026-11-12"),
    )
    assert dict(zip(SIDES, found[0].tolist(), strict=True)) == {
        "us": 2, "payer": 5, "maker": 0, "patient": 0, "paused": 0, None: 2
    }  # fmt: skip
    assert found[1].sum() == 0
