"""Whose turn it is, and how many days each side had the negotiation. Nothing of it is typed: moves and events say it.

The clock starts with the request or the first move. Each act passes the turn to the other side; a pause stops both
clocks. It stops with the agreement, a refusal, the end of the case, or the move that settles the last open point; an
act after that (a point is reopened) lets it run on. Days are whole days between the days of acts, first day inside,
last day outside, so that they add up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from sca_toolkit.events import ENDS, DelayReason, Detail, Event, Side, Step
from sca_toolkit.ledger.move import other
from sca_toolkit.ledger.rounds import Round

_OUR_ACTS = (Step.agreement_requested, Step.draft_sent)
_PAYERS_ACTS = (Step.payer_replied, Step.offer_received, Step.revised)
"""A revision after signing gives the turn back to us, as an answer of the payer does."""
_LAST_ACTS = (Step.terms_agreed, Step.agreement_refused, Step.infused, *ENDS)


@dataclass(frozen=True)
class Pause:
    """A time in which nobody had to move. `began` inside, `ended` outside; None while it lasts."""

    began: date
    ended: date | None
    reason: DelayReason | None
    note: str | None
    days: int


@dataclass(frozen=True)
class Days:
    """Whole days of the negotiation; the first three add up to the last."""

    us: int = 0
    payer: int = 0
    paused: int = 0
    elapsed: int = 0


@dataclass(frozen=True)
class Clock:
    """Where the negotiation stands in time."""

    turn: Side | None
    """Who has to move; None before it began and after it ended."""
    since: date | None
    """First day of that turn."""
    days: Days
    pauses: tuple[Pause, ...]
    paused: bool
    started: date | None
    stopped: date | None


@dataclass(frozen=True)
class _Act:
    at: datetime
    order: int
    side: Side

    @property
    def on(self) -> date:
        return self.at.date()


def clock(rounds: Iterable[Round], events: Iterable[Event], as_of: date, *, all_settled: bool) -> Clock:
    """The clock on `as_of`. `all_settled` says that the moves have left no point open.

    Moves and events are those that stand, in time order and in one time zone, none after `as_of`.
    """
    said, played = tuple(events), tuple(rounds)
    acts = _acts(played, said)
    if not acts:
        return Clock(None, None, Days(), (), False, None, None)
    started = acts[0].on
    stopped = _stopped(acts, said, all_settled=all_settled and bool(played))
    stop = max(started, stopped or as_of)
    pauses = _pauses(said, started, stop)
    us, payer = (_held(acts, pauses, side, stop) for side in (Side.us, Side.payer))
    days = Days(us, payer, sum(pause.days for pause in pauses), (stop - started).days)
    last = acts[-1]
    running = stopped is None
    paused = running and bool(pauses) and pauses[-1].ended is None
    return Clock(
        other(last.side) if running else None,
        last.on if running else None,
        days,
        pauses,
        paused,
        started,
        stopped,
    )


def _acts(rounds: tuple[Round, ...], events: tuple[Event, ...]) -> list[_Act]:
    moves = [_Act(move.at, each.number, each.side) for each in rounds for move in each.moves]
    ours = [_Act(event.at, 0, Side.us) for event in events if event.step in _OUR_ACTS]
    theirs = [_Act(event.at, 0, Side.payer) for event in events if event.step in _PAYERS_ACTS]
    return sorted([*moves, *ours, *theirs], key=lambda act: (act.at, act.order))


def _stopped(acts: list[_Act], events: tuple[Event, ...], *, all_settled: bool) -> date | None:
    """The day on which the clock stopped for good; None while it runs."""
    last = acts[-1]
    ends = [event.at for event in events if event.step in _LAST_ACTS and event.at >= last.at]
    if all_settled:
        ends.append(last.at)
    return min(ends).date() if ends else None


def _pauses(events: tuple[Event, ...], started: date, stop: date) -> tuple[Pause, ...]:
    """Pauses of the whole case and of the agreement; those of another approval stop nothing here."""
    ours = (event for event in events if event.says(Detail.kind) in (None, "agreement"))
    marks = [event for event in ours if event.step in (Step.paused, Step.resumed)]
    found = []
    for index, event in enumerate(marks):
        if event.step is Step.resumed:
            continue
        following = marks[index + 1].at.date() if index + 1 < len(marks) else None
        began, ended = max(event.at.date(), started), min(following or stop, stop)
        if began < stop and began <= ended:
            over = following if following is not None and following <= stop else None
            found.append(Pause(began, over, event.reason, event.note, (ended - began).days))
    return tuple(found)


def _held(acts: list[_Act], pauses: tuple[Pause, ...], side: Side, stop: date) -> int:
    """Days on which `side` had to move, pauses left out."""
    days = [*(min(act.on, stop) for act in acts), stop]
    stretches = [
        (begins, ends)
        for act, (begins, ends) in zip(acts, pairwise(days), strict=True)
        if act.side is not side
    ]
    return sum(
        (ends - begins).days - sum(_shared(begins, ends, pause, stop) for pause in pauses)
        for begins, ends in stretches
    )


def _shared(begins: date, ends: date, pause: Pause, stop: date) -> int:
    return max(0, (min(ends, pause.ended or stop) - max(begins, pause.began)).days)
