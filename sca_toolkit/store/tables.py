"""The tables of the record.

Append-only tables (`APPEND_ONLY`) are never changed: the database itself refuses it (`guards.py`). Columns may be added
to them, empty for old rows; none may be renamed or dropped, or the hashes in the audit trail would no longer fit.
Days are dates at the center; times are UTC; money is whole cents; `data` is canonical JSON.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

from sca_toolkit.store.columns import UtcTime

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _case_column(*, key: bool = True) -> Column[str]:
    return Column("case_id", Text, ForeignKey("cases.id"), primary_key=key, nullable=False)


def _recorded() -> tuple[Column[object], Column[str]]:
    """When and by whom the row was written, which is not when the thing happened."""
    return Column("recorded_at", UtcTime, nullable=False), Column("recorded_by", Text, nullable=False)


cases = Table(
    "cases",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("owner", Text),
    Column("synthetic", Boolean, nullable=False),
    Column("payer", Text),
    Column("product", Text),
    Column("line_of_business", Text),
    Column("infusion_on", Date),
    Column("needed_by", Date),
    Column("stage", Integer),
    Column("stage_since", Date),
    Column("end_step", Text),
    Column("turn", Text),
    Column("turn_since", Date),
    Column("payer_contact_on", Date),
    Column("due_on", Date),
    Column("due_for", Text),
    Column("created", UtcTime, nullable=False),
    Column("updated", UtcTime, nullable=False),
    *(Index(None, name) for name in ("owner", "payer", "stage", "infusion_on", "needed_by", "due_on")),
    # Open cases are few among many; lists and their counts find them here without the rows of the others.
    Index("ix_cases_open", "end_step", "owner", "payer", "stage", "turn", "due_on"),
)
"""One row a case: its current version, and what lists filter by, kept in step with every write."""

case_versions = Table(
    "case_versions",
    METADATA,
    _case_column(),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("data", Text, nullable=False),
    *_recorded(),
)

events = Table(
    "events",
    METADATA,
    Column("id", Text, primary_key=True),
    _case_column(key=False),
    Column("step", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("day", Date, nullable=False),
    Column("component", Text),
    Column("amount_cents", BigInteger),
    # Deferred: a backup is read back in any order.
    Column("corrects", Text, ForeignKey("events.id", deferrable=True, initially="DEFERRED")),
    Column("removed", Boolean, nullable=False),
    Column("data", Text, nullable=False),
    *_recorded(),
    Index(None, "case_id", "at"),
    Index(None, "day"),
    Index(None, "step", "day"),
    Index(None, "corrects", unique=True),
)

terms = Table(
    "terms",
    METADATA,
    _case_column(),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("hash", Text, nullable=False),
    Column("data", Text, nullable=False),
    *_recorded(),
)

moves = Table(
    "moves",
    METADATA,
    _case_column(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("round", Integer, nullable=False),
    Column("topic", Text, nullable=False),
    Column("side", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("corrects", Text, ForeignKey("moves.id", deferrable=True, initially="DEFERRED")),
    Column("removed", Boolean, nullable=False),
    Column("data", Text, nullable=False),
    *_recorded(),
    Index(None, "corrects", unique=True),
)

documents = Table(
    "documents",
    METADATA,
    _case_column(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("template_id", Text, nullable=False),
    Column("template_version", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("terms_hash", Text, nullable=False),
    Column("terms_version", Integer),
    Column("made_at", UtcTime, nullable=False),
    Column("data", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    *_recorded(),
    ForeignKeyConstraint(["case_id", "terms_version"], ["terms.case_id", "terms.version"]),
)

contacts = Table(
    "contacts",
    METADATA,
    _case_column(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcTime, nullable=False),
    Column("day", Date, nullable=False),
    Column("side", Text, nullable=False),
    Column("with_whom", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("reference", Text),
    Column("note", Text),
    *_recorded(),
)

attachments = Table(
    "attachments",
    METADATA,
    _case_column(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("note", Text),
    Column("content", LargeBinary, nullable=False),
    *_recorded(),
)

mappings = Table(
    "mappings",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("data", Text, nullable=False),
    *_recorded(),
)
"""How the columns of a sheet were matched the last time. Replaced by the next import of that kind."""

case_clocks = Table(
    "case_clocks",
    METADATA,
    _case_column(),
    Column("rule", Text, nullable=False),
    Column("payer", Text),
    Column("product", Text),
    Column("line_of_business", Text),
    Column("synthetic", Boolean, nullable=False),
    Column("signed_on", Date),
    Column("days", LargeBinary, nullable=False),
    Column("spells", LargeBinary, nullable=False),
    Index(None, "rule"),
    Index(None, "payer", "signed_on"),
)
"""What statistics count of each case; see `clocks.py`. Worked out from the other tables, so the trail leaves it out.

Payer, product and line of business stand here again, so that all cases are read without looking into another table.
"""

audit = Table(
    "audit",
    METADATA,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("write", BigInteger, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("who", Text, nullable=False),
    Column("case_id", Text),
    Column("data", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Index(None, "case_id"),
)
"""The trail: one row for each case a write touched. Rows of one write share `write`, the number of its first row."""

OF_CASES = (case_versions, events, terms, moves, documents, contacts, attachments)
"""Tables whose rows belong to a case."""

APPEND_ONLY = (*OF_CASES, audit)

RECORDED = (cases, *OF_CASES, mappings)
"""Tables whose every row the trail accounts for, parents before children."""

ALL = (*RECORDED, audit)
"""What a backup holds; `case_clocks` is worked out again."""
