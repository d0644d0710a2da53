"""Gaps that are not single fields: rows of lists that lack a part, and what the payment arrangement leaves open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sca_toolkit.terms import AgreementTerms


@dataclass(frozen=True)
class OpenTerm:
    """Something a final may not lack. `section` is empty where the paper has no numbered sections."""

    path: str
    label: str
    clause: str
    section: str = ""

    def in_section(self, section: str) -> OpenTerm:
        """The same gap with its section number."""
        return replace(self, section=section)


def list_gaps(terms: AgreementTerms) -> Iterator[OpenTerm]:
    """Parts missing from rows: tax ID, NPI and signatory of a billing entity, number and dates of an approval."""
    for index, entity in enumerate(terms.providers):
        for name, label in _ENTITY_PARTS:
            if getattr(entity, name) is None:
                yield OpenTerm(f"providers[{index}].{name}", f"{label} of {entity.legal_name}", "SCA-03")
    for index, approval in enumerate(terms.authorization.approvals):
        for name, label in _APPROVAL_PARTS:
            if getattr(approval, name) is None:
                place = f"authorization.approvals[{index}].{name}"
                yield OpenTerm(place, f"{label} of the {approval.component.words} authorization", "SCA-10")


_ENTITY_PARTS = (
    ("tin", "tax ID"),
    ("npi", "NPI"),
    ("signatory_name", "signatory"),
    ("signatory_title", "signatory's title"),
)
_APPROVAL_PARTS = (("number", "number"), ("valid_from", "first day"), ("valid_to", "last day"))


def payment_gaps(terms: AgreementTerms) -> Iterator[OpenTerm]:
    """What the payment arrangement leaves open; one gap when there is no arrangement at all."""
    if terms.payment is None:
        yield OpenTerm("payment", "payment arrangement", "SCA-20")
        return
    for gap in terms.payment.gaps():
        yield OpenTerm(f"payment.{gap.path}", gap.label, _clause_of(gap.path))


_CLAUSE_OF_PART = {
    "rules.straddle": "SCA-12",
    "rules.day_counting": "SCA-12",
    "rules.conversion": "SCA-14",
    "rules.repeat_collection": "SCA-15",
    "rules.out_of_spec": "SCA-15",
    "rules.not_infused": "SCA-16",
    "rules.readmission": "SCA-19",
    "rebates": "SCA-22",
    "rules.late_payment": "SCA-32",
}


def _clause_of(path: str) -> str:
    return next((clause for part, clause in _CLAUSE_OF_PART.items() if path.startswith(part)), "SCA-20")
