"""Deadlines as an iCalendar file (RFC 5545) that any calendar program reads.

It says the number of the case and what is due in two to six words. Sentences, names of tests, payers and persons stay
at home, because calendars are shared and synchronized. The id of an entry stays the same when its day moves, so a file
read again moves the entry instead of adding one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from sca_toolkit.timeline.deadline import Deadline

_NAMESPACE = UUID("5b0a7c1e-3a0f-5c58-9a57-6d1f0f0c5e11")
_OCTETS = 75


def ics(deadlines: Iterable[Deadline], stamped: datetime) -> str:
    """The text of an .ics file. `stamped` is when it was made, with its zone; deadlines may be of several cases."""
    if stamped.tzinfo is None:
        raise ValueError("`stamped` has no time zone")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//sca_toolkit//deadlines//EN", "CALSCALE:GREGORIAN"]
    for each in deadlines:
        lines += _event(each, stamped)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def uid(each: Deadline) -> str:
    """The id of a deadline in calendars: the same for the same case and the same matter, whatever its day."""
    return str(uuid5(_NAMESPACE, f"{each.case}/{each.id}"))


def _event(each: Deadline, stamped: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{uid(each)}"
    yield f"DTSTAMP:{_utc(stamped)}"
    if each.at:
        yield f"DTSTART:{_utc(each.at)}"
    else:
        yield f"DTSTART;VALUE=DATE:{each.on:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{each.on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(f'{each.case}: {each.title}')}"
    yield f"CATEGORIES:{_escaped(each.kind.words)}"
    yield "TRANSP:TRANSPARENT"
    yield "CLASS:PRIVATE"
    yield "END:VEVENT"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """The line in parts of at most 75 octets, never cut inside a character; later parts begin with a space."""
    part, size = "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > _OCTETS:
            yield part
            part, size = " ", 1
        part, size = part + sign, size + octets
    yield part
