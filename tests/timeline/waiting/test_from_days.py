"""From days to waits: open cases, competing ends, late entry, cases left out. Every case is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from sca_toolkit.timeline.waiting import (
    AGREEMENT,
    TREATMENT,
    CaseDays,
    Cause,
    Mark,
    WaitClock,
    Waits,
    waits_on,
)

AS_OF = date(2026, 11, 22)
NONE = ""


def column(days: list[str]) -> Any:
    return np.array([day or "NaT" for day in days], "datetime64[D]")


def cases(*rows: dict[str, str], log_began: date | None = None) -> CaseDays:
    def of(name: str) -> Any:
        return column([row.get(name, NONE) for row in rows])

    return CaseDays(
        case_id=np.array([f"case-{number}" for number in range(len(rows))], object),
        marks={mark: of(mark.value) for mark in Mark},
        withdrawn=of("withdrawn"), lost=of("lost"), other_payer=of("other_payer"), infused=of("infused"),
        log_began=log_began,
    )  # fmt: skip


def one(days: dict[str, str], clock: WaitClock = AGREEMENT) -> tuple[float, Cause]:
    found = waits_on(clock, cases(days), AS_OF)
    return float(found.exit[0]), Cause(int(found.cause[0]))


ASKED = {"agreement_requested": "2026-11-02"}


@pytest.mark.parametrize(
    ("days", "length", "cause"),
    [
        ({}, 20, Cause.open),
        ({"both_signed": "2026-11-12"}, 10, Cause.reached),
        ({"withdrawn": "2026-11-07"}, 5, Cause.withdrawn),
        ({"lost": "2026-11-09", "withdrawn": "2026-11-10"}, 7, Cause.lost),
        ({"other_payer": "2026-11-03"}, 1, Cause.other_payer),
        ({"infused": "2026-11-20"}, 18, Cause.went_ahead),
        ({"both_signed": "2026-11-12", "withdrawn": "2026-11-12"}, 10, Cause.reached),
        ({"both_signed": "2026-11-12", "withdrawn": "2026-11-20"}, 10, Cause.reached),
        ({"both_signed": "2026-11-02"}, 0.5, Cause.reached),
    ],
)
def test_a_wait_ends_with_what_came_first(days: dict[str, str], length: float, cause: Cause) -> None:
    assert one(ASKED | days) == (length, cause)


def test_what_happens_after_the_day_looked_at_is_not_seen() -> None:
    assert one(ASKED | {"both_signed": "2026-11-23"}) == (20, Cause.open)


def test_on_the_clock_to_the_infusion_the_infusion_is_what_is_waited_for() -> None:
    assert one({"referred": "2026-10-23", "infused": "2026-11-20"}, TREATMENT) == (28, Cause.reached)


def test_a_case_that_began_before_the_log_comes_into_view_with_the_log() -> None:
    rows = cases(ASKED | {"both_signed": "2026-11-20"}, log_began=date(2026, 11, 10))
    found = waits_on(AGREEMENT, rows, AS_OF)
    assert (found.entry[0], found.exit[0]) == (8, 18)


def test_cases_that_cannot_be_placed_are_counted_by_reason() -> None:
    rows = cases(
        {"both_signed": "2026-11-20"},
        {"agreement_requested": "2026-11-10", "both_signed": "2026-11-05"},
        {"agreement_requested": "2026-11-10", "withdrawn": "2026-11-05"},
        {"agreement_requested": "2026-10-01", "both_signed": "2026-10-05"},
        ASKED,
        log_began=date(2026, 10, 20),
    )
    found = waits_on(AGREEMENT, rows, AS_OF)
    assert len(found) == 1
    left = found.left_out
    assert (left.not_started, left.over_before, left.before_log, left.all) == (1, 2, 1, 4)


def test_groups_and_strata_keep_their_names_and_unknown_is_a_group() -> None:
    found = waits_on(
        AGREEMENT, cases(ASKED, ASKED, ASKED), AS_OF, groups=["b", None, "a"], strata=["x", "x", "y"]
    )
    assert [found.groups[number] for number in found.group] == ["b", "not known", "a"]
    assert found.strata == ("x", "y")


def frozen_world() -> Waits:
    rows = cases(
        ASKED,
        ASKED | {"both_signed": "2026-11-12"},
        {"agreement_requested": "2026-11-15", "both_signed": "2026-11-18"},
    )
    return waits_on(AGREEMENT, rows, AS_OF)


def test_an_earlier_day_shows_what_was_known_then() -> None:
    then = frozen_world().frozen(date(2026, 11, 11))
    assert then.exit.tolist() == [9, 9]
    assert then.cause.tolist() == [Cause.open, Cause.open]
    assert frozen_world().frozen(date(2026, 11, 12)).cause.tolist() == [Cause.open, Cause.reached]


def test_freezing_at_the_day_itself_changes_nothing() -> None:
    world = frozen_world()
    same = world.frozen(AS_OF)
    assert (same.exit.tolist(), same.cause.tolist()) == (world.exit.tolist(), world.cause.tolist())


def test_a_frozen_world_is_the_world_looked_at_on_that_day() -> None:
    rows = cases(ASKED, ASKED | {"both_signed": "2026-11-12"}, ASKED | {"lost": "2026-11-05"})
    for day in (date(2026, 11, 3), date(2026, 11, 5), date(2026, 11, 12), date(2026, 11, 20)):
        then, now = waits_on(AGREEMENT, rows, day), waits_on(AGREEMENT, rows, AS_OF).frozen(day)
        assert then.exit.tolist() == now.exit.tolist()
        assert then.cause.tolist() == now.cause.tolist()


def test_a_future_day_cannot_be_shown() -> None:
    with pytest.raises(ValueError, match="lies after"):
        frozen_world().frozen(date(2026, 11, 23))


def test_a_clock_needs_two_moments() -> None:
    with pytest.raises(ValueError, match="cannot start and stop"):
        WaitClock(Mark.referred, Mark.referred)


def test_a_clock_is_said_in_words() -> None:
    assert AGREEMENT.words == "agreement requested to signed by both"


def test_columns_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="different lengths"):
        replace(frozen_world(), exit=np.array([1.0]))
