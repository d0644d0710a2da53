"""The nine stages of a case: where it stands, since when, how long each took, and how the case ended.

Two counts are kept apart. A *span* runs from the begin of a stage to its finish; spans overlap where work is done in
parallel. The *path* says at every moment which stage was the one that held the case up: the lowest that was not
finished. Its legs do not overlap, so their days add up to the days from the first event to the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from sca_toolkit.events import ENDS, DelayReason, Event, Stage, Step
from sca_toolkit.timeline.bounds import bounds_of, stage_of
from sca_toolkit.timeline.kinds import ApprovalKind
from sca_toolkit.timeline.situation import Situation, once, restarts_from
from sca_toolkit.timeline.tracks import events_of
from sca_toolkit.values import Model


class Span(Model):
    """One stage from its begin to its finish, or one leg of the path."""

    stage: Stage
    since: date
    until: date | None = None
    """None while it lasts."""
    days: int
    in_our_control: bool


class End(Model):
    """How the wait ended: infused, withdrawn, lost while waiting, or moved to another payer."""

    step: Step
    on: date
    reason: DelayReason | None = None
    why: str | None = None

    @property
    def infused(self) -> bool:
        """Whether the product was given."""
        return self.step is Step.infused


class Restart(Model):
    """A start from an earlier stage, for example from transplant to CAR T; not a revision of terms."""

    on: date
    stage: Stage
    """The first stage that is done again."""
    reason: DelayReason | None = None
    why: str | None = None
    days_taken_back: int
    """Days from the first event of that stage to the restart."""


class Journey(Model):
    """Where a case stands and how it came there."""

    stage: Stage | None = None
    """The stage that holds the case up; None when all are finished or the case ended without infusion."""
    since: date | None = None
    also_open: tuple[Stage, ...] = ()
    """Other stages that have begun and are not finished."""
    spans: tuple[Span, ...] = ()
    path: tuple[Span, ...] = ()
    end: End | None = None
    days: int = 0
    """From the first step of a stage to infusion or end, else to today."""
    days_in_our_control: int = 0
    days_outside_our_control: int = 0
    restarts: tuple[Restart, ...] = ()
    revisions: int = 0


def journey(s: Situation) -> Journey:
    """The stages of the case as they stand at `as_of`."""
    s = _by_events(s)
    end = ending(s)
    path = _path(s)
    waited = tuple(_cut(leg, end.on if end else s.today) for leg in path)
    bounds = bounds_of(s)
    stage = None if end and not end.infused else stage_of(s, bounds)
    return Journey(
        stage=stage,
        since=path[-1].since if path and stage else None,
        also_open=tuple(each for each in s.practice.stages if bounds[each].open and each is not stage),
        spans=tuple(_spans(s)),
        path=path,
        end=end,
        days=sum(waited),
        days_in_our_control=_controlled(path, waited, ours=True),
        days_outside_our_control=_controlled(path, waited, ours=False),
        restarts=tuple(_restarts(s)),
        revisions=sum(event.step is Step.revised for event in s.history),
    )


def stage_now(s: Situation) -> Stage | None:
    """The stage that holds the case up; None when all are finished or the case ended without infusion."""
    s = _by_events(s)
    end = ending(s)
    return None if end and not end.infused else stage_of(s, bounds_of(s))


def stage_since(s: Situation) -> tuple[Stage | None, date | None]:
    """The stage that holds the case up and since when, as `journey` has them, without the way there."""
    s = _by_events(s)
    stage = stage_now(s)
    last: Stage | None = None
    since: date | None = None
    for moment in reversed(_moments(s)) if stage else ():
        then = replace(s, as_of=moment)
        found = stage_of(then, bounds_of(then))
        if last and found is not last:
            break
        last = found
        since = s.day_of(moment) if found else None
    return stage, since


@once
def ending(s: Situation) -> End | None:
    """How the wait ended; the first of the four ends counts. None while it waits."""
    event = s.first(Step.infused, *ENDS)
    if event is None:
        return None
    return End(step=event.step, on=s.day_of(event.at), reason=event.reason, why=event.note)


def _by_events(s: Situation) -> Situation:
    """The case's own list of authorizations has no days of decision; it counts only where no event speaks of them."""
    if not s.case.authorizations or not events_of(s, ApprovalKind.prior_authorization):
        return s
    return replace(s, case=s.case.model_copy(update={"authorizations": ()}))


def _spans(s: Situation) -> Iterator[Span]:
    last = _last_day(s)
    for stage, bounds in bounds_of(s).items():
        if bounds.since is not None and stage in s.practice.stages:
            since, until = s.day_of(bounds.since), s.day_of(bounds.until) if bounds.until else None
            yield _span(s, stage, since, until, max(until or last, since))


def _path(s: Situation) -> tuple[Span, ...]:
    legs: list[tuple[Stage | None, date]] = []
    for moment in _moments(s):
        then = replace(s, as_of=moment)
        stage = stage_of(then, bounds_of(then))
        if not legs or legs[-1][0] is not stage:
            legs.append((stage, s.day_of(moment)))
    days = [day for _, day in legs[1:]]
    ends: list[date | None] = [*days, None][: len(legs)]
    return tuple(
        _span(s, stage, since, until, until or max(_last_day(s), since))
        for (stage, since), until in zip(legs, ends, strict=True)
        if stage is not None
    )


def _moments(s: Situation) -> list[datetime]:
    """The moments at which the stage can change."""
    over = s.first(*ENDS)
    return sorted({event.at for event in s.history if _matters(event) and (not over or event.at <= over.at)})


def _matters(event: Event) -> bool:
    return event.step.stage is not None or event.step in (Step.restarted, Step.revised)


def _last_day(s: Situation) -> date:
    over = s.first(*ENDS)
    return s.day_of(over.at) if over else s.today


def _span(s: Situation, stage: Stage, since: date, until: date | None, counted_to: date) -> Span:
    ours = stage not in s.practice.outside_control
    return Span(stage=stage, since=since, until=until, days=(counted_to - since).days, in_our_control=ours)


def _cut(leg: Span, end: date) -> int:
    """Days of `leg` up to `end`."""
    return max(0, min(leg.days, (end - leg.since).days))


def _controlled(path: tuple[Span, ...], waited: tuple[int, ...], *, ours: bool) -> int:
    return sum(days for leg, days in zip(path, waited, strict=True) if leg.in_our_control is ours)


def _restarts(s: Situation) -> Iterator[Restart]:
    for index, event in enumerate(s.history):
        if event.step is Step.restarted:
            stage = restarts_from(event)
            begun = next(
                (past for past in s.history[:index] if past.step.stage and past.step.stage >= stage), event
            )
            yield Restart(
                on=s.day_of(event.at),
                stage=stage,
                reason=event.reason,
                why=event.note,
                days_taken_back=(s.day_of(event.at) - s.day_of(begun.at)).days,
            )
