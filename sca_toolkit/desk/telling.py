"""Telling: the trail of a case as a story, one line for each thing that one person did at one moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sca_toolkit.desk.tracking import CaseView
from sca_toolkit.events import Event, Side
from sca_toolkit.ledger import TOPICS, Move, Status
from sca_toolkit.store import TrailEntry
from sca_toolkit.terms import field_at

MOST = 4
"""How many places or topics a line names; the rest are counted."""
_TITLES = {topic.key: topic.title for topic in TOPICS}
_DID = {
    Status.open: "took up again",
    Status.offered: "offered",
    Status.countered: "countered on",
    Status.agreed: "agreed to",
    Status.waived: "waived",
}


@dataclass(frozen=True)
class Told:
    """One line of the story. `row` is the row of the trail that proves it."""

    row: int
    at: datetime
    who: str
    what: str
    details: Mapping[str, Any]
    """What was changed, by place; it may name the member."""


def story(view: CaseView) -> tuple[Told, ...]:
    """All that was done to a case, oldest first. It names no member and shows no value that was changed."""
    teller = _Teller(view)
    told = []
    for (row, what), together in groupby(view.trail, key=lambda entry: (entry.seq, entry.what)):
        entries = list(together)
        lines = teller.moves(entries) if what == "move made" else [teller.line(each) for each in entries]
        told += [
            Told(row, entries[0].at, entries[0].who, line, entries[0].details if len(lines) == 1 else {})
            for line in lines
        ]
    return tuple(told)


class _Teller:
    def __init__(self, view: CaseView) -> None:
        self.view = view
        self.events = {event.id: event for event in view.situation.events}

    def line(self, entry: TrailEntry) -> str:
        """What one entry says."""
        number = int(key) if (key := entry.key.rpartition("/")[2]).isdigit() else 0
        if entry.what == "event added":
            return self._event(self.events.get(entry.key))
        if entry.what == "terms kept":
            return _with(f"Terms, version {number}", _labels(entry.details))
        if entry.what == "case saved":
            return _with(f"Case, version {number}", [_plain(place) for place in entry.details])
        if entry.what == "document issued":
            return f"Document issued: {entry.details['name']} ({entry.details['status']})"
        if entry.what == "contact logged":
            return self._contact(number)
        if entry.what == "file attached":
            return f"File attached: {entry.details['name']}"
        if entry.what == "owner set":
            return f"Looked after by {entry.details.get('now') or 'nobody'}"
        return _capital(entry.what)

    def _event(self, event: Event | None) -> str:
        if event is None:
            return "Event added"
        head = "Event corrected: " if event.corrects else ""
        head = "Event removed: " if event.removed else head
        part = f" ({event.component.words})" if event.component else ""
        on = _day(self.view.situation.day_of(event.at))
        more = "".join(f", {each}" for each in (event.reference, event.note) if each)
        return f"{head}{_capital(event.step.words)}{part}, {on}{more}"

    def _contact(self, number: int) -> str:
        made = next((each for each in self.view.contacts if each.number == number), None)
        if made is None:
            return "Contact logged"
        reference = f", reference {made.reference}" if made.reference else ""
        return f"Contact logged: {made.with_whom}, by {made.channel}{reference}"

    def moves(self, entries: Iterable[TrailEntry]) -> list[str]:
        """Moves that were kept together: one line for each side and kind."""
        found = [self.view.moves[int(entry.key.rpartition("/")[2]) - 1] for entry in entries]
        kinds: dict[tuple[object, ...], list[Move]] = {}
        for move in found:
            kinds.setdefault((move.round, move.side, move.status, move.allowed_by), []).append(move)
        return [_moved(alike) for alike in kinds.values()]


def _moved(alike: Sequence[Move]) -> str:
    first = alike[0]
    side = "we" if first.side is Side.us else "the payer"
    titles = [_TITLES[move.topic] for move in alike]
    allowed = f"; allowed by {first.allowed_by}" if first.allowed_by else ""
    return f"Round {first.round}: {side} {_DID[first.status]} {_some(titles, '; ')}{allowed}"


def _labels(places: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(place_words(place) for place in places))


def place_words(place: str) -> str:
    """What a person calls a place of the terms: the label of its field, else its last part."""
    try:
        return field_at(place).label
    except KeyError:
        return _plain(place)


def _plain(place: str) -> str:
    return place.rpartition(".")[2].replace("_", " ")


def _with(head: str, changed: Sequence[str]) -> str:
    return f"{head}: {_some(changed)}" if changed else head


def _some(names: Sequence[str], comma: str = ", ") -> str:
    rest = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    return comma.join(names[:MOST]) + rest


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _day(on: date) -> str:
    return f"{on:%b} {on.day}, {on.year}"
