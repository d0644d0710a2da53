"""The table at which two sides negotiate: what each has said, what is settled, in which shape they talk of money."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sca_toolkit.events import Side
from sca_toolkit.ledger.leaves import put, shape, values_of
from sca_toolkit.ledger.move import Move, Status, other
from sca_toolkit.ledger.places import Spot, Value
from sca_toolkit.payment import Arrangement


@dataclass(frozen=True)
class Said:
    """A value that one side put on the table, and the move in which it did."""

    value: Value
    move: Move


@dataclass(frozen=True)
class Settled:
    """What both sides have closed. `value` is None for what was waived."""

    spot: Spot
    value: Value | None
    status: Status
    move: Move


@dataclass
class Table:
    """Where both sides stand while the moves are played. Changed in place, never handed out."""

    said: dict[Side, dict[str, Said]] = field(default_factory=lambda: {Side.us: {}, Side.payer: {}})
    payment: dict[Side, Arrangement | None] = field(default_factory=lambda: {Side.us: None, Side.payer: None})
    """The arrangement whose shape each side talks of; the values in it may be outdated, `said` is not."""
    settled: dict[str, Settled] = field(default_factory=dict)
    reopened: dict[str, Settled] = field(default_factory=dict)
    """What was taken back, with the move that took it back, until somebody moves it again."""
    agreed_payment: Arrangement | None = None
    """The arrangement whose shape was agreed, with the row of the payment model or as a whole. The shape stays agreed
    while values in it are reopened, until another shape is offered."""
    whole: set[Side] = field(default_factory=set)
    """Who has spoken of the payment as a whole, not only of places in the other side's."""
    spoke: dict[tuple[Side, str], int] = field(default_factory=dict)
    """The last round in which a side moved on a topic."""
    log: list[Said] = field(default_factory=list)
    """Everything in order, for histories."""

    def places(self, topic: str) -> tuple[str, ...]:
        """Every place of a topic on which anybody has moved."""
        return tuple(spot.place for spot in self.spots() if spot.topic == topic)

    def spots(self) -> Iterator[Spot]:
        """Every spot on which anybody has moved, each once; what is settled says it last.

        A place that was reopened for another shape of payment, and of which nobody speaks any more, is gone.
        """
        found = {place: each.value.spot for side in self.said.values() for place, each in side.items()}
        found |= {place: each.spot for place, each in self.reopened.items() if place in found}
        yield from (found | {place: each.spot for place, each in self.settled.items()}).values()

    def stand(self, side: Side, place: str) -> Value | None:
        """What a side holds at a place; None where it has not spoken."""
        said = self.said[side].get(place)
        return said.value if said else None

    def say(self, side: Side, value: Value, move: Move) -> None:
        """Put a value on the table for one side."""
        place = value.spot.place
        self.reopened.pop(place, None)
        self.said[side][place] = Said(value, move)
        self.spoke[side, value.spot.topic] = move.round
        self.log.append(Said(value, move))

    def agree(self, value: Value, move: Move) -> None:
        """Close a place for both sides."""
        place = value.spot.place
        if place.startswith("payment.") and self.payment[move.side] is None:
            self.payment[move.side] = self.payment[other(move.side)]
        self.reopened.pop(place, None)
        self.settled[place] = Settled(value.spot, value, Status.agreed, move)
        self.said[other(move.side)].setdefault(place, Said(value, move))
        self.said[move.side][place] = Said(value, move)
        self.log.append(Said(value, move))

    def same_shape(self) -> bool:
        """Whether both sides talk of payment in one shape, or one has not talked of it yet."""
        ours, theirs = self.payment[Side.us], self.payment[Side.payer]
        return ours is None or theirs is None or shape(ours) == shape(theirs)

    def forget_payment(self, side: Side) -> None:
        """Drop what a side said of the payment: it now talks of another shape."""
        kept = {place: each for place, each in self.said[side].items() if not place.startswith("payment.")}
        self.said[side] = kept

    def payment_data(self, side: Side) -> dict[str, Any] | None:
        """The payment as a side wants it, as JSON data; what it left untouched is as the other side has it.

        The parts may contradict one another: a side may have moved one and not yet the other.
        """
        arrangement = self.payment[side]
        if arrangement is None:
            return None
        data = {"payment": arrangement.model_dump(mode="json")}
        theirs = self.said[other(side)] if self.same_shape() else {}
        for place in values_of(arrangement):
            held = self.said[side].get(place) or theirs.get(place)
            if held:
                put(data, place, held.value.json)
        return data
