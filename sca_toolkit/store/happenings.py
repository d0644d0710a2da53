"""Events of cases: added whole or not at all, never changed; a correction is a new event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, not_, select

from sca_toolkit.events import Event, Step
from sca_toolkit.store.appending import refuse_wrong
from sca_toolkit.store.fingerprints import canonical
from sca_toolkit.store.tables import events
from sca_toolkit.store.writing import Read, Write, batches


def add_events(write: Write, new: Sequence[Event]) -> None:
    """Add events of one or many cases, all or none. Raises DataError for what `refuse_wrong` refuses."""
    refuse_wrong(write, events, "event", new)
    write.insert(events, "event added", [_row(write, event) for event in new])


def events_of(read: Read, case_id: str) -> tuple[Event, ...]:
    """Every event of the case, corrected ones too, by time; `sca_toolkit.events.standing` leaves those out."""
    found = select(events.c.data).where(events.c.case_id == case_id).order_by(events.c.at, events.c.id)
    return tuple(Event.model_validate_json(data) for data in read.connection.scalars(found))


def events_of_cases(read: Read, case_ids: Sequence[str]) -> dict[str, tuple[Event, ...]]:
    """The events of many cases as `events_of` gives them; a case without any has no place here."""
    found: dict[str, list[Event]] = {}
    for some in batches(case_ids):
        texts = select(events.c.case_id, events.c.data).where(events.c.case_id.in_(some))
        for case_id, data in read.connection.execute(texts.order_by(events.c.at, events.c.id)):
            found.setdefault(case_id, []).append(Event.model_validate_json(data))
    return {case_id: tuple(happened) for case_id, happened in found.items()}


def events_between(
    read: Read, first: date, last: date, *, steps: Sequence[Step] = (), limit: int = 1000
) -> tuple[Event, ...]:
    """Events of all cases on days from `first` to `last`, both included, newest first, at most `limit`."""
    found = select(events.c.data).where(events.c.day.between(first, last))
    if steps:
        found = found.where(events.c.step.in_([step.value for step in steps]))
    newest = found.order_by(events.c.day.desc(), events.c.at.desc(), events.c.id).limit(limit)
    return tuple(Event.model_validate_json(data) for data in read.connection.scalars(newest))


def counting() -> ColumnElement[bool]:
    """Leaves out of `events` what was corrected or removed, as `sca_toolkit.events.standing` does."""
    later = events.alias()
    corrected = exists().where(later.c.corrects == events.c.id)
    return and_(events.c.removed.is_(False), not_(corrected))


def _row(write: Write, event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "case_id": event.case,
        "step": event.step.value,
        "at": event.at,
        "day": event.at.date(),
        "component": event.component.value if event.component else None,
        "amount_cents": _cents(event.money()),
        "corrects": event.corrects,
        "removed": event.removed,
        "data": canonical(event),
    } | write.recorded()


def _cents(amount: Decimal | None) -> int | None:
    return None if amount is None else int(amount * 100)
