"""The tables of an agreement as plain rows of text. What is not known is a gap mark or a dash said in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sca_toolkit.terms import AgreementTerms, all_fields, contract_date, in_words, is_open, printed, value_at
from sca_toolkit.values.marks import gap

Row = dict[str, str]
NONE_STATED = "not stated"


def said(value: Any) -> str:
    """A value in words, or `not stated`."""
    return NONE_STATED if is_open(value) else in_words(value)


def needed(value: Any, label: str) -> str:
    """A value in words, or a gap."""
    return gap(label) if is_open(value) else in_words(value)


def field_rows(terms: AgreementTerms, group: str) -> list[Row]:
    """Label and value of each field of a group or path: gaps for required fields, open optional ones left out."""
    rows = []
    for field in all_fields():
        if group in (field.group, field.path) and (
            field.required or not is_open(value_at(terms, field.path))
        ):
            label = field.label[0].upper() + field.label[1:]
            rows.append({"label": label, "value": printed(terms, field.path, field.label)})
    return rows


def entities(terms: AgreementTerms) -> list[Row]:
    """Billing entities."""
    return [
        {
            "name": each.legal_name,
            "role": each.role.words,
            "tin": needed(each.tin, f"tax ID of {each.legal_name}"),
            "npi": needed(each.npi, f"NPI of {each.legal_name}"),
            "ccn": said(each.ccn),
            "address": said(each.address),
            "medicaid": "; ".join(f"{state} {number}" for state, number in each.medicaid_ids.items())
            or NONE_STATED,
            "w9": "attached" if each.w9_attached else "to follow",
        }
        for each in terms.providers
    ]


def phases(terms: AgreementTerms) -> list[Row]:
    """Phases with their edges and projected dates."""
    return [
        {
            "name": each.name.words.capitalize(),
            "starts": each.starts,
            "ends": each.ends,
            "projected": _span(each.projected_start, each.projected_end),
            "billed_by": said(each.billed_by),
        }
        for each in terms.episode.phases
    ]


def _span(start: date | None, end: date | None) -> str:
    if start is None:
        return "not scheduled"
    return contract_date(start) if end in (None, start) else f"{contract_date(start)} to {contract_date(end)}"


def scope(lines: Iterable[Any]) -> list[Row]:
    """Services inside or outside."""
    return [
        {
            "service": each.service,
            "phase": each.phase.words if each.phase else "any",
            "code": " ".join(part for part in (each.code_system, each.code) if part),
            "paid_under": each.paid_under or "",
        }
        for each in lines
    ]


def interim(terms: AgreementTerms) -> list[Row]:
    """Services of the interim letter."""
    rate = needed(terms.letter.interim_rate, "interim rate")
    return [
        {"service": service, "phase": "before the agreement is signed", "code": "", "paid_under": rate}
        for service in terms.letter.interim_services
    ]


def rates(terms: AgreementTerms) -> list[Row]:
    """The rate sheet, from the payment arrangement."""
    if terms.payment is None:
        return []
    return [
        {
            "phase": row.scope,
            "service": row.service,
            "method": row.method,
            "amount": row.amount,
            "unit": row.unit,
            "note": row.note,
        }
        for row in terms.payment.rate_rows()
    ]


def authorizations(terms: AgreementTerms) -> list[Row]:
    """Approvals with number and validity."""
    return [
        {
            "component": each.component.words,
            "number": needed(each.number, f"number of the {each.component.words} authorization"),
            "scope": ", ".join(each.scope_codes) or "as approved",
            "setting": each.setting.words if each.setting else "any",
            "valid": _validity(each.valid_from, each.valid_to, each.component.words),
            "issued_by": said(each.issued_by),
        }
        for each in terms.authorization.approvals
    ]


def _validity(start: date | None, end: date | None, component: str) -> str:
    first = needed(start, f"first day of the {component} authorization")
    return f"{first} to {needed(end, f'last day of the {component} authorization')}"


_STATUS = {True: "met", False: "not met", None: "not yet judged"}


def criteria(terms: AgreementTerms) -> list[Row]:
    """Clinical criteria with evidence."""
    return [
        {
            "criterion": each.criterion,
            "threshold": each.threshold or "none stated",
            "source": each.source or NONE_STATED,
            "evidence": each.evidence or "to be supplied",
            "valid_for": each.valid_for or NONE_STATED,
            "status": _STATUS[each.met] + (f" ({contract_date(each.as_of)})" if each.as_of else ""),
        }
        for each in terms.clinical.criteria
    ]


def prior_lines(terms: AgreementTerms) -> list[Row]:
    """Earlier treatment."""
    return [
        {
            "line": str(each.line),
            "regimen": each.regimen,
            "dates": _span(each.started, each.ended) if each.started else NONE_STATED,
            "response": said(each.best_response),
        }
        for each in terms.clinical.prior_lines
    ]


def toxicity_drugs(terms: AgreementTerms) -> list[Row]:
    """Toxicity drugs. A limit that is not set is none: clinical judgment decides."""
    return [
        {
            "name": each.name,
            "code": each.hcpcs or "",
            "doses": f"up to {each.max_doses}" if each.max_doses else "as clinically needed",
            "grade": f"from grade {each.min_grade}" if each.min_grade else "any grade, by clinical judgment",
            "setting": "as the entity's rate provides" if each.any_setting is False else "any setting",
            "paid": {
                True: "on top of other rates",
                False: "within other rates",
                None: "as the rate sheet says",
            }[each.paid_separately],
        }
        for each in terms.toxicity.drugs
    ]


def contacts(terms: AgreementTerms) -> list[Row]:
    """People on both sides."""
    sides = (("Payer", terms.contacts.payer), ("Provider", terms.contacts.provider))
    return [
        {
            "side": side,
            "role": each.role,
            "name": said(each.name),
            "phone": said(each.phone),
            "email": said(each.email),
            "backup": said(each.backup),
        }
        for side, people in sides
        for each in people
    ]


def signatures(terms: AgreementTerms, *, letter: bool) -> list[Row]:
    """A block for each party that signs. A letter is signed by clinicians and contracting leads of both sides."""
    if letter:
        return _letter_signatures(terms)
    payer = terms.payer
    rows = [
        {
            "party": needed(payer.legal_name, "payer's legal name"),
            "capacity": payer.role.words if payer.role else "",
            "name": needed(payer.signatory_name, "payer's signatory"),
            "title": needed(payer.signatory_title, "title of the payer's signatory"),
        }
    ]
    if payer.plan_sponsor:
        rows.append(
            {
                "party": payer.plan_sponsor,
                "capacity": "plan sponsor",
                "name": "",
                "title": "Authorized representative",
            }
        )
    rows += [
        {
            "party": each.legal_name,
            "capacity": each.role.words,
            "name": needed(each.signatory_name, f"signatory of {each.legal_name}"),
            "title": needed(each.signatory_title, f"signatory's title of {each.legal_name}"),
        }
        for each in terms.providers
    ]
    return rows


def _letter_signatures(terms: AgreementTerms) -> list[Row]:
    payer = needed(terms.payer.legal_name, "payer's legal name")
    center = terms.providers[0].legal_name if terms.providers else gap("provider")
    letter = terms.letter
    return [
        {"party": payer, "capacity": "for the clinical criteria",
         "name": needed(letter.payer_medical_director, "payer's medical director"), "title": "Medical Director"},
        {"party": payer, "capacity": "for the interim services",
         "name": needed(letter.payer_contracting_lead, "payer's contracting lead"), "title": "Contracting Lead"},
        {"party": center, "capacity": "for the clinical criteria",
         "name": needed(letter.program_director, "program director"), "title": "Program Director"},
        {"party": center, "capacity": "for the interim services",
         "name": needed(letter.contracting_lead, "center's contracting lead"), "title": "Contracting Lead"},
    ]  # fmt: skip
