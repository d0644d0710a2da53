"""A file as a grid, whichever kind of spreadsheet it is."""

from __future__ import annotations

from sca_toolkit.library.tables.csv_text import read_csv
from sca_toolkit.library.tables.excel import read_workbook
from sca_toolkit.library.tables.formats import is_workbook
from sca_toolkit.library.tables.grid import Grid
from sca_toolkit.library.tables.sought import Sought


def open_grid(data: bytes, name: str, sheet: str | None, sought: Sought) -> Grid:
    """The rows of an Excel workbook or a CSV file. Raises DataError for a file that cannot be read."""
    if is_workbook(data, name):
        return read_workbook(data, name, sheet, sought)
    return read_csv(data, name, sought)
