"""Completeness checks over terms: fifteen failures seen in real agreements, and codes that no longer hold."""

from __future__ import annotations

from sca_toolkit.checks import codes, dates, money, parties
from sca_toolkit.checks.finding import Check, Evidence, Finding
from sca_toolkit.terms import AgreementTerms

CHECKS: tuple[Check, ...] = (
    parties.payer_signatory,
    parties.every_biller,
    dates.nothing_lapses,
    money.conversion,
    money.product_price,
    money.stop_loss,
    money.never_infused,
    money.toxicity_drugs,
    dates.plan_year,
    money.interest,
    money.recoupment,
    parties.medicaid_enrollment,
    parties.retired_duties,
    parties.one_letter_one_meaning,
    money.cost_share,
    codes.codes_are_valid,
)
"""The first fifteen stand in the order of the list they come from."""


def check_terms(terms: AgreementTerms, evidence: Evidence) -> tuple[Finding, ...]:
    """All findings, in the order of the checks."""
    return tuple(finding for check in CHECKS for finding in check(terms, evidence))


__all__ = ["CHECKS", "Check", "Evidence", "Finding", "check_terms"]
