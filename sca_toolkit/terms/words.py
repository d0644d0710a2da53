"""A value as an agreement prints it: `November 22, 2026`, `$4,500`, `30 calendar days`, `yes`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sca_toolkit.case import (
    Authorization,
    BillingEntity,
    ClinicalCriterion,
    Contact,
    OtherCoverage,
    PriorLine,
)
from sca_toolkit.terms.agreement import AgreementTerms, is_open, value_at
from sca_toolkit.terms.care import Phase, ScopeLine, ToxicityDrug
from sca_toolkit.values import Choice, Duration, dollars
from sca_toolkit.values.marks import gap


def contract_date(day: date) -> str:
    """`November 22, 2026`."""
    return f"{day:%B} {day.day}, {day.year}"


def in_words(value: Any) -> str:
    """A known value as an agreement prints it. Several values are joined by semicolons."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Choice):
        return value.words
    if isinstance(value, date):
        return contract_date(value)
    if isinstance(value, Decimal):
        return dollars(value)
    if isinstance(value, tuple | list):
        return "; ".join(in_words(item) for item in value)
    if isinstance(value, Duration | str | int):
        return str(value)
    return _record_in_words(value)


def _record_in_words(value: Any) -> str:
    match value:
        case BillingEntity():
            return f"{value.legal_name} ({value.role.words})"
        case PriorLine():
            return value.regimen
        case Authorization():
            return " ".join(
                part for part in (value.component.words, value.number and f"no. {value.number}") if part
            )
        case ClinicalCriterion():
            return value.criterion
        case Contact():
            return ", ".join(part for part in (value.role, value.name, value.phone, value.email) if part)
        case OtherCoverage():
            return f"{value.payer} ({value.type}, {'primary' if value.primary else 'secondary'})"
        case Phase():
            return f"{value.name.words}, from {value.starts} to {value.ends}"
        case ScopeLine():
            return value.service
        case ToxicityDrug():
            return value.name
    return str(value)


def printed(terms: AgreementTerms, path: str, label: str) -> str:
    """The value at `path` in words, or a gap mark with `label` where it is open."""
    value = value_at(terms, path)
    return gap(label) if is_open(value) else in_words(value)
