"""What the record refuses of events and moves: both are appended, corrected by later ones, and never changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol

from sqlalchemy import Table, select

from sca_toolkit.errors import DataError, Problem
from sca_toolkit.store.writing import Write, batches

AHEAD = timedelta(days=1)
"""A time this far ahead of the clock is taken: clocks and time zones differ, and a day without a time is noon."""
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""No case is older; an earlier year is a typing mistake such as 0026."""

Refusal = tuple[str, str]
"""Message and remedy."""


class Appended(Protocol):
    """An event or a move."""

    @property
    def id(self) -> str:
        """Its own name."""

    @property
    def case(self) -> str:
        """The case it belongs to."""

    @property
    def at(self) -> datetime:
        """When it happened."""

    @property
    def corrects(self) -> str | None:
        """The earlier one that it replaces."""


def refuse_wrong(write: Write, table: Table, noun: str, new: Sequence[Appended]) -> None:
    """Raises DataError that names every record that may not be appended, by its place in `new` (from 1) and its id.

    Refused are an unknown case, an id the record has, a time more than AHEAD in the future or before EARLIEST, and a
    correction of what is neither in the record nor earlier in `new`, belongs to another case or is corrected already.
    """
    known = _Known(write, table, noun, new)
    problems = [
        Problem(message, remedy, place=f"{noun} {place}, {record.id}")
        for place, record in enumerate(new, 1)
        for message, remedy in [*_wrong_time(record, write.now), *known.refusals(record)]
    ]
    if problems:
        raise DataError(problems)


def _wrong_time(record: Appended, now: datetime) -> list[Refusal]:
    day = record.at.date().isoformat()
    if record.at > now + AHEAD:
        return [(f"{day} is in the future.", "Record what has happened; plans belong in the planned dates.")]
    if record.at < EARLIEST:
        return [(f"{day} is before the year 2000.", "Check the year.")]
    return []


class _Known:
    """What the record and the earlier ones of the same write already hold."""

    def __init__(self, write: Write, table: Table, noun: str, new: Sequence[Appended]) -> None:
        self.noun = noun
        self.missing = set(write.missing_cases(record.case for record in new))
        self.case_of: dict[str, str] = {}
        self.corrected_by: dict[str, str] = {}
        ids = [*(record.id for record in new), *(record.corrects for record in new if record.corrects)]
        for some in batches(list(dict.fromkeys(ids))):
            there = select(table.c.id, table.c.case_id).where(table.c.id.in_(some))
            for name, case_id in write.connection.execute(there):
                self.case_of[name] = case_id
            corrected = select(table.c.corrects, table.c.id).where(table.c.corrects.in_(some))
            for name, by in write.connection.execute(corrected):
                self.corrected_by[name] = by

    def refusals(self, record: Appended) -> list[Refusal]:
        """Each reason to refuse the record, which then counts as known."""
        found = []
        if record.case in self.missing:
            found.append((f"The record has no case {record.case}.", "Add the case first."))
        if record.id in self.case_of:
            found.append((f"The record already has {self._a} {record.id}.", "Leave it out; it is there."))
        if record.corrects:
            found += self._wrong_correction(record, record.corrects)
            self.corrected_by.setdefault(record.corrects, record.id)
        self.case_of.setdefault(record.id, record.case)
        return found

    def _wrong_correction(self, record: Appended, target: str) -> list[Refusal]:
        remedy = f"Name the id of {self._a} of this case."
        if target not in self.case_of or target == record.id:
            return [(f"It corrects {target}, which is no earlier {self.noun}.", remedy)]
        if (case := self.case_of[target]) != record.case:
            return [(f"It corrects {target}, {self._a} of case {case}, not of {record.case}.", remedy)]
        if earlier := self.corrected_by.get(target):
            return [(f"{target} was corrected already, by {earlier}.", f"Correct {earlier} instead.")]
        return []

    @property
    def _a(self) -> str:
        return f"{'an' if self.noun[0] in 'aeiou' else 'a'} {self.noun}"
