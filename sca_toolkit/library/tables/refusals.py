"""Cells that hold what nobody typed as an answer: formulas, stand-ins for nothing, text that a program has damaged."""

from __future__ import annotations

from sca_toolkit.errors import DataError
from sca_toolkit.library.characters import unprintable
from sca_toolkit.library.tables.columns import Column, Holds
from sca_toolkit.library.tables.grid import Cell

_STAND_INS = {
    "n/a",
    "na",
    "n.a.",
    "tbd",
    "tba",
    "tbc",
    "unknown",
    "unk",
    "?",
    "??",
    "-",
    "--",
    "–",
    "—",
    "null",
    "nan",
    "none",
}
_EXCEL_ERRORS = {
    "#N/A",
    "#REF!",
    "#VALUE!",
    "#NAME?",
    "#DIV/0!",
    "#NUM!",
    "#NULL!",
    "#SPILL!",
    "#CALC!",
    "#FIELD!",
}


def refused(cell: Cell, message: str, remedy: str) -> DataError:
    """The refusal of one cell."""
    return DataError(cell.spot.problem(message, remedy))


def refuse_what_nobody_typed(cell: Cell, column: Column) -> None:
    """Raises DataError for a formula, an error of Excel, a stand-in such as `TBD`, and garbled or unprintable text."""
    text = cell.value.strip() if isinstance(cell.value, str) else ""
    if cell.formula:
        raise refused(
            cell, f"holds the formula {text[:40]!r}.", "Replace it by its value (Paste Special, Values)."
        )
    if text.upper() in _EXCEL_ERRORS:
        raise refused(cell, f"holds the error {text}.", "Type the value, or leave the cell empty.")
    if text.startswith(("=", "+", "-", "@")) and text not in _STAND_INS:
        raise refused(
            cell,
            f"{text[:40]!r} starts with {text[0]!r}, which a spreadsheet runs as a formula.",
            "Type the plain value.",
        )
    if column.holds is not Holds.prose and text.casefold() in _STAND_INS:
        raise refused(cell, f"{text!r} is not a value.", "Leave the cell empty when the value is not known.")
    if code := unprintable(text):
        raise refused(cell, f"holds the character {code}, which cannot be printed.", "Type the text again.")
    if garbled := _garbled(text):
        raise refused(cell, garbled, "Export the table again as `CSV UTF-8`, or type the text again.")


def _garbled(text: str) -> str | None:
    """UTF-8 that was once read as Windows-1252, and characters that an earlier program lost."""
    if "\ufffd" in text:
        return f"{text[:40]!r} holds a character that an earlier program lost."
    if text.isascii():
        return None
    try:
        meant = text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return None
    return f"{text[:40]!r} was garbled by an earlier program; it may have been {meant[:40]!r}."
