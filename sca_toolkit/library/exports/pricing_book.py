"""One priced episode as a workbook with live formulas: change a rate or a charge, and the cents move.

Three sheets: the payment line by line, the inputs a person may change, and every step between them; further tables
may follow. Each cell also holds the value that the exact evaluator found, so that a program that does not recalculate
shows the same cents.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from sca_toolkit.library.exports.sheet import Sheet
from sca_toolkit.library.exports.workbook import add_sheets
from sca_toolkit.payment.pricing import LivePrice
from sca_toolkit.values.marks import plain

_MADE_ON = datetime(2026, 1, 1)  # noqa: DTZ001 - a fixed day keeps the bytes the same
_UTC = ZoneInfo("UTC")
_FORMS = {"dollars": "#,##0.00;[Red]-#,##0.00", "share": "0.00%", "count": "#,##0.####"}
_CELL = re.compile(r"(inputs|steps)\[(\d+)\]")
_FIRST = 3
"""Excel row of the first input and of the first step."""
_TOTALS = {
    "allowed": "Allowed (payer, member and other payer, interest included)",
    "interest": "of which interest",
    "member_pays": "Member pays",
    "other_payer_pays": "Other payer pays",
    "payer_pays": "Payer pays",
    "from_manufacturer": "From the manufacturer, kept by the Provider",
    "cost": "Cost of the episode to the Provider",
    "margin": "Margin (all that is collected less the cost)",
}


def write_pricing_book(
    price: LivePrice,
    target: BinaryIO,
    *,
    contract: str,
    episode: str,
    about: Sequence[str] = (),
    behind: Sequence[Sheet] = (),
    zone: ZoneInfo = _UTC,
) -> None:
    """Write the workbook. `contract` and `episode` name what was priced; `about` holds further sentences.

    The tables of `behind` follow as they are, moments in them on the clock of `zone`.

    Nothing is written to `target` before the workbook is whole.
    """
    import xlsxwriter  # seldom needed

    whole = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(whole, options)
    book.set_properties({"title": "One priced episode", "created": _MADE_ON})
    forms = _forms(book)
    pages = [book.add_worksheet(name) for name in ("Payment", "Inputs", "Steps")]
    _payment(pages[0], price, forms, (plain(contract), episode, *about))
    _inputs(pages[1], price, forms)
    _steps(pages[2], price, forms)
    add_sheets(book, behind, zone)
    book.close()
    target.write(whole.getvalue())


def _forms(book: Any) -> dict[str, Any]:
    forms = {name: book.add_format({"num_format": form}) for name, form in _FORMS.items()}
    for name, form in _FORMS.items():
        style = {"num_format": form, "bg_color": "#FFF2CC", "border": 1}
        forms[f"{name} input"] = book.add_format(style)
    forms["head"] = book.add_format({"bold": True, "bottom": 1})
    forms["title"] = book.add_format({"bold": True, "font_size": 14})
    forms["bold"] = book.add_format({"bold": True})
    forms["total"] = book.add_format({"bold": True, "top": 1, "num_format": _FORMS["dollars"]})
    forms["text"] = book.add_format({"text_wrap": True, "valign": "top"})
    return forms


def _excel(formula: str) -> str:
    """A formula over `inputs[i]` and `steps[i]` as Excel writes it."""

    def cell(found: re.Match[str]) -> str:
        column = "B" if found[1] == "inputs" else "C"
        return f"{found[1].capitalize()}!${column}${_FIRST + int(found[2])}"

    return "=" + _CELL.sub(cell, formula)


def _payment(page: Any, price: LivePrice, forms: dict[str, Any], about: Sequence[str]) -> None:
    _printed(page)
    page.set_column(0, 0, 34)
    page.set_column(1, 2, 44)
    page.set_column(3, 3, 18)
    page.write_string(0, 0, "What the payer pays for one episode", forms["title"])
    said = (*about, "Change a yellow cell on the sheet Inputs; everything here follows. Dollars and cents.")
    for row, sentence in enumerate(said, start=1):
        page.merge_range(row, 0, row, 3, sentence, forms["text"])
        page.set_row(row, 15 * (1 + len(sentence) // 130))
    row = len(said) + 2
    for column, heading in enumerate(("Where in the contract", "Amount", "For", "Dollars")):
        page.write_string(row, column, heading, forms["head"])
    for line in price.lines:
        row += 1
        for column, text in enumerate((line.path, line.term, line.what)):
            page.write_string(row, column, text)
        page.write_formula(row, 3, _excel(line.formula), forms["dollars"], float(line.amount))
    row += 1
    for name, value, formula in price.totals:
        row += 1
        page.write_string(row, 0, _TOTALS[name], forms["bold"])
        page.write_formula(row, 3, _excel(formula), forms["total"], float(value))


def _printed(page: Any) -> None:
    page.set_landscape()
    page.fit_to_pages(1, 0)


def _inputs(page: Any, price: LivePrice, forms: dict[str, Any]) -> None:
    _printed(page)
    page.set_column(0, 0, 70)
    page.set_column(1, 1, 18)
    page.set_column(2, 2, 10)
    page.set_column(3, 3, 44)
    page.write_string(
        0, 0, "Rates of the contract and amounts of the episode; yellow cells may be changed", forms["bold"]
    )
    for column, heading in enumerate(("Input", "Value", "Unit", "Where in the contract")):
        page.write_string(1, column, heading, forms["head"])
    for row, each in enumerate(price.sheet.inputs, start=_FIRST - 1):
        page.write_string(row, 0, each.words or each.label)
        page.write_string(row, 3, each.label if each.words else "")
        page.write_number(row, 1, float(each.value), forms[f"{each.kind} input"])
        page.write_string(row, 2, {"dollars": "dollars", "share": "percent", "count": "number"}[each.kind])
    page.freeze_panes(_FIRST - 1, 0)


def _steps(page: Any, price: LivePrice, forms: dict[str, Any]) -> None:
    _printed(page)
    page.set_column(0, 0, 8)
    page.set_column(1, 1, 60)
    page.set_column(2, 2, 18)
    page.write_string(
        0,
        0,
        "Each step between the inputs and the payment, in the order in which it is worked out",
        forms["bold"],
    )
    for column, heading in enumerate(("Step", "What", "Value")):
        page.write_string(1, column, heading, forms["head"])
    for row, step in enumerate(price.sheet.steps, start=_FIRST - 1):
        page.write_number(row, 0, row - _FIRST + 2)
        page.write_string(row, 1, step.label)
        page.write_formula(row, 2, _excel(step.formula), forms["dollars"], float(step.value))
    page.freeze_panes(_FIRST - 1, 0)
