"""What a list that was read would do to the record: new, known already, or refused."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sca_toolkit.case import Case
from sca_toolkit.desk.case_fits import misfits
from sca_toolkit.desk.desk import Desk
from sca_toolkit.errors import Problem
from sca_toolkit.events import Event, implausible
from sca_toolkit.library import CaseTable, EventTable
from sca_toolkit.library.tables import by_case
from sca_toolkit.store import Read, events_of_cases, stored_cases


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


def cases_against(desk: Desk, read: Read, table: CaseTable, keep_known: bool) -> CaseImport:
    """What a case list would do to the record."""
    there = {stored.case.id: stored.case for stored in stored_cases(read, [case.id for case in table.cases])}
    problems = [*table.problems]
    fits: dict[Hashable, tuple[Problem, ...]] = {}
    for row in table.rows:
        problems += row.problems
        if row.case is None:
            continue
        key = (row.case.coverage.payer, row.case.product, row.case.bills_through)
        if key not in fits:
            fits[key] = misfits(desk, row.case)
        problems += (
            row.spot.problem(f"{row.case.id}: {found.message}", found.remedy, blocking=False)
            for found in fits[key]
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


def events_against(read: Read, table: EventTable, now: datetime) -> EventImport:
    """What an event list would do to the record."""
    cases = by_case(event for row in table.rows for event in row.events)
    unknown = set(read.missing_cases(cases))
    there = events_of_cases(read, list(cases))
    problems = list(table.all_problems)
    said = {problem.message.partition(": ")[2] for problem in problems}
    new: list[Event] = []
    left_out = 0
    for case_id, events in cases.items():
        if case_id in unknown:
            problems.append(_unknown_case(table, case_id, events))
            continue
        kept = there.get(case_id, ())
        ids = {event.id for event in kept}
        fresh = [event for event in events if event.id not in ids]
        left_out += len(events) - len(fresh)
        new += fresh
        if fresh:
            problems += _against_kept(table, kept, tuple(fresh), now, said)
    return EventImport(table, tuple(new), left_out, tuple(problems))


def _unknown_case(table: EventTable, case_id: str, events: list[Event]) -> Problem:
    spot = table.spots[events[0].id]
    count = f" ({len(events)} events)" if len(events) > 1 else ""
    return spot.problem(
        f"the record has no case {case_id}{count}.", "Import the case list first, or correct the number."
    )


def _against_kept(
    table: EventTable, kept: tuple[Event, ...], fresh: tuple[Event, ...], now: datetime, said: set[str]
) -> Iterator[Problem]:
    """What cannot be right beside the events that the record has and was not `said`, and what may be said twice."""
    ids = {event.id for event in fresh}
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
