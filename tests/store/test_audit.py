"""The trail tells who did what, and notices what was done behind its back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, Table, delete, func, insert, select, update

from sca_toolkit.store import (
    Head,
    Store,
    add_events,
    append_terms,
    assign,
    audit_head,
    keep_mapping,
    save_case,
    verify,
)
from sca_toolkit.store.chain import BEGINNING, hash_of
from sca_toolkit.store.guards import unguard
from sca_toolkit.store.tables import (
    APPEND_ONLY,
    RECORDED,
    audit,
    case_clocks,
    case_versions,
    cases,
    events,
    mappings,
    terms,
)
from sca_toolkit.terms import AgreementTerms
from tests.store.samples import case, event, with_case, writing


@pytest.fixture
def story(store: Store) -> Store:
    """Eight writes on two cases; rows 1 to 9 of the trail."""
    kept = with_case(store, events=[event(id="e1"), event(id="e2")])
    with_case(store, "CASE-2", events=[event(id="e3", case_id="CASE-2")])
    with writing(store, "mdiaz", hours=1) as write:
        save_case(write, kept.model_copy(update={"travel_miles": 80}), version=1)
    with writing(store, "mdiaz", hours=2) as write:
        append_terms(write, "CASE-1", AgreementTerms(), after=0)
    with writing(store, "mdiaz", hours=3) as write:
        assign(write, "CASE-2", "kcho")
    with writing(store, "kcho", hours=4) as write:
        keep_mapping(write, "events:export", {"Datum": "at"})
    with writing(store, "kcho", hours=5) as write:
        add_events(write, [event(id="e4"), event(id="e5", case_id="CASE-2")])
    assert verify(store) == []
    return store


def tamper(store: Store, act: Callable[[Connection], object]) -> list[str]:
    """What `verify` says after someone with a database tool did something."""
    with store.engines.write.begin() as connection:
        unguard(connection)
        act(connection)
    return [problem.message for problem in verify(store)]


def test_one_write_on_two_cases_is_one_act_of_the_trail(story: Store) -> None:
    with story.reading() as read:
        rows = read.connection.execute(
            select(audit.c.seq, audit.c.write, audit.c.case_id).order_by(audit.c.seq)
        )
        assert [tuple(row) for row in rows] == [
            (1, 1, "CASE-1"), (2, 2, "CASE-2"), (3, 3, "CASE-1"), (4, 4, "CASE-1"), (5, 5, "CASE-2"),
            (6, 6, None), (7, 7, "CASE-1"), (8, 7, "CASE-2"),
        ]  # fmt: skip


def test_an_empty_record_is_in_order(store: Store) -> None:
    assert verify(store) == []
    assert audit_head(store) == Head(0, BEGINNING)


@pytest.mark.parametrize(
    "column", [column.name for column in audit.columns if column.name not in ("seq", "hash")]
)
def test_a_changed_row_of_the_trail_is_named(story: Store, column: str) -> None:
    forged = {
        "write": 99,
        "at": event().at,
        "who": "nobody",
        "case_id": "CASE-2",
        "data": "[]",
        "previous": "0" * 64,
    }
    said = tamper(
        story, lambda c: c.execute(update(audit).where(audit.c.seq == 4).values({column: forged[column]}))
    )
    assert said[0].startswith("Row 4 of the audit trail ")


def test_a_changed_row_with_a_fitting_hash_breaks_the_next_one(story: Store) -> None:
    def forge(connection: Connection) -> None:
        row = connection.execute(select(audit).where(audit.c.seq == 4)).mappings().one()
        new = dict(row) | {"who": "nobody"}
        connection.execute(update(audit).where(audit.c.seq == 4).values(who="nobody", hash=hash_of(new)))

    assert tamper(story, forge) == [
        "Row 5 of the audit trail does not follow the row before it: one of the two was changed."
    ]


def test_a_removed_row_of_the_trail_is_named(story: Store) -> None:
    said = tamper(story, lambda c: c.execute(delete(audit).where(audit.c.seq == 3)))
    assert said[0] == "Row 3 of the audit trail is missing."


def test_a_changed_event_is_named(story: Store) -> None:
    said = tamper(
        story, lambda c: c.execute(update(events).where(events.c.id == "e2").values(step="pa_denied"))
    )
    assert said == ["Row e2 of events was changed after row 1 of the trail wrote it."]


@pytest.mark.parametrize("table", [cases, case_versions, terms, mappings], ids=lambda table: table.name)
def test_a_change_in_any_table_is_noticed(story: Store, table: Table) -> None:
    change = {
        cases: {"owner": "x"},
        case_versions: {"data": "{}"},
        terms: {"hash": "0"},
        mappings: {"data": "{}"},
    }
    said = tamper(story, lambda c: c.execute(update(table).values(change[table])))
    assert said
    assert all(f" of {table.name} was changed after row " in message for message in said)


def test_a_removed_event_is_named(story: Store) -> None:
    said = tamper(story, lambda c: c.execute(delete(events).where(events.c.id == "e3")))
    assert said == ["Row e3 of events is missing; row 2 of the trail wrote it."]


def test_an_event_slipped_in_is_named(story: Store) -> None:
    def slip(connection: Connection) -> None:
        row = connection.execute(select(events).where(events.c.id == "e1")).mappings().one()
        connection.execute(insert(events).values(dict(row) | {"id": "e9", "step": "pa_approved"}))

    assert tamper(story, slip) == ["Row e9 of events is not in the audit trail: it was slipped in."]


def test_a_case_removed_with_all_its_rows_is_noticed(story: Store) -> None:
    def remove(connection: Connection) -> None:
        for table in (case_clocks, events, case_versions):
            connection.execute(delete(table).where(table.c.case_id == "CASE-2"))
        connection.execute(delete(cases).where(cases.c.id == "CASE-2"))

    assert sorted(tamper(story, remove)) == [
        "Row CASE-2 of cases is missing; row 8 of the trail wrote it.",
        "Row CASE-2/1 of case_versions is missing; row 2 of the trail wrote it.",
        "Row e3 of events is missing; row 2 of the trail wrote it.",
        "Row e5 of events is missing; row 8 of the trail wrote it.",
    ]


def test_an_end_cut_off_is_noticed_against_a_head_noted_earlier(story: Store) -> None:
    """Someone takes the last write out of the trail and of the tables: only a head kept elsewhere shows it."""
    noted = audit_head(story)

    def cut(connection: Connection) -> None:
        connection.execute(delete(audit).where(audit.c.seq >= 6))
        connection.execute(delete(mappings))

    with story.engines.write.begin() as connection:
        unguard(connection)
        connection.execute(delete(events).where(events.c.id.in_(["e4", "e5"])))
        cut(connection)
    said = [problem.message for problem in verify(story, known=noted)]
    assert (
        said[0]
        == "Row 8 of the audit trail was noted earlier, but the trail now ends at 5: its end was cut off."
    )


def test_a_trail_rewritten_whole_is_noticed_against_a_head_noted_earlier(story: Store) -> None:
    noted = audit_head(story)

    def rewrite(connection: Connection) -> None:
        previous = BEGINNING
        for row in connection.execute(select(audit).order_by(audit.c.seq)).mappings().all():
            new = dict(row) | {"who": "someone else", "previous": previous}
            previous = new["hash"] = hash_of(new)
            connection.execute(update(audit).where(audit.c.seq == row["seq"]).values(new))

    assert tamper(story, rewrite) == [], "a trail rewritten whole is consistent in itself"
    assert [problem.place for problem in verify(story, known=noted)] == ["audit 8"]


def test_later_writes_do_not_disturb_a_head_noted_earlier(story: Store) -> None:
    noted = audit_head(story)
    with_case(story, "CASE-3")
    assert verify(story, known=noted) == []


def test_a_failed_write_leaves_no_row_in_the_trail(story: Store) -> None:
    before = audit_head(story)
    with pytest.raises(Exception, match="no case"), writing(story) as write:
        save_case(write, case("CASE-9"), version=1)
    assert audit_head(story) == before


def test_every_append_only_table_is_accounted_for() -> None:
    assert set(APPEND_ONLY) - {audit} <= set(RECORDED)


def test_a_long_list_of_problems_is_cut(store: Store) -> None:
    with_case(store, events=[event(id=f"e{number}") for number in range(150)])
    assert len(tamper(store, lambda c: c.execute(update(events).values(step="note")))) == 100
    with store.reading() as read:
        assert read.connection.scalar(select(func.count()).select_from(events)) == 150
