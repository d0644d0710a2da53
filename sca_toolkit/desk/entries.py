"""Entries: a value as an input shows it, and what was put in as the value a record takes.

Text stays text: the record's own model reads `$4,500` and `30 calendar days`, and its sentence says what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from sca_toolkit.desk.kinds import Kind
from sca_toolkit.desk.spots import Spot
from sca_toolkit.values import dollars, percent

Row = dict[str, Any]
"""Cells by the name of their column: text, a date, a whole number or None."""
_BARE_NUMBER = re.compile(r"^[\d,]+(\.\d+)?$")
_YES_NO = {True: "yes", False: "no"}


def shown(spot: Spot, value: Any) -> Any:
    """What the input of a spot holds for a value: text, a date, a list of choices, or rows."""
    if spot.kind is Kind.records:
        return [_row(spot, each) for each in value or ()]
    if spot.kind is Kind.record:
        return [_row(spot, value)]
    if spot.kind is Kind.choices:
        return [str(getattr(each, "value", each)) for each in value or ()]
    if spot.kind is Kind.lines:
        return "\n".join(str(each) for each in value or ())
    if spot.kind in (Kind.day, Kind.number):
        return value
    return _as_text(spot, value)


def _as_text(spot: Spot, value: Any) -> str | None:
    """A single value as a person writes it; None for nothing."""
    if value is None:
        return None
    if isinstance(value, bool):
        return _YES_NO[value]
    if isinstance(value, Decimal):
        return _DECIMALS.get(spot.kind, str)(value)
    return str(getattr(value, "value", value))


_DECIMALS: Mapping[Kind, Callable[[Decimal], str]] = {Kind.money: dollars, Kind.share: percent}


def _row(spot: Spot, record: BaseModel | Mapping[str, Any] | None) -> Row:
    held = record if isinstance(record, Mapping) else dict(record or ())
    return {column.path: _cell(column, held.get(column.path)) for column in spot.columns}


def _cell(column: Spot, value: Any) -> Any:
    if isinstance(value, Mapping):
        return "; ".join(f"{key} {item}" for key, item in value.items()) or None
    if column.kind is Kind.lines:
        return "; ".join(str(each) for each in value or ()) or None
    if column.kind in (Kind.day, Kind.number):
        return value
    return _as_text(column, value)


def taken(spot: Spot, put_in: Any) -> Any:
    """The value to give to the record for what was put in; None where nothing was."""
    if spot.kind is Kind.records:
        return [record for row in put_in if (record := _record(spot, row))]
    if spot.kind is Kind.record:
        return _record(spot, put_in[0]) or None
    if spot.kind is Kind.choices:
        return list(put_in)
    if spot.kind is Kind.lines:
        return [line.strip() for line in (put_in or "").splitlines() if line.strip()]
    return _single(spot, put_in)


def _single(spot: Spot, put_in: Any) -> Any:
    if isinstance(put_in, str):
        text = put_in.strip()
        # The input of an amount shows dollars, so that a bare number in it can mean nothing else.
        return (f"${text}" if spot.kind is Kind.money and _BARE_NUMBER.match(text) else text) or None
    return put_in


def _record(spot: Spot, row: Mapping[str, Any]) -> Row:
    """A row without its empty cells; empty when the row holds nothing."""
    values = {column.path: _value(column, row.get(column.path)) for column in spot.columns}
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}


def _value(column: Spot, cell: Any) -> Any:
    if _missing(cell):
        return None
    if column.path == "medicaid_ids":
        return dict(pair for part in str(cell).split(";") if (pair := _pair(part)))
    if column.kind is Kind.lines:
        return [part.strip() for part in str(cell).split(";") if part.strip()]
    if column.kind is Kind.day and not isinstance(cell, str):
        return date(cell.year, cell.month, cell.day)
    if column.kind is Kind.number and not isinstance(cell, str):
        return int(cell)
    return _single(column, cell)


def _pair(text: str) -> tuple[str, str] | None:
    state, _, number = text.strip().partition(" ")
    return (state, number.strip()) if state else None


def _missing(cell: Any) -> bool:
    """True for None and for the not-a-number and not-a-time that tables put into empty cells."""
    return cell is None or cell != cell or str(cell) == "NaT"


def filled(rows: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Rows without those that hold nothing, empty cells as None, so that two tables can be compared."""
    cleaned = [
        {name: None if _missing(cell) or cell == "" else cell for name, cell in row.items()} for row in rows
    ]
    return [row for row in cleaned if any(cell is not None for cell in row.values())]
