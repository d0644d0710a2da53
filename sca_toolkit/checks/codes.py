"""Checks of codes: valid on the day they will be billed, and fitting the product."""

from __future__ import annotations

from collections.abc import Iterator

from sca_toolkit.checks.finding import Evidence, Finding
from sca_toolkit.terms import AgreementTerms
from sca_toolkit.therapy import CodeSystem


def codes_are_valid(terms: AgreementTerms, evidence: Evidence) -> Iterator[Finding]:
    """A retired code is refused for a date of service on which it is not valid; the finding names its successor."""
    catalogue, day = evidence.catalogue, terms.episode.projected_day0 or terms.period.effective_date
    if catalogue is None or day is None:
        return
    coded = [(CodeSystem.icd10_cm, code, "SCA-08", "clinical.icd10") for code in terms.clinical.icd10]
    if terms.product.hcpcs:
        coded.append((CodeSystem.hcpcs, terms.product.hcpcs, "SCA-09", "product.hcpcs"))
    for system, code, clause, path in coded:
        problem = catalogue.check_code(system, code, day)
        if problem:
            yield Finding("code", clause, path, problem.message, problem.remedy, blocking=problem.blocking)
