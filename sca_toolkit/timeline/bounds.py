"""When each stage of the journey begins and is finished, from the events of the current run.

The rule of each stage stands in its function. A stage that the case's own entries show as settled is finished without
a moment; these entries count only where no event speaks of the matter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sca_toolkit.events import Event, Stage, Step
from sca_toolkit.timeline.kinds import ApprovalKind, Status
from sca_toolkit.timeline.rulings import ruling
from sca_toolkit.timeline.situation import Situation, once
from sca_toolkit.timeline.tracks import agreement_needed, asked_parts, events_of, needed_parts


@dataclass(frozen=True)
class Bounds:
    """Begin and finish of one stage; `finished` without `until` where nobody recorded the day."""

    since: datetime | None = None
    until: datetime | None = None
    finished: bool = False

    @property
    def open(self) -> bool:
        """Begun and not finished."""
        return self.since is not None and not self.finished


@once
def bounds_of(s: Situation) -> dict[Stage, Bounds]:
    """Begin and finish of all nine stages."""
    return {stage: rule(s) for stage, rule in _RULES.items()}


def stage_of(s: Situation, bounds: dict[Stage, Bounds]) -> Stage | None:
    """The lowest stage that is used, needed and not passed; None when all are."""
    reached = max(
        (stage for stage in bounds if stage >= Stage.collection and bounds[stage].finished), default=0
    )
    for stage in s.practice.stages:
        if (
            stage > reached
            and not bounds[stage].finished
            and _needed(s, stage)
            and not _skipped(stage, bounds)
        ):
            return stage
    return None


def _skipped(stage: Stage, bounds: dict[Stage, Bounds]) -> bool:
    """Nobody recorded the first stages, but a later one of the paper work has begun."""
    later = [bounds[each] for each in (Stage.benefits, Stage.authorization, Stage.agreement) if each > stage]
    early = stage in (Stage.identification, Stage.benefits)
    return early and bounds[stage].since is None and any(each.since or each.finished for each in later)


def _needed(s: Situation, stage: Stage) -> bool:
    if stage is Stage.authorization:
        return bool(needed_parts(s) or asked_parts(s))
    return stage is not Stage.agreement or agreement_needed(s) or bool(events_of(s, ApprovalKind.agreement))


def _identification(s: Situation) -> Bounds:
    """From referral (or consult) to the consult, or to the first step of a later stage."""
    begun = s.first(Step.referred, Step.consulted)
    over = next(
        (e for e in s.run if e.step is Step.consulted or (e.step.stage or 0) > Stage.identification), None
    )
    return _from_to(begun, over.at if begun and over else None)


def _benefits(s: Situation) -> Bounds:
    """From the first request to the last answer; a new request opens it again."""
    asked, answered = s.last(Step.benefits_requested), s.last(Step.benefits_answered)
    begun = s.first(Step.benefits_requested, Step.benefits_answered)
    if begun is None:
        settled = ruling(s, ApprovalKind.benefit_check, None).status is Status.approved
        return Bounds(finished=settled)
    over = answered and (asked is None or asked.at <= answered.at)
    return _from_to(begun, answered.at if answered and over else None)


def _authorization(s: Situation) -> Bounds:
    """From the first submission to the last approval, when every part that was asked for is approved."""
    events = events_of(s, ApprovalKind.prior_authorization)
    parts = asked_parts(s) if events else needed_parts(s)
    found = [ruling(s, ApprovalKind.prior_authorization, part) for part in parts]
    approved = bool(found) and all(each.status is Status.approved for each in found)
    if not events:
        return Bounds(finished=approved)
    moments = [each.decided for each in found if each.decided]
    return _from_to(events[0], max(moments) if approved and moments else None)


def _agreement(s: Situation) -> Bounds:
    """From the request (or the first draft or offer) to the second of the two signatures."""
    events = events_of(s, ApprovalKind.agreement)
    begun = next((event for event in events if event.step is not Step.revised), None)
    found = ruling(s, ApprovalKind.agreement, None)
    return _from_to(begun, found.decided if found.status is Status.approved else None)


def _collection(s: Situation) -> Bounds:
    """From the first booking or order to the collection; a failed product opens it again."""
    begun = s.first(Step.slot_booked, Step.order_requested, Step.order_placed, Step.collected)
    return _from_to(begun, _moment(s, Step.collected))


def _manufacturing(s: Situation) -> Bounds:
    """From the collection to the arrival of the product, or to lymphodepletion where nobody recorded the arrival."""
    arrived = _moment(s, Step.product_received)
    started = s.first(Step.lymphodepletion_started, Step.infused)
    begun = s.last(Step.collected) if _moment(s, Step.collected) else None
    return _from_to(begun, arrived or (started.at if started and begun else None))


def _lymphodepletion(s: Situation) -> Bounds:
    """From its first day to the infusion."""
    infused = s.first(Step.infused)
    return _from_to(s.first(Step.lymphodepletion_started), infused.at if infused else None)


def _infusion(s: Situation) -> Bounds:
    """From the infusion to the discharge of the stay it happened in; over at once where no stay was recorded."""
    infused, out = s.first(Step.infused), s.last(Step.discharged)
    if infused is None:
        return Bounds()
    staying = s.first(Step.admitted) is not None
    left = out.at if out and out.at >= infused.at else None
    return _from_to(infused, left or (None if staying else infused.at))


def _follow_up(s: Situation) -> Bounds:
    """From the end of the infusion stage to the end of follow-up."""
    before, over = _infusion(s), s.last(Step.follow_up_ended)
    ended = over.at if over else None
    return Bounds(before.until, ended, ended is not None) if before.until else Bounds()


_RULES: dict[Stage, Callable[[Situation], Bounds]] = {
    Stage.identification: _identification,
    Stage.benefits: _benefits,
    Stage.authorization: _authorization,
    Stage.agreement: _agreement,
    Stage.collection: _collection,
    Stage.manufacturing: _manufacturing,
    Stage.lymphodepletion: _lymphodepletion,
    Stage.infusion: _infusion,
    Stage.follow_up: _follow_up,
}


def _moment(s: Situation, step: Step) -> datetime | None:
    last = s.last(step)
    return last.at if last and s.done(step) else None


def _from_to(begun: Event | None, over: datetime | None) -> Bounds:
    return Bounds(begun.at if begun else None, over, over is not None)
