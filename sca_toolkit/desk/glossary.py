"""The words of the field, beside the fields they explain."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from sca_toolkit.library import packaged

_ENTRY = re.compile(r"^## (.+?)\n+(.+?)\n", re.MULTILINE)

TERM_OF_FIELD: Mapping[str, str] = {
    "payer.role": "Payer",
    "payer.funding": "Self-funded plan",
    "payer.plan_sponsor": "Plan sponsor",
    "payer.legal_name": "Third-party administrator (TPA)",
    "providers": "Tax identification number (TIN)",
    "providers.npi": "National Provider Identifier (NPI)",
    "providers.tin": "Tax identification number (TIN)",
    "reason.codes": "Single-case agreement (SCA)",
    "member.name": "Member",
    "member.id": "Member",
    "member.plan_year_end": "Plan-year end",
    "member.eligibility_verified_on": "Benefit check",
    "member.eligibility_reference": "Benefit check",
    "benefit.designation_waived": "Center of excellence (COE)",
    "benefit.designated_center_required": "Center of excellence (COE)",
    "benefit.accreditation": "FACT accreditation",
    "benefit.cost_share_level": "Gap exception",
    "clinical.icd10": "ICD-10-CM code",
    "clinical.prior_lines": "Line of therapy",
    "clinical.criteria": "Medical necessity",
    "clinical.label_status": "Medical necessity",
    "product.ndcs": "National Drug Code (NDC)",
    "product.alternates": "Substitution",
    "product.hcpcs": "HCPCS code",
    "authorization.approvals": "Prior authorization (PA)",
    "authorization.approvals.number": "Prior authorization (PA)",
    "authorization.approvals.valid_to": "Prior authorization (PA)",
    "episode.phases": "Inclusion window",
    "episode.projected_day0": "Day 0",
    "setting.planned": "Setting",
    "setting.alternate_allowed": "Conversion (roll-in)",
    "setting.alternate": "Conversion (roll-in)",
    "manufacturing.oos_access_route": "Out-of-specification product",
    "manufacturing.manufacturer_cancellation": "Product order (PO)",
    "toxicity.lymphodepletion_paid_separately": "Lymphodepletion",
    "toxicity.bridging_paid_separately": "Bridging therapy",
    "toxicity.drugs": "Tocilizumab",
    "toxicity.practice_min_grade": "Tocilizumab",
    "payment": "Case rate",
    "payment.base.amount": "Case rate",
    "payment.base.window": "Inclusion window",
    "payment.base.product_included": "Carve-out",
    "payment.rules.straddle": "Straddle",
    "payment.rules.readmission": "Readmission",
    "payment.rules.conversion": "Conversion (roll-in)",
    "payment.rules.not_infused": "Not-infused rule",
    "payment.rules.repeat_collection": "Repeat collection",
    "payment.rules.out_of_spec": "Out-of-specification product",
    "payment.rules.late_payment": "Prompt pay",
    "payment.default_rate": "Default rate",
    "cost_share.deducted_from_rate": "Cost share",
    "cost_share.oop_max_remaining": "Accumulator",
    "cost_share.balance_billing_prohibited": "Balance billing",
    "cob.position": "Coordination of benefits (COB)",
    "cob.other": "Coordination of benefits (COB)",
    "claims.send_to": "Clean claim",
    "claims.reference_on_claim": "Clean claim",
    "filing.initial": "Timely filing",
    "filing.clock_start": "Timely filing",
    "filing.corrected": "Timely filing",
    "prompt_pay.due": "Prompt pay",
    "audit.lookback": "Recoupment",
    "audit.notice": "Recoupment",
    "audit.offset_allowed": "Offset",
    "notice.admission": "Concurrent review",
    "notice.concurrent_review": "Concurrent review",
    "period.extension": "Extension",
    "exit.point_of_no_return": "Point of no return",
    "compliance.accreditation_status": "FACT accreditation",
    "compliance.medicaid_enrollment": "Managed care organization (MCO)",
    "reinsurance.carrier": "Stop-loss carrier",
    "reinsurance.consent_needed": "Stop-loss carrier",
    "letter.scope": "Letter of agreement (LOA)",
}
"""The entry of the glossary that explains a field. A piece of the payment goes by the nearest entry above it."""


@cache
def glossary() -> Mapping[str, str]:
    """The first paragraph of every entry, by its heading."""
    text = packaged("docs/glossary.md").read_text(encoding="utf-8")
    return {match[1].strip(): match[2].strip() for match in _ENTRY.finditer(text)}


def explained(path: str) -> tuple[str, str] | None:
    """Heading and paragraph of the entry that explains the spot at `path`; None where there is none."""
    name = re.sub(r"\[\d+\]", "", path)
    while name:
        term = TERM_OF_FIELD.get(name)
        if term and term in glossary():
            return term, glossary()[term]
        name = name.rpartition(".")[0] if name.startswith("payment.") else ""
    return None
