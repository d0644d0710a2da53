"""Small pieces of contract language: money, lists, days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

_ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def money(value: Decimal) -> str:
    """`$150,000.00`: always with cents, as an agreement writes it."""
    return f"${value:,.2f}"


def listed(items: Iterable[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b, and c`."""
    words = list(items)
    if len(words) < 3:
        return f" {last} ".join(words)
    return f"{', '.join(words[:-1])}, {last} {words[-1]}"


def paragraph(*sentences: str) -> str:
    """One paragraph of the sentences that are not empty."""
    return " ".join(sentence for sentence in sentences if sentence)


def counted(count: int, thing: str) -> str:
    """`one day`, `20 days`: small numbers in letters, as prose writes them."""
    number = _ONES[count] if 0 <= count < len(_ONES) else f"{count:,}"
    return f"{number} {thing if count == 1 else thing + 's'}"


def capital(text: str) -> str:
    """The text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def calendar_date(day: date) -> str:
    """`November 22, 2026`."""
    return f"{day:%B} {day.day}, {day.year}"
