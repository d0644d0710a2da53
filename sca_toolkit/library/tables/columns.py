"""What a column of the case spreadsheet is. The columns themselves are listed in `case_columns.py`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from sca_toolkit.values import Choice

MOST_NUMBERS = 9
"""Highest number a numbered heading may carry: `Authorization 9 covers`."""


class Holds(Enum):
    """What the cells of a column hold."""

    text = "text"
    prose = "free text"
    code = "code, kept as text"
    day = "date"
    choice = "one of a list"
    yes_no = "yes or no"
    count = "whole number"
    dollars = "US dollars"


@dataclass(frozen=True)
class Column:
    """One column. `{n}` in a heading stands for 1 to 9: the first, second … authorization."""

    heading: str
    path: str
    """Where the value goes in a case: `member.name`, `authorizations[].number`."""
    meaning: str
    example: str = ""
    """Invented. Empty: the example row leaves the cell empty."""
    holds: Holds = Holds.text
    choices: type[Choice] | None = None
    many: bool = False
    """Whether a cell may hold several values, separated by `;`."""
    also: tuple[str, ...] = ()
    """Other headings people use."""
    form_checked: bool = False
    """Whether a lost leading zero is noticed by the code's own form or check digit."""
    needed: bool = False
    """Whether a numbered group, or the row, is useless without it."""
    copies: int = 1
    """How many numbered copies the template shows."""

    @property
    def numbered(self) -> bool:
        """Whether the heading carries a number."""
        return "{n}" in self.heading


@dataclass(frozen=True)
class Slot:
    """A column as it stands in one table: with its number, where it has one."""

    column: Column
    number: int | None = None

    @property
    def heading(self) -> str:
        """The heading with its number."""
        return self.column.heading.replace("{n}", str(self.number or 1))

    @property
    def path(self) -> tuple[str | int, ...]:
        """`("authorizations", 2, "number")`: the number stands where the list's index will be."""
        parts: list[str | int] = []
        for part in self.column.path.split("."):
            parts.append(part.removesuffix("[]"))
            if part.endswith("[]"):
                parts.append(self.number or 1)
        return tuple(parts)


@lru_cache(maxsize=10_000)
def bare(heading: str) -> str:
    """A heading as it is compared: letters and digits only, small. `ICD-10 ` and `icd 10` are the same."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", heading).casefold())
