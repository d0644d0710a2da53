"""What a payer's profile and the last agreement with that payer say about the next one."""

from __future__ import annotations

from datetime import date
from typing import Any

from sca_toolkit.case import Case
from sca_toolkit.payer import PayerProfile
from sca_toolkit.terms.agreement import AgreementTerms, all_fields, is_open, value_at
from sca_toolkit.terms.origin import Layer, Origin, OriginKind, Proposed, from_dated, known
from sca_toolkit.values import History

_FROM_PROFILE = {
    "payer.legal_name": "legal_name",
    "payer.role": "role",
    "payer.funding": "funding",
    "payer.plan_sponsor": "plan_sponsor",
    "payer.tax_id": "tax_id",
    "payer.address": "address",
    "benefit.accreditation": "accreditation",
    "reinsurance.carrier": "stop_loss_carrier",
    "payment": "arrangement",
    "filing.initial": "timely_filing.initial",
    "filing.corrected": "timely_filing.corrected",
    "filing.secondary": "timely_filing.secondary",
    "filing.clock_start": "timely_filing.clock_start",
    "prompt_pay.due": "prompt_pay.due",
    "audit.lookback": "recoupment.lookback",
    "audit.notice": "recoupment.notice",
    "audit.offset_allowed": "recoupment.offset",
    "letter.form_restriction": "letters.restriction",
}
"""Where each field of an agreement stands in a payer profile."""

_PATIENTS_OWN = frozenset({
    "document", "providers", "reason", "member", "clinical", "product", "authorization", "episode", "cob", "period",
    "letter",
})  # fmt: skip
"""Parts that belong to one patient or one paper and never pass from one agreement to the next."""


def profile_layer(profile: PayerProfile, case: Case, as_of: date) -> Layer:
    """Values of the profile that hold on `as_of`, each with its page."""
    detail = f"profile of {profile.name}"
    for path, place in _FROM_PROFILE.items():
        yield from _from_history(path, _history(profile, place), profile, as_of, detail)
    for path, history in profile.usual_terms.items():
        yield from _from_history(path, history, profile, as_of, detail)
    infusion = case.dates.infusion or as_of
    if profile.plan_year_end and (entry := profile.plan_year_end.on(as_of)):
        end = entry.value.end_after(min(infusion, as_of))
        for proposed in from_dated("member.plan_year_end", entry, profile.sources, detail):
            yield proposed._replace(value=end)


def _history(profile: PayerProfile, place: str) -> History[Any] | None:
    record: Any = profile
    for part in place.split("."):
        record = getattr(record, part)
    return record  # type: ignore[no-any-return]


def _from_history(
    path: str, history: History[Any] | None, profile: PayerProfile, as_of: date, detail: str
) -> Layer:
    if history is not None:
        yield from from_dated(path, history.on(as_of), profile.sources, detail)


def position_choices(profile: PayerProfile | None, as_of: date) -> Layer:
    """The clause positions the payer is known to take on `as_of`, by clause id."""
    for clause_id, history in (profile.clause_positions if profile else {}).items():
        assert profile is not None
        yield from _from_history(clause_id, history, profile, as_of, f"profile of {profile.name}")


def deal_paths() -> tuple[str, ...]:
    """The fields that belong to the deal and not to one patient or one paper, in the order of the agreement."""
    return tuple(field.path for field in all_fields() if field.group not in _PATIENTS_OWN)


def last_agreement_layer(last: AgreementTerms) -> Layer:
    """The deal terms of an earlier agreement; nothing that belongs to its patient."""
    reference = last.document.reference or "an earlier agreement"
    pairs = ((path, value_at(last, path)) for path in deal_paths())
    return known(pairs, OriginKind.last_agreement, f"agreement {reference}")


def last_positions(last: AgreementTerms) -> Layer:
    """The clause positions of an earlier agreement."""
    reference = last.document.reference or "an earlier agreement"
    origin = Origin(kind=OriginKind.last_agreement, detail=f"agreement {reference}")
    return (Proposed(clause_id, choice, origin) for clause_id, choice in last.positions.items())


def reuse_rate(terms: AgreementTerms, last: AgreementTerms) -> tuple[int, int]:
    """How many of the deal terms known in `terms` equal those of `last`: (same, all known)."""
    known_now = [path for path in deal_paths() if not is_open(value_at(terms, path))]
    same = sum(value_at(terms, path) == value_at(last, path) for path in known_now)
    return same, len(known_now)
