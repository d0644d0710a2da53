"""Tables as CSV files in UTF-8, one a table, in one zip. Money is plain digits, times carry their offset from UTC.

A spreadsheet program runs cells that start with = + - @, a tab or a line break as formulas; such text gets an
apostrophe before it, which those programs take as the sign for text (CWE-1236).
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import BinaryIO
from zoneinfo import ZoneInfo

from sca_toolkit.library.exports.sheet import Sheet, Value

RUN_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""First signs of a cell that a spreadsheet program runs as a formula."""
_MADE_ON = (2026, 1, 1, 0, 0, 0)


def write_csv_zip(
    sheets: Sequence[Sheet], target: BinaryIO, *, zone: ZoneInfo, about: Sequence[str] = ()
) -> None:
    """Write each sheet as `<name>.csv` into one zip, with a text file that says what each holds."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        said = [*about, "", *(f"{_file(sheet)}: {sheet.about}" for sheet in sheets)]
        with package.open(_entry("about.txt"), "w") as file:
            file.write(("\n".join(said).strip() + "\n").encode())
        for sheet in sheets:
            with package.open(_entry(_file(sheet)), "w", force_zip64=True) as file:
                text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
                write_rows(sheet.headings, sheet.rows, text, zone)
                text.flush()
                text.detach()


def write_rows(
    headings: Sequence[str], rows: Iterable[Sequence[Value]], text: io.TextIOBase, zone: ZoneInfo
) -> None:
    """Write one table as CSV with the line ends of RFC 4180."""
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([plain(heading, zone) for heading in headings])
    for row in rows:
        writer.writerow([plain(value, zone) for value in row])


def plain(value: Value, zone: ZoneInfo) -> str:
    """A value as CSV text."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str():
            return f"'{value}" if value.startswith(RUN_AS_FORMULA) else value
        case datetime():
            return value.astimezone(zone).isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value:.2f}"
    return str(value)


def _file(sheet: Sheet) -> str:
    return f"{sheet.name.casefold().replace(' ', '_')}.csv"


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _MADE_ON)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
