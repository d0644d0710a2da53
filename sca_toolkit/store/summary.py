"""Keeps the columns by which lists filter in step with what a write did, in the same transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, select

from sca_toolkit.case import Case
from sca_toolkit.events import Event, Side
from sca_toolkit.store.standing import CaseFacts, Standing
from sca_toolkit.store.tables import case_versions, cases, contacts, events, moves
from sca_toolkit.store.writing import Write, batches

_UPDATE = cases.update().where(cases.c.id == bindparam("this_id"))


def refresh(write: Write, standing: Callable[[CaseFacts], Standing]) -> None:
    """Work out the summary of every case the write touched, and enter it in the trail."""
    for some in batches(list(write.touched)):
        facts = facts_of(write.connection, some)
        rows = [
            dict(row)
            | case_columns(facts[row["id"]].case)
            | asdict(standing(facts[row["id"]]))
            | {"updated": write.now}
            for row in write.connection.execute(select(cases).where(cases.c.id.in_(some))).mappings()
        ]
        write.connection.execute(_UPDATE, [row | {"this_id": row["id"]} for row in rows])
        for row in rows:
            write.note(row["id"], cases, "summary", row)


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


def facts_of(connection: Connection, case_ids: Sequence[str]) -> dict[str, CaseFacts]:
    """All that the record holds of these cases, at most AT_ONCE of them."""
    current = (
        select(cases.c.id, case_versions.c.data)
        .join(
            case_versions,
            (case_versions.c.case_id == cases.c.id) & (case_versions.c.version == cases.c.version),
        )
        .where(cases.c.id.in_(case_ids))
    )
    happened = _events(connection, case_ids)
    moved = _moves(connection, case_ids)
    reached = _payer_contacts(connection, case_ids)
    return {
        case_id: CaseFacts(
            Case.model_validate_json(data),
            tuple(happened[case_id]),
            tuple(moved[case_id]),
            tuple(reached[case_id]),
        )
        for case_id, data in connection.execute(current).tuples()
    }


def _events(connection: Connection, case_ids: Sequence[str]) -> dict[str, list[Event]]:
    found = select(events.c.case_id, events.c.data).where(events.c.case_id.in_(case_ids))
    happened: dict[str, list[Event]] = defaultdict(list)
    for case_id, data in connection.execute(found.order_by(events.c.at, events.c.id)).tuples():
        happened[case_id].append(Event.model_validate_json(data))
    return happened


def _moves(connection: Connection, case_ids: Sequence[str]) -> dict[str, list[str]]:
    found = (
        select(moves.c.case_id, moves.c.data).where(moves.c.case_id.in_(case_ids)).order_by(moves.c.number)
    )
    made: dict[str, list[str]] = defaultdict(list)
    for case_id, data in connection.execute(found).tuples():
        made[case_id].append(data)
    return made


def _payer_contacts(connection: Connection, case_ids: Sequence[str]) -> dict[str, list[date]]:
    found = select(contacts.c.case_id, contacts.c.day).where(contacts.c.case_id.in_(case_ids))
    days: dict[str, list[date]] = defaultdict(list)
    for case_id, day in connection.execute(found.where(contacts.c.side == Side.payer.value)).tuples():
        days[case_id].append(day)
    return days
