"""Spells: who had the turn from when to when. Worked out from acts that hand the turn over, and from pauses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sca_toolkit.events import DelayReason, Detail, Event, Outcome, Side, Step

_TURN_AFTER: dict[Step, Side | None] = {
    Step.benefits_requested: Side.payer,
    Step.benefits_answered: None,
    Step.pa_submitted: Side.payer,
    Step.pa_information_asked: Side.us,
    Step.pa_information_sent: Side.payer,
    Step.pa_approved: None,
    Step.pa_denied: Side.us,
    Step.appeal_filed: Side.payer,
    Step.external_review_filed: Side.payer,
    Step.network_exception_requested: Side.payer,
    Step.network_exception_granted: None,
    Step.network_exception_refused: None,
    Step.agreement_requested: Side.payer,
    Step.payer_replied: Side.us,
    Step.draft_sent: Side.payer,
    Step.offer_received: Side.us,
    Step.terms_agreed: Side.us,
    Step.agreement_refused: None,
    Step.revised: Side.us,
    Step.order_requested: Side.us,
    Step.order_approved: Side.us,
    Step.order_placed: None,
    Step.collected: Side.maker,
    Step.product_received: None,
    Step.manufacturing_failed: None,
}
_FIRST = (Side.us, Side.payer, Side.maker, Side.patient, None)
"""Of several tracks, the one that is ours speaks first, because it can be worked on now."""
_RANK = {side: rank for rank, side in enumerate(_FIRST)}


@dataclass(frozen=True)
class Spell:
    """A stretch of time in which one side had the turn; `side` is None where nobody had it."""

    side: Side | None
    since: datetime
    because: Step
    """The act that began it."""
    until: datetime | None = None
    """None while it lasts."""
    paused: bool = False
    reason: DelayReason | None = None
    """Why it was paused."""


@dataclass(frozen=True)
class Change:
    """From `at` on, `side` has the turn."""

    at: datetime
    side: Side | None
    because: Step
    paused: bool = False
    reason: DelayReason | None = None

    def same_turn(self, other: Change) -> bool:
        """Whether nothing changes between the two."""
        return (self.side, self.paused) == (other.side, other.paused)


Track = Sequence[Change]


def track(events: Iterable[Event]) -> Track:
    """The changes of turn in the events of one approval (in their order)."""
    changes: list[Change] = []
    seen: list[Event] = []
    for event in events:
        if event.step is not Step.peer_to_peer_held:
            changes.append(Change(event.at, _handed_to(event, seen), event.step))
        seen.append(event)
    return _without_repeats(changes)


def together(tracks: Iterable[Track]) -> Track:
    """Several tracks as one: ours while any of them is ours, else the payer's, else the maker's, else nobody's."""
    tracks = [each for each in tracks if each]
    coming = sorted(
        ((change.at, number, change) for number, each in enumerate(tracks) for change in each),
        key=lambda each: each[0],
    )
    holding: list[Change | None] = [None] * len(tracks)
    changes: list[Change] = []
    for place, (at, number, change) in enumerate(coming):
        holding[number] = change
        if place + 1 == len(coming) or coming[place + 1][0] != at:
            first = _first_of(holding)
            changes.append(first if first.at == at else replace(first, at=at))
    return _without_repeats(changes)


def with_pauses(turns: Track, paused: Track) -> Track:
    """`turns` with nobody's turn while the case is paused. `paused` changes to and from `paused=True`."""
    if not turns or not paused:
        return turns
    moments = sorted({change.at for change in (*turns, *paused) if change.at >= turns[0].at})
    both = [(at, _at(paused, at), _at(turns, at)) for at in moments]
    changes = [replace(stop if stop and stop.paused else turn, at=at) for at, stop, turn in both if turn]
    return _without_repeats(changes)


def pauses(events: Iterable[Event], of: str | None) -> Track:
    """Pauses of the whole case, and of the approval named `of`."""
    return [
        Change(event.at, None, event.step, event.step is Step.paused, event.reason)
        for event in events
        if event.step in (Step.paused, Step.resumed) and event.says(Detail.kind) in (None, of)
    ]


def spells(changes: Track, end: datetime, *, over: bool) -> tuple[Spell, ...]:
    """The spells up to `end`. While the wait is not `over`, the last one lasts."""
    begun = [change for change in changes if change.at <= end]
    ends: list[datetime | None] = [change.at for change in begun[1:]]
    return tuple(
        Spell(
            side=change.side,
            since=change.at,
            until=until,
            because=change.because,
            paused=change.paused,
            reason=change.reason,
        )
        for change, until in zip(begun, [*ends, end if over else None], strict=False)
    )


def _handed_to(event: Event, earlier: Sequence[Event]) -> Side | None:
    if event.step in (Step.payer_signed, Step.center_signed):
        return _after_signature(event, earlier)
    if event.step in (Step.appeal_decided, Step.external_review_decided):
        return None if event.says(Detail.outcome) == Outcome.granted else Side.us
    return _TURN_AFTER.get(event.step)


def _after_signature(event: Event, earlier: Sequence[Event]) -> Side | None:
    payer = event.step is Step.payer_signed
    other = Step.center_signed if payer else Step.payer_signed
    revised = max((index for index, past in enumerate(earlier) if past.step is Step.revised), default=-1)
    if any(past.step is other for past in earlier[revised + 1 :]):
        return None
    return Side.us if payer else Side.payer


def _at(changes: Track, moment: datetime) -> Change | None:
    return next((change for change in reversed(changes) if change.at <= moment), None)


def _first_of(holding: Iterable[Change | None]) -> Change:
    return min((change for change in holding if change), key=lambda change: _RANK[change.side])


def _without_repeats(changes: Sequence[Change]) -> Track:
    kept: list[Change] = []
    for change in changes:
        if not kept or not kept[-1].same_turn(change):
            kept.append(change)
    return kept
