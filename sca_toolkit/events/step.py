"""What can happen to a case. A step is a fact with a time, never a state: states are worked out from steps."""

from __future__ import annotations

from enum import IntEnum

from sca_toolkit.values import Choice


class Stage(IntEnum):
    """The nine stages of the journey, in order (Singh et al. 2026, doi 10.1016/j.mayocpiqo.2025.100682)."""

    identification = 1
    benefits = 2
    authorization = 3
    agreement = 4
    collection = 5
    manufacturing = 6
    lymphodepletion = 7
    infusion = 8
    follow_up = 9

    @property
    def words(self) -> str:
        """The stage as people say it."""
        names = {1: "patient identification", 2: "benefits investigation", 3: "prior authorization",
                 4: "financial agreement", 9: "follow-up care"}  # fmt: skip
        return names.get(self.value, self.name.replace("_", " "))

    @property
    def in_our_control(self) -> bool:
        """False for manufacturing, lymphodepletion and infusion, which are mostly outside the center's control."""
        return self not in (Stage.manufacturing, Stage.lymphodepletion, Stage.infusion)


class Step(Choice):
    """One thing that happened."""

    referred = "referred"
    consulted = "consulted"
    benefits_requested = "benefits_requested"
    benefits_answered = "benefits_answered"
    pa_submitted = "pa_submitted"
    pa_information_asked = "pa_information_asked"
    pa_information_sent = "pa_information_sent"
    peer_to_peer_held = "peer_to_peer_held"
    pa_approved = "pa_approved"
    pa_denied = "pa_denied"
    appeal_filed = "appeal_filed"
    appeal_decided = "appeal_decided"
    external_review_filed = "external_review_filed"
    external_review_decided = "external_review_decided"
    network_exception_requested = "network_exception_requested"
    network_exception_granted = "network_exception_granted"
    network_exception_refused = "network_exception_refused"
    agreement_requested = "agreement_requested"
    payer_replied = "payer_replied"
    draft_sent = "draft_sent"
    offer_received = "offer_received"
    terms_agreed = "terms_agreed"
    payer_signed = "payer_signed"
    center_signed = "center_signed"
    terms_loaded = "terms_loaded"
    agreement_refused = "agreement_refused"
    exposure_approved = "exposure_approved"
    order_requested = "order_requested"
    order_approved = "order_approved"
    order_placed = "order_placed"
    slot_booked = "slot_booked"
    slot_lost = "slot_lost"
    collected = "collected"
    product_received = "product_received"
    product_out_of_specification = "product_out_of_specification"
    manufacturing_failed = "manufacturing_failed"
    lymphodepletion_started = "lymphodepletion_started"
    infused = "infused"
    admitted = "admitted"
    discharged = "discharged"
    follow_up_ended = "follow_up_ended"
    claim_filed = "claim_filed"
    claim_paid = "claim_paid"
    claim_denied = "claim_denied"
    contact_made = "contact_made"
    plan_moved = "plan_moved"
    delay_noted = "delay_noted"
    paused = "paused"
    resumed = "resumed"
    restarted = "restarted"
    revised = "revised"
    note = "note"
    withdrawn = "withdrawn"
    lost_while_waiting = "lost_while_waiting"
    moved_to_other_payer = "moved_to_other_payer"

    @property
    def stage(self) -> Stage | None:
        """The stage of the journey it belongs to; None for what can happen in any stage."""
        return _STAGES.get(self)

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "pa_submitted": "prior authorization submitted",
            "pa_information_asked": "payer asked for more information",
            "pa_information_sent": "information sent to payer",
            "pa_approved": "prior authorization approved",
            "pa_denied": "prior authorization denied",
            "peer_to_peer_held": "peer-to-peer review held",
            "benefits_requested": "benefit check requested",
            "benefits_answered": "benefit check answered",
            "plan_moved": "planned date moved",
            "terms_loaded": "terms loaded in the claims system",
            "payer_signed": "signed by the payer",
            "center_signed": "signed by the center",
            "payer_replied": "payer’s reply received",
            "offer_received": "payer’s offer received",
            "order_requested": "purchase order requested",
            "order_approved": "purchase order approved",
            "order_placed": "purchase order placed",
            "exposure_approved": "financial exposure approved",
            "slot_booked": "collection slot booked",
            "slot_lost": "collection slot lost",
        }


_STEPS_OF = {
    Stage.identification: (Step.referred, Step.consulted),
    Stage.benefits: (Step.benefits_requested, Step.benefits_answered),
    Stage.authorization: (
        Step.pa_submitted, Step.pa_information_asked, Step.pa_information_sent, Step.peer_to_peer_held,
        Step.pa_approved, Step.pa_denied, Step.appeal_filed, Step.appeal_decided, Step.external_review_filed,
        Step.external_review_decided, Step.network_exception_requested, Step.network_exception_granted,
        Step.network_exception_refused,
    ),
    Stage.agreement: (
        Step.agreement_requested, Step.payer_replied, Step.draft_sent, Step.offer_received, Step.terms_agreed,
        Step.payer_signed, Step.center_signed, Step.terms_loaded, Step.agreement_refused, Step.exposure_approved,
    ),
    Stage.collection: (
        Step.order_requested, Step.order_approved, Step.order_placed, Step.slot_booked, Step.slot_lost, Step.collected,
    ),
    Stage.manufacturing: (Step.product_received, Step.product_out_of_specification, Step.manufacturing_failed),
    Stage.lymphodepletion: (Step.lymphodepletion_started,),
    Stage.infusion: (Step.infused, Step.admitted, Step.discharged),
    Stage.follow_up: (Step.follow_up_ended, Step.claim_filed, Step.claim_paid, Step.claim_denied),
}  # fmt: skip
_STAGES = {step: stage for stage, steps in _STEPS_OF.items() for step in steps}

ENDS = (Step.withdrawn, Step.lost_while_waiting, Step.moved_to_other_payer)
"""Steps that end a case without an infusion; with `infused` the four competing ends."""

EIGHT_TIME_STAMPS = (
    Step.benefits_requested, Step.benefits_answered, Step.pa_submitted, Step.pa_approved, Step.agreement_requested,
    Step.payer_replied, Step.terms_agreed, Step.payer_signed, Step.center_signed, Step.terms_loaded,
)  # fmt: skip
"""The clocks that make one center's `days to agreement` comparable with another's: request and answer of the benefit
check, submission and decision of the authorization, request, first reply, terms agreed, both signatures, terms
loaded."""
