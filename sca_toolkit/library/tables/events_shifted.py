"""Rows whose cells slid sideways: a column of dates that suddenly holds text, with the date one cell away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sca_toolkit.errors import Problem
from sca_toolkit.library.tables.events_layout import Layout
from sca_toolkit.library.tables.events_moments import looks_like_day
from sca_toolkit.library.tables.grid import Cell, Grid, GridRow

_DATES = 0.5
"""Share of dates above which a column is a column of dates, and its text is out of place."""
_FEW = 0.3
"""Share of dates below which a column is not one of dates."""


def shifted_rows(grid: Grid, layout: Layout) -> Mapping[int, Problem]:
    """By the place of the row in `grid`: what shows that its cells slid to one side."""
    dates = {position: _share(grid, position) for position in layout.heads}
    found: dict[int, Problem] = {}
    for place, row in enumerate(grid.rows[1:], start=1):
        problem = next(_slid(row, layout, dates), None)
        if problem:
            found[place] = problem
    return found


def columns_that_turn(grid: Grid, layout: Layout) -> Iterator[Problem]:
    """Columns of dates in which text begins to stand; one problem a column, at the first such cell."""
    for position in layout.moments:
        cells = [row.cells[position] for row in grid.rows[1:] if not row.cells[position].empty]
        days = sum(looks_like_day(cell) for cell in cells)
        text = [cell for cell in cells if _is_text(cell)]
        if text and days and days >= _DATES * len(cells):
            count = f"{len(text)} cells of text" if len(text) > 1 else "one cell of text"
            yield text[0].spot.problem(
                f"the column {layout.heads[position]!r} holds {days} dates and {count}, the first "
                f"{str(text[0].value)[:40]!r}.",
                "Check whether the cells of these rows slid into the wrong columns.",
            )


def _slid(row: GridRow, layout: Layout, dates: Mapping[int, float]) -> Iterator[Problem]:
    for position in layout.moments:
        cell = row.cells[position]
        if dates[position] < _DATES or not (cell.empty or _is_text(cell)):
            continue
        for side, way in ((position + 1, "right"), (position - 1, "left")):
            if dates.get(side, 1.0) < _FEW and looks_like_day(row.cells[side]):
                where = row.cells[side].spot.place or f"column {side + 1}"
                yield row.spot.problem(
                    f"the row seems shifted to the {way}: “{layout.heads[position]}” holds "
                    f"{str(cell.value or '')[:40]!r}, and a date stands beside it ({where}).",
                    "Move its cells back under their headings.",
                )


def _share(grid: Grid, position: int) -> float:
    cells = [row.cells[position] for row in grid.rows[1:] if not row.cells[position].empty]
    return sum(looks_like_day(cell) for cell in cells) / len(cells) if cells else 0.0


def _is_text(cell: Cell) -> bool:
    """Text that is no date, with a letter in it: a damaged date is another mistake."""
    text = cell.value if isinstance(cell.value, str) else ""
    return any(sign.isalpha() for sign in text) and not looks_like_day(cell) and not cell.formula
