"""The database itself refuses to change or delete what is append-only."""

from __future__ import annotations

import sqlite3
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Table, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from sca_toolkit.events import Side
from sca_toolkit.ledger import Move
from sca_toolkit.store import (
    ContactMade,
    Paper,
    Store,
    add_events,
    append_moves,
    append_terms,
    attach,
    keep_paper,
    log_contact,
)
from sca_toolkit.store.tables import APPEND_ONLY, cases
from sca_toolkit.terms import AgreementTerms
from tests.store.samples import NOW, event, with_case, writing


@pytest.fixture
def full(store: Store) -> Store:
    """A record with a row in every append-only table."""
    with_case(store)
    offer = {"case": "CASE-1", "round": 1, "side": "us", "topic": "filing", "status": "offered", "at": NOW}
    with writing(store) as write:
        add_events(write, [event(id="e1")])
        append_terms(write, "CASE-1", AgreementTerms(), after=0)
        append_moves(write, [Move.model_validate(offer)])
        keep_paper(write, "CASE-1", Paper("sca", "1", "draft", "a", b"x", "0", NOW, {}))
        log_contact(write, "CASE-1", ContactMade(NOW, Side.payer, "them", "portal"))
        attach(write, "CASE-1", "a.pdf", b"x", media_type="application/pdf")
    return store


@pytest.mark.parametrize("table", APPEND_ONLY, ids=lambda table: table.name)
def test_a_row_is_neither_changed_nor_deleted(full: Store, table: Table) -> None:
    first = next(iter(table.primary_key.columns))
    for statement in (update(table).values({first.name: first}), delete(table)):
        with pytest.raises(DBAPIError, match="append-only"), full.engines.write.begin() as connection:
            connection.execute(statement)
    with full.reading() as read:
        assert read.connection.execute(select(table)).first() is not None


def test_a_case_is_not_deleted(full: Store) -> None:
    with pytest.raises(DBAPIError, match="append-only"), full.engines.write.begin() as connection:
        connection.execute(delete(cases))


@pytest.mark.parametrize("table", APPEND_ONLY, ids=lambda table: table.name)
def test_a_table_is_not_emptied_behind_the_guard(postgres_address: Callable[..., str], table: Table) -> None:
    store = Store.open(postgres_address())
    with pytest.raises(DBAPIError, match="append-only"), store.engines.write.begin() as connection:
        connection.execute(text(f"TRUNCATE {table.name} CASCADE"))
    store.close()


def test_sqlite_does_not_replace_a_row_behind_the_guard(tmp_path: Path) -> None:
    file = tmp_path / "record.sqlite"
    store = Store.open(file)
    with_case(store, events=[event(id="e1")])
    store.close()
    plain = sqlite3.connect(file)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        plain.execute("INSERT OR REPLACE INTO events SELECT * FROM events")
    plain.close()


def test_an_error_of_the_database_never_shows_what_was_to_be_written(store: Store) -> None:
    with pytest.raises(RuntimeError, match="INSERT INTO cases") as caught, writing(store) as write:
        write.connection.execute(insert(cases).values(id="CASE-1", owner="Zoë Ünal"))
    shown = "".join(traceback.format_exception(caught.value))
    assert "Zoë" not in shown.replace('owner="Zoë Ünal"', "")


def test_reading_cannot_write(full: Store) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"), full.engines.read.begin() as connection:
        connection.execute(update(cases).values(owner="someone"))
