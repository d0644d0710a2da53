"""One transaction: what is read in it is of one moment; what is written in it is written whole, with its trail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, select

from sca_toolkit.errors import UsageProblem
from sca_toolkit.store import chain
from sca_toolkit.store.fingerprints import Row, row_hash, row_key
from sca_toolkit.store.tables import cases

AT_ONCE = 500
"""Rows named in one query: below every database's limit of parameters."""


class Read:
    """A transaction that only reads."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def missing_cases(self, case_ids: Iterable[str]) -> list[str]:
        """Those that the record does not hold."""
        wanted = list(dict.fromkeys(case_ids))
        known: set[str] = set()
        for some in batches(wanted):
            known.update(self.connection.scalars(select(cases.c.id).where(cases.c.id.in_(some))))
        return [case_id for case_id in wanted if case_id not in known]


class Write(Read):
    """A transaction that writes, in the name of `who` at the time `now` (UTC)."""

    def __init__(self, connection: Connection, who: str, now: datetime) -> None:
        super().__init__(connection)
        if not who.strip() or "\0" in who:
            raise UsageProblem("A write to the record needs the name of the person who makes it.")
        if now.tzinfo is None:
            raise ValueError("`now` has no time zone")
        self.who = who.strip()
        self.now = now
        self.done: dict[str | None, list[chain.Entry]] = {}
        self.touched: dict[str, None] = {}
        """Cases whose summary is to be worked out again before the transaction ends, in order."""

    def recorded(self) -> dict[str, Any]:
        """The columns that say when and by whom a row was written."""
        return {"recorded_at": self.now, "recorded_by": self.who}

    def insert(
        self,
        table: Table,
        what: str,
        rows: Sequence[Mapping[str, Any]],
        *,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        """Insert rows, each with every column of its table, and enter them in the trail as `what`."""
        self.insert_unnoted(table, rows)
        for row in rows:
            self.note(row.get("case_id"), table, what, row, details)

    def insert_unnoted(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows that the end of the transaction enters in the trail."""
        for row in rows:
            refuse_nul(table, row)
        if rows:
            self.connection.execute(table.insert(), [dict(row) for row in rows])

    def note(
        self,
        case_id: str | None,
        table: Table,
        what: str,
        row: Row,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        """Enter in the trail that a row now reads like `row`."""
        entry = chain.Entry(what, table.name, row_key(table, row), row_hash(table, row), details)
        self.done.setdefault(case_id, []).append(entry)
        if case_id is not None:
            self.touched[case_id] = None

    def need_case(self, case_id: str) -> None:
        """Raises UsageProblem when there is no such case."""
        if missing := self.missing_cases([case_id]):
            raise no_case(missing[0])


def batches(items: Sequence[str]) -> Iterable[Sequence[str]]:
    """The items, at most AT_ONCE at a time."""
    return (items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE))


def no_case(case_id: str) -> UsageProblem:
    """The sentence for a case that is not there."""
    return UsageProblem(f"The record has no case {case_id}. `sca cases` lists those it has.")


def refuse_nul(table: Table, row: Mapping[str, Any]) -> None:
    """Raises UsageProblem for text that PostgreSQL cannot keep and SQLite cuts off."""
    for name, value in row.items():
        if isinstance(value, str) and "\0" in value:
            raise UsageProblem(
                f"`{name}` of {table.name} holds a character that is no text (NUL). Type it again without it."
            )
