"""A table on its way out: headings and rows of plain values, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

Value = str | int | Decimal | bool | date | datetime | None
"""What a cell may hold. Text stays text, whatever it looks like; a `Decimal` is dollars; a `datetime` has its zone."""


@dataclass(frozen=True)
class Sheet:
    """One table. `rows` may be a stream that can be read once; each row has a value for every heading."""

    name: str
    """At most 31 characters, as Excel allows."""
    headings: tuple[str, ...]
    rows: Iterable[tuple[Value, ...]]
    about: str = ""
    """What it holds, in a sentence."""
