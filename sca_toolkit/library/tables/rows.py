"""One row of a table as a case, or as everything that is wrong with it, each with its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from pydantic import ValidationError

from sca_toolkit.case import Case
from sca_toolkit.errors import DataError, Problem
from sca_toolkit.library.sentences import Path, Sentence, sentences
from sca_toolkit.library.tables.case_columns import all_columns
from sca_toolkit.library.tables.cells import text_of
from sca_toolkit.library.tables.columns import Holds, Slot
from sca_toolkit.library.tables.days import Order
from sca_toolkit.library.tables.grid import Cell, GridRow, Spot

_ZEROS = "If the code starts with zeros, they are lost: format the column as Text and type it again."


def case_of(
    row: GridRow, slots: Mapping[int, Slot], orders: Mapping[int, Order]
) -> tuple[Case | None, tuple[Problem, ...]]:
    """The case in a row and its problems; no case when one of them blocks."""
    cells = {slot: row.cells[position] for position, slot in slots.items() if not row.cells[position].empty}
    positions = {slot: position for position, slot in slots.items()}
    problems = [*row.problems, *_half_filled(cells, slots, row)]
    values: dict[Slot, str | list[str]] = {}
    for slot, cell in cells.items():
        try:
            values[slot] = text_of(cell, slot.column, orders.get(positions[slot], Order.unknown))
            problems += _lost_zeros(slot, cell)
        except DataError as error:
            problems += [replace(each, message=f"{slot.heading}: {each.message}") for each in error.problems]
    case = None
    if not any(problem.blocking for problem in problems):
        case, found = _built(values, cells, row.spot)
        problems += found
    return case, tuple(problems)


def _lost_zeros(slot: Slot, cell: Cell) -> Iterator[Problem]:
    padded = set(cell.shown_as) == {"0"} and len(cell.shown_as) > 1
    checked = slot.column.holds is not Holds.code or slot.column.form_checked
    if isinstance(cell.value, int) and not padded and not checked:
        yield cell.spot.problem(
            f"{slot.heading}: {cell.value} is stored as a number.", _ZEROS, blocking=False
        )


def _half_filled(cells: Mapping[Slot, Cell], slots: Mapping[int, Slot], row: GridRow) -> Iterator[Problem]:
    """Numbered groups that lack what they are useless without, and a row without its case ID."""
    at = {slot: row.cells[position].spot for position, slot in slots.items()}
    groups = {(_group(slot), slot.number): slot for slot in cells if slot.column.numbered}
    for column in all_columns():
        if not column.needed:
            continue
        if not column.numbered:
            if Slot(column) in at and Slot(column) not in cells:
                yield at[Slot(column)].problem(f"{column.heading} is empty.", "Each case needs its own.")
            continue
        for (group, number), filled in groups.items():
            wanted = Slot(column, number)
            if group == _group(wanted) and wanted not in cells:
                message = f"{wanted.heading} is empty although {filled.heading} is filled."
                yield at.get(wanted, row.spot).problem(message, "Fill in both or neither.")


def _group(slot: Slot) -> str:
    return slot.column.path.partition("[]")[0]


def _built(
    values: Mapping[Slot, str | list[str]], cells: Mapping[Slot, Cell], row: Spot
) -> tuple[Case | None, list[Problem]]:
    paths = _with_indexes(values)
    data = _nested({path: values[slot] for slot, path in paths.items()})
    lines = data.get("diagnosis", {}).get("prior_lines", [])
    for line, number in zip(lines, _numbers(values, "diagnosis.prior_lines"), strict=True):
        line["line"] = str(number)
    try:
        return Case.model_validate(data), []
    except ValidationError as error:
        by_path = {path: slot for slot, path in paths.items()}
        # A table without the column has been told so once, for all its rows.
        found = [each for each in sentences(error, data, Case) if each.path != ("id",) or "id" in data]
        return None, [_placed(each, by_path, cells, row) for each in found]


def _placed(found: Sentence, by_path: Mapping[Path, Slot], cells: Mapping[Slot, Cell], row: Spot) -> Problem:
    for end in range(len(found.path), 0, -1):
        slot = by_path.get(found.path[:end])
        if slot:
            remedy = (
                found.remedy if not isinstance(cells[slot].value, int) else f"{found.remedy} {_ZEROS}".strip()
            )
            return cells[slot].spot.problem(f"{slot.heading}: {found.message}", remedy)
    return row.problem(found.message, found.remedy)


def _numbers(values: Mapping[Slot, object], group: str) -> list[int]:
    return sorted({slot.number or 1 for slot in values if slot.column.numbered and _group(slot) == group})


def _with_indexes(values: Mapping[Slot, object]) -> dict[Slot, Path]:
    """The path of each slot in the case: numbers that people gave become places in a list."""
    paths: dict[Slot, Path] = {}
    for slot in values:
        numbers = _numbers(values, _group(slot))
        paths[slot] = tuple(numbers.index(part) if isinstance(part, int) else part for part in slot.path)
    return paths


def _nested(flat: Mapping[Path, Any]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for path, value in flat.items():
        spot: Any = data
        for part, following in pairwise(path):
            empty: Any = [] if isinstance(following, int) else {}
            if isinstance(part, int):
                spot += [{} for _ in range(part + 1 - len(spot))]
                spot = spot[part]
            else:
                spot = spot.setdefault(part, empty)
        spot[path[-1]] = value
    return data
