"""One cell as the text a case is built from. What cannot be taken exactly is refused, never rounded or guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from difflib import get_close_matches
from functools import cache

from sca_toolkit.library.tables.columns import Column, Holds, bare
from sca_toolkit.library.tables.days import Order, day_of
from sca_toolkit.library.tables.grid import Cell
from sca_toolkit.library.tables.refusals import refuse_what_nobody_typed, refused
from sca_toolkit.values import Choice

_SEPARATOR = ";"
_MOST_DIGITS = 15
"""Excel keeps fifteen digits of a number; longer ones are already wrong when we see them."""
_PLAIN_FORMATS = {"General", "@", "0", "#", "#,##0", "0.00", "#,##0.00"}
_TEXT_REMEDY = "Format the column as Text and type the code again."


def text_of(cell: Cell, column: Column, order: Order = Order.unknown) -> str | list[str]:
    """What the cell says, as text a case understands; a list for a column that holds several values.

    `cell` is not empty. Raises DataError with the cell for a formula, a stand-in such as `TBD`, and whatever does not
    fit the column.
    """
    refuse_what_nobody_typed(cell, column)
    if not column.many:
        return _READERS[column.holds](cell, column, order)
    text = _written(cell, column) if column.holds is not Holds.code else _code(cell, column, order, many=True)
    parts = [part.strip() for part in text.split(_SEPARATOR) if part.strip()]
    if column.choices:
        return [_chosen(cell, part, column.choices) for part in parts]
    return parts


def _written(cell: Cell, column: Column) -> str:
    if isinstance(cell.value, str):
        return " ".join(cell.value.split()) if column.holds is not Holds.prose else cell.value.strip()
    if isinstance(cell.value, bool):
        raise refused(
            cell,
            f"holds {str(cell.value).upper()} where text belongs.",
            "Format the column as Text and type it again.",
        )
    if isinstance(cell.value, int):
        return str(cell.value)
    what = "a date or time" if isinstance(cell.value, date | time | timedelta) else "a decimal number"
    raise refused(
        cell, f"{cell.value} is {what} where text belongs.", "Format the column as Text and type it again."
    )


def _code(cell: Cell, column: Column, order: Order = Order.unknown, *, many: bool = False) -> str:
    if isinstance(cell.value, int) and not isinstance(cell.value, bool):
        return _whole_code(cell, cell.value)
    if isinstance(cell.value, float):
        raise refused(cell, f"{cell.value!r} is stored as a decimal number, not as a code.", _TEXT_REMEDY)
    if not isinstance(cell.value, str):
        what = str(cell.value).upper() if isinstance(cell.value, bool) else f"the date {cell.value}"
        raise refused(cell, f"Excel turned the code into {what}.", _TEXT_REMEDY)
    text = " ".join(cell.value.split())
    for part in text.split(_SEPARATOR) if many else [text]:
        _check_code(cell, part.strip())
    return text


def _whole_code(cell: Cell, number: int) -> str:
    shown = cell.shown_as
    if len(str(abs(number))) > _MOST_DIGITS:
        raise refused(
            cell, f"{number} is stored as a number, and Excel keeps only {_MOST_DIGITS} digits.", _TEXT_REMEDY
        )
    if re.fullmatch("0+", shown):
        return str(number).zfill(len(shown))
    if shown not in _PLAIN_FORMATS or number < 0:
        raise refused(
            cell, f"{number} is stored as a number and shown in another form ({shown}).", _TEXT_REMEDY
        )
    return str(number)


def _check_code(cell: Cell, text: str) -> None:
    if re.fullmatch(r"[\d.,]+[eE][+-]\d+", text):
        raise refused(cell, f"{text!r} is a number in scientific form; its digits are lost.", _TEXT_REMEDY)
    if re.fullmatch(r"\d+[.,]0+", text):
        raise refused(cell, f"{text!r} is a code that was turned into a decimal number.", _TEXT_REMEDY)
    if text and not text[0].isalnum():
        raise refused(cell, f"{text!r} starts with {text[0]!r}.", "Type the code as it is printed.")
    if any(not sign.isprintable() for sign in text):
        raise refused(cell, f"{text!r} holds an invisible character.", "Type the code again.")


def _day(cell: Cell, column: Column, order: Order) -> str:
    return day_of(cell, order)


def _choice(cell: Cell, column: Column, order: Order) -> str:
    assert column.choices is not None
    return _chosen(cell, _written(cell, column), column.choices)


def _chosen(cell: Cell, text: str, choices: type[Choice]) -> str:
    by_name = _by_name(choices)
    found = by_name.get(bare(text))
    if found is not None:
        return found.value
    near = get_close_matches(bare(text), by_name, n=1)
    listed = ", ".join(item.words for item in choices)
    hint = f"Did you mean {by_name[near[0]].words!r}? " if near else ""
    raise refused(cell, f"{text!r} is not one of the answers known here.", f"{hint}Write one of: {listed}.")


@cache
def _by_name(choices: type[Choice]) -> dict[str, Choice]:
    return {bare(name): item for item in choices for name in (item.value, item.words)}


def _yes_no(cell: Cell, column: Column, order: Order) -> str:
    text = str(cell.value).strip().casefold()
    if text in ("yes", "true"):
        return "yes"
    if text in ("no", "false"):
        return "no"
    raise refused(
        cell,
        f"{cell.value!r} is not yes or no.",
        "Write yes or no; leave the cell empty when it is not known.",
    )


def _count(cell: Cell, column: Column, order: Order) -> str:
    text = str(cell.value).strip().removesuffix(".0") if not isinstance(cell.value, bool) else ""
    if not re.fullmatch(r"\d{1,9}", text):
        raise refused(cell, f"{cell.value!r} is not a whole number.", "Write digits only, like 42.")
    return text


def _dollars(cell: Cell, column: Column, order: Order) -> str:
    value = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        amount = Decimal(repr(value))
        if amount < 0 or amount != amount.quantize(Decimal("0.01")):
            raise refused(
                cell, f"{value} is not an amount in dollars and whole cents.", "Write it like 4500.00."
            )
        return f"${amount:.2f}"
    text = str(value).strip()
    if not re.fullmatch(r"(?:\$|USD)?\s*(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d{1,2})?", text):
        raise refused(cell, f"{text!r} is not an amount in dollars.", "Write it like 4500.00 or $4,500.00.")
    return text if text.startswith(("$", "USD")) else f"${text}"


_READERS: Mapping[Holds, Callable[[Cell, Column, Order], str]] = {
    Holds.text: lambda cell, column, _: _written(cell, column),
    Holds.prose: lambda cell, column, _: _written(cell, column),
    Holds.code: _code,
    Holds.day: _day,
    Holds.choice: _choice,
    Holds.yes_no: _yes_no,
    Holds.count: _count,
    Holds.dollars: _dollars,
}
