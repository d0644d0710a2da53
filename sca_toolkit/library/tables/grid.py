"""What a spreadsheet holds before anything is understood: rows of cells, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sca_toolkit.errors import Problem

Value = str | int | float | bool | date | datetime | time | timedelta | None


@dataclass(frozen=True)
class Spot:
    """A place in a file: `line` in a CSV file, `place` (such as `Cases!C7`) in a workbook."""

    file: str
    line: int | None = None
    place: str | None = None

    def problem(self, message: str, remedy: str = "", *, blocking: bool = True) -> Problem:
        """A problem at this place."""
        return Problem(message, remedy, file=self.file, line=self.line, place=self.place, blocking=blocking)


@dataclass(frozen=True)
class Cell:
    """One cell as stored. `shown_as` is Excel's number format."""

    value: Value
    spot: Spot
    formula: bool = False
    shown_as: str = "General"

    @property
    def empty(self) -> bool:
        """True for nothing and for blanks only."""
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())


@dataclass(frozen=True)
class GridRow:
    """One row that holds something. `problems` concern the row as a whole."""

    cells: tuple[Cell, ...]
    spot: Spot
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Grid:
    """The rows of one table that hold something, headings first. `problems` concern the table as a whole."""

    spot: Spot
    rows: tuple[GridRow, ...]
    sheet: str | None = None
    problems: tuple[Problem, ...] = ()
