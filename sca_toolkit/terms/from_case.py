"""What a case, the center's file and the product catalogue say about an agreement."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sca_toolkit.case import BillingEntity, Case, Center
from sca_toolkit.terms.care import Phase, PhaseName
from sca_toolkit.terms.origin import Layer, Origin, OriginKind, Proposed, known
from sca_toolkit.terms.standards import PhaseRule, Standards
from sca_toolkit.therapy import Product

PROPOSED_WINDOW_DAYS = 30
"""Used for projected dates only where the payment arrangement has no window of its own."""


def center_layer(center: Center) -> Layer:
    """The center's standing values: signatories, contacts, law and its own opening positions."""
    pairs: tuple[tuple[str, Any], ...] = (
        ("contacts.provider", center.contacts),
        ("compliance.accreditation_status", center.accreditation),
        ("toxicity.practice_min_grade", center.toxicity_min_grade),
        ("followup.monitoring_days", center.monitoring_days),
        ("letter.program_director", center.program_director),
        ("letter.contracting_lead", center.contracting_lead),
        ("dispute.governing_law", center.governing_law),
        ("dispute.venue", center.venue),
        *center.usual_terms.items(),
    )
    return known(pairs, OriginKind.center_file, f"center file of {center.name}")


def product_layer(product: Product, as_of: date) -> Layer:
    """Names, code and monitoring of the product as they hold on `as_of`."""
    code = product.hcpcs_on(as_of)
    monitoring = product.monitoring.on(as_of) if product.monitoring else None
    at_least = monitoring.value.at_least if monitoring else None
    manufacturer = product.manufacturer.on(as_of) if product.manufacturer else None
    pairs = (
        ("product.name", product.brand.value),
        ("product.generic_name", product.generic_name.value),
        ("product.manufacturer", manufacturer.value if manufacturer else None),
        ("product.hcpcs", code.code if code else None),
        ("product.dose", product.dose_form.value if product.dose_form else None),
        ("followup.monitoring_days", _days(at_least)),
        ("followup.monitoring_source", "the current FDA-approved label" if at_least else None),
    )
    return known(pairs, OriginKind.catalogue, f"product catalog, {product.brand.value}")


def _days(length: Any) -> int | None:
    return length.count if length is not None and length.unit == "calendar days" else None


def case_layer(case: Case, center: Center | None) -> Layer:
    """What the case says of member, coverage, diagnosis, setting, dates and approvals."""
    member, coverage, diagnosis = case.member, case.coverage, case.diagnosis
    names = ("name", "date_of_birth", "group_number", "subscriber_name", "relationship", "state")
    pairs: list[tuple[str, Any]] = [(f"member.{name}", getattr(member, name)) for name in names]
    pairs += [("member.id", member.member_id)]
    same = (
        "plan_name",
        "line_of_business",
        "plan_year_end",
        "eligibility_verified_on",
        "eligibility_reference",
    )
    pairs += [(f"member.{name}", getattr(coverage, name)) for name in same]
    pairs += [
        ("member.coverage_effective", coverage.effective),
        ("member.coverage_ends", coverage.ends),
        ("payer.funding", coverage.funding),
        ("payer.plan_sponsor", coverage.plan_sponsor),
        ("reinsurance.carrier", coverage.stop_loss_carrier),
        ("cost_share.oop_max_remaining", coverage.oop_max_remaining),
        ("cob.other", coverage.other),
        ("cob.position", _cob_position(case)),
        ("providers", case.entities(center)),
        ("clinical.icd10", diagnosis.icd10),
        ("clinical.indication", diagnosis.text),
        ("clinical.histology", diagnosis.histology),
        ("clinical.prior_lines", diagnosis.prior_lines),
        ("product.alternates", case.alternates),
        ("authorization.approvals", case.authorizations),
        ("setting.planned", case.setting),
        ("setting.alternate", case.alternate_setting),
        ("setting.admitting_hospital", _admitting(case.entities(center))),
        ("manufacturing.manufacturer_cancellation", case.supply.cancellation_notice),
        ("reason.codes", case.reasons),
        ("reason.narrative", case.reason_narrative),
        ("period.needed_by", case.dates.needed_by),
        ("period.signature_deadline", case.dates.needed_by),
        ("letter.decision_deadline", case.dates.needed_by),
        ("episode.projected_day0", case.dates.infusion),
    ]
    return known(pairs, OriginKind.case, f"case {case.id}")


def _cob_position(case: Case) -> str | None:
    first = case.coverage.primary
    if first is None and case.coverage.other:
        first = not any(other.primary for other in case.coverage.other)
    return None if first is None else ("primary" if first else "secondary")


def _admitting(entities: tuple[BillingEntity, ...]) -> str | None:
    for role in ("partner_hospital", "infusing_hospital"):
        for entity in entities:
            if entity.role == role:
                return entity.legal_name
    return None


def standard_layer(standards: Standards) -> Layer:
    """The standing lists of the center."""
    pairs = (
        ("scope.included", standards.included),
        ("scope.excluded", standards.excluded),
        ("toxicity.drugs", standards.toxicity_drugs),
        ("letter.interim_services", standards.interim_services),
        ("claims.attachments", standards.claim_attachments),
    )
    return known(pairs, OriginKind.standard, "standard lists of the templates folder")


def derived_layer(
    case: Case, center: Center | None, standards: Standards | None, as_of: date, window: int
) -> Layer:
    """Dates that follow from other dates: the phases, the first and the last day of the agreement.

    `window` is the last day of the inclusion window counted from Day 0. The end date leaves 30 days of slack after
    it, so that a slip of the infusion does not end the agreement in mid-episode.
    """
    dates = case.dates
    if standards:
        phases = tuple(_phase(rule, case, center, window) for rule in standards.phases)
        yield _worked("episode.phases", phases, "standard phases with the case's planned dates")
    yield _worked("document.reference", f"{case.id}", "the case's number")
    yield _worked("document.version", "1", "first version")
    yield _worked(
        "period.effective_date", dates.evaluation or as_of, "planned evaluation, or the day of the draft"
    )
    if dates.infusion:
        end = dates.infusion + timedelta(days=window + 30)
        yield _worked(
            "period.end_date", end, f"planned infusion plus {window} days of window and 30 days of slack"
        )
    yield _worked("letter.expires_on", as_of + timedelta(days=60), "60 days after the draft")


def _worked(path: str, value: Any, detail: str) -> Proposed:
    return Proposed(path, value, Origin(kind=OriginKind.derived, detail=detail))


def _phase(rule: PhaseRule, case: Case, center: Center | None, window: int) -> Phase:
    start, end = _projected(rule.name, case, window)
    return Phase(
        name=rule.name,
        starts=rule.starts,
        ends=rule.ends,
        projected_start=start,
        projected_end=end,
        billed_by=_biller(rule.name, case.entities(center)),
    )


def _projected(name: PhaseName, case: Case, window: int) -> tuple[date | None, date | None]:
    dates, day0 = case.dates, case.dates.infusion
    last = day0 + timedelta(days=window) if day0 else None
    before = {"evaluation": dates.collection, "bridging": dates.lymphodepletion, "lymphodepletion": day0}
    starts = {
        "evaluation": dates.evaluation,
        "collection": dates.collection,
        "bridging": dates.collection,
        "lymphodepletion": dates.lymphodepletion,
        "infusion": day0,
        "follow_up": last + timedelta(days=1) if last else None,
    }
    following = before.get(name.value)
    ends = {"collection": dates.collection, "infusion": last, "follow_up": None}
    end = ends[name.value] if name.value in ends else (following - timedelta(days=1) if following else None)
    start = starts[name.value]
    return start, (end if start and end and end >= start else None)


_BILLED_BY_ROLE = {
    "collection": ("collection_center",),
    "infusion": ("outpatient_practice", "infusing_hospital"),
}


def _biller(name: PhaseName, entities: tuple[BillingEntity, ...]) -> str | None:
    roles = (*_BILLED_BY_ROLE.get(name.value, ()), "infusing_hospital", "outpatient_practice")
    for role in roles:
        for entity in entities:
            if entity.role == role:
                return entity.legal_name
    return None
