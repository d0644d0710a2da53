"""Exchange: case lists and event lists come in. A dry run says row by row what would happen; then all of it or nothing.

How the columns of a list were matched is remembered in the record (`mappings`) and proposed the next time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.exchange_checks import CaseImport, EventImport, cases_against, events_against
from sca_toolkit.desk.mappings import CASES, EVENTS, fitting_mapping, remember, remembered
from sca_toolkit.errors import DataError, Problem
from sca_toolkit.library import (
    CaseProposal,
    EventProposal,
    EventTable,
    propose_case_mapping,
    propose_event_mapping,
    read_case_table,
    read_event_table,
)
from sca_toolkit.store import add_cases, add_events

__all__ = [
    "CaseImport",
    "CaseProposal",
    "EventImport",
    "EventProposal",
    "import_cases",
    "import_events",
    "propose_cases",
    "propose_events",
    "try_cases",
    "try_events",
]


def propose_cases(
    desk: Desk, data: bytes, name: str, *, sheet: str | None = None, saved: str | None = None
) -> CaseProposal:
    """Where each column of a case list seems to go; what was chosen before comes first.

    `saved` names the mapping to start from, empty for the one all lists share; left out, the one that fits best.
    Raises UsageProblem for an unknown name.
    """
    plain = propose_case_mapping(data, name, sheet=sheet)
    before = _remembered(desk, CASES, plain, saved)
    return propose_case_mapping(data, name, before, sheet=sheet) if before else plain


def propose_events(
    desk: Desk, data: bytes, name: str, *, sheet: str | None = None, saved: str | None = None
) -> EventProposal:
    """Where each column of an event list seems to go; `saved` as in `propose_cases`."""
    plain = propose_event_mapping(data, name, sheet=sheet)
    before = _remembered(desk, EVENTS, plain, saved)
    return propose_event_mapping(data, name, before, sheet=sheet) if before else plain


def _remembered(
    desk: Desk, kind: str, proposal: CaseProposal | EventProposal, saved: str | None
) -> dict[str, str]:
    if saved is None:
        saved = fitting_mapping(desk, kind, (column.heading for column in proposal.columns))
    return remembered(desk, kind, saved)


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
        return cases_against(desk, read, table, keep_known)


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
    save_as: str = "",
) -> CaseImport:
    """Keep all new cases of a list in one transaction, and remember the mapping, with `save_as` under that name.

    Raises DataError with every problem that blocks; then nothing is kept.
    """
    table = read_case_table(data, name, sheet=sheet, mapping=mapping)
    with desk.record.writing(who=desk.who, now=now) as write:
        found = cases_against(desk, write, table, keep_known)
        _refuse(found.problems)
        add_cases(write, found.new, owner=owner)
        remember(write, CASES, mapping, save_as)
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
    """The dry run of an event list: nothing is kept, and nothing is raised for a bad file.

    Without a mapping, what `propose_events` proposes is taken.
    """
    table = _event_table(desk, data, name, now, mapping, sheet)
    with desk.record.reading() as read:
        return events_against(read, table, now)


def import_events(
    desk: Desk,
    data: bytes,
    name: str,
    now: datetime,
    mapping: Mapping[str, str] | None = None,
    *,
    sheet: str | None = None,
    save_as: str = "",
) -> EventImport:
    """Keep all new events of a list in one transaction, and remember the mapping, with `save_as` under that name.

    The same list may come again, longer: events that the record has are left out. Raises DataError with every problem
    that blocks; then nothing is kept.
    """
    table = _event_table(desk, data, name, now, mapping, sheet)
    with desk.record.writing(who=desk.who, now=now) as write:
        found = events_against(write, table, now)
        _refuse(found.problems)
        add_events(write, found.new)
        remember(write, EVENTS, table.mapping, save_as)
    return found


def _event_table(
    desk: Desk, data: bytes, name: str, now: datetime, mapping: Mapping[str, str] | None, sheet: str | None
) -> EventTable:
    zone = desk.library.practice().calendar.zone
    if mapping is None:
        mapping = propose_events(desk, data, name, sheet=sheet).mapping
    return read_event_table(data, name, mapping, zone=zone, as_of=now, sheet=sheet)


def _refuse(problems: Iterable[Problem]) -> None:
    stopping = [problem for problem in problems if problem.blocking]
    if stopping:
        raise DataError(stopping)
