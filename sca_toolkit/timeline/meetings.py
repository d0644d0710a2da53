"""When a payer's committee meets next, read from words such as `first and third Tuesday`."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_WEEKDAYS = {name.casefold(): number for number, name in enumerate(calendar.day_name)}
_WORDS = re.compile(
    rf"(?P<which>every|each|(?:{'|'.join(_ORDINALS)})(?:(?:\s*,\s*|\s+and\s+)(?:{'|'.join(_ORDINALS)}))*)"
    rf"\s+(?P<day>{'|'.join(_WEEKDAYS)})(?:\s+of\s+(?:the|each|every)\s+month)?",
    re.IGNORECASE,
)
_FAR = 70
"""Days looked ahead: more than any monthly meeting needs."""


def next_meeting(meets: str, earliest: date) -> date | None:
    """The first meeting on or after `earliest`; None when the words do not say which days.

    `every second Wednesday` says no day, because nobody knows from which Wednesday it counts.
    """
    found = _WORDS.fullmatch(meets.strip())
    if found is None:
        return None
    weekday = _WEEKDAYS[found["day"].casefold()]
    which = {_ORDINALS[word] for word in re.split(r"\W+|and", found["which"].casefold()) if word in _ORDINALS}
    days = (earliest + timedelta(days=ahead) for ahead in range(_FAR))
    return next((day for day in days if day.weekday() == weekday and _is_one(day, which)), None)


def _is_one(day: date, which: set[int]) -> bool:
    last = day.day + 7 > calendar.monthrange(day.year, day.month)[1]
    return not which or (day.day - 1) // 7 + 1 in which or (last and -1 in which)
