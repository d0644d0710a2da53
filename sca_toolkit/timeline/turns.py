"""Whose turn it is, worked out from events alone, and how many days each side has had.

Every act hands the turn to somebody: a submission to the payer, a question to us. Days are whole days between two
days at the center, so the days of all sides add up to the days in between. A pause takes days from everybody. While
nothing is asked of anybody, the next step is ours and so are the days. The wait ends with infusion or the case's end.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sca_toolkit.case import Component
from sca_toolkit.events import ENDS, DelayReason, Side, Step
from sca_toolkit.timeline.kinds import ApprovalKind
from sca_toolkit.timeline.situation import Situation, once
from sca_toolkit.timeline.spells import Change, Spell, Track, pauses, spells, together, track, with_pauses
from sca_toolkit.timeline.tracks import asked_parts, events_of
from sca_toolkit.values import Model


class Clock(Model):
    """How long something has run, in whole days at the center, and with whom it is now."""

    side: Side | None = None
    """Who has the turn; None where it is closed, paused or not begun."""
    since: date | None = None
    """Since when."""
    because: Step | None = None
    """The act that handed it over."""
    paused: DelayReason | None = None
    """Why it is paused now; `other` where no reason was given."""
    days_us: int = 0
    days_payer: int = 0
    days_maker: int = 0
    days_paused: int = 0

    @property
    def days(self) -> int:
        """Days it has run, pauses included."""
        return self.days_us + self.days_payer + self.days_maker + self.days_paused


@once
def clock_of(s: Situation, kind: ApprovalKind, component: Component | None = None) -> Clock:
    """The clock of one approval, or of one part of the authorization."""
    return clock(s, spells_of(s, kind, component))


def case_clock(s: Situation) -> Clock:
    """The clock of the whole case, from its first event on."""
    return clock(s, case_spells(s))


def spells_of(s: Situation, kind: ApprovalKind, component: Component | None = None) -> tuple[Spell, ...]:
    """The spells of one approval. For the authorization as a whole: ours while any part of it is ours."""
    return _finished(s, _track_of(s, kind, component), kind)


@once
def case_spells(s: Situation) -> tuple[Spell, ...]:
    """The spells of the whole case; what nobody was asked for is ours."""
    if not s.history:
        return ()
    made = track(s.all_of(Step.collected, Step.product_received, Step.manufacturing_failed))
    start = Change(s.history[0].at, None, s.history[0].step)
    tracks = [[start], made, *(_track_of(s, kind) for kind in ApprovalKind)]
    ours = [replace(change, side=change.side or Side.us) for change in together(tracks)]
    return _finished(s, ours, None)


def clock(s: Situation, stretch: tuple[Spell, ...]) -> Clock:
    """The days of each side in `stretch`, and who has the turn in its last spell while it lasts."""
    if not stretch:
        return Clock()
    last = stretch[-1]
    lasting = last.until is None
    return Clock(
        side=last.side if lasting else None,
        since=s.day_of(last.since) if lasting else None,
        because=last.because if lasting else None,
        paused=(last.reason or DelayReason.other) if lasting and last.paused else None,
        days_us=_days(s, stretch, Side.us),
        days_payer=_days(s, stretch, Side.payer),
        days_maker=_days(s, stretch, Side.maker),
        days_paused=sum(_length(s, spell) for spell in stretch if spell.paused),
    )


def last_act_of_payer(s: Situation, kind: ApprovalKind) -> datetime | None:
    """When the payer was last heard of in this matter; None when never."""
    heard = [event.at for event in events_of(s, kind) if event.by is Side.payer or event.step in _PAYER_ACTS]
    return max(heard, default=None)


def end_of_wait(s: Situation) -> datetime | None:
    """The moment of infusion or of the case's end; None while it waits."""
    over = s.first(Step.infused, *ENDS)
    return over.at if over else None


_PAYER_ACTS = (
    Step.benefits_answered,
    Step.pa_information_asked,
    Step.peer_to_peer_held,
    Step.pa_approved,
    Step.pa_denied,
    Step.payer_replied,
    Step.offer_received,
    Step.payer_signed,
)


@once
def _track_of(s: Situation, kind: ApprovalKind, component: Component | None = None) -> Track:
    if kind is ApprovalKind.prior_authorization and component is None:
        parts = asked_parts(s)
        if parts:
            return together([track(events_of(s, kind, part)) for part in parts])
    return track(events_of(s, kind, component))


def _finished(s: Situation, changes: Track, kind: ApprovalKind | None) -> tuple[Spell, ...]:
    end = end_of_wait(s)
    paused = with_pauses(changes, pauses(s.run, kind))
    return spells(paused, end or s.as_of, over=end is not None)


def _days(s: Situation, stretch: tuple[Spell, ...], side: Side) -> int:
    return sum(_length(s, spell) for spell in stretch if spell.side is side)


def _length(s: Situation, spell: Spell) -> int:
    return (s.day_of(spell.until or s.as_of) - s.day_of(spell.since)).days
