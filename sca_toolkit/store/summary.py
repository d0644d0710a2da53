"""Keeps the columns by which lists filter in step with what a write did, in the same transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from sca_toolkit.case import Case
from sca_toolkit.events import Event, Side
from sca_toolkit.ledger import Move
from sca_toolkit.store.clocks import RULE, CaseClocks
from sca_toolkit.store.standing import CaseFacts, Standing, plain_clocks
from sca_toolkit.store.tables import case_clocks, case_versions, cases, contacts, events, moves, terms
from sca_toolkit.store.writing import Write, batches

_UPDATE = cases.update().where(cases.c.id == bindparam("this_id"))


def refresh(write: Write, standing: Callable[[CaseFacts], Standing]) -> None:
    """Work out the summary of every case the write touched, and enter in the trail what it is now."""
    for some in batches(list(write.touched)):
        facts = facts_of(write.connection, some, write.now)
        rows, clocks = [], {}
        for found in write.connection.execute(select(cases).where(cases.c.id.in_(some))).mappings():
            row, known = dict(found), facts[found["id"]]
            stands = standing(known)
            clocks[row["id"]] = known.case, stands.clocks or plain_clocks(known)
            new = row | case_columns(known.case) | stands.columns()
            if new != row or row["id"] in write.done:
                rows.append(new | {"updated": write.now})
        if rows:
            write.connection.execute(_UPDATE, [row | {"this_id": row["id"]} for row in rows])
        for row in rows:
            write.note(row["id"], cases, "summary", row)
        keep_clocks(write.connection, clocks)


def keep_clocks(connection: Connection, clocks: Mapping[str, tuple[Case, CaseClocks]]) -> None:
    """Put these rows in the place of older ones."""
    if not clocks:
        return
    connection.execute(case_clocks.delete().where(case_clocks.c.case_id.in_(clocks)))
    rows = [
        {"case_id": case_id, "rule": RULE, "signed_on": row.signed_on, "days": row.days, "spells": row.spells}
        | {name: value for name, value in case_columns(case).items() if name in case_clocks.columns}
        for case_id, (case, row) in clocks.items()
    ]
    connection.execute(case_clocks.insert(), rows)


def case_columns(case: Case) -> dict[str, Any]:
    """What the case itself says in the columns of its row."""
    business = case.coverage.line_of_business
    return {
        "synthetic": case.synthetic,
        "payer": case.coverage.payer,
        "product": case.product,
        "line_of_business": business.value if business else None,
        "infusion_on": case.dates.infusion,
        "needed_by": case.dates.needed_by,
    }


def facts_of(connection: Connection, case_ids: Sequence[str], as_of: datetime) -> dict[str, CaseFacts]:
    """All that the record holds of these cases, at most AT_ONCE of them."""
    current = (
        select(cases.c.id, cases.c.created, case_versions.c.data)
        .join(
            case_versions,
            (case_versions.c.case_id == cases.c.id) & (case_versions.c.version == cases.c.version),
        )
        .where(cases.c.id.in_(case_ids))
    )
    happened = _grouped(connection, _texts(events, case_ids).order_by(events.c.at, events.c.id))
    moved = _grouped(connection, _texts(moves, case_ids).order_by(moves.c.number))
    agreed = _grouped(connection, _newest_terms(case_ids))
    reached = _payer_contacts(connection, case_ids)
    return {
        case_id: CaseFacts(
            Case.model_validate_json(data),
            tuple(Event.model_validate_json(text) for text in happened[case_id]),
            tuple(Move.model_validate_json(text) for text in moved[case_id]),
            tuple(reached[case_id]),
            agreed[case_id][0] if agreed[case_id] else None,
            created,
            as_of,
        )
        for case_id, created, data in connection.execute(current)
    }


def _texts(table: Any, case_ids: Sequence[str]) -> Select[Any]:
    return select(table.c.case_id, table.c.data).where(table.c.case_id.in_(case_ids))


def _newest_terms(case_ids: Sequence[str]) -> Select[Any]:
    newest = (
        select(terms.c.case_id, func.max(terms.c.version).label("version"))
        .where(terms.c.case_id.in_(case_ids))
        .group_by(terms.c.case_id)
        .subquery()
    )
    return select(terms.c.case_id, terms.c.data).join(
        newest, (terms.c.case_id == newest.c.case_id) & (terms.c.version == newest.c.version)
    )


def _grouped(connection: Connection, found: Select[Any]) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = defaultdict(list)
    for case_id, text in connection.execute(found):
        texts[case_id].append(text)
    return texts


def _payer_contacts(connection: Connection, case_ids: Sequence[str]) -> dict[str, list[date]]:
    found = select(contacts.c.case_id, contacts.c.day).where(contacts.c.case_id.in_(case_ids))
    days: dict[str, list[date]] = defaultdict(list)
    for case_id, day in connection.execute(found.where(contacts.c.side == Side.payer.value)):
        days[case_id].append(day)
    return days
