"""Events are added whole or not at all, and corrected by new events only."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import select

from sca_toolkit.case import Component
from sca_toolkit.errors import DataError, UsageProblem
from sca_toolkit.events import Event, Side, Step, standing
from sca_toolkit.store import (
    ContactMade,
    Store,
    add_events,
    case_row,
    contacts_of,
    events_between,
    events_of,
    log_contact,
    trail_of,
    verify,
)
from sca_toolkit.store.tables import events
from tests.store.samples import NOW, event, read_events, with_case, writing

EASTERN = timezone(timedelta(hours=-5))


def refusals(store: Store, *new: Event) -> list[tuple[str | None, str]]:
    with pytest.raises(DataError) as caught, writing(store) as write:
        add_events(write, new)
    return [(problem.place, problem.message) for problem in caught.value.problems]


def test_an_event_comes_back_as_it_was_recorded(store: Store) -> None:
    made = event(
        Step.pa_approved, id="e1", component=Component.collection, by=Side.payer, reference="PA 00471",
        note="“by phone” – José", details={"valid_to": "2027-02-01"}, at=datetime(2026, 11, 20, 23, 30, tzinfo=EASTERN),
    )  # fmt: skip
    with_case(store, events=[made])
    assert read_events(store) == (made,)
    assert read_events(store)[0].at.utcoffset() == timedelta(hours=-5), "its own time zone is kept"


def test_events_of_a_case_come_by_time(store: Store) -> None:
    with_case(
        store, events=[event(id="b", days_ago=1), event(id="c", days_ago=0.5), event(id="a", days_ago=3)]
    )
    with_case(store, "CASE-2", events=[event(id="other", case_id="CASE-2")])
    assert [found.id for found in read_events(store)] == ["a", "b", "c"]


def test_the_day_of_an_event_is_the_day_at_the_center(store: Store) -> None:
    """23:30 in New York on the 20th is the 21st in UTC."""
    with_case(store, events=[event(id="late", at=datetime(2026, 11, 20, 23, 30, tzinfo=EASTERN))])
    with store.reading() as read:
        assert [found.id for found in events_between(read, date(2026, 11, 20), date(2026, 11, 20))] == [
            "late"
        ]
        assert events_between(read, date(2026, 11, 21), date(2026, 11, 22)) == ()
        assert read.connection.scalar(select(events.c.at)) == datetime(2026, 11, 21, 4, 30, tzinfo=UTC)


def test_events_of_all_cases_are_found_by_day_and_step(store: Store) -> None:
    with_case(store, events=[event(id="a", days_ago=2), event(Step.contact_made, id="b", days_ago=1)])
    with_case(store, "CASE-2", events=[event(id="c", case_id="CASE-2", days_ago=1)])
    last_days = (date(2026, 11, 20), date(2026, 11, 22))
    with store.reading() as read:
        assert [e.id for e in events_between(read, *last_days)] == ["b", "c", "a"]
        assert [e.id for e in events_between(read, *last_days, steps=[Step.pa_submitted])] == ["c", "a"]
        assert [e.id for e in events_between(read, *last_days, limit=1)] == ["b"]


def test_money_is_whole_cents(store: Store) -> None:
    """$0.10 + $0.20 is $0.30, and an amount above 2^53 cents keeps its last cent."""
    amounts = ["$0.10", "$0.20", "$90,071,992,547,409.93"]
    with_case(
        store,
        events=[event(Step.order_requested, details={"amount": amount}, days_ago=1) for amount in amounts],
    )
    with store.reading() as read:
        cents = sorted(read.connection.scalars(select(events.c.amount_cents)))
    assert cents == [10, 20, 9_007_199_254_740_993]


def test_a_correction_replaces_what_it_names(store: Store) -> None:
    with_case(store, events=[event(id="wrong", days_ago=9)])
    with writing(store, "mdiaz") as write:
        add_events(write, [event(id="right", days_ago=8, corrects="wrong")])
    assert [found.id for found in read_events(store)] == ["wrong", "right"]
    assert [found.id for found in standing(read_events(store))] == ["right"]


def test_an_event_and_its_correction_may_come_together(store: Store) -> None:
    with_case(store, events=[event(id="a"), event(id="b", corrects="a"), event(id="c", corrects="b")])
    assert [found.id for found in standing(read_events(store))] == ["c"]


def test_every_refused_event_is_named_and_none_is_kept(store: Store) -> None:
    with_case(store, events=[event(id="there"), event(id="wrong"), event(id="right", corrects="wrong")])
    with_case(store, "CASE-2", events=[event(id="elsewhere", case_id="CASE-2")])
    assert refusals(
        store,
        event(id="good"),
        event(id="lost", case_id="CASE-9"),
        event(id="there"),
        event(id="good"),
        event(id="late", days_ago=-2),
        event(id="old", at=datetime(26, 11, 20, tzinfo=UTC)),
        event(id="n1", corrects="nothing"),
        event(id="n2", corrects="elsewhere"),
        event(id="n3", corrects="wrong"),
        event(id="n4", corrects="there"),
        event(id="n5", corrects="there"),
        event(id="self", corrects="self"),
    ) == [
        ("event 2, lost", "The record has no case CASE-9."),
        ("event 3, there", "The record already has an event there."),
        ("event 4, good", "The record already has an event good."),
        ("event 5, late", "2026-11-24 is in the future."),
        ("event 6, old", "0026-11-20 is before the year 2000."),
        ("event 7, n1", "It corrects nothing, which is no earlier event."),
        ("event 8, n2", "It corrects elsewhere, an event of case CASE-2, not of CASE-1."),
        ("event 9, n3", "wrong was corrected already, by right."),
        ("event 11, n5", "there was corrected already, by n4."),
        ("event 12, self", "It corrects self, which is no earlier event."),
    ]
    assert [found.id for found in read_events(store)] == ["right", "there", "wrong"]
    assert verify(store) == []


def test_an_event_of_today_at_noon_is_no_future(store: Store) -> None:
    """Noon in Honolulu is 22:00 UTC, after the moment of these tests."""
    with_case(store, events=[event(id="today", at=datetime(2026, 11, 22, 22, tzinfo=UTC), time_known=False)])
    assert len(read_events(store)) == 1


def test_hundreds_of_events_are_checked_and_kept_at_once(store: Store) -> None:
    with_case(store)
    with writing(store) as write:
        add_events(write, [event(id=f"e{number:04}", days_ago=number / 10) for number in range(1, 703)])
    assert len(read_events(store)) == 702
    assert verify(store) == []


def test_the_last_word_from_the_payer_is_kept_with_the_case(store: Store) -> None:
    with_case(store, events=[event(Step.payer_replied, days_ago=5), event(Step.pa_submitted, days_ago=1)])
    with store.reading() as read:
        assert case_row(read, "CASE-1").payer_contact_on == date(2026, 11, 17)
    called = ContactMade(
        NOW - timedelta(days=2), Side.payer, "utilization review", "telephone", "REF 118", "on hold"
    )
    with writing(store, "mdiaz") as write:
        assert log_contact(write, "CASE-1", called) == 1
    with store.reading() as read:
        assert case_row(read, "CASE-1").payer_contact_on == date(2026, 11, 20)
        (logged,) = contacts_of(read, "CASE-1")
    assert (logged.reference, logged.logged_by, logged.at) == ("REF 118", "mdiaz", called.at)


def test_a_removed_answer_of_the_payer_no_longer_counts(store: Store) -> None:
    with_case(store, events=[event(Step.payer_replied, id="slip", days_ago=5)])
    with writing(store) as write:
        add_events(write, [event(Step.payer_replied, corrects="slip", removed=True)])
    with store.reading() as read:
        assert case_row(read, "CASE-1").payer_contact_on is None


def test_the_end_of_a_case_shows_in_lists(store: Store) -> None:
    with_case(store, events=[event(Step.withdrawn)])
    with store.reading() as read:
        assert case_row(read, "CASE-1").end_step == "withdrawn"


def test_a_contact_in_the_future_or_of_no_case_is_refused(store: Store) -> None:
    with_case(store)
    later = ContactMade(NOW + timedelta(days=3), Side.payer, "someone", "portal")
    with pytest.raises(UsageProblem, match="2026-11-25 is in the future"), writing(store) as write:
        log_contact(write, "CASE-1", later)
    with pytest.raises(UsageProblem, match="no case CASE-9"), writing(store) as write:
        log_contact(write, "CASE-9", ContactMade(NOW, Side.payer, "someone", "portal"))


def test_the_trail_tells_who_added_what_and_when(store: Store) -> None:
    with_case(store)
    with writing(store, "mdiaz", hours=2) as write:
        add_events(write, [event(id="e1"), event(id="e2")])
    with store.reading() as read:
        told = [(done.who, done.at, done.what, done.key) for done in trail_of(read, "CASE-1")]
    later = NOW + timedelta(hours=2)
    assert told == [
        ("rlee", NOW, "case added", "CASE-1/1"),
        ("mdiaz", later, "event added", "e1"),
        ("mdiaz", later, "event added", "e2"),
    ]


def test_readers_see_one_moment(store: Store) -> None:
    with_case(store)
    with store.reading() as read:
        assert events_of(read, "CASE-1") == ()
        with writing(store) as write:
            add_events(write, [event()])
        assert events_of(read, "CASE-1") == ()
    assert len(read_events(store)) == 1
