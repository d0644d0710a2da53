"""Columns of somebody's own sheet, and where each goes. A mapping is a plain dict: heading to target.

An empty target means that the column is not read. Headings are compared as `bare` writes them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sca_toolkit.errors import Problem
from sca_toolkit.library.tables.columns import bare
from sca_toolkit.library.tables.grid import Cell, Grid
from sca_toolkit.library.tables.headings import OWN

NOT_READ = ""
"""The target of a column that is not read."""
_SAMPLES = 3


@dataclass(frozen=True)
class ColumnFound:
    """One column of a sheet and where it is proposed to go."""

    heading: str
    target: str
    """Empty: not read."""
    samples: tuple[str, ...]
    """Up to three different cells, as text; they may be personal."""


def headed(grid: Grid) -> dict[int, str]:
    """The headings by position from 0; columns without one and those of a user's own are left out."""
    texts = {
        position: str(cell.value).strip()
        for position, cell in enumerate(grid.rows[0].cells)
        if not cell.empty
    }
    return {position: text for position, text in texts.items() if not text.startswith(OWN)}


def samples_of(grid: Grid, position: int) -> tuple[str, ...]:
    """Up to three different cells of a column, as text."""
    seen: dict[str, None] = {}
    for cell in column_cells(grid, position):
        seen[str(cell.value).strip()] = None
        if len(seen) == _SAMPLES:
            break
    return tuple(seen)


def column_cells(grid: Grid, position: int) -> Iterator[Cell]:
    """The filled cells below a heading."""
    for row in grid.rows[1:]:
        if position < len(row.cells) and not row.cells[position].empty:
            yield row.cells[position]


def by_bare(mapping: Mapping[str, str]) -> dict[str, str]:
    """A mapping with its headings as they are compared."""
    return {bare(heading): target for heading, target in mapping.items()}


def heading_problems(grid: Grid) -> Iterator[Problem]:
    """Headings that stand twice, and columns that hold something and have no heading."""
    first, heads = grid.rows[0], headed(grid)
    times = Counter(bare(text) for text in heads.values())
    seen: set[str] = set()
    for position, text in heads.items():
        if bare(text) in seen and times[bare(text)] > 1:
            yield first.cells[position].spot.problem(
                f"the heading {text!r} stands twice.",
                "Rename one of the two columns, so that each can be told apart.",
            )
        seen.add(bare(text))
    width = max(len(row.cells) for row in grid.rows)
    for position in range(width):
        if position < len(first.cells) and not first.cells[position].empty:
            continue
        cell = next(column_cells(grid, position), None)
        if cell:
            yield cell.spot.problem(
                f"{str(cell.value)[:40]!r} stands in column {position + 1}, which has no heading.",
                "Write the heading into the first row.",
            )
