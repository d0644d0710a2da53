"""A CSV file as a grid: the separator is found out, the encoding is never guessed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from sca_toolkit.errors import DataError, Problem
from sca_toolkit.library.loading import decoded
from sca_toolkit.library.tables.columns import bare
from sca_toolkit.library.tables.grid import Cell, Grid, GridRow, Spot
from sca_toolkit.library.tables.sought import CASES, Sought

_SEPARATORS = ",;\t|"
_HINT = re.compile(r"^sep=(.)(?:\r\n|\r|\n)", re.IGNORECASE)


def read_csv(data: bytes, file: str, sought: Sought = CASES) -> Grid:
    """The rows of a CSV file with a comma, semicolon, tab or bar between the cells.

    Raises DataError with the line for text that is not UTF-8, a NUL byte, and a quotation mark that is not closed.
    """
    if b"\0" in data:
        line = data[: data.index(b"\0")].count(b"\n") + 1
        spot = Spot(file, line=line)
        raise DataError(
            spot.problem("holds a NUL byte, so it is damaged or not text.", "Save it again as `CSV UTF-8`.")
        )
    text = decoded(data, file)
    hint = _HINT.match(text)
    separator = hint[1] if hint else _separator(text, sought)
    body = text[hint.end() :] if hint else text
    rows = _rows(body, separator, file, first_line=2 if hint else 1, most=sought.most_rows)
    return Grid(Spot(file), tuple(rows))


def _separator(text: str, sought: Sought) -> str:
    """The sign that splits the first row into the most headings we know; of equals, the one that splits most."""

    def known(separator: str) -> tuple[int, int]:
        try:
            row = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), [])
        except csv.Error:
            return 0, 0
        return sum(sought.known(bare(cell)) for cell in row), len(row)

    return max(_SEPARATORS, key=known)


def _rows(text: str, separator: str, file: str, first_line: int, most: int) -> Iterator[GridRow]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    width, count = 0, 0
    while True:
        line = first_line + reader.line_num
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise DataError(_broken(error, Spot(file, line=line))) from None
        if not any(cell.strip() for cell in record):
            continue
        count += 1
        if count > most:
            raise DataError(
                Spot(file).problem(f"has more than {most:,} rows.", "Split it into several files.")
            )
        width = width or len(record)
        yield _row(record, width, Spot(file, line=line))


def _row(record: list[str], width: int, spot: Spot) -> GridRow:
    cells = tuple(Cell(value, spot) for value in record)
    if len(record) == width:
        return GridRow(cells, spot)
    if len(record) > width and any(not cell.empty for cell in cells[width:]):
        problem = spot.problem(
            f"the row has {len(record)} cells and there are {width} headings.",
            'Put a cell that holds the separator in quotation marks: "practice; hospital".',
        )
        return GridRow(cells[:width], spot, (problem,))
    if len(record) > width:
        return GridRow(cells[:width], spot)
    # Excel leaves out empty cells at the end of a row, so a short row is no error; a cut file looks the same.
    problem = spot.problem(
        f"the row has {len(record)} cells and there are {width} headings; the rest is read as empty.",
        "Check that the row is complete.",
        blocking=False,
    )
    return GridRow(cells + tuple(Cell(None, spot) for _ in range(width - len(record))), spot, (problem,))


def _broken(error: csv.Error, spot: Spot) -> Problem:
    if "field larger" in str(error) or "unexpected end" in str(error):
        return spot.problem("a quotation mark is opened here and not closed.", "Close it, or delete it.")
    return spot.problem(
        "a quotation mark stands where a cell should end.",
        'Write a quotation mark inside a quoted cell twice: "Sample ""Sam"" Example".',
    )
