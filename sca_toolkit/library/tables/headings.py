"""The first row of a table: which column is which. A heading that is not known is refused, never skipped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from sca_toolkit.errors import Problem
from sca_toolkit.library.tables.case_columns import all_columns, slots_by_heading
from sca_toolkit.library.tables.columns import Slot, bare
from sca_toolkit.library.tables.grid import Cell, Grid, GridRow

OWN = "#"
"""A heading that starts with this sign belongs to the user; its column is not read."""


@dataclass(frozen=True)
class Headings:
    """The columns of one table by their position from 0, and what is wrong with the headings."""

    slots: Mapping[int, Slot]
    problems: tuple[Problem, ...] = ()


def read_headings(grid: Grid) -> Headings:
    """The columns of `grid`. When no heading is known, one problem says where they may stand instead."""
    first, *others = grid.rows
    if not any(_slot(cell) for cell in first.cells):
        return Headings({}, (_no_headings(first, others),))
    slots = {position: slot for position, cell in enumerate(first.cells) if (slot := _slot(cell))}
    problems = [
        *_unknown(first),
        *_twice(first, slots),
        *_without_heading(first, others),
        *_missing(first, slots),
    ]
    return Headings(slots, tuple(problems))


def repeats_headings(row: GridRow, slots: Mapping[int, Slot]) -> bool:
    """Whether a row holds the headings once more."""
    filled = [(position, cell) for position, cell in enumerate(row.cells) if not cell.empty]
    return bool(filled) and all(_slot(cell) == slots.get(position) for position, cell in filled)


def _slot(cell: Cell) -> Slot | None:
    return slots_by_heading().get(bare(cell.value)) if isinstance(cell.value, str) else None


def _no_headings(first: GridRow, others: Sequence[GridRow]) -> Problem:
    for row in others[:20]:
        if sum(_slot(cell) is not None for cell in row.cells) > 2:
            return first.spot.problem(
                "the first row does not hold the headings.",
                f"They seem to stand in {row.spot.place or f'line {row.spot.line}'}: delete the rows above.",
            )
    return first.spot.problem(
        "the first row holds no heading that is known.",
        "Start from the case template; its first row has them all.",
    )


def _unknown(first: GridRow) -> Iterator[Problem]:
    for cell in first.cells:
        if cell.empty or _slot(cell) or (isinstance(cell.value, str) and cell.value.lstrip().startswith(OWN)):
            continue
        near = _nearest(str(cell.value))
        own = f"A heading that starts with {OWN} marks a column of your own, which is not read."
        hint = f"Did you mean {near!r}? {own}" if near else own
        yield cell.spot.problem(f"the heading {str(cell.value).strip()!r} is not known.", hint)


def _nearest(heading: str) -> str | None:
    near = get_close_matches(bare(heading), slots_by_heading(), n=1, cutoff=0.7)
    return slots_by_heading()[near[0]].heading if near else None


def _twice(first: GridRow, slots: Mapping[int, Slot]) -> Iterator[Problem]:
    seen: dict[Slot, Cell] = {}
    for position, slot in slots.items():
        cell = first.cells[position]
        earlier = seen.setdefault(slot, cell)
        if earlier is not cell:
            where = (
                f"{earlier.value!r} in {earlier.spot.place}" if earlier.spot.place else repr(earlier.value)
            )
            yield cell.spot.problem(
                f"the heading {cell.value!r} stands for the same column as {where}.",
                "Keep one of the two columns.",
            )


def _without_heading(first: GridRow, others: Sequence[GridRow]) -> Iterator[Problem]:
    width = max(len(row.cells) for row in (first, *others))
    for position in range(width):
        if position < len(first.cells) and not first.cells[position].empty:
            continue
        for row in others:
            if position < len(row.cells) and not row.cells[position].empty:
                cell = row.cells[position]
                yield cell.spot.problem(
                    f"{str(cell.value)[:40]!r} stands in column {position + 1}, which has no heading.",
                    "Write the heading into the first row; a merged heading counts for its first column only.",
                )
                break


def _missing(first: GridRow, slots: Mapping[int, Slot]) -> Iterator[Problem]:
    present = {slot.column.path for slot in slots.values()}
    for column in all_columns():
        if column.needed and not column.numbered and column.path not in present:
            yield first.spot.problem(
                f"no column is headed {column.heading!r}.", "Add it: each case needs its own."
            )
