"""An Excel workbook as a grid. Formulas are seen, never run; cells of merged ranges are refused."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any
from xml.etree.ElementTree import iterparse

from sca_toolkit.errors import DataError, Problem
from sca_toolkit.library.tables.grid import Cell, Grid, GridRow, Spot
from sca_toolkit.library.tables.sought import CASES, Sought

MAX_COLUMNS = 300


def read_workbook(data: bytes, file: str, sheet: str | None, sought: Sought = CASES) -> Grid:
    """The sheet named `sheet`; without a name the usual sheet of what is sought, or the only visible one.

    Raises DataError naming the sheets there are when the choice is not clear, and for a workbook that is damaged.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = _open(data)
            names = [page.title for page in book.worksheets]
            visible = [page.title for page in book.worksheets if page.sheet_state == "visible"]
            name = _choose(names, visible, sheet, file, sought)
            page = book[name]
            found = _scan(page)
            _check_size(found, Spot(file, place=_quoted(name)), sought.most_rows)
            rows = tuple(_rows(page, file, found))
    except DataError:
        raise
    except Exception:  # openpyxl raises whatever it stumbles over in a damaged package
        raise DataError(
            Problem(
                "cannot be read as an Excel workbook; the file seems damaged.",
                "Open it in Excel, save it again and send the new file.",
                file=file,
            )
        ) from None
    return Grid(Spot(file, place=_quoted(name)), rows, name, tuple(_refusals(found, name, file)))


def _open(data: bytes) -> Any:
    from openpyxl import load_workbook  # half a second that no other command should pay

    return load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)


def _choose(names: list[str], visible: list[str], wanted: str | None, file: str, sought: Sought) -> str:
    by_name = {name.strip().casefold(): name for name in reversed(names)}
    found = by_name.get((wanted or sought.sheet).strip().casefold())
    if found:
        return found
    listed = ", ".join(f"{name!r}" for name in names)
    if wanted:
        near = get_close_matches(wanted.casefold(), by_name, n=1)
        hint = f"Did you mean {by_name[near[0]]!r}?" if near else "Name one of them."
        raise DataError(Problem(f"has no sheet {wanted!r}; its sheets are {listed}.", hint, file=file))
    if len(visible) == 1:
        return visible[0]
    what = (
        f"has several sheets and none is called {sought.sheet!r}: {listed}."
        if names
        else "has no sheet with cells."
    )
    raise DataError(Problem(what, f"Say which sheet holds the {sought.rows}.", file=file))


@dataclass
class _Scan:
    """What openpyxl's quick reader does not tell."""

    filled: set[int] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)
    last_column: int = 0
    in_order: bool = True


def _scan(page: Any) -> _Scan:
    found, last = _Scan(), 0
    with page._get_source() as source:
        for _, element in iterparse(source):
            name = element.tag.rpartition("}")[2]
            if name == "row":
                number = int(element.get("r") or last + 1)
                found.in_order &= number > last
                _note(found, number, element)
                last = number
            elif name == "mergeCell":
                found.merged.append(element.get("ref") or "")
            if name not in ("v", "f", "is", "t", "r", "c"):
                element.clear()
    return found


def _note(found: _Scan, number: int, row: Any) -> None:
    from openpyxl.utils.cell import coordinate_to_tuple

    filled = [cell for cell in row if len(cell)]
    if not filled:
        return
    found.filled.add(number)
    if row.get("hidden") in ("1", "true"):
        found.hidden.add(number)
    places = [place for cell in filled if (place := cell.get("r"))]
    found.last_column = max(found.last_column, len(row), *(coordinate_to_tuple(place)[1] for place in places))


def _check_size(found: _Scan, spot: Spot, most: int) -> None:
    if len(found.filled) > most:
        raise DataError(spot.problem(f"has more than {most:,} rows.", "Split it into several files."))
    if found.last_column > MAX_COLUMNS:
        raise DataError(
            spot.problem(
                f"there are values to the right of column {MAX_COLUMNS}.",
                "Keep the columns of the case template only.",
            )
        )
    if not found.in_order:
        raise DataError(
            spot.problem(
                "the rows are out of order inside the file; it is damaged.", "Save it again in Excel."
            )
        )


def _rows(page: Any, file: str, found: _Scan) -> Iterator[GridRow]:
    from openpyxl.utils import get_column_letter

    sheet, last = _quoted(page.title), max(found.filled, default=0)
    page.reset_dimensions()
    for number, row in zip(range(1, last + 1), page.iter_rows(max_col=MAX_COLUMNS), strict=False):
        if number not in found.filled:
            continue
        cells = tuple(
            _cell(cell, Spot(file, place=f"{sheet}!{get_column_letter(index)}{number}"))
            for index, cell in enumerate(row[: found.last_column], start=1)
        )
        if all(cell.empty for cell in cells):
            continue
        spot = Spot(file, place=f"{sheet}!row {number}")
        yield GridRow(cells, spot, _hidden(spot) if number in found.hidden else ())


def _cell(cell: Any, spot: Spot) -> Cell:
    kind = getattr(cell, "data_type", "n")
    if kind == "f":
        return Cell(str(getattr(cell.value, "text", cell.value)), spot, formula=True)
    return Cell(cell.value, spot, shown_as=getattr(cell, "number_format", None) or "General")


def _hidden(spot: Spot) -> tuple[Problem, ...]:
    return (
        spot.problem(
            "the row is hidden, and is read all the same.", "Delete it if it is not meant.", blocking=False
        ),
    )


def _refusals(found: _Scan, sheet: str, file: str) -> Iterator[Problem]:
    for ref in found.merged:
        yield Spot(file, place=f"{_quoted(sheet)}!{ref}").problem(
            "the cells are merged, and only the first of them holds the value.",
            "Unmerge them and fill each cell by itself.",
        )


def _quoted(sheet: str) -> str:
    """A sheet's name as Excel writes it in a reference: quoted when it is more than one word."""
    return sheet if sheet.isidentifier() else "'" + sheet.replace("'", "''") + "'"
