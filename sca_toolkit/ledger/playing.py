"""Playing one round: what each move does to the table, and why a move cannot be.

A round is a set. Its moves are taken in an order of their own (what reopens, what offers, what closes), and a place is
moved once, so that the order in which they were recorded means nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from sca_toolkit.errors import DataError, Problem
from sca_toolkit.events import Side
from sca_toolkit.ledger.leaves import leaves, shape, values_of
from sca_toolkit.ledger.move import Move, Status, other, words_of
from sca_toolkit.ledger.places import Value, read_leaf
from sca_toolkit.ledger.reading import Reading, arrangement_of, read
from sca_toolkit.ledger.table import Settled, Table
from sca_toolkit.ledger.topics import topic


class Round:
    """One round while it is played."""

    def __init__(self, table: Table, moves: Iterable[Move]) -> None:
        self.table = table
        self.moves = sorted(moves, key=_turn)
        self.moved: dict[str, Move] = {}
        """Places moved in this round."""
        self.reshaped: Move | None = None
        """The move that brought a whole payment."""

    def play(self) -> None:
        """Change the table. Raises DataError naming every move of the round that cannot be."""
        problems: list[Problem] = []
        for move in self.moves:
            try:
                self._play(move)
            except DataError as error:
                problems += (_named(problem, move) for problem in error.problems)
        if problems:
            raise DataError(problems)

    def _play(self, move: Move) -> None:
        _check_topic_known(move)
        if move.status is Status.open:
            self._reopen(move)
        elif move.status is Status.waived:
            self._waive(move)
        elif move.status is Status.agreed:
            self._agree(move)
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
            raise DataError(Problem("Nothing here is agreed or waived, so nothing can be reopened.", _OFFER))
        for place in closed:
            earlier = self.table.settled.pop(place)
            self.table.reopened[place] = Settled(earlier.spot, earlier.value, Status.open, move)
            if place.startswith("payment.") and earlier.spot.topic == "payment_model":
                self.table.agreed_payment = None
        if move.values:
            self._say(reading, move)

    def _offer(self, move: Move) -> None:
        reading = read(self.table, move)
        if not reading.values and not reading.whole:
            raise DataError(Problem("The move says nothing.", "Give the position in words, or values."))
        if move.status is Status.countered and not self._open_from(move):
            who = words_of(other(move.side))
            raise DataError(Problem(f"There is nothing to counter: {who} has nothing open here.", _OFFER))
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
        news = {place: value for place, value in reading.values.items() if not self._agreed_so(value)}
        self._refuse_settled(reading, news)
        self._claim(news, move, whole=reading.whole)
        before = self.table.payment[move.side]
        if reading.base and (before is None or shape(before) != shape(reading.base)):
            self.table.forget_payment(move.side)
            self.table.payment[move.side] = reading.base
        if reading.whole:
            self.table.whole.add(move.side)
        for value in news.values():
            self.table.say(move.side, value, move)

    def _agreed_so(self, value: Value) -> bool:
        closed = self.table.settled.get(value.spot.place)
        return bool(closed and closed.value and closed.value.json == value.json)

    def _refuse_settled(self, reading: Reading, news: dict[str, Value]) -> None:
        settled = self.table.settled
        broken = [settled[place] for place in news if place in settled]
        if reading.payment:
            there = leaves(reading.payment)
            gone = (place for place in settled if place.startswith("payment.") and place not in there)
            broken += [settled[place] for place in gone]
        if broken:
            raise DataError([_reopen_first(each) for each in broken])

    def _claim(self, places: Iterable[str], move: Move, *, whole: bool = False) -> None:
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

    def _waive(self, move: Move) -> None:
        reading = read(self.table, move)
        places = tuple(reading.values) if move.values else self._unsettled(move.topic)
        spots = {spot.place: spot for spot in self.table.spots()}
        unknown = [place for place in places if place not in spots]
        if unknown or not places:
            raise DataError(Problem("Nobody has asked for this, so it cannot be waived.", _OFFER))
        broken = [self.table.settled[place] for place in places if place in self.table.settled]
        if broken:
            raise DataError([_reopen_first(each) for each in broken])
        self._claim(places, move)
        for place in places:
            self.table.reopened.pop(place, None)
            self.table.settled[place] = Settled(spots[place], None, Status.waived, move)

    def _unsettled(self, key: str) -> tuple[str, ...]:
        """Places of a topic that are open and that this round has not moved."""
        places = self.table.places(key)
        free = (each for each in places if each not in self.table.settled and each not in self.moved)
        return tuple(each for each in free if not (self.reshaped and each.startswith("payment.")))

    def _agree(self, move: Move) -> None:
        if "payment" in move.values or self._takes_whole(move):
            self._agree_payment(move)
        elif move.values:
            self._agree_values(move)
        else:
            self._agree_row(move)

    def _takes_whole(self, move: Move) -> bool:
        """Whether the row of the payment model is agreed while the other side talks of another shape of payment.

        While we have no payment of our own, every shape is another one: the next draft is ours and needs the whole.
        """
        offered = self.table.payment[other(move.side)]
        none_yet = move.side is Side.us and self.table.payment[Side.us] is None
        differs = none_yet or not self.table.same_shape()
        return not move.values and move.topic == "payment_model" and offered is not None and differs

    def _agree_payment(self, move: Move) -> None:
        """Agree on the whole payment as the other side has it, and on the rest of the row."""
        theirs = other(move.side)
        data, offered = self.table.payment_data(theirs), self.table.payment[theirs]
        if len(move.values) > 1:
            raise DataError(
                Problem("The payment is agreed as a whole.", "Agree on the rest in another move.")
            )
        if data is None or offered is None:
            raise DataError(Problem(f"{words_of(theirs).capitalize()} never offered a payment.", _OFFER))
        wanted = arrangement_of(data["payment"], "payment")
        asked = read(self.table, move).base if "payment" in move.values else wanted
        written = values_of(wanted)
        if asked is None or values_of(asked) != written:
            who = words_of(theirs).capitalize()
            raise DataError(
                Problem(f"{who} offered another payment than this.", "Record it as a counter-offer.")
            )
        values = {place: read_leaf(leaf, written[place]) for place, leaf in leaves(wanted).items()}
        stated = {place: value for place, value in values.items() if value.json not in (None, [])}
        news = {place: value for place, value in stated.items() if not self._agreed_so(value)}
        self._refuse_settled(Reading(news, wanted), news)
        self._claim(news, move, whole=True)
        self.table.forget_payment(move.side)
        self.table.payment[move.side] = self.table.agreed_payment = wanted
        self.table.whole.add(move.side)
        for value in news.values():
            self.table.agree(value, move)
        if not move.values:
            self._close(move, self._as_it_stands(move))

    def _agree_values(self, move: Move) -> None:
        reading = read(self.table, move)
        for value in reading.values.values():
            held = self.table.stand(other(move.side), value.spot.place)
            if held is None or held.json != value.json:
                raise DataError(_never_offered(move, value, held))
        self._refuse_part_of_whole(reading.values)
        open_ = {place: value for place, value in reading.values.items() if not self._agreed_so(value)}
        self._refuse_settled(Reading(open_), open_)
        self._claim(open_, move)
        for value in open_.values():
            self.table.agree(value, move)

    def _agree_row(self, move: Move) -> None:
        places = self._as_it_stands(move)
        if not set(places) & set(self.table.said[other(move.side)]):
            who = words_of(other(move.side))
            settled = any(self.table.settled.get(place) for place in self.table.places(move.topic))
            why = (
                "All of it is settled already."
                if settled
                else f"{who} never offered anything here.".capitalize()
            )
            raise DataError(Problem(why, _OFFER))
        self._refuse_part_of_whole(places)
        self._claim(places, move)
        self._close(move, places)

    def _as_it_stands(self, move: Move) -> tuple[str, ...]:
        """What a whole row stands for: all that the other side put there, and what it left untouched in its answer."""
        answered = self.table.spoke.get((other(move.side), move.topic), 0)
        theirs, own = self.table.said[other(move.side)], self.table.said[move.side]
        return tuple(
            place
            for place in self._unsettled(move.topic)
            if place in theirs or (place in own and own[place].move.round < answered)
        )

    def _close(self, move: Move, places: Iterable[str]) -> None:
        """Agree on places as the other side has them, or as the mover put them where the other side said nothing."""
        for place in places:
            value = self.table.stand(other(move.side), place) or self.table.stand(move.side, place)
            if value:
                self.table.agree(value, move)

    def _refuse_part_of_whole(self, places: Iterable[str]) -> None:
        if not self.table.same_shape() and any(place.startswith("payment.") for place in places):
            raise DataError(
                Problem(
                    "The two sides talk of different kinds of payment, so no part of one can be agreed.",
                    f"Settle {topic('payment_model')} first.",
                )
            )


_OFFER = "Record it as an offer."


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


def _check_topic_known(move: Move) -> None:
    try:
        topic(move.topic)
    except KeyError:
        raise DataError(Problem(f"There is no topic {move.topic!r}.", "Name one of the eighteen.")) from None


def _reopen_first(closed: Settled) -> Problem:
    said = f" ({closed.value.words})" if closed.value else ""
    when = f"{closed.move.on:%B} {closed.move.on.day}, {closed.move.on.year}, in round {closed.move.round}"
    message = f"“{closed.spot.label}” was {closed.status.words}{said} on {when}."
    return Problem(message, f"Reopen it first, in {topic(closed.spot.topic)}.", place=closed.spot.place)


def _never_offered(move: Move, value: Value, held: Value | None) -> Problem:
    who = words_of(other(move.side)).capitalize()
    last = f"; its last word is {held.words}" if held else ""
    message = f"{who} never offered “{value.spot.label}” at {value.words}{last}."
    return Problem(message, _OFFER, place=value.spot.place)


def _named(problem: Problem, move: Move) -> Problem:
    where = f"round {move.round}, {move.topic}"
    place = f"{where}: {problem.place}" if problem.place else where
    return Problem(problem.message, problem.remedy, place=place)
