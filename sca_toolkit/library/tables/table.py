"""Cases from a spreadsheet: every row is a case or a list of problems, and an unclear table gives no case at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sca_toolkit.case import Case
from sca_toolkit.errors import DataError, Problem
from sca_toolkit.library.tables.case_mapping import relabeled, unread
from sca_toolkit.library.tables.columns import Holds, Slot
from sca_toolkit.library.tables.days import Order, order_of
from sca_toolkit.library.tables.grid import Grid, GridRow, Spot
from sca_toolkit.library.tables.headings import read_headings, repeats_headings
from sca_toolkit.library.tables.opening import open_grid
from sca_toolkit.library.tables.rows import case_of
from sca_toolkit.library.tables.sought import CASES


@dataclass(frozen=True)
class CaseRow:
    """One row: its case, or None and the problems that block it. Warnings may stand beside a case."""

    spot: Spot
    case: Case | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class CaseTable:
    """A spreadsheet of cases. `problems` concern the file as a whole; while one of them blocks, no case counts."""

    name: str
    rows: tuple[CaseRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    sheet: str | None = None
    """Name of the sheet that was read; None for a CSV file."""

    @property
    def cases(self) -> tuple[Case, ...]:
        """The cases of all good rows; none when the file as a whole is refused."""
        if any(problem.blocking for problem in self.problems):
            return ()
        return tuple(row.case for row in self.rows if row.case)

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """Problems of the file, then of its rows in their order."""
        return (*self.problems, *(problem for row in self.rows for problem in row.problems))


def read_case_table(
    data: bytes, name: str, *, sheet: str | None = None, mapping: Mapping[str, str] | None = None
) -> CaseTable:
    """The cases in an Excel workbook (.xlsx) or a CSV file, one a row; see docs/case-spreadsheet.md.

    `name` is the file's name as messages shall say it. `sheet` chooses a sheet of a workbook; without it the sheet
    `Cases` or the only one. `mapping` says which of its headings stands for which of ours (empty: not read); see
    `propose_case_mapping`. Never raises for bad input: every problem is in the table.
    """
    try:
        grid = open_grid(data, name, sheet, CASES)
    except DataError as error:
        return CaseTable(name, problems=error.problems)
    said = tuple(unread(grid, mapping)) if mapping and grid.rows else ()
    grid = relabeled(grid, mapping) if mapping else grid
    if not grid.rows:
        empty = grid.spot.problem("holds nothing.", "Start from the case template.")
        return CaseTable(name, problems=(empty,), sheet=grid.sheet)
    headings = read_headings(grid)
    rows = _rows(grid, headings.slots) if headings.slots else ()
    problems = [*grid.problems, *grid.rows[0].problems, *headings.problems, *said]
    if headings.slots and not rows:
        problems.append(
            grid.spot.problem("holds headings and no case.", "Write one case in each row below them.")
        )
    return CaseTable(name, _each_id_once(rows), tuple(problems), grid.sheet)


def _rows(grid: Grid, slots: Mapping[int, Slot]) -> tuple[CaseRow, ...]:
    below = grid.rows[1:]
    orders = {
        position: order_of(row.cells[position] for row in below)
        for position, slot in slots.items()
        if slot.column.holds is Holds.day
    }
    return tuple(_row(row, slots, orders) for row in below)


def _row(row: GridRow, slots: Mapping[int, Slot], orders: Mapping[int, Order]) -> CaseRow:
    if repeats_headings(row, slots):
        problem = row.spot.problem("the row repeats the headings.", "Delete one of the two heading rows.")
        return CaseRow(row.spot, None, (*row.problems, problem))
    return CaseRow(row.spot, *case_of(row, slots, orders))


def _each_id_once(rows: tuple[CaseRow, ...]) -> tuple[CaseRow, ...]:
    """Refuses every row whose case ID another row has too: nobody can say which of them is meant."""
    by_id: dict[str, list[CaseRow]] = defaultdict(list)
    for row in rows:
        if row.case:
            by_id[row.case.id.casefold()].append(row)
    return tuple(
        _refused_twin(row, by_id[row.case.id.casefold()])
        if row.case and len(by_id[row.case.id.casefold()]) > 1
        else row
        for row in rows
    )


def _refused_twin(row: CaseRow, twins: list[CaseRow]) -> CaseRow:
    assert row.case is not None
    others = ", ".join(other.spot.place or f"line {other.spot.line}" for other in twins if other is not row)
    problem = row.spot.problem(
        f"the case ID {row.case.id!r} stands in {others} too.",
        "Give each case its own; capital and small letters do not make two.",
    )
    return replace(row, case=None, problems=(*row.problems, problem))
