"""Whether the label covers the case, as far as the product catalog can tell."""

from __future__ import annotations

from sca_toolkit.case import CompleteList
from sca_toolkit.criteria.age import age_in
from sca_toolkit.criteria.leaf import Scope
from sca_toolkit.criteria.line_count import groups
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.verdict import ALL, ANY, MET, NOT_MET, OPEN
from sca_toolkit.errors import UsageProblem
from sca_toolkit.therapy import CodeSystem, Indication, Product


def product_of(record: Record, scope: Scope) -> Product | None:
    """The product of the case in the catalog."""
    if scope.catalogue is None or record.facts.product is None:
        return None
    try:
        return scope.catalogue.product(record.facts.product)
    except UsageProblem:
        return None


def approved(record: Record, scope: Scope) -> int:
    """Whether the FDA approved the product: known for those the catalog holds."""
    product = product_of(record, scope)
    return MET if product and product.approved else OPEN


def labeled(record: Record, scope: Scope) -> int:
    """One indication of the label fits disease, age and lines. What the catalog does not know leaves it open."""
    product = product_of(record, scope)
    if product is None or not product.indications:
        return OPEN
    held = _disease_groups(record, scope)
    bits = NOT_MET
    for entry in product.indications:
        if entry.since is None or entry.since <= record.as_of:
            bits = ANY[bits][_one(entry.value, held, record)]
    return bits


def _one(indication: Indication, held: frozenset[str], record: Record) -> int:
    bits = _disease(indication, held)
    if indication.age_min is not None or indication.age_max is not None:
        bits = ALL[bits][_age(indication, record)]
    if indication.min_prior_lines is not None:
        bits = ALL[bits][_lines(indication.min_prior_lines, record)]
    return bits


def _disease_groups(record: Record, scope: Scope) -> frozenset[str]:
    assert scope.catalogue is not None
    codes = (scope.catalogue.code(CodeSystem.icd10_cm, code) for code in record.facts.diagnosis.icd10)
    return frozenset(group for code in codes if code for group in code.groups)


def _disease(indication: Indication, held: frozenset[str]) -> int:
    if held & set(indication.excluded_groups):
        return NOT_MET
    if held & set(indication.groups):
        return MET
    unclear = not held or not indication.groups or bool(held & set(indication.unclear_groups))
    return OPEN if unclear else NOT_MET


def _age(indication: Indication, record: Record) -> int:
    age = age_in(record, "request", "years")
    if age is None:
        return OPEN
    low, high = indication.age_min, indication.age_max
    return MET if (low is None or age >= low) and (high is None or age <= high) else NOT_MET


def _lines(fewest: int, record: Record) -> int:
    if len(groups(record, None, False)) >= fewest:
        return MET
    return NOT_MET if record.whole(CompleteList.lines) else OPEN
