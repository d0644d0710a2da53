"""Events of cases: added whole or not at all, never changed; a correction is a new event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from sca_toolkit.errors import DataError, Problem
from sca_toolkit.events import Event, Step
from sca_toolkit.store.fingerprints import canonical
from sca_toolkit.store.tables import events
from sca_toolkit.store.writing import Read, Write, batches

AHEAD = timedelta(days=1)
"""An event this far ahead of the clock is taken: clocks and time zones differ, and a day without a time is noon."""
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""No case is older; an earlier year is a typing mistake such as 0026."""


def add_events(write: Write, new: Sequence[Event]) -> None:
    """Add events of one or many cases, all or none.

    Raises DataError that names every event that is refused, by its place in `new` and its id: an unknown case, an id
    the record has, a time more than AHEAD in the future or before EARLIEST, and a correction of an event that does not
    stand in the record or earlier in `new`, belongs to another case or has been corrected already.
    """
    known = _Known(write, new)
    problems = [
        Problem(message, remedy, place=f"event {place}, {event.id}")
        for place, event in enumerate(new, 1)
        for message, remedy in [*_wrong_time(event, write.now), *known.refusals(event)]
    ]
    if problems:
        raise DataError(problems)
    write.insert(events, "event added", [_row(write, event) for event in new])


def events_of(read: Read, case_id: str) -> tuple[Event, ...]:
    """Every event of the case, corrected ones too, by time; `sca_toolkit.events.standing` leaves those out."""
    found = select(events.c.data).where(events.c.case_id == case_id).order_by(events.c.at, events.c.id)
    return tuple(Event.model_validate_json(data) for data in read.connection.scalars(found))


def events_between(
    read: Read, first: date, last: date, *, steps: Sequence[Step] = (), limit: int = 1000
) -> tuple[Event, ...]:
    """Events of all cases on days from `first` to `last`, both included, newest first, at most `limit`."""
    found = select(events.c.data).where(events.c.day.between(first, last))
    if steps:
        found = found.where(events.c.step.in_([step.value for step in steps]))
    newest = found.order_by(events.c.day.desc(), events.c.at.desc(), events.c.id).limit(limit)
    return tuple(Event.model_validate_json(data) for data in read.connection.scalars(newest))


class _Known:
    """What the record and the earlier events of the same write already hold."""

    def __init__(self, write: Write, new: Sequence[Event]) -> None:
        self.missing = set(write.missing_cases(event.case for event in new))
        self.case_of: dict[str, str] = {}
        self.corrected_by: dict[str, str] = {}
        ids = list(dict.fromkeys([*(e.id for e in new), *(e.corrects for e in new if e.corrects)]))
        for some in batches(ids):
            here = select(events.c.id, events.c.case_id).where(events.c.id.in_(some))
            self.case_of.update(write.connection.execute(here).tuples().all())
            earlier = select(events.c.corrects, events.c.id).where(events.c.corrects.in_(some))
            self.corrected_by.update((a, b) for a, b in write.connection.execute(earlier).tuples() if a)

    def refusals(self, event: Event) -> list[tuple[str, str]]:
        """Message and remedy for each reason to refuse the event; then it counts as known."""
        found = []
        if event.case in self.missing:
            found.append((f"The record has no case {event.case}.", "Add the case first."))
        if event.id in self.case_of:
            found.append((f"The record already has an event {event.id}.", "Leave it out; it is there."))
        if event.corrects:
            found += self._wrong_correction(event, event.corrects)
            self.corrected_by.setdefault(event.corrects, event.id)
        self.case_of.setdefault(event.id, event.case)
        return found

    def _wrong_correction(self, event: Event, target: str) -> list[tuple[str, str]]:
        if target not in self.case_of or target == event.id:
            return [
                (f"It corrects {target}, which is no earlier event.", "Name the id of an event of this case.")
            ]
        if self.case_of[target] != event.case:
            return [
                (
                    f"It corrects {target}, an event of case {self.case_of[target]}, not of {event.case}.",
                    "Name the id of an event of this case.",
                )
            ]
        if earlier := self.corrected_by.get(target):
            return [(f"{target} was corrected already, by {earlier}.", f"Correct {earlier} instead.")]
        return []


def _wrong_time(event: Event, now: datetime) -> list[tuple[str, str]]:
    day = event.at.date().isoformat()
    if event.at > now + AHEAD:
        return [(f"{day} is in the future.", "Record what has happened; plans belong in the planned dates.")]
    if event.at < EARLIEST:
        return [(f"{day} is before the year 2000.", "Check the year.")]
    return []


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
        "data": canonical(event),
    } | write.recorded()


def _cents(amount: Decimal | None) -> int | None:
    return None if amount is None else int(amount * 100)
