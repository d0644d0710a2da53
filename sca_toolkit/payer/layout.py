"""What stands where on the card of a payer, and under which label."""

from __future__ import annotations

SECTIONS: dict[str, tuple[str, ...]] = {
    "Who it is": (
        "role",
        "legal_name",
        "address",
        "tax_id",
        "plan_sponsor",
        "stop_loss_carrier",
        "funding",
        "lines_of_business",
        "states",
        "experience",
        "agreements_so_far",
        "contract",
        "network",
        "signatory",
    ),
    "How to reach it": ("routes", "committee"),
    "What it wants": (
        "documents_wanted",
        "policies",
        "criteria",
        "limits",
        "dual_authorization",
        "accreditation",
        "enrollment",
        "site_of_care",
    ),
    "How it pays": (
        "negotiates",
        "arrangement",
        "payment_rules",
        "timely_filing",
        "prompt_pay",
        "recoupment",
    ),
    "Rules and clocks": ("letters", "decision_clocks", "authorization_validity", "plan_year_end", "notes"),
    "Known positions": ("clause_positions", "usual_terms"),
}
"""Which keys of a profile stand in which section, in order."""

UNKNOWN_SECTION = "What we do not know"

_LABELS = {
    "tax_id": "Tax ID",
    "contract": "Contract with the center",
    "network": "Place on the network ladder",
    "committee": "Committee",
    "signatory": "Person who signs",
    "limits": "Limit",
    "site_of_care": "Site of care",
    "dual_authorization": "Transplant and CAR T requested at one time",
    "negotiates": "Negotiates terms",
    "arrangement": "Usual payment",
    "payment_rules": "Claims and payment",
    "authorization_validity": "Approval lasts",
    "plan_year_end": "Plan year ends",
    "notes": "Note",
    "timely_filing.initial": "Time to file a claim",
    "timely_filing.corrected": "Time to file a corrected claim",
    "timely_filing.secondary": "Time to file as secondary",
    "timely_filing.clock_start": "Filing counts from",
    "prompt_pay.due": "Time to pay a clean claim",
    "prompt_pay.interest_rate": "Interest a year",
    "prompt_pay.authority": "Interest rests on",
    "recoupment.lookback": "Recoupment looks back",
    "recoupment.notice": "Notice before recoupment",
    "recoupment.offset": "Offsets against other claims",
    "letters.permitted": "May sign interim letters",
    "letters.restriction": "Limits on letters",
}


def label_of_key(key: str) -> str:
    """`timely_filing.initial` as `Time to file a claim`; a clause id stays as it is."""
    known = _LABELS.get(key)
    if known:
        return known
    if key.startswith("clause_positions."):
        return key.removeprefix("clause_positions.")
    words = key.removeprefix("usual_terms.").replace(".", ", ").replace("_", " ")
    return words[:1].upper() + words[1:]
