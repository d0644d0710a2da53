"""Days and times as people type them, and the options that take them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from sca_toolkit.desk import Desk

AsOfMoment = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        help="How it stood then: a day (its end), or a time such as 2026-11-22T14:30. Now when left out.",
    ),
]
Now = Annotated[
    str | None,
    typer.Option("--now", help="Time of the entry, such as 2026-11-22T14:30; this moment when left out."),
]


def now_of(desk: Desk, text: str | None) -> datetime:
    """The time of an entry: the one given, or this moment. A day alone means its noon. Raises UsageProblem."""
    if text is None:
        return datetime.now(UTC)
    return happened_at(desk, text)[0]


def as_of_moment(desk: Desk, text: str | None) -> datetime:
    """The moment to look at: the one given, the end of the day given, or now. Raises UsageProblem."""
    if text is None:
        return datetime.now(UTC)
    moment, timed = happened_at(desk, text)
    return moment if timed else moment.replace(hour=23, minute=59, second=59)


def happened_at(desk: Desk, text: str) -> tuple[datetime, bool]:
    """When something happened, and whether its time is known; a day alone stands at noon at the center.

    A time without a zone is the center's. Raises UsageProblem.
    """
    from sca_toolkit.errors import UsageProblem

    zone = desk.library.practice().calendar.zone
    try:
        if "T" not in text and " " not in text.strip():
            return datetime.combine(date.fromisoformat(text), time(12), zone), False
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise UsageProblem(
            f"{text!r} is not a day or a time. Write it like 2026-11-22 or 2026-11-22T14:30."
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone), True
