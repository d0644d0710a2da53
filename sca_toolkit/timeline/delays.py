"""Why a case takes longer, by the list of reasons in three levels, with the days that are known.

Capacity is a flag and never days. Days of different delays may overlap, so they are not added up here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sca_toolkit.case import Component
from sca_toolkit.events import DelayReason, Detail, Event, Step
from sca_toolkit.timeline.kinds import ApprovalKind
from sca_toolkit.timeline.situation import Situation
from sca_toolkit.timeline.spells import Spell, spells, track
from sca_toolkit.timeline.tracks import PARTS, events_of
from sca_toolkit.values import Model


class Delay(Model):
    """One thing that held the case up."""

    reason: DelayReason
    since: date
    until: date | None = None
    """None while it lasts, or where nobody said."""
    days: int | None = None
    """None where days do not measure it, or where its end is not known."""
    component: Component | None = None
    why: str | None = None
    found_in: Step
    """The step that told it: a note of delay, a pause, or a question of the payer."""

    @property
    def levels(self) -> tuple[str, ...]:
        """The reason in words, the widest level first."""
        return self.reason.levels


def delays(s: Situation) -> tuple[Delay, ...]:
    """All delays in the order in which they began: noted ones, pauses, and days spent on what was missing."""
    found = [*_noted(s), *_paused(s), *_missing_items(s)]
    return tuple(sorted(found, key=lambda delay: delay.since))


def capacity_flag(s: Situation) -> bool:
    """Whether somebody noted that capacity held the case up."""
    return any(event.reason is DelayReason.capacity for event in s.history)


def _noted(s: Situation) -> Iterator[Delay]:
    for event in s.history:
        if event.step is Step.delay_noted:
            since, until = s.day_of(event.at), event.day(Detail.until)
            reason = event.reason or DelayReason.other
            known = until is not None and reason.measured_in_days
            yield _delay(event, reason, since, until, (until - since).days if known and until else None)


def _paused(s: Situation) -> Iterator[Delay]:
    begun: Event | None = None
    for event in s.history:
        if event.step is Step.paused and begun is None:
            begun = event
        elif event.step is Step.resumed and begun:
            yield _pause(s, begun, s.day_of(event.at))
            begun = None
    if begun:
        yield _pause(s, begun, None)


def _pause(s: Situation, begun: Event, until: date | None) -> Delay:
    since, reason = s.day_of(begun.at), begun.reason or DelayReason.other
    days = ((until or s.today) - since).days if reason.measured_in_days else None
    return _delay(begun, reason, since, until, days)


def _missing_items(s: Situation) -> Iterator[Delay]:
    """Spells between a question of the payer and our answer, once for each question."""
    seen: set[tuple[date, date | None]] = set()
    for part in PARTS:
        turns = track(events_of(s, ApprovalKind.prior_authorization, part))
        for spell in spells(turns, s.as_of, over=False):
            if spell.because is Step.pa_information_asked:
                yield from _once(s, spell, seen)


def _once(s: Situation, spell: Spell, seen: set[tuple[date, date | None]]) -> Iterator[Delay]:
    since, until = s.day_of(spell.since), s.day_of(spell.until) if spell.until else None
    if (since, until) not in seen:
        seen.add((since, until))
        yield Delay(
            reason=DelayReason.authorization_documents,
            since=since,
            until=until,
            days=((until or s.today) - since).days,
            found_in=spell.because,
        )


def _delay(event: Event, reason: DelayReason, since: date, until: date | None, days: int | None) -> Delay:
    return Delay(
        reason=reason,
        since=since,
        until=until,
        days=days,
        component=event.component,
        why=event.note,
        found_in=event.step,
    )
