"""Cases from a spreadsheet: a dry run that says what each row would do, then saving the good ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from sca_toolkit.case import Case
from sca_toolkit.desk.case_fits import misfits
from sca_toolkit.desk.cases import can_save, case_path, save_case
from sca_toolkit.desk.desk import Desk
from sca_toolkit.errors import Problem
from sca_toolkit.library import CaseRow, case_table_template, read_case_table

TEMPLATE_NAME = "cases.xlsx"


@dataclass(frozen=True)
class DryRow:
    """What one row of the spreadsheet would do."""

    place: str
    """The row, such as `Cases!A3` or `line 3`."""
    case: Case | None
    """The case in it; None when something blocks it."""
    outcome: str
    """`new`, `replaces the case on file` or `refused`."""
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class DryRun:
    """What a spreadsheet would do. Nothing is saved yet."""

    name: str
    rows: tuple[DryRow, ...]
    problems: tuple[Problem, ...]
    """Problems of the file as a whole; while one blocks, nothing is saved."""

    @property
    def cases(self) -> tuple[Case, ...]:
        """The cases that would be saved."""
        return () if self.refused else tuple(row.case for row in self.rows if row.case)

    @property
    def refused(self) -> bool:
        """Whether the file as a whole is refused."""
        return any(problem.blocking for problem in self.problems)


def try_table(desk: Desk, data: bytes, name: str) -> DryRun:
    """Read an uploaded spreadsheet and say what each row would do. Never raises for a bad file."""
    table = read_case_table(data, name)
    return DryRun(name, tuple(_dry(desk, row) for row in table.rows), table.problems)


def _dry(desk: Desk, row: CaseRow) -> DryRow:
    place = row.spot.place or (f"line {row.spot.line}" if row.spot.line else "")
    warnings = [replace(each, place=None) for each in misfits(desk, row.case)] if row.case else []
    return DryRow(place, row.case, _outcome(desk, row.case), (*row.problems, *warnings))


def _outcome(desk: Desk, case: Case | None) -> str:
    if case is None:
        return "refused"
    if can_save(desk) and case_path(desk, case.id).is_file():
        return "replaces the case on file"
    return "new"


def save_cases(desk: Desk, cases: tuple[Case, ...]) -> tuple[Path, ...]:
    """Save cases into the workspace. Raises UsageProblem where there is none."""
    return tuple(save_case(desk, case) for case in cases)


def table_template() -> bytes:
    """The spreadsheet to fill in, as an Excel workbook."""
    return case_table_template()
