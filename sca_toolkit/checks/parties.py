"""Checks of who signs, who bills, and what text an agreement may not contain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sca_toolkit.case import EntityRole, LineOfBusiness, Setting
from sca_toolkit.checks.finding import Evidence, Finding
from sca_toolkit.terms import AgreementTerms
from sca_toolkit.values.marks import plain


def payer_signatory(terms: AgreementTerms, _: Evidence) -> Iterator[Finding]:
    """Check 1: somebody signs for the payer, and not only an administrator or vendor without a named sponsor."""
    payer = terms.payer
    if not payer.signatory_name or not payer.legal_name:
        yield Finding(
            "payer-signatory",
            "SCA-02",
            "payer.signatory_name",
            "Nobody signs for the payer.",
            "Name the payer's legal entity and the person who can bind it.",
        )
    if payer.role is not None and not payer.role.bears_risk and not payer.plan_sponsor:
        yield Finding(
            "payer-only-administers",
            "SCA-02",
            "payer.plan_sponsor",
            f"The payer named is {_a(payer.role.words)}; no plan sponsor is named whose money it promises.",
            "Name the plan sponsor and have it sign, or attach its written authority.",
        )


def _a(words: str) -> str:
    return f"{'an' if words[0] in 'aeioAEIO' else 'a'} {words}"


def every_biller(terms: AgreementTerms, evidence: Evidence) -> Iterator[Finding]:
    """Check 2: each projected billing entity is named with its tax ID, and the setting is settled."""
    roles = {entity.role for entity in terms.providers}
    for entity in terms.providers:
        if entity.tin is None:
            yield _biller(f"{entity.legal_name} has no tax ID.", "Copy it from the entity's W-9.")
    if terms.setting.planned is None:
        yield Finding(
            "setting",
            "SCA-14",
            "setting.planned",
            "The planned setting is not known.",
            "Say where it is infused.",
        )
        return
    hospitals = {EntityRole.infusing_hospital, EntityRole.partner_hospital}
    if terms.setting.planned.outpatient and not roles & hospitals:
        yield _biller(
            "The infusion is planned outpatient and no hospital is named that would admit the member.",
            "Add the admitting hospital with its tax ID; an admission outside the agreement is not paid.",
        )
    if terms.setting.planned is Setting.physician_office and EntityRole.outpatient_practice not in roles:
        yield _biller(
            "The infusion is planned in a physician office and no practice is named.", "Add the practice."
        )
    named = {entity.legal_name for entity in terms.providers}
    for phase in terms.episode.phases:
        if phase.billed_by and phase.billed_by not in named:
            yield _biller(
                f"{phase.billed_by} bills the {phase.name.words} phase but is not a party.", "Add it."
            )


def _biller(message: str, remedy: str) -> Finding:
    return Finding("billing-entities", "SCA-03", "providers", message, remedy)


def medicaid_enrollment(terms: AgreementTerms, evidence: Evidence) -> Iterator[Finding]:
    """Check 12: an out-of-state Medicaid member's state has enrolled every entity that bills."""
    medicaid = (LineOfBusiness.medicaid_ffs, LineOfBusiness.medicaid_managed_care)
    state = terms.member.state
    if terms.member.line_of_business not in medicaid or not state or not evidence.center:
        return
    if state == evidence.center.state or terms.compliance.medicaid_enrollment:
        return
    missing = [each.legal_name for each in terms.providers if state not in each.medicaid_ids]
    if missing:
        yield Finding(
            "medicaid-enrollment",
            "SCA-40",
            "compliance.medicaid_enrollment",
            f"The member has {state} Medicaid, and {'; '.join(missing)} has no enrollment number there.",
            f"Enroll in {state} Medicaid before the first service; a plan cannot pay what it cannot report.",
        )


_FOUR_WEEKS = r"\b(?:four|4)[ -]?weeks?\b"
_NEARBY = r"\b(?:near|nearby|proximity|vicinity|close to|within \w+ (?:hours?|minutes|miles))\b"
_RETIRED_DUTIES = (
    (
        re.compile(
            r"\bREMS\b[^.]{0,80}\b(certif\w*|enroll\w*)|\b(certif\w*|enroll\w*)[^.]{0,80}\bREMS\b",
            re.IGNORECASE,
        ),
        "a REMS certificate",
        "FDA ended the CAR T REMS on June 26, 2025; strike the duty.",
    ),
    (
        re.compile(
            rf"{_FOUR_WEEKS}[^.]{{0,100}}{_NEARBY}|\b(stay|remain|reside|live|lodge)s?\b[^.]{{0,100}}{_NEARBY}"
            rf"[^.]{{0,100}}{_FOUR_WEEKS}",
            re.IGNORECASE,
        ),
        "a four-week stay near the center",
        "Labels ask for two weeks since June 2025; take the period from the current label.",
    ),
)


def retired_duties(_: AgreementTerms, evidence: Evidence) -> Iterator[Finding]:
    """Check 13: no text asks for a REMS certificate or four weeks near the center."""
    for clause, paragraphs in evidence.texts.items():
        text = plain(" ".join(paragraphs))
        for pattern, duty, remedy in _RETIRED_DUTIES:
            if pattern.search(text):
                yield Finding(
                    "retired-duty", clause, f"positions.{clause}", f"The wording asks for {duty}.", remedy
                )


def one_letter_one_meaning(_: AgreementTerms, evidence: Evidence) -> Iterator[Finding]:
    """Check 14: two papers of one case do not both call themselves LOA while being different documents."""
    called_loa = [(title, kind) for title, kind in evidence.papers if _says_loa(title)]
    kinds = {kind for _, kind in called_loa}
    if len(kinds) > 1:
        titles = " and ".join(f"{title!r} ({kind})" for title, kind in called_loa)
        yield Finding(
            "two-letters",
            "SCA-01",
            "document.reference",
            f"Different papers are all called LOA: {titles}.",
            "Call the agreement `Single-Case Agreement` and only the interim letter a letter.",
        )


def _says_loa(title: str) -> bool:
    return bool(re.search(r"\bLOA\b|\bletter of agreement\b", title, re.IGNORECASE))
