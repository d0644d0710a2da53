"""Dates in cells. A date that can be read in two ways is refused; a wrong guess would move an infusion by months."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from enum import Enum

from sca_toolkit.errors import DataError, Problem
from sca_toolkit.library.tables.grid import Cell
from sca_toolkit.therapy.validity import in_words

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00(?::00(?:\.0+)?)?)?")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})")
_REMEDY = "Write it as year-month-day, like 2026-12-10."
_YEARS = range(1900, 2101)


class Order(Enum):
    """In which order a whole column writes its dates, as far as its unmistakable ones show."""

    unknown = "unknown"
    month_first = "month first"
    mixed = "mixed"


def order_of(cells: Iterable[Cell]) -> Order:
    """How the dates of a column that are written with slashes are meant.

    `month_first` when at least one can only be read so (`12/31/2026`) and none can only be read the other way.
    """
    found = [
        match
        for cell in cells
        if isinstance(cell.value, str) and (match := _SLASHED.fullmatch(cell.value.strip()))
    ]
    month_first = any(int(match[2]) > 12 for match in found)
    day_first = any(int(match[1]) > 12 for match in found)
    if day_first:
        return Order.mixed
    return Order.month_first if month_first else Order.unknown


def day_of(cell: Cell, order: Order) -> str:
    """The day in a cell as `2026-12-10`. Raises DataError with the cell."""
    value = cell.value
    if isinstance(value, datetime):
        if value.time() != time(0):
            raise _refused(cell, f"{value:%Y-%m-%d %H:%M} holds a time of day.", "Write the date only.")
        value = value.date()
    if isinstance(value, date):
        return _checked(cell, value)
    if isinstance(value, bool | int | float):
        raise _refused(cell, f"{value} is a number, not a date.", f"Format the column as Date. {_REMEDY}")
    text = str(value).strip()
    if match := _ISO.fullmatch(text):
        return _built(cell, text, int(match[1]), int(match[2]), int(match[3]))
    if match := _SLASHED.fullmatch(text):
        return _slashed(cell, text, match, order)
    raise _refused(cell, f"{text!r} is not a date.", _REMEDY)


def _slashed(cell: Cell, text: str, match: re.Match[str], order: Order) -> str:
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    if len(match[3]) == 2:
        raise _refused(cell, f"{text!r} gives the year in two digits.", _REMEDY)
    if first > 12 and second <= 12:
        raise _refused(
            cell,
            f"{text!r} puts the day before the month.",
            f"{_REMEDY} Check the other dates of this column too: Excel may have swapped day and month in them.",
        )
    if first <= 12 and second <= 12 and first != second and order is not Order.month_first:
        raise _refused(cell, f"{text!r} can be read in two ways{_both(first, second, year)}.", _REMEDY)
    return _built(cell, text, year, first, second)


def _both(first: int, second: int, year: int) -> str:
    try:
        return f": {in_words(date(year, first, second))} or {in_words(date(year, second, first))}"
    except ValueError:
        return ""


def _built(cell: Cell, text: str, year: int, month: int, day: int) -> str:
    try:
        return _checked(cell, date(year, month, day))
    except ValueError:
        raise _refused(cell, f"{text!r} is not a day of the calendar.", _REMEDY) from None


def _checked(cell: Cell, day: date) -> str:
    if day.year not in _YEARS:
        raise _refused(
            cell, f"{day} is not in the years {_YEARS.start} to {_YEARS.stop - 1}.", "Check the year."
        )
    return day.isoformat()


def _refused(cell: Cell, message: str, remedy: str) -> DataError:
    problem: Problem = cell.spot.problem(message, remedy)
    return DataError(problem)
