"""Which agreements with a payer both sides have signed, counted in the database."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from sca_toolkit.case import Coverage
from sca_toolkit.events import Event, Step, standing
from sca_toolkit.store import Store, add_events, signed_with
from sca_toolkit.store.happenings import counting
from sca_toolkit.store.tables import events
from tests.store.samples import event, read_events, with_case, writing


def signed(case_id: str, days_ago: float) -> list[Event]:
    """Signed by the payer, and by the center a day later; the ids are `p` and `c` with the case."""
    return [
        event(Step.payer_signed, id=f"p-{case_id}", case_id=case_id, days_ago=days_ago),
        event(Step.center_signed, id=f"c-{case_id}", case_id=case_id, days_ago=days_ago - 1),
    ]


def test_an_agreement_counts_once_both_sides_have_signed_it(store: Store) -> None:
    payer = Coverage(payer="a")
    with_case(store, "CASE-1", signed("CASE-1", 10), coverage=payer)
    with_case(store, "CASE-2", signed("CASE-2", 20), coverage=payer)
    with_case(store, "CASE-3", signed("CASE-3", 30)[:1], coverage=payer)
    with_case(store, "CASE-4", signed("CASE-4", 40), coverage=Coverage(payer="b"))
    with store.reading() as read:
        found = [(agreement.case_id, agreement.signed_on) for agreement in signed_with(read, "a")]
    assert found == [("CASE-2", date(2026, 11, 3)), ("CASE-1", date(2026, 11, 13))]


def test_a_signature_that_was_removed_or_corrected_away_does_not_count(store: Store) -> None:
    with_case(store, "CASE-1", signed("CASE-1", 10), coverage=Coverage(payer="a"))
    with_case(store, "CASE-2", signed("CASE-2", 10), coverage=Coverage(payer="a"))
    with_case(store, "CASE-3", signed("CASE-3", 10), coverage=Coverage(payer="a"))
    with writing(store) as write:
        add_events(
            write,
            [
                event(Step.payer_signed, case_id="CASE-1", corrects="p-CASE-1", removed=True),
                event(Step.draft_sent, case_id="CASE-2", corrects="p-CASE-2"),
                event(Step.payer_signed, case_id="CASE-3", corrects="p-CASE-3", days_ago=2),
            ],
        )
    with store.reading() as read:
        found = [(agreement.case_id, agreement.signed_on) for agreement in signed_with(read, "a")]
    assert found == [("CASE-3", date(2026, 11, 20))]


def test_the_database_and_the_program_count_the_same_events(store: Store) -> None:
    with_case(store, events=[event(id=name) for name in "abcdef"])
    corrections = [
        event(id="a2", corrects="a"),
        event(id="a3", corrects="a2"),
        event(id="b2", corrects="b", removed=True),
        event(id="c2", corrects="c", removed=True),
        event(id="c3", corrects="c2"),
        event(id="d2", corrects="d"),
        event(id="d3", corrects="d2", removed=True),
    ]
    with writing(store) as write:
        add_events(write, corrections)
    with store.reading() as read:
        in_sql = set(read.connection.scalars(select(events.c.id).where(counting())))
    assert in_sql == {counted.id for counted in standing(read_events(store))} == {"a3", "c3", "e", "f"}
