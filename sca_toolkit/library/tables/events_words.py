"""Steps as people write them in their own lists: our words, our names, and what else they are often called."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from sca_toolkit.case import Component
from sca_toolkit.events import Stage, Step
from sca_toolkit.library.tables.columns import bare

SLASH = "/"
"""Stands between a step and the part of the episode: `pa_approved/product`."""


@dataclass(frozen=True)
class StepWord:
    """A step and, where the words name it, the part of the episode it belongs to."""

    step: Step
    component: Component | None = None

    def __str__(self) -> str:
        return self.step.value + (f"{SLASH}{self.component.value}" if self.component else "")


_ALSO: Mapping[Step, tuple[str, ...]] = {
    Step.referred: ("referral", "referral received", "referral date", "referred on"),
    Step.consulted: ("consult", "consultation", "first consult", "new patient visit", "evaluation visit"),
    Step.benefits_requested: ("benefits check sent", "benefit investigation started", "eligibility requested"),
    Step.benefits_answered: ("benefits verified", "benefit investigation done", "eligibility verified", "VOB done"),
    Step.pa_submitted: ("auth submitted", "authorization submitted", "PA requested", "authorization requested",
                        "auth requested", "prior auth submitted", "PA sent", "prior auth requested"),
    Step.pa_information_asked: ("additional information requested", "records requested", "PA pended"),
    Step.pa_information_sent: ("additional information sent", "records sent"),
    Step.peer_to_peer_held: ("peer to peer", "P2P", "P2P held", "peer-to-peer"),
    Step.pa_approved: ("auth approved", "authorization approved", "auth received", "authorization received",
                       "PA received", "prior auth approved", "auth obtained"),
    Step.pa_denied: ("auth denied", "authorization denied", "prior auth denied", "denial received"),
    Step.appeal_filed: ("appeal", "appeal sent", "appeal submitted"),
    Step.agreement_requested: ("SCA requested", "LOA requested", "agreement request sent", "SCA initiated"),
    Step.payer_replied: ("payer replied", "payer response", "first payer reply", "payer reply"),
    Step.draft_sent: ("SCA sent", "draft SCA sent", "LOA sent", "SCA draft sent", "counter sent"),
    Step.offer_received: ("offer received", "rate offer", "counteroffer received", "payer offer"),
    Step.terms_agreed: ("rates agreed", "SCA terms agreed", "agreement reached"),
    Step.payer_signed: ("payer signed", "payer signature", "signed by payer", "SCA signed by payer"),
    Step.center_signed: ("center signed", "center signature", "signed by center", "hospital signed"),
    Step.terms_loaded: ("terms loaded", "SCA loaded", "contract loaded", "rates loaded"),
    Step.agreement_refused: ("SCA denied", "SCA refused", "agreement denied"),
    Step.order_requested: ("PO requested", "purchase order requested"),
    Step.order_approved: ("PO approved",),
    Step.order_placed: ("PO placed", "PO sent", "PO issued", "product ordered"),
    Step.slot_booked: ("slot booked", "apheresis scheduled", "collection scheduled", "slot confirmed"),
    Step.slot_lost: ("slot lost",),
    Step.collected: ("apheresis", "leukapheresis", "collection", "cell collection", "apheresis done", "apheresis date",
                     "cells collected", "collection date", "leukapheresis date"),
    Step.product_received: ("product arrived", "product delivered"),
    Step.product_out_of_specification: ("out of specification", "OOS", "product OOS"),
    Step.lymphodepletion_started: ("lymphodepletion", "LD started", "conditioning", "LD chemo", "lymphodepletion date"),
    Step.infused: ("infusion", "infusion date", "CAR T infusion", "CAR-T infusion", "day 0", "cell infusion"),
    Step.admitted: ("admission", "admit date", "admission date"),
    Step.discharged: ("discharge", "discharge date"),
    Step.claim_filed: ("claim submitted", "claim sent", "billed"),
    Step.claim_paid: ("paid", "payment received"),
    Step.contact_made: ("call", "phone call", "follow-up call", "contacted payer"),
    Step.paused: ("on hold", "hold"),
    Step.withdrawn: ("canceled", "cancelled", "patient withdrew"),
    Step.lost_while_waiting: ("died while waiting", "deceased before infusion", "lost before infusion"),
    Step.moved_to_other_payer: ("payer changed", "insurance changed"),
}  # fmt: skip
_PARTS: Mapping[Component, tuple[str, ...]] = {
    Component.evaluation: ("evaluation", "eval", "workup"),
    Component.collection: ("collection", "apheresis", "leukapheresis"),
    Component.product: ("product", "drug", "cells"),
    Component.stay: ("stay", "inpatient stay", "inpatient"),
    Component.lymphodepletion: ("lymphodepletion", "ld", "conditioning"),
    Component.tocilizumab: ("tocilizumab", "toci"),
    Component.whole_episode: ("whole episode", "episode"),
}
_WITH_PARTS = (Stage.authorization,)


def step_of(text: str) -> StepWord | None:
    """The step that a text names, `PA approved (product)` with its part; None when it is not known."""
    name, slash, part = text.partition(SLASH)
    if slash and (found := _by_words().get(bare(name))) and bare(part) in _components():
        return StepWord(found, _components()[bare(part)])
    if found := _by_words().get(bare(text)):
        return StepWord(found)
    for component, names in _PARTS.items():
        for name in names:
            rest, times = re.subn(rf"\b{re.escape(name)}\b", " ", text, count=1, flags=re.IGNORECASE)
            found = _by_words().get(bare(rest)) if times else None
            if found and found.stage in _WITH_PARTS:
                return StepWord(found, component)
    return None


def nearest_step(text: str) -> Step | None:
    """A step whose words are close to a text, for a hint."""
    near = get_close_matches(bare(text), _by_words(), n=1, cutoff=0.75)
    return _by_words()[near[0]] if near else None


@cache
def _by_words() -> Mapping[str, Step]:
    return dict(_words())


def _words() -> Iterator[tuple[str, Step]]:
    for step, names in _ALSO.items():
        yield from ((bare(name), step) for name in names)
    for step in Step:
        yield bare(step.words), step
        yield bare(step.value), step


@cache
def _components() -> Mapping[str, Component]:
    return {bare(name): component for component in Component for name in (component.value, component.words)}
