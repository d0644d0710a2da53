"""Events as rows: under headings that the reader of event lists knows, so that they can be read in again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from sca_toolkit.events import Detail, Event
from sca_toolkit.library.exports.sheet import Sheet, Value
from sca_toolkit.library.tables.events_fields import fields
from sca_toolkit.values import Choice

_FIRST = ("id", "case", "step", "at", "component", "by")
_PERSONAL = ("reference", "note")
_LAST = ("reason", "corrects", "removed")
_OTHER = "# other details"
"""Details that only the record's own form can hold; the sign keeps them from being read in as a field."""


def event_sheet(events: Iterable[Event], *, personal: bool) -> Sheet:
    """One row an event, corrected and removed ones too; `When` is a day alone where the time is not known.

    Without personal data, references, notes and details that are not on our list are left out.
    """
    keys = (*_FIRST, *(_PERSONAL if personal else ()), *_LAST, *Detail)
    headings = tuple(fields()[key].heading for key in keys) + ((_OTHER,) if personal else ())
    without = "" if personal else " References and notes are left out."
    about = f"One row an event; a correction is a row of its own that names the event it corrects.{without}"
    return Sheet("Events", headings, _rows(events, keys, personal), about)


def _rows(events: Iterable[Event], keys: tuple[str, ...], personal: bool) -> Iterator[tuple[Value, ...]]:
    for event in events:
        cells = tuple(_cell(event, key) for key in keys)
        yield (*cells, _others(event)) if personal else cells


def _cell(event: Event, key: str) -> Value:
    match key:
        case "at":
            return event.at if event.time_known else event.at.date()
        case "removed":
            return True if event.removed else None
        case Detail.valid_from | Detail.valid_to | Detail.until:
            return event.day(Detail(key))
        case Detail.amount:
            return event.money()
        case _ if key in set(Detail):
            return event.details.get(key)
    value = getattr(event, key)
    return value.words if isinstance(value, Choice) else value


def _others(event: Event) -> str | None:
    other = {key: text for key, text in event.details.items() if key not in set(Detail)}
    return json.dumps(other, sort_keys=True, ensure_ascii=False) if other else None
