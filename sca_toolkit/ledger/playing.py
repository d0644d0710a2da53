"""Playing one round: what each move does to the table, and why a move cannot be.

A round is a set. Its moves are taken in an order of their own (what reopens, what offers, what closes), and a place is
moved once, so that the order in which they were recorded means nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from sca_toolkit.errors import DataError, Problem
from sca_toolkit.ledger.claims import Claims
from sca_toolkit.ledger.closing import agree, waive
from sca_toolkit.ledger.leaves import shape
from sca_toolkit.ledger.move import Move, Status, other, words_of
from sca_toolkit.ledger.reading import Reading, read
from sca_toolkit.ledger.refusals import OFFER, check_topic_known, named
from sca_toolkit.ledger.table import Settled, Table


class Round:
    """One round while it is played."""

    def __init__(self, table: Table, moves: Iterable[Move]) -> None:
        self.table = table
        self.claims = Claims(table)
        self.moves = sorted(moves, key=_turn)

    def play(self) -> None:
        """Change the table. Raises DataError naming every move of the round that cannot be."""
        problems: list[Problem] = []
        for move in self.moves:
            try:
                self._play(move)
            except DataError as error:
                problems += (named(problem, move) for problem in error.problems)
        if problems:
            raise DataError(problems)

    def _play(self, move: Move) -> None:
        check_topic_known(move)
        if move.status is Status.open:
            self._reopen(move)
        elif move.status is Status.waived:
            waive(self.claims, move)
        elif move.status is Status.agreed:
            agree(self.claims, move)
        else:
            self._offer(move)
        self.table.spoke[move.side, move.topic] = move.round

    def _reopen(self, move: Move) -> None:
        reading = read(self.table, move)
        wanted = tuple(reading.values) if move.values else self.table.places(move.topic)
        if reading.payment:
            wanted += tuple(place for place in self.table.settled if place.startswith("payment."))
        closed = [place for place in dict.fromkeys(wanted) if place in self.table.settled]
        if not closed:
            raise DataError(Problem("Nothing here is agreed or waived, so nothing can be reopened.", OFFER))
        for place in closed:
            earlier = self.table.settled.pop(place)
            self.table.reopened[place] = Settled(earlier.spot, earlier.value, Status.open, move)
        if move.values:
            self._say(reading, move)

    def _offer(self, move: Move) -> None:
        reading = read(self.table, move)
        if not reading.values and not reading.whole:
            raise DataError(Problem("The move says nothing.", "Give the position in words, or values."))
        if move.status is Status.countered and not self._open_from(move):
            who = words_of(other(move.side))
            raise DataError(Problem(f"There is nothing to counter: {who} has nothing open here.", OFFER))
        self._say(reading, move)

    def _open_from(self, move: Move) -> tuple[str, ...]:
        """Places of the move's topic on which the other side has spoken and that are not settled."""
        said = self.table.said[other(move.side)]
        return tuple(
            place
            for place in self.table.places(move.topic)
            if place in said and place not in self.table.settled
        )

    def _say(self, reading: Reading, move: Move) -> None:
        news = {place: value for place, value in reading.values.items() if not self.claims.agreed_so(value)}
        self.claims.refuse_settled(reading, news)
        self.claims.claim(news, move, whole=reading.whole)
        before = self.table.payment[move.side]
        if reading.base and (before is None or shape(before) != shape(reading.base)):
            self.table.forget_payment(move.side)
            self.table.payment[move.side] = reading.base
        if reading.payment:
            self.table.agreed_payment = None
        if reading.whole:
            self.table.whole.add(move.side)
        for value in news.values():
            self.table.say(move.side, value, move)


def _turn(move: Move) -> tuple[int, bool, str, str]:
    """What is played first: what reopens, whole payments, offers, waivers, agreements by name, then whole rows."""
    order = (Status.open, Status.offered, Status.countered, Status.waived, Status.agreed)
    rank = 1 if move.status is Status.countered else order.index(move.status)
    whole_row = move.status.settled and not move.values
    pays = "payment" in move.values or (whole_row and move.topic == "payment_model")
    return (
        rank + 10 * whole_row,
        not pays,
        move.topic,
        move.id,
    )
