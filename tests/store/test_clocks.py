"""What statistics count is what the timeline says of each case, on either database, today and on an earlier day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import pytest
from sqlalchemy import text

from sca_toolkit.case import Coverage
from sca_toolkit.desk.synthetic import make_world
from sca_toolkit.desk.synthetic.loading import load_world
from sca_toolkit.desk.synthetic.world import World
from sca_toolkit.events import DelayReason, Step
from sca_toolkit.store import CaseFilter, ClockRows, Store, add_case, add_events, save_case, verify
from sca_toolkit.store.summary import facts_of
from sca_toolkit.store.tables import case_clocks
from sca_toolkit.timeline import (
    ApprovalKind,
    Clock,
    Practice,
    Situation,
    case_clock,
    clock_of,
    ending,
    stamps,
)
from sca_toolkit.timeline.bounds import bounds_of
from tests.store.samples import NOW, case, event, with_case, writing

TODAY = NOW.date()
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(7, TODAY, cases=16)


@pytest.fixture
def filled(store: Store, world: World) -> Store:
    load_world(store, world, who="rlee", now=NOW)
    return store


def situations(store: Store, as_of: datetime) -> dict[str, Situation]:
    with store.reading() as read:
        ids = list(read.connection.scalars(text("SELECT id FROM cases")))
        facts = facts_of(read.connection, ids, as_of)
    return {case_id: Situation(known.case, known.events, as_of) for case_id, known in facts.items()}


def days(clock: Clock) -> tuple[int, int, int, int]:
    return clock.days_us, clock.days_payer, clock.days_maker, clock.days_paused


def turns(rows: ClockRows, kind: ApprovalKind | None, row: int) -> tuple[int, ...]:
    found = rows.turns(kind)
    counted = (found.days_us, found.days_payer, found.days_maker, found.days_paused)
    return tuple(int(column[row]) for column in counted)


def day(found: np.ndarray, row: int) -> date | None:
    value: date | None = found[row].item()
    return value


def agrees(rows: ClockRows, row: int, s: Situation) -> None:
    """Everything about one case equals what the timeline works out from its events."""
    end = ending(s)
    assert rows.payer[row] == s.case.coverage.payer
    assert (rows.end_step[row], day(rows.ended, row)) == ((end.step.value, end.on) if end else (None, None))
    assert {stamp.step: stamp.on for stamp in stamps(s)} == {
        step: day(column, row) for step, column in rows.stamps.items()
    }
    for stage, bounds in bounds_of(s).items():
        assert day(rows.begun[stage], row) == (s.day_of(bounds.since) if bounds.since else None)
        assert day(rows.finished[stage], row) == (s.day_of(bounds.until) if bounds.until else None)
    for step, column in rows.first.items():
        first = s.first(step)
        assert day(column, row) == (s.day_of(first.at) if first else None)
    assert turns(rows, None, row) == days(case_clock(s))
    for kind in ApprovalKind:
        clock = clock_of(s, kind)
        assert turns(rows, kind, row) == days(clock), kind
        side = "paused" if clock.paused else clock.side.value if clock.side else None
        assert rows.turns(kind).side[row] == side


def test_the_rows_say_what_the_timeline_says(filled: Store) -> None:
    rows = filled.clock_rows(as_of=TODAY)
    known = situations(filled, NOW)
    assert list(rows.case_id) == sorted(known)
    for row, case_id in enumerate(rows.case_id):
        agrees(rows, row, known[case_id])


def test_an_earlier_day_is_seen_as_it_stood_where_nothing_was_taken_back_since(filled: Store) -> None:
    """Restarts and `last` moments look back, so cases without them after that day are compared."""
    then = TODAY - 100 * DAY
    rows = filled.clock_rows(as_of=then)
    known = situations(filled, datetime.combine(then, time(23, 59), Practice().calendar.zone))
    compared = 0
    for row, case_id in enumerate(rows.case_id):
        s = known[case_id]
        if all(s.day_of(each.at) <= then or each.step is Step.note for each in s.events):
            agrees(rows, row, s)
            compared += 1
        for kind in (ApprovalKind.agreement, None):
            if not any(each.step is Step.restarted for each in s.events):
                expected = case_clock(s) if kind is None else clock_of(s, kind)
                assert turns(rows, kind, row) == days(expected)
    assert compared > 3
    assert not (rows.signed > np.datetime64(then)).any()


def test_what_is_recorded_later_is_counted_at_once(store: Store) -> None:
    with_case(store, events=[event(Step.agreement_requested, days_ago=10, id="asked")])
    assert store.clock_rows(as_of=TODAY).days_payer.tolist() == [10]
    with writing(store, hours=1) as write:
        add_events(write, [event(Step.payer_replied, days_ago=4)])
        add_case(write, case("CASE-2"))
    rows = store.clock_rows(as_of=TODAY)
    assert rows.case_id.tolist() == ["CASE-1", "CASE-2"]
    assert (rows.days_payer.tolist(), rows.days_us.tolist()) == ([6, 0], [4, 0])
    assert np.isnat(rows.asked).tolist() == [False, True]
    with writing(store, hours=2) as write:
        add_events(write, [event(Step.agreement_requested, days_ago=8, corrects="asked")])
    assert store.clock_rows(as_of=TODAY).days_payer.tolist() == [4, 0]


def test_a_pause_takes_days_from_both_sides_and_says_why(store: Store) -> None:
    with_case(
        store,
        events=[
            event(Step.agreement_requested, days_ago=20),
            event(Step.paused, days_ago=15, reason=DelayReason.patient_choice),
            event(Step.resumed, days_ago=12),
        ],
    )
    rows = store.clock_rows(as_of=TODAY)
    spells = rows.spells(ApprovalKind.agreement)
    assert spells.side.tolist() == ["payer", "paused", "payer"]
    assert spells.reason.tolist() == [None, "patient_choice", None]
    assert (spells.until - spells.since)[:2].astype(int).tolist() == [5, 3]
    assert np.isnat(spells.until[2])
    assert (rows.days_payer.tolist(), rows.days_paused.tolist()) == ([17], [3])
    earlier = store.clock_rows(as_of=TODAY - 14 * DAY).turns(ApprovalKind.agreement)
    assert (earlier.days_payer.tolist(), earlier.days_paused.tolist()) == ([5], [1])
    assert earlier.side.tolist() == ["paused"]


def test_an_agreement_is_a_repeat_once_another_with_the_payer_was_signed(store: Store) -> None:
    signed = (Step.payer_signed, Step.center_signed)
    with_case(store, "AA", [event(Step.agreement_requested, days_ago=50, case_id="AA"),
                           *(event(step, days_ago=30, case_id="AA") for step in signed)])  # fmt: skip
    with_case(store, "BB", [event(Step.agreement_requested, days_ago=40, case_id="BB")])
    with_case(store, "CC", [event(Step.agreement_requested, days_ago=20, case_id="CC")])
    with_case(store, "DD")
    with_case(store, "EE", coverage=Coverage(payer="another-plan"))
    with_case(store, "FF", coverage=Coverage())
    rows = store.clock_rows(as_of=TODAY)
    assert dict(zip(rows.case_id, rows.repeat.tolist(), strict=True)) == {
        "AA": False, "BB": False, "CC": True, "DD": True, "EE": False, "FF": False,
    }  # fmt: skip
    only = store.clock_rows(CaseFilter(text="CC"), as_of=TODAY)
    assert (only.case_id.tolist(), only.repeat.tolist()) == (["CC"], [True])
    before = store.clock_rows(as_of=TODAY - 35 * DAY)
    assert not before.repeat.any()


def test_filters_leave_out_other_cases_and_an_empty_record_has_no_rows(store: Store) -> None:
    assert len(store.clock_rows(as_of=TODAY)) == 0
    assert store.clock_rows(as_of=TODAY).turns(None).days_us.tolist() == []
    with_case(store, "AA")
    with_case(store, "BB", product="liso-cel")
    rows = store.clock_rows(CaseFilter(products=("liso-cel",)), as_of=TODAY)
    assert (rows.case_id.tolist(), rows.synthetic.tolist()) == (["BB"], [True])
    assert rows.spells(ApprovalKind.agreement).row.tolist() == []


def test_a_payer_that_is_changed_is_changed_in_the_rows(store: Store) -> None:
    made = with_case(store)
    with writing(store, hours=1) as write:
        save_case(write, made.model_copy(update={"coverage": Coverage(payer="another-plan")}), version=1)
    assert store.clock_rows(as_of=TODAY).payer.tolist() == ["another-plan"]


@pytest.mark.parametrize("how", ["DELETE FROM case_clocks", "UPDATE case_clocks SET rule = 'older'"])
def test_rows_that_are_missing_or_of_older_definitions_are_worked_out_again(store: Store, how: str) -> None:
    """As after an update of the program, or a restored backup."""
    for number in range(3):
        with_case(store, f"CASE-{number}", [event(Step.agreement_requested, case_id=f"CASE-{number}")])
    kept = stored_rows(store)
    with store.engines.write.begin() as connection:
        connection.execute(text(how))
    assert store.clock_rows(as_of=TODAY).days_payer.tolist() == [1, 1, 1]
    assert stored_rows(store) == kept
    assert verify(store) == []


def stored_rows(store: Store) -> list[object]:
    with store.reading() as read:
        found = read.connection.execute(case_clocks.select().order_by(case_clocks.c.case_id))
        return [(row.case_id, row.rule, bytes(row.days), bytes(row.spells)) for row in found]


def test_an_event_of_later_today_is_counted(store: Store) -> None:
    """Clocks of machines differ: the record takes times up to a day ahead."""
    with_case(store, events=[event(Step.agreement_requested, days_ago=-0.1)])
    assert day(store.clock_rows(as_of=TODAY + DAY).asked, 0) is not None


def test_a_frame_has_a_column_for_each_day(store: Store) -> None:
    with_case(store, events=[event(Step.agreement_requested, days_ago=3)])
    frame = store.clock_rows(as_of=TODAY).frame()
    assert str(frame["stamp_agreement_requested"][0])[:10] == str(TODAY - 3 * DAY)
    assert frame["days_payer"].tolist() == [3]
    assert {"first_pa_denied", "begun_agreement", "finished_agreement", "repeat"} <= set(frame.columns)


def test_the_day_of_the_center_counts_not_that_of_greenwich(store: Store) -> None:
    late = datetime(2026, 11, 11, 3, 0, tzinfo=UTC)
    with_case(store, events=[event(Step.agreement_requested).model_copy(update={"at": late})])
    zone = Practice().calendar.zone
    assert day(store.clock_rows(as_of=TODAY).asked, 0) == late.astimezone(zone).date() == date(2026, 11, 10)


def test_a_record_of_the_first_layout_is_brought_up_to_date(
    kind: str, empty_record: Callable[..., str]
) -> None:
    address = empty_record(kind)
    old = Store.open(address)
    with_case(old, events=[event(Step.agreement_requested, days_ago=3)])
    with old.engines.write.begin() as connection:
        connection.execute(text("DROP TABLE case_clocks"))
        connection.execute(text("DROP INDEX ix_cases_open"))
        connection.execute(text("UPDATE alembic_version SET version_num = 'r0001'"))
    old.close()
    store = Store.open(address)
    assert store.clock_rows(as_of=TODAY).days_payer.tolist() == [3]
    assert verify(store) == []
    store.close()
