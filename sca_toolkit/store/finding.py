"""Lists of cases: filtered, sorted, counted and cut into pages in the database, never here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, func, select

from sca_toolkit.store.tables import cases
from sca_toolkit.store.writing import Read, no_case

PAGE = 1000
"""Rows on one page at most."""
Order = Literal["due_on", "needed_by", "infusion_on", "payer_contact_on", "stage_since", "updated", "id"]
Column = Literal["owner", "payer", "product", "line_of_business", "stage", "turn", "end_step", "due_for"]


@dataclass(frozen=True)
class CaseRow:
    """A case as a line of a list; the same words as in `Standing`."""

    id: str
    version: int
    owner: str | None
    synthetic: bool
    payer: str | None
    product: str | None
    line_of_business: str | None
    infusion_on: date | None
    needed_by: date | None
    stage: int | None
    stage_since: date | None
    end_step: str | None
    turn: str | None
    turn_since: date | None
    payer_contact_on: date | None
    due_on: date | None
    due_for: str | None
    created: datetime
    updated: datetime


@dataclass(frozen=True)
class CaseFilter:
    """Which cases. Values within one field are alternatives, fields are all asked for; empty asks for nothing."""

    owners: tuple[str, ...] = ()
    payers: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    lines_of_business: tuple[str, ...] = ()
    stages: tuple[int, ...] = ()
    turn: str | None = None
    open: bool | None = None
    """True: not ended; False: ended."""
    unowned: bool = False
    """Only cases nobody looks after."""
    text: str = ""
    """Part of the case number, in any case of letters."""
    due_by: date | None = None
    """Due on this day or before."""
    needed_by: date | None = None
    """Agreement needed on this day or before."""
    infusion_by: date | None = None
    """Infusion planned on this day or before."""
    silent_since: date | None = None
    """The payer was not heard from after this day, or never."""


EVERY_CASE = CaseFilter()


def cases_page(
    read: Read,
    wanted: CaseFilter = EVERY_CASE,
    *,
    order: Order = "due_on",
    descending: bool = False,
    limit: int = 100,
    offset: int = 0,
) -> tuple[CaseRow, ...]:
    """One page of cases, at most PAGE; cases without a value in `order` come last."""
    column = cases.c[order]
    by = (column.desc() if descending else column.asc()).nulls_last()
    found = select(cases).where(*conditions(wanted)).order_by(by, cases.c.id)
    rows = read.connection.execute(found.limit(min(limit, PAGE)).offset(offset)).mappings()
    return tuple(CaseRow(**row) for row in rows)


def count_cases(read: Read, wanted: CaseFilter = EVERY_CASE) -> int:
    """How many cases fit."""
    return read.connection.scalar(select(func.count()).select_from(cases).where(*conditions(wanted))) or 0


def count_cases_by(read: Read, column: Column, wanted: CaseFilter = EVERY_CASE) -> dict[Any, int]:
    """How many cases there are for each value of the column, most first; None counts those without one."""
    key, number = cases.c[column], func.count()
    found = select(key, number).where(*conditions(wanted)).group_by(key).order_by(number.desc(), key)
    return {row[0]: row[1] for row in read.connection.execute(found)}


def case_row(read: Read, case_id: str) -> CaseRow:
    """The line of one case. Raises UsageProblem when the record does not have it."""
    row = read.connection.execute(select(cases).where(cases.c.id == case_id)).mappings().first()
    if row is None:
        raise no_case(case_id)
    return CaseRow(**row)


def all_case_ids(read: Read) -> tuple[str, ...]:
    """Every case number, sorted. For exports; lists use `cases_page`."""
    return tuple(sorted(read.connection.scalars(select(cases.c.id))))


def conditions(wanted: CaseFilter) -> list[ColumnElement[bool]]:
    """What `cases` must satisfy to fit."""
    among = {
        "owner": wanted.owners,
        "payer": wanted.payers,
        "product": wanted.products,
        "line_of_business": wanted.lines_of_business,
        "stage": wanted.stages,
        "turn": (wanted.turn,) if wanted.turn else (),
    }
    until = {"due_on": wanted.due_by, "needed_by": wanted.needed_by, "infusion_on": wanted.infusion_by}
    found: list[ColumnElement[bool]] = [cases.c[name].in_(values) for name, values in among.items() if values]
    found += [cases.c[name] <= day for name, day in until.items() if day]
    if wanted.unowned:
        found.append(cases.c.owner.is_(None))
    if wanted.open is not None:
        found.append(cases.c.end_step.is_(None) if wanted.open else cases.c.end_step.is_not(None))
    if wanted.text:
        found.append(cases.c.id.icontains(wanted.text, autoescape=True))
    if wanted.silent_since:
        heard = cases.c.payer_contact_on
        found.append(heard.is_(None) | (heard <= wanted.silent_since))
    return found
