"""The sentences for moves that cannot be."""

from __future__ import annotations

from sca_toolkit.errors import DataError, Problem
from sca_toolkit.ledger.move import Move, other, words_of
from sca_toolkit.ledger.places import Value
from sca_toolkit.ledger.table import Settled
from sca_toolkit.ledger.topics import topic

OFFER = "Record it as an offer."


def check_topic_known(move: Move) -> None:
    """Raise DataError for a move on an unknown topic."""
    try:
        topic(move.topic)
    except KeyError:
        raise DataError(Problem(f"There is no topic {move.topic!r}.", "Name one of the eighteen.")) from None


def reopen_first(closed: Settled) -> Problem:
    """What is settled cannot be moved: what was settled, when, and where to reopen it."""
    said = f" ({closed.value.words})" if closed.value else ""
    when = f"{closed.move.on:%B} {closed.move.on.day}, {closed.move.on.year}, in round {closed.move.round}"
    message = f"“{closed.spot.label}” was {closed.status.words}{said} on {when}."
    return Problem(message, f"Reopen it first, in {topic(closed.spot.topic)}.", place=closed.spot.place)


def never_offered(move: Move, value: Value, held: Value | None) -> Problem:
    """Agreeing to what the other side never said; `held` is its last word."""
    who = words_of(other(move.side)).capitalize()
    last = f"; its last word is {held.words}" if held else ""
    message = f"{who} never offered “{value.spot.label}” at {value.words}{last}."
    return Problem(message, OFFER, place=value.spot.place)


def named(problem: Problem, move: Move) -> Problem:
    """The problem with the move in which it stands."""
    where = f"round {move.round}, {move.topic}"
    place = f"{where}: {problem.place}" if problem.place else where
    return Problem(problem.message, problem.remedy, place=place)
