"""Small spreadsheets for tests: a good row, and ways to write it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from sca_toolkit.errors import Problem
from sca_toolkit.library import CaseTable, read_case_table

HEADINGS = ("Case ID", "Member name", "Member ID", "Date of birth", "Infusion date", "Setting")
GOOD = ("CASE-1", "Alex Example (invented)", "EXM-0001", "1961-04-09", "2026-12-28", "inpatient")


def book(rows: Iterable[Sequence[Any]], sheet: str = "Cases", more: Sequence[str] = ()) -> bytes:
    """A workbook with one filled sheet; `more` names empty sheets behind it."""
    from openpyxl import Workbook

    made = Workbook()
    page = made.active
    page.title = sheet
    for row in rows:
        page.append(list(row))
    for name in more:
        made.create_sheet(name)
    return saved(made)


def saved(made: Any) -> bytes:
    """The bytes of an openpyxl workbook."""
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def edited(**cells: Any) -> bytes:
    """A workbook with headings and one good row, then the given cells written: `edited(C2=12)`."""
    from openpyxl import load_workbook

    made = load_workbook(io.BytesIO(book([HEADINGS, GOOD])))
    for place, value in cells.items():
        made.active[place] = value
    return saved(made)


def csv(*lines: str) -> bytes:
    """A CSV file in UTF-8."""
    return ("\n".join(lines) + "\n").encode()


def row_with(heading: str, value: Any) -> CaseTable:
    """A workbook of one row with a case ID and one more column."""
    return read_case_table(book([("Case ID", heading), ("CASE-1", value)]), "cases.xlsx")


def said(table: CaseTable) -> list[str]:
    """Every problem as it is shown."""
    return [str(problem) for problem in table.all_problems]


def only(table: CaseTable) -> Problem:
    """The one problem of a table that gives no case."""
    assert len(table.all_problems) == 1, said(table)
    assert table.cases == ()
    return table.all_problems[0]
