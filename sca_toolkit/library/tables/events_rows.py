"""The rows of an event list, long or wide, each as its events or its problems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from sca_toolkit.errors import DataError, Problem
from sca_toolkit.library.tables.cells import text_of
from sca_toolkit.library.tables.columns import bare
from sca_toolkit.library.tables.events_fields import AT, CASE, COMPONENT, STEP, fields
from sca_toolkit.library.tables.events_layout import Layout
from sca_toolkit.library.tables.events_row import ReadEvent, events_from
from sca_toolkit.library.tables.events_words import StepWord, nearest_step, step_of
from sca_toolkit.library.tables.grid import Cell, GridRow
from sca_toolkit.library.tables.refusals import refuse_what_nobody_typed, refused

Read = tuple[tuple[ReadEvent, ...], tuple[Problem, ...]]


def read_row(row: GridRow, layout: Layout, zone: ZoneInfo) -> Read:
    """The events of a row and what is wrong with it. A row with a problem that blocks has no events."""
    try:
        case = _case(row, layout)
    except DataError as error:
        return (), (*row.problems, *error.problems)
    found, problems = _wide(row, layout, zone, case) if layout.wide else _long(row, layout, zone, case)
    return found, (*row.problems, *problems)


def _case(row: GridRow, layout: Layout) -> str:
    position = layout.position(CASE)
    assert position is not None
    cell = row.cells[position]
    if cell.empty:
        raise DataError(cell.spot.problem("the number of the case is empty.", "Each row needs it."))
    text = text_of(cell, fields()[CASE])
    assert isinstance(text, str)
    return text


def _long(row: GridRow, layout: Layout, zone: ZoneInfo, case: str) -> Read:
    cells = {target.field: row.cells[position] for position, target in layout.targets.items()}
    orders = {target.field: layout.orders[position] for position, target in layout.targets.items()}
    empty = [field for field in (STEP, AT) if cells[field].empty]
    if empty:
        missing = (
            cells[field].spot.problem(f"“{fields()[field].heading}” is empty.", _EMPTY) for field in empty
        )
        return (), tuple(missing)
    try:
        step = _step(cells[STEP], layout.words)
    except DataError as error:
        return (), error.problems
    filled = {field: cell for field, cell in cells.items() if not cell.empty}
    if step.component and COMPONENT in filled and _part_differs(filled[COMPONENT], step):
        problem = filled[COMPONENT].spot.problem(
            f"the part of the episode is {filled[COMPONENT].value!r} here, and {step.component.words} in the step.",
            "Keep the right one.",
        )
        return (), (problem,)
    return events_from(case, step, filled, orders, zone)


_EMPTY = "Each event needs it; delete the row if nothing happened."


def _part_differs(cell: Cell, step: StepWord) -> bool:
    assert step.component is not None
    return bare(str(cell.value)) not in (bare(step.component.value), bare(step.component.words))


def _step(cell: Cell, words: Mapping[str, StepWord]) -> StepWord:
    refuse_what_nobody_typed(cell, fields()[STEP])
    text = " ".join(str(cell.value).split())
    found = words.get(bare(text)) or step_of(text)
    if found is None:
        near = nearest_step(text)
        hint = f"Did you mean {near.words!r}? " if near else ""
        raise refused(
            cell, f"{text[:60]!r} is no step that is known.", f"{hint}Say in the mapping which step it means."
        )
    return found


def _wide(row: GridRow, layout: Layout, zone: ZoneInfo, case: str) -> Read:
    found: list[ReadEvent] = []
    problems: list[Problem] = []
    for step, positions in _by_step(layout).items():
        cells = {
            field: row.cells[position]
            for field, position in positions.items()
            if not row.cells[position].empty
        }
        if not cells:
            continue
        orders = {field: layout.orders[position] for field, position in positions.items()}
        if AT not in cells:
            cell = next(iter(cells.values()))
            problems.append(
                cell.spot.problem(
                    f"{str(cell.value)[:40]!r} belongs to “{step.step.words}”, which has no date in this row.",
                    "Give the date, or leave the cell empty.",
                )
            )
            continue
        read, wrong = events_from(case, step, cells, orders, zone)
        found += read
        problems += (_of_column(problem, layout, positions) for problem in wrong)
    return (() if any(problem.blocking for problem in problems) else tuple(found)), tuple(problems)


def _of_column(problem: Problem, layout: Layout, positions: Mapping[str, int]) -> Problem:
    heading = layout.heads[positions[AT]]
    return problem if problem.place else replace(problem, message=f"{heading}: {problem.message}")


def _by_step(layout: Layout) -> Mapping[StepWord, Mapping[str, int]]:
    steps: dict[StepWord, dict[str, int]] = {}
    for position, target in layout.targets.items():
        if target.step:
            steps.setdefault(target.step, {})[target.field] = position
    return steps
