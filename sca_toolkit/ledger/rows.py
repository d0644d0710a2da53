"""The rows of the ledger: where both sides stand on each topic, in words and point by point."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from sca_toolkit.events import Side
from sca_toolkit.ledger.move import Move, Status, other
from sca_toolkit.ledger.parts import summaries
from sca_toolkit.ledger.places import Spot, Value
from sca_toolkit.ledger.table import Said, Table
from sca_toolkit.ledger.topics import TOPICS, Topic
from sca_toolkit.payment import Arrangement
from sca_toolkit.values.marks import plain


@dataclass(frozen=True)
class Point:
    """One place of a topic: what each side wants there. A value is None where that side has not spoken."""

    spot: Spot
    ours: Value | None
    theirs: Value | None
    agreed: Value | None
    status: Status
    move: Move
    """The move that last touched it."""

    @property
    def differs(self) -> bool:
        """Whether both sides have spoken and want different things."""
        return bool(self.ours and self.theirs and self.ours.json != self.theirs.json)


@dataclass(frozen=True)
class Row:
    """One topic of the term sheet. Texts are empty where that side has not spoken."""

    topic: Topic
    ours: str
    theirs: str
    agreed: str
    status: Status
    points: tuple[Point, ...]
    moves: tuple[Move, ...]
    """The moves made on this topic, in order."""

    @property
    def last(self) -> Point | None:
        """The point that moved last."""
        return max(self.points, key=lambda point: (point.move.round, point.move.at), default=None)

    @property
    def last_moved_by(self) -> Side | None:
        """Who moved last; a whole payment moves the rows of its parts."""
        return self.last.move.side if self.last else None

    @property
    def last_moved_on(self) -> date | None:
        """When."""
        return self.last.move.on if self.last else None

    @property
    def waits_for(self) -> Side | None:
        """Who has to answer in this row; None where nobody has moved or all is settled."""
        if self.status.settled or not self.points:
            return None
        open_points = (point for point in self.points if not point.status.settled)
        return other(max(open_points, key=lambda point: (point.move.round, point.move.at)).move.side)


def rows_of(table: Table, moves: Iterable[Move]) -> tuple[Row, ...]:
    """All eighteen rows."""
    played = tuple(moves)
    paid = {side: _valid(table.payment_data(side)) for side in table.said}
    return tuple(
        _row(table, paid, topic, tuple(move for move in played if move.topic == topic.key))
        for topic in TOPICS
    )


_Paid = Mapping[Side, Arrangement | None]
"""The payment as each side wants it; None while its parts contradict one another."""


def _row(table: Table, paid: _Paid, topic: Topic, moves: tuple[Move, ...]) -> Row:
    spots = sorted((spot for spot in table.spots() if spot.topic == topic.key), key=lambda spot: spot.place)
    points = tuple(_point(table, spot) for spot in spots)
    ours, theirs = (_stand_in_words(table, paid, topic, side) for side in (Side.us, Side.payer))
    return Row(topic, ours, theirs, _agreed_in_words(table, paid, topic), _status(points), points, moves)


def _point(table: Table, spot: Spot) -> Point:
    place = spot.place
    said = [each for side in table.said.values() if (each := side.get(place))]
    closed = table.settled.get(place) or table.reopened.get(place)
    ours, theirs = (_stand(table, side, spot) for side in (Side.us, Side.payer))
    if closed:
        agreed = closed.value if closed.status is Status.agreed else None
        return Point(spot, ours, theirs, agreed, closed.status, closed.move)
    last = max((each.move for each in said), key=lambda move: move.round)
    status = Status.offered if last.status is Status.open else last.status
    return Point(spot, ours, theirs, None, status, last)


def _stand(table: Table, side: Side, spot: Spot) -> Value | None:
    """What a side holds at a spot; nothing when, in its own shape of payment, that place is something else."""
    value = table.stand(side, spot.place)
    return value if value and value.spot == spot else None


def _status(points: tuple[Point, ...]) -> Status:
    """Settled when every point is; else that of the open point that moved last."""
    unsettled = [point for point in points if not point.status.settled]
    if unsettled:
        order = tuple(Status)
        return max(unsettled, key=lambda point: (point.move.round, order.index(point.status))).status
    if not points:
        return Status.open
    return Status.agreed if any(point.status is Status.agreed for point in points) else Status.waived


def _stand_in_words(table: Table, paid: _Paid, topic: Topic, side: Side) -> str:
    said = {place: each for place, each in table.said[side].items() if each.value.spot.topic == topic.key}
    return _text(topic, _shown(table, topic, said), paid[side] if side in table.whole else None)


def _agreed_in_words(table: Table, paid: _Paid, topic: Topic) -> str:
    closed = {
        place: Said(each.value, each.move)
        for place, each in table.settled.items()
        if each.spot.topic == topic.key and each.value
    }
    open_paid = any(
        place.startswith("payment.") and place not in table.settled for place in table.places(topic.key)
    )
    return _text(topic, _shown(table, topic, closed), None if open_paid else paid[Side.us])


def _shown(table: Table, topic: Topic, said: Mapping[str, Said]) -> dict[str, Said]:
    """What the sheet prints anyway, what the payer has named, and what we have named after the first round."""

    def named(place: str) -> bool:
        moves = (side[place].move for side in table.said.values() if place in side)
        return any(place in move.values and (move.side is Side.payer or move.round > 1) for move in moves)

    printed = {place for place in said if place in topic.paths or place.startswith(("words.", "payment."))}
    return {place: each for place, each in said.items() if place in printed or named(place)}


def _text(topic: Topic, said: Mapping[str, Said], payment: Arrangement | None) -> str:
    """The words of the last move where it has any, then the values it does not speak of."""
    last = max(
        (each.move for each in said.values()), key=lambda move: (move.round, move.at, move.id), default=None
    )
    words = [last.position] if last and last.position else []
    spoken = {place for place, each in said.items() if words and last and each.move.id == last.id}
    rest = {place: each for place, each in said.items() if place not in spoken}
    paid_for = any(place.startswith("payment.") for place in spoken)
    return plain("; ".join([*words, *_derived(topic, rest, payment, paid_for)]))


def _derived(
    topic: Topic, said: Mapping[str, Said], payment: Arrangement | None, paid_for: bool
) -> Iterator[str]:
    order = {path: index for index, path in enumerate(topic.paths)}
    places = sorted(said, key=lambda place: (order.get(place, len(order)), place))
    paid = [place for place in places if place.startswith("payment.")]
    yield from (_words(said[place].value) for place in places if place not in paid)
    if not paid or paid_for:
        return
    lines = [line for part in topic.payment for line in summaries(payment, part)] if payment else []
    yield from lines or (_words(said[place].value) for place in paid)


def _words(value: Value) -> str:
    return value.words if value.spot.place.startswith("words.") else str(value)


def _valid(data: Mapping[str, Any] | None) -> Arrangement | None:
    """The arrangement in `data`; None while its parts contradict one another."""
    try:
        return Arrangement.model_validate(data["payment"]) if data else None
    except ValidationError:
        return None
