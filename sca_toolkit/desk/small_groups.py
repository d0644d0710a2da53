"""Small groups are hidden before rows leave the house: features are given up one by one until no group is small.

The smallest group follows the rule of the Centers for Medicare & Medicaid Services: no cell of 1 to 10
(https://resdac.org/node/1506, version of January 26, 2024).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

SMALLEST = 11
"""Rows that share all their features; fewer are never shown together."""
HIDDEN = "not shown"


def hide_small_groups(
    rows: Sequence[tuple[str, ...]], give_up: Sequence[int], smallest: int = SMALLEST
) -> list[tuple[str, ...] | None]:
    """The features of each row, with those at the places in `give_up` hidden, in that order, while its group is small.

    None stands for a row that stays alone whatever is hidden. Every group in the result has `smallest` rows or more.
    """
    found = list(rows)
    for place in give_up:
        sizes = Counter(found)
        found = [row if sizes[row] >= smallest else _without(row, place) for row in found]
    sizes = Counter(found)
    return [row if sizes[row] >= smallest else None for row in found]


def _without(row: tuple[str, ...], place: int) -> tuple[str, ...]:
    return (*row[:place], HIDDEN, *row[place + 1 :])


def how_many(count: int, smallest: int = SMALLEST) -> str:
    """A count that hides small ones: `none`, `fewer than 11`, or the number."""
    if count == 0:
        return "none"
    return f"{count:,}" if count >= smallest else f"fewer than {smallest}"
