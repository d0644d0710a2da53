"""The audit chain: each row carries the hash of the row before it, so that none can be changed or taken out unseen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from sca_toolkit.store.columns import utc_text
from sca_toolkit.store.fingerprints import Row, canonical, sha256
from sca_toolkit.store.tables import audit

BEGINNING = "0" * 64
"""What stands in place of a previous hash in the first row."""


@dataclass(frozen=True)
class Head:
    """The newest row of the trail. Kept outside the database, it shows later that nothing was cut off the end."""

    seq: int
    hash: str


@dataclass(frozen=True)
class Entry:
    """One thing that a write did to one row. `hash` is the row's after the write."""

    what: str
    table: str
    key: str
    hash: str
    details: Mapping[str, Any] | None = None
    """What a reader of the trail should see besides, such as the fields that changed."""

    def data(self) -> dict[str, Any]:
        """As it stands in the trail."""
        shown: dict[str, Any] = {"what": self.what, "table": self.table, "key": self.key, "hash": self.hash}
        return shown | ({"details": dict(self.details)} if self.details else {})


def head_of(connection: Connection) -> Head:
    """The newest row; seq 0 while the trail is empty."""
    row = connection.execute(select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)).first()
    return Head(row.seq, row.hash) if row else Head(0, BEGINNING)


def hash_of(row: Row) -> str:
    """The hash a row of the trail must have: over all its columns and the hash before it."""
    body = {name: row[name] for name in ("seq", "write", "who", "case_id", "data", "previous")}
    return sha256(canonical(body | {"at": utc_text(row["at"])}))


def append(
    connection: Connection, who: str, at: datetime, done: Mapping[str | None, Sequence[Entry]]
) -> Head:
    """Add one row for each case in `done` (None: no case). The caller holds the write lock."""
    head = head_of(connection)
    write = head.seq + 1
    rows = []
    for case_id, entries in done.items():
        row = {
            "seq": head.seq + 1,
            "write": write,
            "at": at,
            "who": who,
            "case_id": case_id,
            "data": canonical([entry.data() for entry in entries]),
            "previous": head.hash,
        }
        head = Head(head.seq + 1, hash_of(row))
        rows.append(row | {"hash": head.hash})
    if rows:
        connection.execute(audit.insert(), rows)
    return head
