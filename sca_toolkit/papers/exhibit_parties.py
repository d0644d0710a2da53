"""The parties of an agreement as rows of text: who bills, whom to call, who signs."""

from __future__ import annotations

from sca_toolkit.papers.exhibit_words import NONE_STATED, Row, needed, said
from sca_toolkit.terms import AgreementTerms
from sca_toolkit.values.marks import gap


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
