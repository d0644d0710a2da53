"""What the events of one approval say about it, before it is judged at the day it is needed for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sca_toolkit.case import Component
from sca_toolkit.events import Detail, Event, Outcome, Step
from sca_toolkit.timeline.entries import coverage_end, listed_authorization, usual_end
from sca_toolkit.timeline.kinds import ApprovalKind, Status
from sca_toolkit.timeline.orders import sign_offs
from sca_toolkit.timeline.situation import Situation, once
from sca_toolkit.timeline.tracks import events_of

_AFTER: dict[Step, Status] = {
    Step.benefits_requested: Status.requested,
    Step.pa_submitted: Status.requested,
    Step.pa_information_asked: Status.information_asked,
    Step.pa_information_sent: Status.requested,
    Step.pa_approved: Status.approved,
    Step.pa_denied: Status.denied,
    Step.appeal_filed: Status.requested,
    Step.external_review_filed: Status.requested,
    Step.network_exception_requested: Status.requested,
    Step.network_exception_granted: Status.approved,
    Step.network_exception_refused: Status.denied,
    Step.agreement_refused: Status.denied,
}
_REOPENS = (Step.agreement_requested, Step.draft_sent, Step.offer_received, Step.revised)
_SIGNATURES = (Step.payer_signed, Step.center_signed)


@dataclass(frozen=True)
class Ruling:
    """What was asked, what was decided, and how long it holds."""

    status: Status = Status.not_started
    stands: str = "not started"
    owner: str | None = None
    reference: str | None = None
    requested: datetime | None = None
    decided: datetime | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    expected: bool = False
    """True when `valid_to` follows from how long this payer's approvals usually last."""
    doubt: str | None = None


@once
def ruling(s: Situation, kind: ApprovalKind, part: Component | None) -> Ruling:
    """What is known of one approval: from its events, else from the case's own entries."""
    events = events_of(s, kind, part)
    if not events:
        return _of_part(s, part) if part else _of_coverage(s, kind)
    status, decider = _order(s, events) if kind is ApprovalKind.purchase_order else _fold(events)
    found = Ruling(
        status=status,
        stands=status.words if status.decided and events[-1] is decider else events[-1].step.words,
        owner=next((name for event in reversed(events) if (name := event.says(Detail.owner))), None),
        reference=_reference(events, decider),
        requested=events[0].at,
        decided=decider.at if decider else None,
    )
    if status is Status.approved and decider:
        found = _lasting(s, kind, part, found, decider)
    return _with_entry(s, part, found) if part else found


def _fold(events: tuple[Event, ...]) -> tuple[Status, Event | None]:
    """The status after the last event, and the event that decided it; None while it is undecided."""
    status, decider = Status.requested, None
    signed: set[Step] = set()
    for event in events:
        after = _after(event, signed)
        if after is None and status is Status.denied and event.step in _REOPENS:
            after = Status.requested
        if after is not None:
            status, decider = after, event if after.decided else None
    return status, decider


def _after(event: Event, signed: set[Step]) -> Status | None:
    """The status an event leads to; None when it changes nothing. `signed` keeps the signatures of this version."""
    if event.step is Step.revised:
        signed.clear()
        return None
    if event.step in _SIGNATURES:
        signed.add(event.step)
        return Status.approved if len(signed) == len(_SIGNATURES) else None
    if event.step is Step.benefits_answered:
        return Status.denied if event.says(Detail.outcome) == Outcome.refused else Status.approved
    if event.step in (Step.appeal_decided, Step.external_review_decided):
        return Status.approved if event.says(Detail.outcome) == Outcome.granted else Status.denied
    return _AFTER.get(event.step)


def _order(s: Situation, events: tuple[Event, ...]) -> tuple[Status, Event | None]:
    placed = events[-1].step is Step.order_placed
    if placed or sign_offs(s).complete:
        return Status.approved, events[-1]
    return Status.requested, None


def _lasting(
    s: Situation, kind: ApprovalKind, part: Component | None, found: Ruling, decider: Event
) -> Ruling:
    """With the days between which it holds, from the event, the terms, the coverage or the payer's usual time."""
    end, expected = decider.day(Detail.valid_to), False
    if end is None and kind is ApprovalKind.benefit_check:
        end = coverage_end(s)
    elif end is None and kind is ApprovalKind.agreement:
        end = s.agreement.ends
    elif end is None and part and not (_entry_end(s, part)):
        end, expected = usual_end(s, part, decider.at), True
    return replace(
        found,
        valid_from=decider.day(Detail.valid_from),
        valid_to=end,
        expected=expected and end is not None,
    )


def _entry_end(s: Situation, part: Component) -> date | None:
    entry = listed_authorization(s, part)
    return entry.valid_to if entry else None


def _with_entry(s: Situation, part: Component, found: Ruling) -> Ruling:
    """With what the case's own list adds. It stands in for a decision nobody recorded, and contradicts a denial."""
    entry = listed_authorization(s, part)
    if entry is None:
        return found
    if found.status is Status.denied:
        number = f" {entry.number}" if entry.number else ""
        doubt = f"The case lists authorization{number}, but the last event says: {found.stands}. Correct one."
        return replace(found, doubt=doubt)
    undecided = found.status is not Status.approved
    return replace(
        found,
        status=Status.approved,
        stands="approved, as the case lists it" if undecided else found.stands,
        reference=entry.number if undecided else found.reference or entry.number,
        valid_from=found.valid_from or entry.valid_from,
        valid_to=found.valid_to or entry.valid_to,
        doubt="No event says when it was approved; record it." if undecided else None,
    )


def _of_part(s: Situation, part: Component) -> Ruling:
    entry = listed_authorization(s, part)
    if entry is None:
        return Ruling()
    return Ruling(
        Status.approved,
        "approved, as the case lists it",
        reference=entry.number,
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
    )


def _of_coverage(s: Situation, kind: ApprovalKind) -> Ruling:
    """A benefit check that nobody recorded as an event, from the coverage the case lists."""
    coverage = s.case.coverage
    if kind is not ApprovalKind.benefit_check:
        return Ruling()
    if coverage.cart_covered is False:
        return Ruling(Status.denied, "CAR T is not covered", reference=coverage.eligibility_reference)
    if coverage.eligibility_verified_on is None:
        return Ruling()
    if coverage.cart_covered is None:
        stands = "eligibility verified; whether CAR T is covered is not known"
        return Ruling(Status.requested, stands, reference=coverage.eligibility_reference)
    return Ruling(
        Status.approved,
        "approved, as the case lists it",
        reference=coverage.eligibility_reference,
        valid_from=coverage.eligibility_verified_on,
        valid_to=coverage_end(s),
    )


def _reference(events: tuple[Event, ...], decider: Event | None) -> str | None:
    own = decider.reference if decider else None
    return own or next((event.reference for event in reversed(events) if event.reference), None)
