"""Dates, ages and counts as the screen shows them."""

from __future__ import annotations

from datetime import date, datetime


def day(value: date | None, otherwise: str = "not known") -> str:
    """`Nov 22, 2026`."""
    return f"{value:%b} {value.day}, {value.year}" if value else otherwise


def moment(value: datetime) -> str:
    """`Nov 22, 2026, 1:05 PM`."""
    return f"{day(value.date())}, {value.hour % 12 or 12}:{value:%M} {value:%p}"


def age(days: int) -> str:
    """`today`, `12 days old`, `over 2 years old`."""
    if days <= 0:
        return "from today on" if days < 0 else "today"
    if days >= 730:
        return f"over {days // 365} years old"
    return f"{days} day old" if days == 1 else f"{days} days old"


def count(number: int, one: str, many: str = "") -> str:
    """`1 term`, `16 terms`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def size(octets: int) -> str:
    """`812 bytes`, `48 kB`, `1.2 MB`; decimal units."""
    if octets < 1000:
        return count(octets, "byte")
    return (
        f"{octets / 1000:,.0f} kB"
        if octets < 1_000_000
        else f"{octets / 1e6:,.1f} MB".replace(".0 MB", " MB")
    )


def capital(text: str) -> str:
    """With a capital first letter."""
    return text[:1].upper() + text[1:]


def days_left(due: date, today: date) -> str:
    """`4 days late`, `today`, `tomorrow`, `in 12 days`."""
    days = (due - today).days
    if days < 0:
        return f"{count(-days, 'day')} late"
    return ("today", "tomorrow")[days] if days < 2 else f"in {days} days"
