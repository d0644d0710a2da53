"""Is the record what was written? Checks the chain of the trail, then every row against what the trail says of it.

What this proves: no row was changed, removed or slipped in behind the program's back, unless the whole trail was
rewritten from that point on. Against that, keep the `Head` that a backup or `audit_head` prints somewhere else and
give it back here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, select, union

from sca_toolkit.errors import Problem
from sca_toolkit.store import chain
from sca_toolkit.store.chain import Head
from sca_toolkit.store.fingerprints import row_hash, row_key
from sca_toolkit.store.store import Store
from sca_toolkit.store.tables import OF_CASES, RECORDED, audit, cases, mappings
from sca_toolkit.store.writing import Read, batches

MOST = 100
"""Problems named at most; one broken row is enough to look closer."""
_STREAM = {"yield_per": 100}


@dataclass(frozen=True)
class TrailEntry:
    """One thing that was done, as people read it."""

    seq: int
    at: datetime
    who: str
    case_id: str | None
    what: str
    """`case saved`, `event added`; the refresh of the columns of lists is left out."""
    key: str
    details: Mapping[str, Any]


def trail_of(read: Read, case_id: str) -> tuple[TrailEntry, ...]:
    """All that was done to a case, oldest first."""
    found = select(audit).where(audit.c.case_id == case_id).order_by(audit.c.seq)
    return tuple(
        TrailEntry(row.seq, row.at, row.who, row.case_id, done["what"], done["key"], done.get("details", {}))
        for row in read.connection.execute(found)
        for done in json.loads(row.data)
        if done["what"] != "summary"
    )


def audit_head(store: Store) -> Head:
    """The newest row of the trail, to be written down elsewhere."""
    with store.reading() as read:
        return chain.head_of(read.connection)


def verify(store: Store, *, known: Head | None = None) -> list[Problem]:
    """Everything that does not fit, at most MOST; an empty list when the record is what was written.

    Of a broken chain the first broken row is named. `known` is a head noted earlier: the trail must still contain it.
    """
    with store.reading() as read:
        problems = _first(_of_chain(read.connection, known), 1)
        return problems + _first(_of_content(read.connection), MOST - len(problems))


def _first(problems: Iterator[Problem], most: int) -> list[Problem]:
    return [problem for problem, _ in zip(problems, range(most), strict=False)]


def _of_chain(connection: Connection, known: Head | None) -> Iterator[Problem]:
    head, noted = Head(0, chain.BEGINNING), known is None or known.seq == 0
    for row in connection.execute(select(audit).order_by(audit.c.seq), execution_options=_STREAM):
        if row.seq != head.seq + 1:
            yield _trail_problem(head.seq + 1, "is missing")
        elif row.previous != head.hash:
            yield _trail_problem(row.seq, "does not follow the row before it: one of the two was changed")
        elif row.hash != chain.hash_of(row._mapping):
            yield _trail_problem(row.seq, "was changed after it was written")
        head = Head(row.seq, row.hash)
        if known is not None and head.seq == known.seq:
            noted = True
            if head != known:
                yield _trail_problem(
                    row.seq, "is not the row that was noted earlier: the trail was rewritten"
                )
    if not noted and known is not None:
        yield _trail_problem(
            known.seq, f"was noted earlier, but the trail now ends at {head.seq}: its end was cut off"
        )


def _trail_problem(seq: int, what: str) -> Problem:
    return Problem(
        f"Row {seq} of the audit trail {what}.", "Compare with a backup from before.", place=f"audit {seq}"
    )


def _of_content(connection: Connection) -> Iterator[Problem]:
    known = union(select(cases.c.id), *(select(t.c.case_id).distinct() for t in (*OF_CASES, audit)))
    ids = [case_id for case_id in connection.scalars(known) if case_id is not None]
    for some in batches(sorted(ids)):
        yield from _compare(connection, _said(connection, some), [cases, *OF_CASES], some)
    yield from _compare(connection, _said(connection, None), [mappings], None)


@dataclass(frozen=True)
class _Said:
    """What the trail last said of a row."""

    hash: str
    seq: int


def _said(connection: Connection, case_ids: Sequence[str] | None) -> dict[tuple[str, str], _Said]:
    """By table and key, what the trail says of the rows of these cases, or of those without a case."""
    of = audit.c.case_id.is_(None) if case_ids is None else audit.c.case_id.in_(case_ids)
    found: dict[tuple[str, str], _Said] = {}
    for row in connection.execute(select(audit.c.seq, audit.c.data).where(of).order_by(audit.c.seq)):
        for table, key, digest in _entries(row):
            found[table, key] = _Said(digest, row.seq)
    return found


def _entries(row: Row[Any, Any]) -> Iterator[tuple[str, str, str]]:
    try:
        done = json.loads(row.data)
    except ValueError:
        return  # a row someone tampered with; the chain names it
    for entry in done if isinstance(done, list) else ():
        if isinstance(entry, dict) and {"table", "key", "hash"} <= entry.keys():
            yield str(entry["table"]), str(entry["key"]), str(entry["hash"])


def _compare(
    connection: Connection,
    said: dict[tuple[str, str], _Said],
    tables: Sequence[Table],
    case_ids: Sequence[str] | None,
) -> Iterator[Problem]:
    for table in tables:
        found = select(table)
        if case_ids is not None:
            found = found.where((cases.c.id if table is cases else table.c.case_id).in_(case_ids))
        for row in connection.execute(found, execution_options=_STREAM).mappings():
            key = row_key(table, row)
            expected = said.pop((table.name, key), None)
            if expected is None:
                yield _row_problem(table.name, key, "is not in the audit trail: it was slipped in")
            elif expected.hash != row_hash(table, row):
                yield _row_problem(
                    table.name, key, f"was changed after row {expected.seq} of the trail wrote it"
                )
    recorded = {table.name for table in RECORDED}
    for (name, key), entry in said.items():
        if name in recorded:
            yield _row_problem(name, key, f"is missing; row {entry.seq} of the trail wrote it")


def _row_problem(table: str, key: str, what: str) -> Problem:
    return Problem(
        f"Row {key} of {table} {what}.", "Restore it from a backup from before.", place=f"{table} {key}"
    )
