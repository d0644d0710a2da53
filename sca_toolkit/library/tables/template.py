"""The case spreadsheet to fill in: headings that explain themselves, one invented example, lists to choose from."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sca_toolkit.library.tables.case_columns import SECTIONS, all_columns
from sca_toolkit.library.tables.columns import Column, Holds, Slot
from sca_toolkit.library.tables.guide import answers_of, how_to_write
from sca_toolkit.library.tables.sought import CASES

ROWS_TO_FILL = 500
"""Rows below the headings that carry formats and lists."""
_MADE_ON = datetime(2026, 1, 1)  # noqa: DTZ001 - Excel knows no zones; a fixed day keeps the bytes the same
_LONGEST_LIST = 255
"""Excel refuses a longer list of choices inside a cell's rule."""


def case_table_template() -> bytes:
    """An Excel workbook with a sheet `Cases` (headings with comments, one invented example) and a sheet that explains
    every column. Codes are text, so leading zeros live. The same bytes every time.
    """
    import xlsxwriter  # seldom needed

    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": "Cases for single-case agreements", "created": _MADE_ON})
    _cases(book, book.add_worksheet(CASES.sheet))
    _explanations(book, book.add_worksheet("What to write"))
    book.close()
    return target.getvalue()


def template_slots() -> Iterator[Slot]:
    """The columns of the template in their order; numbered ones as often as the template shows them."""
    for columns in SECTIONS.values():
        singles = [column for column in columns if not column.numbered]
        yield from (Slot(column) for column in singles)
        most = max((column.copies for column in columns if column.numbered), default=0)
        for number in range(1, most + 1):
            yield from (
                Slot(column, number) for column in columns if column.numbered and column.copies >= number
            )


def _cases(book: Any, sheet: Any) -> None:
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "num_format": "@"})
    text = book.add_format({"num_format": "@"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.set_row(0, 48)
    for position, slot in enumerate(template_slots()):
        column = slot.column
        is_day = column.holds is Holds.day
        width = min(34, max(14, len(column.example) + 2))
        sheet.set_column(position, position, width, day if is_day else text)
        sheet.write_string(0, position, slot.heading, head)
        sheet.write_comment(0, position, _comment(column), {"x_scale": 2, "y_scale": 1.6})
        if column.example and (slot.number or 1) == 1:
            _write_example(sheet, position, column, day if is_day else text)
        sheet.data_validation(1, position, ROWS_TO_FILL, position, _rule(column))
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.repeat_rows(0)


def _write_example(sheet: Any, position: int, column: Column, form: Any) -> None:
    if column.holds is Holds.day:
        moment = datetime.combine(date.fromisoformat(column.example), datetime.min.time())
        sheet.write_datetime(1, position, moment, form)
    else:
        sheet.write_string(1, position, column.example, form)


def _comment(column: Column) -> str:
    parts = (
        column.meaning,
        how_to_write(column),
        f"Example (invented): {column.example}" if column.example else "",
    )
    return "\n".join(part for part in parts if part)


def _rule(column: Column) -> dict[str, Any]:
    rule: dict[str, Any] = {"validate": "any", "input_title": column.heading.replace("{n} ", "")[:32]}
    rule["input_message"] = column.meaning[:255]
    answers = answers_of(column)
    if answers and not column.many and len(",".join(answers)) <= _LONGEST_LIST:
        rule |= {"validate": "list", "source": list(answers), "error_title": "Choose from the list"}
    elif column.holds is Holds.day:
        rule |= {
            "validate": "date",
            "criteria": ">=",
            "value": date(1900, 1, 1),
            "error_title": "Write a date",
        }
        rule["error_message"] = "Write the day as year-month-day, like 2026-12-10."
    return rule


def _explanations(book: Any, sheet: Any) -> None:
    head = book.add_format({"bold": True, "bottom": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    for position, (title, width) in enumerate(
        (("Heading", 30), ("What to write", 60), ("Form", 44), ("Example (invented)", 34))
    ):
        sheet.set_column(position, position, width, wrapped)
        sheet.write_string(0, position, title, head)
    for row, column in enumerate(all_columns(), start=1):
        heading = column.heading.replace("{n}", "1")
        for position, words in enumerate((heading, column.meaning, how_to_write(column), column.example)):
            sheet.write_string(row, position, words, wrapped)
    sheet.freeze_panes(1, 1)
