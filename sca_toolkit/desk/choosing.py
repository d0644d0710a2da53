"""Choosing: by what a worklist can be filtered, whether the record changed since it was read, and a demo to fill it.

It also hands the doors the few words of the record that they need: filters, contacts, conflicts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.payer_names import payer_names
from sca_toolkit.desk.synthetic import load_world, make_world
from sca_toolkit.desk.tracking import AT_ONCE, WorkRow, worklist
from sca_toolkit.store import (
    CaseFilter,
    CaseRow,
    Conflict,
    ContactMade,
    StoredPaper,
    audit_head,
    cases_page,
    count_cases,
    count_cases_by,
    stored_cases,
)

__all__ = [
    "AT_ONCE",
    "CaseFilter",
    "CaseRow",
    "Choices",
    "Conflict",
    "ContactMade",
    "StoredPaper",
    "case_numbers",
    "choices",
    "kept_cases",
    "load_demo",
    "mark",
    "whole_worklist",
]
DEMO_SEED = 7
MOST = 600
"""Cases looked at closely for a list that leaves the screen."""


@dataclass(frozen=True)
class Choices:
    """What open cases can be filtered by, each with the number of cases."""

    cases: int
    """All cases of the record, ended ones too."""
    open: int
    owners: Mapping[str | None, int]
    payers: Mapping[str | None, int]
    stages: Mapping[int | None, int]
    payer_names: Mapping[str, str]
    """What each of those payers is called, by id."""


def choices(desk: Desk) -> Choices:
    """Owners, payers and stages of the open cases. Raises StoreError when the record cannot be read."""
    still_open = CaseFilter(open=True)
    with desk.record.reading() as read:
        owners, payers, stages = (
            count_cases_by(read, column, still_open) for column in ("owner", "payer", "stage")
        )
        cases, opened = count_cases(read), count_cases(read, still_open)
    return Choices(cases, opened, owners, payers, stages, payer_names(desk.library, payers))


def mark(desk: Desk) -> str:
    """Changes with every write to the record: two equal marks mean that nothing was written in between."""
    return audit_head(desk.record).hash


def case_numbers(desk: Desk, text: str, *, most: int = 20) -> tuple[str, ...]:
    """Numbers of cases that hold `text`, at most `most`."""
    with desk.record.reading() as read:
        return tuple(row.id for row in cases_page(read, CaseFilter(text=text), order="id", limit=most))


def kept_cases(desk: Desk, numbers: Sequence[str]) -> frozenset[str]:
    """Those of `numbers` that the record has."""
    with desk.record.reading() as read:
        return frozenset(stored.case.id for stored in stored_cases(read, numbers))


def whole_worklist(desk: Desk, as_of: datetime, wanted: CaseFilter) -> tuple[WorkRow, ...]:
    """The worklist without pages, for a file; at most MOST cases, those due first."""
    rows: list[WorkRow] = []
    for page in range(MOST // AT_ONCE):
        found = worklist(desk, as_of, wanted, page=page)
        rows += found.rows
        if len(rows) >= found.found:
            break
    return tuple(sorted(rows, key=lambda each: each.action.rank))


def load_demo(desk: Desk, now: datetime, *, cases: int = 300) -> int:
    """Fill the record with invented cases over two years; returns how many. The same every time for one day.

    Raises DataError when one of their numbers is taken; nothing is kept then.
    """
    calendar = desk.library.practice().calendar
    world = make_world(DEMO_SEED, calendar.day_of(now), cases)
    load_world(desk.record, world, who=desk.who, now=now)
    return len(world.cases)
