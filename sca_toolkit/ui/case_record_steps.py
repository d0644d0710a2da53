"""Which steps are likely next, so that they can stand on buttons."""

from __future__ import annotations

from collections.abc import Iterator

from sca_toolkit.case import Component
from sca_toolkit.desk.tracking import CaseView
from sca_toolkit.events import Detail, Side, Stage, Step
from sca_toolkit.timeline import ApprovalKind, Status

AT_MOST = 5
_AFTER: dict[ApprovalKind, dict[Status, tuple[Step, ...]]] = {
    ApprovalKind.benefit_check: {
        Status.not_started: (Step.benefits_requested,),
        Status.requested: (Step.benefits_answered,),
    },
    ApprovalKind.prior_authorization: {
        Status.not_started: (Step.pa_submitted,),
        Status.requested: (Step.pa_approved, Step.pa_information_asked, Step.pa_denied),
        Status.information_asked: (Step.pa_information_sent,),
        Status.denied: (Step.appeal_filed, Step.peer_to_peer_held),
    },
    ApprovalKind.network_exception: {Status.requested: (Step.network_exception_granted,)},
    ApprovalKind.agreement: {
        Status.not_started: (Step.agreement_requested,),
        Status.requested: (Step.offer_received, Step.payer_replied, Step.terms_agreed),
    },
    ApprovalKind.purchase_order: {
        Status.not_started: (Step.order_requested,),
        Status.requested: (Step.order_approved, Step.order_placed),
    },
}
_OF_STAGE = {
    Stage.collection: (Step.exposure_approved, Step.slot_booked, Step.collected),
    Stage.manufacturing: (Step.product_received,),
    Stage.lymphodepletion: (Step.lymphodepletion_started,),
    Stage.infusion: (Step.admitted, Step.infused, Step.discharged),
    Stage.follow_up: (Step.claim_filed, Step.claim_paid, Step.follow_up_ended),
}
WITH_PART = (
    Step.pa_submitted,
    Step.pa_information_asked,
    Step.pa_information_sent,
    Step.pa_approved,
    Step.pa_denied,
)
"""Steps that concern one part of the episode."""
DETAILS: dict[Step, tuple[Detail, ...]] = {
    Step.pa_approved: (Detail.valid_from, Detail.valid_to),
    Step.network_exception_granted: (Detail.valid_from, Detail.valid_to),
    Step.order_requested: (Detail.amount, Detail.cut_off),
    Step.order_approved: (Detail.approver, Detail.role, Detail.amount),
    Step.exposure_approved: (Detail.approver, Detail.role),
    Step.slot_booked: (Detail.planned, Detail.cut_off),
    Step.pa_information_asked: (Detail.due,),
    Step.pa_denied: (Detail.due,),
    Step.benefits_answered: (Detail.outcome,),
    Step.appeal_decided: (Detail.outcome,),
    Step.external_review_decided: (Detail.outcome,),
    Step.restarted: (Detail.restarts_from,),
    Step.delay_noted: (Detail.until,),
}
"""What a step usually carries besides its day."""
BY_PAYER = (
    Step.benefits_answered, Step.pa_information_asked, Step.pa_approved, Step.pa_denied, Step.appeal_decided,
    Step.network_exception_granted, Step.network_exception_refused, Step.payer_replied, Step.offer_received,
    Step.payer_signed, Step.agreement_refused, Step.terms_loaded, Step.claim_paid, Step.claim_denied,
)  # fmt: skip


def likely_steps(view: CaseView) -> tuple[Step, ...]:
    """At most AT_MOST steps: what the approvals wait for, those of the stage that holds the case up first."""
    if view.journey.end and not view.journey.end.infused:
        return ()
    stage = view.journey.stage
    found = list(dict.fromkeys(_waited_for(view)))
    found.sort(key=lambda step: step.stage is not stage)
    once = (
        {event.step for event in view.situation.run}
        - set(WITH_PART)
        - {Step.offer_received, Step.payer_replied}
    )
    likely = [step for step in found if step not in once]
    return (*likely[: AT_MOST - 1], Step.contact_made)


def _waited_for(view: CaseView) -> Iterator[Step]:
    stage = view.journey.stage
    if stage in _OF_STAGE:
        yield from _OF_STAGE[stage]
    if stage is Stage.identification:
        yield Step.consulted
    for each in view.approvals:
        yield from _AFTER[each.kind].get(each.status, ())


def part_waiting(view: CaseView, step: Step) -> Component | None:
    """The part of the authorization that waits for this step."""
    for each in view.approvals:
        if each.component and step in _AFTER[ApprovalKind.prior_authorization].get(each.status, ()):
            return each.component
    return None


def acted_by(step: Step) -> Side | None:
    """Whose act a step is, where it can only be one side's."""
    return Side.payer if step in BY_PAYER else None
