"""Exchange: case lists and event lists come in. A dry run says row by row what would happen; then all of it or nothing.

How the columns of a list were matched is remembered in the record, heading by heading, and proposed the next time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sca_toolkit.case import Case
from sca_toolkit.desk.case_fits import misfits
from sca_toolkit.desk.desk import Desk
from sca_toolkit.errors import DataError, Problem
from sca_toolkit.events import Event, implausible
from sca_toolkit.library import (
    CaseProposal,
    CaseTable,
    EventProposal,
    EventTable,
    propose_case_mapping,
    propose_event_mapping,
    read_case_table,
    read_event_table,
)
from sca_toolkit.library.tables import by_case
from sca_toolkit.store import (
    Read,
    Write,
    add_cases,
    add_events,
    events_of,
    keep_mapping,
    mapping_of,
    stored_cases,
)

CASES, EVENTS = "cases", "events"
"""Names under which mappings are remembered."""


@dataclass(frozen=True)
class CaseImport:
    """What a case list would do, or did."""

    table: CaseTable
    new: tuple[Case, ...]
    """Cases that the record does not have; kept only while nothing blocks."""
    known: tuple[str, ...]
    """Numbers of cases that stand in the record already and stay as they are."""
    problems: tuple[Problem, ...]
    """Everything that is wrong or worth knowing, of the file and against the record."""

    @property
    def blocked(self) -> bool:
        """Whether anything keeps the list out."""
        return any(problem.blocking for problem in self.problems)


@dataclass(frozen=True)
class EventImport:
    """What an event list would do, or did."""

    table: EventTable
    new: tuple[Event, ...]
    """Events that the record does not have; kept only while nothing blocks."""
    known: int
    """Events of the list that stand in the record already; they are left out."""
    problems: tuple[Problem, ...]

    @property
    def blocked(self) -> bool:
        """Whether anything keeps the list out."""
        return any(problem.blocking for problem in self.problems)


def propose_cases(desk: Desk, data: bytes, name: str, *, sheet: str | None = None) -> CaseProposal:
    """Where each column of a case list seems to go; what was chosen before comes first."""
    with desk.record.reading() as read:
        return propose_case_mapping(data, name, mapping_of(read, CASES), sheet=sheet)


def propose_events(desk: Desk, data: bytes, name: str, *, sheet: str | None = None) -> EventProposal:
    """Where each column of an event list seems to go; what was chosen before comes first."""
    with desk.record.reading() as read:
        return propose_event_mapping(data, name, mapping_of(read, EVENTS), sheet=sheet)


def try_cases(
    desk: Desk,
    data: bytes,
    name: str,
    mapping: Mapping[str, str] | None = None,
    *,
    sheet: str | None = None,
    keep_known: bool = False,
) -> CaseImport:
    """The dry run of a case list: nothing is kept, and nothing is raised for a bad file.

    A case whose number the record has is refused if it says something else; with `keep_known` the record's stays.
    """
    table = read_case_table(data, name, sheet=sheet, mapping=mapping)
    with desk.record.reading() as read:
        return _cases_against(desk, read, table, keep_known)


def import_cases(
    desk: Desk,
    data: bytes,
    name: str,
    now: datetime,
    mapping: Mapping[str, str] | None = None,
    *,
    sheet: str | None = None,
    keep_known: bool = False,
    owner: str | None = None,
) -> CaseImport:
    """Keep all new cases of a list in one transaction, and remember the mapping.

    Raises DataError with every problem that blocks; then nothing is kept.
    """
    table = read_case_table(data, name, sheet=sheet, mapping=mapping)
    with desk.record.writing(who=desk.who, now=now) as write:
        found = _cases_against(desk, write, table, keep_known)
        _refuse(found.problems)
        add_cases(write, found.new, owner=owner)
        _remember(write, CASES, mapping)
    return found


def try_events(
    desk: Desk,
    data: bytes,
    name: str,
    now: datetime,
    mapping: Mapping[str, str] | None = None,
    *,
    sheet: str | None = None,
) -> EventImport:
    """The dry run of an event list: nothing is kept, and nothing is raised for a bad file."""
    table = _event_table(desk, data, name, now, mapping, sheet)
    with desk.record.reading() as read:
        return _events_against(read, table, now)


def import_events(
    desk: Desk,
    data: bytes,
    name: str,
    now: datetime,
    mapping: Mapping[str, str] | None = None,
    *,
    sheet: str | None = None,
) -> EventImport:
    """Keep all new events of a list in one transaction, and remember the mapping.

    The same list may come again, longer: events that the record has are left out. Raises DataError with every problem
    that blocks; then nothing is kept.
    """
    table = _event_table(desk, data, name, now, mapping, sheet)
    with desk.record.writing(who=desk.who, now=now) as write:
        found = _events_against(write, table, now)
        _refuse(found.problems)
        add_events(write, found.new)
        _remember(write, EVENTS, table.mapping)
    return found


def _event_table(
    desk: Desk, data: bytes, name: str, now: datetime, mapping: Mapping[str, str] | None, sheet: str | None
) -> EventTable:
    zone = desk.library.practice().calendar.tz
    return read_event_table(data, name, mapping, zone=zone, as_of=now, sheet=sheet)


def _refuse(problems: Iterable[Problem]) -> None:
    stopping = [problem for problem in problems if problem.blocking]
    if stopping:
        raise DataError(stopping)


def _remember(write: Write, name: str, mapping: Mapping[str, str] | None) -> None:
    if mapping:
        keep_mapping(write, name, {**(mapping_of(write, name) or {}), **mapping})


def _cases_against(desk: Desk, read: Read, table: CaseTable, keep_known: bool) -> CaseImport:
    there = {stored.case.id: stored.case for stored in stored_cases(read, [case.id for case in table.cases])}
    problems = [*table.problems]
    for row in table.rows:
        problems += row.problems
        if row.case is None:
            continue
        problems += (
            row.spot.problem(f"{row.case.id}: {found.message}", found.remedy, blocking=False)
            for found in misfits(desk, row.case)
        )
        if row.case.id in there and row.case != there[row.case.id] and not keep_known:
            problems.append(
                row.spot.problem(
                    f"the record already has a case {row.case.id}, which says something else.",
                    "Change it there, or leave those that the record has as they are.",
                )
            )
    new = tuple(case for case in table.cases if case.id not in there)
    return CaseImport(table, new, tuple(there), tuple(problems))


def _events_against(read: Read, table: EventTable, now: datetime) -> EventImport:
    cases = by_case(event for row in table.rows for event in row.events)
    known_cases = {stored.case.id for stored in stored_cases(read, list(cases))}
    problems = list(table.all_problems)
    new: list[Event] = []
    left_out = 0
    for case_id, events in cases.items():
        if case_id not in known_cases:
            problems.append(_unknown_case(table, case_id, events))
            continue
        kept = {event.id: event for event in events_of(read, case_id)}
        fresh = [event for event in events if event.id not in kept]
        left_out += len(events) - len(fresh)
        new += fresh
        if fresh:
            problems += _against_kept(table, tuple(kept.values()), tuple(fresh), now)
    return EventImport(table, tuple(new), left_out, tuple(problems))


def _unknown_case(table: EventTable, case_id: str, events: list[Event]) -> Problem:
    spot = table.spots[events[0].id]
    count = f" ({len(events)} events)" if len(events) > 1 else ""
    return spot.problem(
        f"the record has no case {case_id}{count}.", "Import the case list first, or correct the number."
    )


def _against_kept(
    table: EventTable, kept: tuple[Event, ...], fresh: tuple[Event, ...], now: datetime
) -> Iterator[Problem]:
    """What cannot be right beside the events that the record has, and what may be said twice."""
    ids = {event.id for event in fresh}
    said = {problem.message.partition(": ")[2] for problem in table.all_problems}
    for problem in implausible((*kept, *fresh), now):
        spot = table.spots[problem.place] if problem.place in ids else None
        if spot and problem.message not in said:
            message = f"beside what the record has: {problem.message}"
            yield spot.problem(message, problem.remedy, blocking=problem.blocking)
    seen = {(event.step, event.at.date(), event.component) for event in kept}
    for event in fresh:
        if not event.corrects and (event.step, event.at.date(), event.component) in seen:
            yield table.spots[event.id].problem(
                f"the record already has “{event.step.words}” of that day, with other details.",
                "Both will stand; leave the row out if it is the same.",
                blocking=False,
            )
