"""Tables as one Excel workbook, row by row, so that its size does not matter to memory.

Text is written as text: what looks like a formula, a link or a number is none. Times are written as the clock at the
center showed them, because Excel knows no zones.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from sca_toolkit.errors import UsageProblem
from sca_toolkit.library.exports.sheet import Sheet, Value

MOST_ROWS = 1_048_575
"""Rows that an Excel sheet takes below its headings."""
_LONGEST = 32_767
"""Characters that an Excel cell takes."""
_CUT = " … (cut: Excel takes no more; the CSV files hold all of it)"
_MADE_ON = datetime(2026, 1, 1)  # noqa: DTZ001 - a fixed day keeps the bytes the same
_FORMS = {
    "day": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm:ss",
    "dollars": "#,##0.00",
    "text": "@",
    "number": "0",
}


def write_workbook(
    sheets: Sequence[Sheet], target: BinaryIO, *, title: str, zone: ZoneInfo, about: Sequence[str] = ()
) -> None:
    """Write the sheets into one workbook, after a sheet that says what each holds and the sentences of `about`.

    Nothing is written to `target` before the workbook is whole. Raises UsageProblem when a table is longer than a
    sheet can be.
    """
    import xlsxwriter  # seldom needed

    whole = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(whole, {**options, "strings_to_numbers": False})
    book.set_properties({"title": title, "created": _MADE_ON})
    forms = _forms(book)
    _about(book.add_worksheet("About"), title, sheets, about, forms)
    try:
        add_sheets(book, sheets, zone, forms)
    finally:
        book.close()
    target.write(whole.getvalue())


def add_sheets(
    book: Any, sheets: Sequence[Sheet], zone: ZoneInfo, forms: dict[str, Any] | None = None
) -> None:
    """Write each sheet behind those that the XlsxWriter workbook `book` has. Raises as `write_workbook`."""
    forms = forms or _forms(book)
    for sheet in sheets:
        _write(book.add_worksheet(sheet.name), sheet, forms["head"], forms, zone)


def _forms(book: Any) -> dict[str, Any]:
    forms = {name: book.add_format({"num_format": form, "valign": "top"}) for name, form in _FORMS.items()}
    head = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "num_format": "@"}
    return {**forms, "head": book.add_format(head)}


def _about(
    page: Any, title: str, sheets: Sequence[Sheet], about: Iterable[str], forms: dict[str, Any]
) -> None:
    text = forms["text"]
    page.set_column(0, 0, 22, text)
    page.set_column(1, 1, 100, text)
    page.write_string(0, 0, title, forms["head"])
    row = 1
    for sentence in about:
        page.write_string(row, 1, sentence, text)
        row += 1
    for sheet in sheets:
        page.write_string(row, 0, sheet.name, text)
        page.write_string(row, 1, sheet.about, text)
        row += 1


def _write(page: Any, sheet: Sheet, head: Any, forms: dict[str, Any], zone: ZoneInfo) -> None:
    page.freeze_panes(1, 1)
    page.set_landscape()
    page.repeat_rows(0)
    for column, heading in enumerate(sheet.headings):
        page.set_column(column, column, min(34, max(12, len(heading) + 2)))
        page.write_string(0, column, heading, head)
    last = 0
    for last, row in enumerate(sheet.rows, start=1):
        if last > MOST_ROWS:
            raise UsageProblem(
                f"The table “{sheet.name}” has more rows than an Excel sheet takes ({MOST_ROWS:,}). Export it as CSV."
            )
        for column, value in enumerate(row):
            if value is not None:
                _cell(page, last, column, value, forms, zone)
    if sheet.headings:
        page.autofilter(0, 0, last, len(sheet.headings) - 1)


def _cell(page: Any, row: int, column: int, value: Value, forms: dict[str, Any], zone: ZoneInfo) -> None:
    match value:
        case bool():
            page.write_string(row, column, "yes" if value else "no", forms["text"])
        case str():
            page.write_string(row, column, _fitting(value), forms["text"])
        case datetime():
            page.write_datetime(row, column, _local(value, zone), forms["moment"])
        case date():
            page.write_datetime(row, column, value, forms["day"])
        case Decimal():
            page.write_number(row, column, float(value), forms["dollars"])
        case int():
            page.write_number(row, column, value, forms["number"])


def _fitting(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - len(_CUT)] + _CUT


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    local = (moment.astimezone(zone) + timedelta(microseconds=500_000)).replace(microsecond=0)
    return local.replace(tzinfo=None)
