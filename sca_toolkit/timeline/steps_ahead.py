"""What to do when nothing is urgent: answer what is asked of us, else take the next step of the stage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sca_toolkit.case import Component
from sca_toolkit.events import Side, Stage, Step
from sca_toolkit.payer.words import day_in_words
from sca_toolkit.timeline.approvals import Approval, approval, authorization
from sca_toolkit.timeline.gates import check_gates
from sca_toolkit.timeline.kinds import ApprovalKind, Gate, GateMode, Status
from sca_toolkit.timeline.needs import planned_or_done
from sca_toolkit.timeline.orders import sign_offs
from sca_toolkit.timeline.situation import Situation
from sca_toolkit.timeline.slots import booked_slot
from sca_toolkit.timeline.tracks import exception_needed, needed_parts

ANSWERS: dict[Step, str] = {
    Step.pa_information_asked: "Send the payer what it asked for.",
    Step.pa_denied: "Ask for a peer-to-peer review or file the appeal.",
    Step.appeal_decided: "Decide whether to ask for a review outside the plan.",
    Step.external_review_decided: "Record what the review outside the plan decided, or close the case.",
    Step.payer_replied: "Answer the payer’s reply on the agreement.",
    Step.offer_received: "Answer the payer’s offer.",
    Step.terms_agreed: "Send the agreement for signature.",
    Step.payer_signed: "Sign the agreement.",
    Step.revised: "Send the revised agreement.",
}
"""What is due from us after an act that handed us the turn."""


@dataclass(frozen=True)
class Ahead:
    """A step that may be taken now, and why."""

    action: str
    reason: str
    owner: Side = Side.us


def next_step(s: Situation, stage: Stage | None) -> Ahead | None:
    """The next step of the stage the case stands in; None when there is none to take."""
    return next(_steps(s, stage), None) if stage else None


def _steps(s: Situation, stage: Stage) -> Iterator[Ahead]:
    match stage:
        case Stage.identification | Stage.benefits:
            yield from _benefits(s)
        case Stage.authorization:
            yield from _authorization(s)
        case Stage.agreement:
            yield from _agreement(s)
        case Stage.collection:
            yield from _collection(s)
        case Stage.manufacturing:
            yield Ahead("Ask the manufacturer when the product arrives.", "It is being made.", Side.maker)
        case Stage.lymphodepletion:
            yield from _treatment(s)
        case Stage.infusion | Stage.follow_up:
            yield from _after(s)


def _benefits(s: Situation) -> Iterator[Ahead]:
    found = approval(s, ApprovalKind.benefit_check)
    if found.status is Status.not_started:
        yield Ahead("Ask for the benefit check.", "Nobody has asked whether CAR T is covered.")
    elif found.clock.side is None and not found.status.decided:
        yield Ahead("Ask whether CAR T is covered.", f"{found.stands[0].upper()}{found.stands[1:]}.")
    elif found.status is Status.denied:
        yield Ahead("Ask the plan or its sponsor for an exception.", "CAR T is not covered.")
    yield from _authorization(s)


def _authorization(s: Situation) -> Iterator[Ahead]:
    open_parts = [part for part in needed_parts(s) if authorization(s, part).status is Status.not_started]
    if open_parts:
        yield Ahead(
            f"Submit the prior authorization for: {_listed(open_parts)}.", "It has not been asked for."
        )
    lapsed = [part for part in needed_parts(s) if authorization(s, part).status is Status.expired]
    if lapsed:
        yield Ahead(f"Ask for a new authorization for: {_listed(lapsed)}.", "It has ended.")
    yield from _agreement(s)


def _agreement(s: Situation) -> Iterator[Ahead]:
    found = approval(s, ApprovalKind.agreement)
    if found.status is Status.not_started:
        waits = s.practice.gates[Gate.agreement_waits_for_authorization] is not GateMode.off
        if not (waits and check_gates(s, Step.agreement_requested)):
            yield Ahead("Ask for the agreement.", "It need not wait for the authorization.")
    elif found.status is Status.denied:
        yield Ahead("Find out whether the payer reconsiders the agreement.", "It refused.")
    if exception_needed(s) and approval(s, ApprovalKind.network_exception).status is Status.not_started:
        yield Ahead("Ask for the network exception.", "It settles the member’s cost share.")


def _collection(s: Situation) -> Iterator[Ahead]:
    order = approval(s, ApprovalKind.purchase_order)
    if booked_slot(s) is None:
        yield Ahead("Book the collection slot.", "No slot is booked.")
    if order.status is Status.not_started:
        yield Ahead("Request the purchase order.", "The slot needs an order number.")
    elif s.last(Step.order_placed) is None:
        yield _order(s)
    day, _ = planned_or_done(s, Component.collection)
    when = f" planned for {day_in_words(day)}" if day else ""
    yield Ahead(f"Collect the cells{when} and record it.", "Everything before it is recorded.")


def _order(s: Situation) -> Ahead:
    missing = sign_offs(s).missing
    if missing:
        return Ahead(
            f"Get the purchase order approved by {', '.join(missing)}.", "Its approval is not complete."
        )
    if not sign_offs(s).complete:
        return Ahead("Get the purchase order approved.", "Nobody has approved it.")
    return Ahead("Place the purchase order.", "It is approved.")


def _treatment(s: Situation) -> Iterator[Ahead]:
    started = s.last(Step.lymphodepletion_started)
    part = Component.product if started else Component.lymphodepletion
    day, _ = planned_or_done(s, part)
    name = "infusion" if started else "lymphodepletion"
    when = f" planned for {day_in_words(day)}" if day else ""
    yield Ahead(f"Record the {name}{when}.", "The product is here.")


def _after(s: Situation) -> Iterator[Ahead]:
    if approval(s, ApprovalKind.agreement).status.decided and s.last(Step.terms_loaded) is None:
        yield Ahead(
            "Ask the payer to confirm that the terms are loaded in its claims system.",
            "A claim that meets no terms is paid wrongly.",
        )
    if s.last(Step.discharged) is None and s.last(Step.admitted):
        yield Ahead("Record the discharge.", "The stay is open.")
    elif s.last(Step.claim_filed) is None:
        yield Ahead("File the claim with the agreement’s reference.", "It has not been filed.")
    elif s.last(Step.claim_paid, Step.claim_denied) is None:
        yield Ahead("Check whether the claim was paid as agreed.", "No payment is recorded.", Side.payer)


def ours(s: Situation) -> Iterator[tuple[Approval, str]]:
    """Approvals in which the turn is ours, and what is due from us."""
    kinds = (kind for kind in ApprovalKind if kind is not ApprovalKind.prior_authorization)
    found = (*(authorization(s, part) for part in Component if part is not Component.whole_episode),)
    for each in (*found, *(approval(s, kind) for kind in kinds)):
        if each.clock.side is Side.us and each.clock.because in ANSWERS:
            yield each, ANSWERS[each.clock.because]


def _listed(parts: list[Component]) -> str:
    return ", ".join(part.words for part in parts)
