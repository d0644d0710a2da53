"""Cases as rows under the headings of the case spreadsheet, so that what goes out can be read in again.

Without personal data, the columns that name, number or describe the person are left out, and so are free text and the
numbers that lead to the person at the payer. Case numbers, dates and the state stay, so the table is not yet
de-identified in the sense of 45 CFR 164.514(b).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sca_toolkit.case import Case
from sca_toolkit.library.exports.sheet import Sheet, Value
from sca_toolkit.library.tables.case_columns import SECTIONS
from sca_toolkit.library.tables.columns import Column, Slot
from sca_toolkit.values import Choice

PERSONAL = frozenset({
    "member.name", "member.member_id", "member.date_of_birth", "member.group_number", "member.subscriber_name",
    "member.relationship", "coverage.plan_sponsor", "coverage.eligibility_reference", "authorizations[].number",
    "criteria[].criterion", "criteria[].threshold", "criteria[].source", "criteria[].evidence", "criteria[].met",
    "criteria[].as_of", "criteria[].valid_for", "reason_narrative", "notes",
})  # fmt: skip
"""Paths of the columns that are left out where no personal data may go."""


def case_sheet(cases: Callable[[], Iterable[Case]], *, personal: bool) -> Sheet:
    """One row a case. `cases` is called twice: once to see how many numbered columns are needed."""
    most: dict[str, int] = {}
    for case in cases():
        for slot in _values(case):
            if slot.number:
                group = _group(slot.column)
                most[group] = max(most.get(group, 0), slot.number)
    slots = tuple(slot for slot in _slots(most) if personal or slot.column.path not in PERSONAL)
    without = "" if personal else " Columns with personal data are left out."
    return Sheet(
        "Cases",
        tuple(slot.heading for slot in slots),
        (_row(case, slots) for case in cases()),
        f"One row a case, under the headings of the case spreadsheet.{without}",
    )


def _row(case: Case, slots: tuple[Slot, ...]) -> tuple[Value, ...]:
    values = _values(case)
    return tuple(values.get(slot) for slot in slots)


def _slots(most: Mapping[str, int]) -> Iterator[Slot]:
    for columns in SECTIONS.values():
        yield from (Slot(column) for column in columns if not column.numbered)
        groups = dict.fromkeys(_group(column) for column in columns if column.numbered)
        for group in groups:
            for number in range(1, most.get(group, 0) + 1):
                yield from (
                    Slot(column, number) for column in columns if column.numbered and _group(column) == group
                )


def _group(column: Column) -> str:
    return column.path.partition("[]")[0]


def _values(case: Case) -> dict[Slot, Value]:
    """What the case says in each slot; what it leaves open is not there."""
    found: dict[Slot, Value] = {}
    for columns in SECTIONS.values():
        for column in columns:
            for number, said in _said(case, column):
                if said not in (None, "", ()):
                    found[Slot(column, number)] = _cell(said)
    return found


def _said(case: Case, column: Column) -> Iterator[tuple[int | None, Any]]:
    group, listed, path = column.path.partition("[].")
    if not listed:
        yield None, _at(case, column.path)
        return
    items = _at(case, group)
    numbers = [getattr(item, "line", place) for place, item in enumerate(items, start=1)]
    if len(set(numbers)) < len(numbers):
        numbers = list(range(1, len(items) + 1))
    for number, item in zip(numbers, items, strict=True):
        yield number, _at(item, path)


def _at(record: Any, path: str) -> Any:
    for name in path.split("."):
        record = getattr(record, name)
    return record


def _cell(said: Any) -> Value:
    match said:
        case tuple():
            return "; ".join(item.words if isinstance(item, Choice) else str(item) for item in said)
        case Choice():
            return said.words
        case bool() | date() | Decimal() | int():
            return said
    return str(said)
