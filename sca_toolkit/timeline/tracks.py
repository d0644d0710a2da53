"""Which events belong to which of the five approvals, and to which part of the episode."""

from __future__ import annotations

from sca_toolkit.case import Component, LineOfBusiness
from sca_toolkit.events import Event, Step
from sca_toolkit.payer import ContractState, NetworkState, in_force, on
from sca_toolkit.timeline.kinds import ApprovalKind
from sca_toolkit.timeline.situation import Situation, once

PARTS = tuple(component for component in Component if component is not Component.whole_episode)
"""The parts of an episode that payers authorize apart."""
_WHOLE = (None, Component.whole_episode)

STEPS_OF: dict[ApprovalKind, tuple[Step, ...]] = {
    ApprovalKind.benefit_check: (Step.benefits_requested, Step.benefits_answered),
    ApprovalKind.prior_authorization: (
        Step.pa_submitted,
        Step.pa_information_asked,
        Step.pa_information_sent,
        Step.peer_to_peer_held,
        Step.pa_approved,
        Step.pa_denied,
        Step.appeal_filed,
        Step.appeal_decided,
        Step.external_review_filed,
        Step.external_review_decided,
    ),
    ApprovalKind.network_exception: (
        Step.network_exception_requested,
        Step.network_exception_granted,
        Step.network_exception_refused,
    ),
    ApprovalKind.agreement: (
        Step.agreement_requested,
        Step.payer_replied,
        Step.draft_sent,
        Step.offer_received,
        Step.terms_agreed,
        Step.payer_signed,
        Step.center_signed,
        Step.revised,
        Step.agreement_refused,
    ),
    ApprovalKind.purchase_order: (Step.order_requested, Step.order_approved, Step.order_placed),
}
"""The steps that move each approval."""


@once
def events_of(s: Situation, kind: ApprovalKind, component: Component | None = None) -> tuple[Event, ...]:
    """The events of one approval; with `component`, those about that part and those about the whole episode.

    What is said of the whole episode speaks for a part that is needed or was named by itself at some time.
    """
    found = s.all_of(*STEPS_OF[kind])
    if component is None:
        return found
    speaks = component in needed_parts(s) or any(event.component is component for event in found)
    about = (component, *_WHOLE) if speaks else ()
    return tuple(event for event in found if event.component in about)


@once
def needed_parts(s: Situation) -> tuple[Component, ...]:
    """The parts that need an authorization: those of the center's practice, tocilizumab for an outpatient infusion.

    Traditional Medicare authorizes nothing in advance.
    """
    if s.case.coverage.line_of_business is LineOfBusiness.medicare_ffs:
        return ()
    outpatient = s.case.setting is not None and s.case.setting.outpatient
    wanted = {*s.practice.components, *([Component.tocilizumab] if outpatient else [])}
    return tuple(part for part in PARTS if part in wanted)


@once
def asked_parts(s: Situation) -> tuple[Component, ...]:
    """The parts that an authorization was asked, given or refused for; a request for all stands for what is needed."""
    events = events_of(s, ApprovalKind.prior_authorization)
    parts = {event.component for event in events if event.component} - {Component.whole_episode}
    if any(event.component in _WHOLE for event in events if event.step is Step.pa_submitted):
        parts |= {*needed_parts(s)}
    return tuple(part for part in PARTS if part in parts)


def requests_split(s: Situation) -> bool:
    """Whether the payer was asked for parts of the episode apart instead of all at once."""
    sent = s.all_of(Step.pa_submitted)
    return len({event.component for event in sent} - set(_WHOLE)) > 1


@once
def agreement_needed(s: Situation) -> bool:
    """False where the payer does not negotiate, or a contract in force covers this product."""
    if s.profile is None:
        return True
    if on(s.profile.negotiates, s.today) is False:
        return False
    names = ("any", (s.case.product or "any").casefold())
    return not any(
        entry.value.state is ContractState.covers
        and entry.value.product.casefold() in names
        and _for_disease(s, entry.value.indication)
        and (entry.value.ends is None or entry.value.ends >= s.today)
        for entry in in_force(s.profile.contract, s.today)
    )


def exception_needed(s: Situation) -> bool | None:
    """Whether the member needs in-network treatment granted; None while the center's network state is not known."""
    state = on(s.profile.network, s.today) if s.profile else None
    if s.case.coverage.line_of_business is LineOfBusiness.medicare_ffs:
        return False
    if state is None:
        return None
    return state not in (NetworkState.in_network, NetworkState.center_of_excellence)


def _for_disease(s: Situation, indication: str) -> bool:
    disease = " ".join(part for part in (s.case.diagnosis.text, s.case.diagnosis.histology) if part)
    return indication == "any" or indication.casefold() in disease.casefold()
