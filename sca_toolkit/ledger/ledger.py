"""The ledger of a negotiation: everything that follows from its moves and events, never typed twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, tzinfo
from typing import Any, TypeVar

from sca_toolkit.events import Event, Side, standing
from sca_toolkit.ledger.clock import Clock, Days, Pause, clock
from sca_toolkit.ledger.fallbacks import Fallback, Target, fallbacks
from sca_toolkit.ledger.move import Move, Status, words_of
from sca_toolkit.ledger.places import Spot, Value
from sca_toolkit.ledger.playing import Round as Playing
from sca_toolkit.ledger.rounds import Round, check_next, rounds_of
from sca_toolkit.ledger.rows import Point, Row, rows_of
from sca_toolkit.ledger.table import Table
from sca_toolkit.payment import Arrangement

_Timed = TypeVar("_Timed", Move, Event)


@dataclass(frozen=True)
class Entry:
    """One value of a term's history."""

    value: Value
    side: Side
    status: Status
    round: int
    on: date
    who: str


@dataclass(frozen=True)
class History:
    """Every value of one term, oldest first."""

    spot: Spot
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class OpenPoint:
    """A row that is not settled, and who has to move."""

    row: Row
    owner: Side
    """Whose turn it is in the row; ours while nobody has moved."""
    since: date | None

    @property
    def owner_words(self) -> str:
        """`our desk` or `the payer`."""
        return words_of(self.owner)


@dataclass(frozen=True)
class Ledger:
    """A negotiation as it stood on a day."""

    as_of: date
    rows: tuple[Row, ...]
    rounds: tuple[Round, ...]
    clock: Clock
    histories: tuple[History, ...]
    fallbacks: tuple[Fallback, ...]
    agreed_payment: Arrangement | None
    """The arrangement whose shape was agreed; of its values, those under `agreed` are."""
    our_payment: Arrangement | None
    """The arrangement in whose shape we talk of payment; its values may have moved since."""
    ours: Mapping[str, Any]
    """What we ask, as JSON values by place, where nothing is settled."""
    theirs: Mapping[str, Any]
    """What the payer asks, likewise."""

    @property
    def turn(self) -> Side | None:
        """Who has to move."""
        return self.clock.turn

    @property
    def days(self) -> Days:
        """Days with us, with the payer, and paused."""
        return self.clock.days

    @property
    def pauses(self) -> tuple[Pause, ...]:
        """Pauses with their reasons."""
        return self.clock.pauses

    @property
    def next_round(self) -> int:
        """The number of the round that comes next."""
        return self.rounds[-1].number + 1 if self.rounds else 1

    @property
    def points(self) -> tuple[Point, ...]:
        """Every point of every row."""
        return tuple(point for row in self.rows for point in row.points)

    @property
    def agreed(self) -> Mapping[str, Any]:
        """The agreed JSON values by place."""
        return {point.spot.place: point.agreed.json for point in self.points if point.agreed}

    @property
    def open_points(self) -> tuple[OpenPoint, ...]:
        """The rows on the table that are not settled, with their owner."""
        unsettled = (row for row in self.rows if row.points and not row.status.settled)
        return tuple(OpenPoint(row, row.waits_for or Side.us, row.last_moved_on) for row in unsettled)

    @property
    def untouched(self) -> tuple[Row, ...]:
        """The rows on which nobody has moved."""
        return tuple(row for row in self.rows if not row.points)

    @property
    def money(self) -> tuple[History, ...]:
        """The histories of amounts, percentages and prices."""
        return tuple(history for history in self.histories if history.spot.money)

    @property
    def not_allowed(self) -> tuple[Fallback, ...]:
        """Fallbacks that name nobody who allowed them."""
        return tuple(each for each in self.fallbacks if not each.allowed_by)

    def row(self, key: str) -> Row:
        """The row of a topic. Raises KeyError for no topic."""
        for row in self.rows:
            if row.topic.key == key:
                return row
        raise KeyError(key)


def _unsettled(table: Table, side: Side) -> dict[str, Any]:
    said = sorted(table.said[side].items())
    return {place: each.value.json for place, each in said if place not in table.settled}


def state(
    moves: Iterable[Move],
    as_of: date,
    *,
    events: Iterable[Event] = (),
    targets: Iterable[Target] = (),
    zone: tzinfo = UTC,
) -> Ledger:
    """The negotiation as it stood at the end of `as_of`. Later moves and events are not seen.

    `zone` is the center's time zone, in which days are counted. Raises DataError with a sentence for every move that
    cannot be: unknown topic or place, a value that does not fit, agreeing to what was never offered, rounds mixed.
    """
    known = tuple(move for each in moves if (move := _in_zone(each, zone)).on <= as_of)
    rounds = rounds_of(known)
    table = _played(rounds)
    rows = rows_of(table, (move for each in rounds for move in each.moves))
    seen = tuple(
        each for event in standing(tuple(events)) if (each := _in_zone(event, zone)).at.date() <= as_of
    )
    settled = all(row.status.settled for row in rows if row.points)
    return Ledger(
        as_of=as_of,
        rows=rows,
        rounds=rounds,
        clock=clock(rounds, seen, as_of, all_settled=settled),
        histories=_histories(table),
        fallbacks=fallbacks(table, targets),
        agreed_payment=table.agreed_payment,
        our_payment=table.payment[Side.us],
        ours=_unsettled(table, Side.us),
        theirs=_unsettled(table, Side.payer),
    )


def with_moves(moves: Iterable[Move], new: Iterable[Move]) -> tuple[Move, ...]:
    """`moves` with new ones recorded after them. Raises DataError, in sentences, when one cannot be."""
    recorded = tuple(moves)
    added = tuple(new)
    for move in added:
        check_next(recorded, move)
        recorded = (*recorded, move)
    _played(rounds_of(recorded))
    return recorded


def _in_zone(record: _Timed, zone: tzinfo) -> _Timed:
    return record.model_copy(update={"at": record.at.astimezone(zone)})


def _played(rounds: Iterable[Round]) -> Table:
    table = Table()
    for each in rounds:
        Playing(table, each.moves).play()
    return table


def _histories(table: Table) -> tuple[History, ...]:
    spots: dict[str, Spot] = {}
    entries: dict[str, list[Entry]] = {}
    for said in table.log:
        place = said.value.spot.place
        spots[place] = said.value.spot
        entries.setdefault(place, []).append(_entry(said.value, said.move))
    return tuple(History(spots[place], tuple(entries[place])) for place in sorted(spots))


def _entry(value: Value, move: Move) -> Entry:
    return Entry(value, move.side, move.status, move.round, move.on, move.who)
