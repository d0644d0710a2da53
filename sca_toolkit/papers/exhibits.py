"""The tables of an agreement as plain rows of text: phases, services, rates, approvals, clinical facts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sca_toolkit.papers.exhibit_words import NONE_STATED, Row, needed, said
from sca_toolkit.terms import AgreementTerms, contract_date


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
