"""When something happened, in a cell: a day, or a day and a time. A time without a zone is the center's.

Only the day: the time of the event is noon at the center and means nothing. A midnight that no zone stands beside is
what spreadsheets write for a day alone, and is read so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from sca_toolkit.library.tables.days import Order, day_of
from sca_toolkit.library.tables.grid import Cell
from sca_toolkit.library.tables.refusals import refused
from sca_toolkit.therapy.validity import in_words

NOON = time(12)
_DAY = r"\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})"
_TEXT = re.compile(rf"(?P<day>{_DAY})(?:(?:[ T]+|, *)(?P<time>\d.*))?", re.IGNORECASE)
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[ap]\.?m\.?)?\s*(?P<zone>.*)",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(?:UTC|GMT)?(?P<sign>[+-])(?P<hours>\d{2}):?(?P<minutes>\d{2})")
_REMEDY = "Write it like 2026-12-10, or with a time like 2026-12-10 14:30."
_MIDNIGHT = time(0)


@dataclass(frozen=True)
class Moment:
    """A moment as it was understood."""

    at: datetime
    time_known: bool
    zoned: bool = False
    """Whether the cell itself said the time zone."""
    twice: bool = False
    """Whether the clock showed this time twice that night; the first one is taken."""


def looks_like_day(cell: Cell) -> bool:
    """Whether a cell holds a date, as a date or as text."""
    if isinstance(cell.value, str):
        return _TEXT.fullmatch(cell.value.strip()) is not None
    return isinstance(cell.value, date)


def day_texts(cells: Iterable[Cell]) -> Iterator[Cell]:
    """The cells with their dates only, so that the order of day and month can be found out."""
    for cell in cells:
        match = _TEXT.fullmatch(cell.value.strip()) if isinstance(cell.value, str) else None
        if match:
            yield replace(cell, value=match["day"])


def moment_of(cell: Cell, order: Order, zone: ZoneInfo, clock: Cell | None = None) -> Moment:
    """The moment in a cell; `clock` is the cell of a time column. Raises DataError with the cell."""
    day, at, said = _parts(cell, order)
    if clock is not None and not clock.empty:
        if at is not None:
            raise refused(clock, "the time stands here and beside the date.", "Keep one of the two.")
        at, said = _clock_of(clock)
    if at is None:
        return Moment(_fixed(datetime.combine(day, NOON, zone)), time_known=False)
    return _at(cell, datetime.combine(day, at), said, zone)


def _parts(cell: Cell, order: Order) -> tuple[date, time | None, tzinfo | None]:
    value = cell.value
    if isinstance(value, datetime):
        rounded = (value + timedelta(microseconds=500_000)).replace(microsecond=0)
        at = rounded.time() if rounded.time() != _MIDNIGHT else None
        return date.fromisoformat(day_of(replace(cell, value=rounded.date()), order)), at, None
    text = value.strip() if isinstance(value, str) else ""
    if re.fullmatch(r"\d{4,6}(\.\d+)?", text):
        raise refused(cell, f"{text} is a number, not a date.", f"Format the column as Date. {_REMEDY}")
    match = _TEXT.fullmatch(text)
    if not match:
        return date.fromisoformat(day_of(cell, order)), None, None
    at, said = _clock(cell, match["time"]) if match["time"] else (None, None)
    if said is None and at == _MIDNIGHT:
        at = None
    return date.fromisoformat(day_of(replace(cell, value=match["day"]), order)), at, said


def _clock_of(cell: Cell) -> tuple[time, tzinfo | None]:
    if isinstance(cell.value, time):
        return cell.value.replace(microsecond=0), None
    if isinstance(cell.value, str):
        return _clock(cell, cell.value.strip())
    raise refused(cell, f"{cell.value} is not a time of day.", "Write it like 14:30 or 2:30 PM.")


def _clock(cell: Cell, text: str) -> tuple[time, tzinfo | None]:
    match = _CLOCK.fullmatch(text)
    wrong = refused(cell, f"{text!r} is not a time of day.", "Write it like 14:30 or 2:30 PM.")
    if not match:
        raise wrong
    hour = int(match["hour"])
    if match["half"]:
        if not 1 <= hour <= 12:
            raise wrong
        hour = hour % 12 + (12 if match["half"][0] in "pP" else 0)
    try:
        return time(hour, int(match["minute"]), int(match["second"] or 0)), _zone(cell, match["zone"])
    except ValueError:
        raise wrong from None


def _zone(cell: Cell, text: str) -> tzinfo | None:
    if not text:
        return None
    if text.upper() in ("Z", "UTC", "GMT"):
        return UTC
    match = _OFFSET.fullmatch(text.upper())
    if not match:
        raise refused(
            cell,
            f"the time zone {text!r} is not known.",
            "Write it as an offset, like -05:00, or leave it out.",
        )
    ahead = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"]))
    if ahead > timedelta(hours=14):
        raise refused(cell, f"no time zone is {text} from UTC.", "Check the offset, like -05:00.")
    return timezone(ahead if match["sign"] == "+" else -ahead)


def _at(cell: Cell, naive: datetime, said: tzinfo | None, zone: ZoneInfo) -> Moment:
    if said is not None:
        return Moment(naive.replace(tzinfo=said), time_known=True, zoned=True)
    moment = naive.replace(tzinfo=zone)
    if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != naive:
        raise refused(
            cell,
            f"{naive:%H:%M} on {in_words(naive.date())} did not exist in {zone.key}: the clocks went forward.",
            "Check the time, or write its offset from UTC, like -05:00.",
        )
    twice = moment.utcoffset() != moment.replace(fold=1).utcoffset()
    return Moment(_fixed(moment), time_known=True, twice=twice)


def _fixed(moment: datetime) -> datetime:
    """The moment with its offset in place of its zone: in the hour that came twice, zones compare as never equal."""
    return moment.replace(tzinfo=timezone(moment.utcoffset() or timedelta(0)), fold=0)
