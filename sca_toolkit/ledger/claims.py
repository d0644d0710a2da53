"""What one round moves: each place once, nothing that is settled, and a whole payment not beside parts of it."""

from __future__ import annotations

from collections.abc import Iterable

from sca_toolkit.errors import DataError, Problem
from sca_toolkit.ledger.leaves import leaves
from sca_toolkit.ledger.move import Move
from sca_toolkit.ledger.places import Value
from sca_toolkit.ledger.reading import Reading
from sca_toolkit.ledger.refusals import reopen_first
from sca_toolkit.ledger.table import Table


class Claims:
    """The table, and the places that a round has moved so far."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.moved: dict[str, Move] = {}
        """Places moved in this round."""
        self.reshaped: Move | None = None
        """The move that brought a whole payment."""

    def agreed_so(self, value: Value) -> bool:
        """Whether both sides have agreed to this very value."""
        closed = self.table.settled.get(value.spot.place)
        return bool(closed and closed.value and closed.value.json == value.json)

    def refuse_settled(self, reading: Reading, news: dict[str, Value]) -> None:
        """Raise DataError naming what is settled and would be moved or lose its place."""
        settled = self.table.settled
        broken = [settled[place] for place in news if place in settled]
        if reading.payment:
            there = leaves(reading.payment)
            gone = (place for place in settled if place.startswith("payment.") and place not in there)
            broken += [settled[place] for place in gone]
        if broken:
            raise DataError([reopen_first(each) for each in broken])

    def claim(self, places: Iterable[str], move: Move, *, whole: bool = False) -> None:
        """Note that this round moves the places. Raises DataError when another move of the round did."""
        paid = [place for place in places if place.startswith("payment.")]
        already = any(place.startswith("payment.") for place in self.moved)
        if (paid and self.reshaped) or (whole and already):
            raise DataError(
                Problem("The round moves the whole payment and parts of it.", "Put all of it into one move.")
            )
        for place in places:
            if place in self.moved:
                raise DataError(
                    Problem(
                        f"The round moves `{place}` twice.",
                        "Correct the first move, or begin the next round.",
                    )
                )
        self.moved |= dict.fromkeys(places, move)
        if whole:
            self.reshaped = move

    def unsettled(self, key: str) -> tuple[str, ...]:
        """Places of a topic that are open and that this round has not moved."""
        places = self.table.places(key)
        free = (each for each in places if each not in self.table.settled and each not in self.moved)
        return tuple(each for each in free if not (self.reshaped and each.startswith("payment.")))
