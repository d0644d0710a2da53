"""Rounds: whose they are, when they ran, and that only one is open at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, pairwise
from typing import Literal

from sca_toolkit.errors import DataError, Problem
from sca_toolkit.events import Side
from sca_toolkit.ledger.move import Move, standing_moves, words_of


@dataclass(frozen=True)
class Round:
    """The moves that one side made at a time."""

    number: int
    side: Literal[Side.us, Side.payer]
    moves: tuple[Move, ...]

    @property
    def began(self) -> datetime:
        """Time of its first move."""
        return self.moves[0].at

    @property
    def ended(self) -> datetime:
        """Time of its last move."""
        return self.moves[-1].at


def rounds_of(moves: Iterable[Move]) -> tuple[Round, ...]:
    """The standing moves by round. Raises DataError for rounds that are out of order or mixed."""
    counting = standing_moves(tuple(moves))
    grouped = tuple(
        Round(number, group[0].side, group)
        for number, group in (
            (number, tuple(each)) for number, each in groupby(counting, lambda each: each.round)
        )
    )
    problems = [
        *_corrections(tuple(moves)),
        *_cases(counting),
        *_sides(grouped),
        *_gaps(tuple(moves)),
        *_times(grouped),
    ]
    if problems:
        raise DataError(problems)
    return grouped


def check_next(moves: tuple[Move, ...], move: Move) -> None:
    """Raise DataError when `move` cannot follow `moves`: an earlier round, a second open round, an earlier time.

    A correction stands in the place of the move it corrects and may lie anywhere in time within its round.
    """
    rounds = rounds_of(moves)
    if not rounds or move.corrects:
        return
    last = rounds[-1]
    problem = None
    if move.round < last.number:
        problem = Problem(
            f"Round {move.round} ended when round {last.number} began.",
            f"Record it in round {last.number if move.side is last.side else last.number + 1}.",
        )
    elif move.round == last.number and move.side is not last.side:
        problem = _two_sides(last.number, last.side, move.side)
    elif move.round > last.number + 1:
        problem = Problem(
            f"Round {move.round} cannot begin: the last is round {last.number}.", "Number it next."
        )
    elif move.at < last.ended:
        problem = Problem(
            f"The move of {move.at:%Y-%m-%d %H:%M} comes before the last one, of {last.ended:%Y-%m-%d %H:%M}.",
            "Give the time at which it was made.",
        )
    if problem:
        raise DataError(problem)


def _two_sides(number: int, side: Side, second: Side) -> Problem:
    return Problem(
        f"Round {number} belongs to {words_of(side)}, so two rounds would be open at once.",
        f"Record the move of {words_of(second)} in round {number + 1}.",
        place=f"round {number}",
    )


def _corrections(moves: tuple[Move, ...]) -> Iterator[Problem]:
    known = {move.id: move for move in moves}
    for move in moves:
        earlier = known.get(move.corrects or "")
        if move.corrects and earlier is None:
            yield Problem(
                f"It corrects the move {move.corrects}, which is not there.", place=f"move {move.id}"
            )
        elif earlier and (earlier.round, earlier.side) != (move.round, move.side):
            yield Problem(
                f"It corrects a move of round {earlier.round} of {words_of(earlier.side)} in another round.",
                "A correction stays in its round.",
                place=f"move {move.id}",
            )


def _cases(moves: tuple[Move, ...]) -> Iterator[Problem]:
    cases = sorted({move.case for move in moves})
    if len(cases) > 1:
        yield Problem(f"Moves of several cases are mixed: {', '.join(cases)}.", "Give the moves of one case.")


def _sides(rounds: tuple[Round, ...]) -> Iterator[Problem]:
    for each in rounds:
        second = next((move.side for move in each.moves if move.side is not each.side), None)
        if second:
            yield _two_sides(each.number, each.side, second)


def _gaps(moves: tuple[Move, ...]) -> Iterator[Problem]:
    """A round of which every move was removed leaves no gap."""
    for expected, number in enumerate(sorted({move.round for move in moves}), start=1):
        if number != expected:
            yield Problem(f"Round {expected} has no moves, but round {number} has.", "Number rounds from 1.")
            return


def _times(rounds: tuple[Round, ...]) -> Iterator[Problem]:
    for first, second in pairwise(rounds):
        if second.began < first.ended:
            yield Problem(
                f"Round {second.number} began on {second.began:%Y-%m-%d %H:%M}, before round {first.number} ended "
                f"on {first.ended:%Y-%m-%d %H:%M}.",
                "Mend the time of one of the moves.",
                place=f"round {second.number}",
            )
