"""What kind of table is looked for in a file: its usual sheet, how long it may be, which headings help."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sca_toolkit.library.tables.case_columns import slots_by_heading


@dataclass(frozen=True)
class Sought:
    """One kind of table."""

    sheet: str
    """Name its sheet usually has; looked for when nobody names one."""
    rows: str
    """What its rows hold, as messages say it."""
    most_rows: int
    """Most rows with content, headings included."""
    known: Callable[[str], bool]
    """Whether a heading, written as `bare` writes it, is known; finds out the separator of a CSV file."""


CASES = Sought("Cases", "cases", 1_000, lambda heading: heading in slots_by_heading())
