"""The clinical criteria of a letter or agreement: what the payer asks, joined with what the case shows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sca_toolkit.case import Case, ClinicalCriterion
from sca_toolkit.payer import CriterionRow, PayerProfile, in_force
from sca_toolkit.terms.origin import Layer, Origin, OriginKind, Proposed
from sca_toolkit.therapy import Product
from sca_toolkit.values import Dated


def criteria_layer(profile: PayerProfile | None, case: Case, product: Product | None, as_of: date) -> Layer:
    """The payer's rows for this product and disease, each with the case's evidence, then rows only the case names.

    A row the payer carries over from transplant, or that names something that ended, is proposed as not required.
    """
    asked = tuple(_asked(profile, case, product, as_of)) if profile else ()
    kept = [entry for entry in asked if not _to_challenge(entry.value)]
    shown = {row.criterion.casefold(): row for row in case.criteria}
    rows = [_joined(entry, shown.pop(entry.value.criterion.casefold(), None), profile) for entry in kept]
    rows += shown.values()
    if rows:
        kind = OriginKind.profile if kept else OriginKind.case
        detail = f"criteria of {profile.name}" if profile and kept else f"case {case.id}"
        yield Proposed("clinical.criteria", tuple(rows), Origin(kind=kind, detail=detail))
    challenged = tuple(_label(entry.value) for entry in asked if _to_challenge(entry.value))
    if challenged and profile:
        origin = Origin(kind=OriginKind.profile, detail=f"criteria of {profile.name} that may be waived")
        yield Proposed("letter.waived_tests", challenged, origin)


def _asked(
    profile: PayerProfile, case: Case, product: Product | None, as_of: date
) -> Iterator[Dated[CriterionRow]]:
    disease = " ".join(part for part in (case.diagnosis.text, case.diagnosis.histology) if part).casefold()
    for entry in in_force(profile.criteria, as_of):
        row = entry.value
        for_product = row.product == "any" or (product is not None and row.product == product.id)
        for_disease = row.indication == "any" or not disease or row.indication.casefold() in disease
        if for_product and for_disease:
            yield entry


def _to_challenge(row: CriterionRow) -> bool:
    return row.carried_over_from_transplant or row.outdated_since is not None


def _label(row: CriterionRow) -> str:
    return f"{row.criterion} ({row.policy})" if row.policy else row.criterion


def _joined(
    entry: Dated[CriterionRow], shown: ClinicalCriterion | None, profile: PayerProfile | None
) -> ClinicalCriterion:
    row = entry.value
    page = profile.sources.get(entry.source) if profile else None
    asked = ClinicalCriterion(
        criterion=row.criterion,
        threshold=row.threshold,
        source=row.policy or (page.title if page else None),
        evidence=row.evidence_needed and f"needed: {row.evidence_needed}",
        valid_for=row.valid_for,
    )
    if shown is None:
        return asked
    known = {name: value for name in type(shown).model_fields if (value := getattr(shown, name)) is not None}
    return asked.model_copy(update=known)
