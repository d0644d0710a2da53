"""Checks of money: the unset words that cost most."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sca_toolkit.case import Funding
from sca_toolkit.checks.finding import Evidence, Finding
from sca_toolkit.clauses import Stance
from sca_toolkit.payment import ThresholdBasis, conversion_rule, needs_price_date_rule, stop_losses
from sca_toolkit.payment import interest as interest_rule
from sca_toolkit.payment.rules.amounts import InterestUnder
from sca_toolkit.terms import AgreementTerms


def conversion(terms: AgreementTerms, _: Evidence) -> Iterator[Finding]:
    """Check 4: an outpatient plan says what an admission does to the outpatient claim and to the product."""
    planned = terms.setting.planned
    if planned and planned.outpatient and (terms.payment is None or conversion_rule(terms.payment) is None):
        yield Finding(
            "conversion",
            "SCA-14",
            "payment.rules.conversion.rule",
            "The infusion is planned outpatient and no rule says what an admission does to the claim.",
            "Settle the conversion rule; under a roll-in with an all-inclusive per diem the product is not paid.",
        )


def product_price(terms: AgreementTerms, _: Evidence) -> Iterator[Finding]:
    """Check 5: a product paid on a moving basis says which day's price counts."""
    if terms.payment and needs_price_date_rule(terms.payment):
        yield Finding(
            "price-date",
            "SCA-21",
            "payment.base",
            "The product has a price basis, but no rule says on which day the price is taken.",
            "Settle the price date: order, invoice, collection or infusion.",
        )


def stop_loss(terms: AgreementTerms, _: Evidence) -> Iterator[Finding]:
    """Check 6: a stop-loss on charges says whether the product's charges count."""
    for path, node in stop_losses(terms.payment) if terms.payment else ():
        if node.threshold_basis in _PRODUCT_MATTERS and node.product_in_threshold is None:
            yield Finding(
                "stop-loss-product",
                "SCA-23",
                f"payment.{path}.product_in_threshold",
                f"The stop-loss on {node.threshold_basis.words} does not say whether the product counts.",
                "Say whether product charges count toward the threshold; if they do, every case passes it.",
            )


_PRODUCT_MATTERS = (ThresholdBasis.charges, ThresholdBasis.cost_at_ccr)


def never_infused(terms: AgreementTerms, _: Evidence) -> Iterator[Finding]:
    """Check 7: who pays for the product when it is never infused, and whether a repeat collection is paid."""
    rules = terms.payment.rules if terms.payment else None
    if rules is None or rules.not_infused.product_liability is None:
        yield Finding(
            "not-infused",
            "SCA-16",
            "payment.rules.not_infused.product_liability",
            "Nobody is named to pay for a product that is ordered and never infused.",
            "Settle who bears it; most formulas pay nothing silently.",
        )
    if rules is None or rules.repeat_collection.paid is None:
        yield Finding(
            "repeat-collection",
            "SCA-15",
            "payment.rules.repeat_collection.paid",
            "It is not settled whether a repeat collection is paid.",
            "Settle it; up to one case in twelve needs remanufacture in published series.",
        )


def toxicity_drugs(terms: AgreementTerms, _: Evidence) -> Iterator[Finding]:
    """Check 8: toxicity drugs are named, and not only for grades above the program's practice."""
    if not terms.toxicity.drugs:
        yield Finding(
            "toxicity-drugs",
            "SCA-17",
            "toxicity.drugs",
            "No toxicity drug is named.",
            "Name tocilizumab at least; an unnamed drug falls under the payer's general drug policy.",
        )
    practice = terms.toxicity.practice_min_grade
    for index, drug in enumerate(terms.toxicity.drugs):
        if practice is not None and drug.min_grade is not None and drug.min_grade > practice:
            yield Finding(
                "toxicity-grade",
                "SCA-17",
                f"toxicity.drugs[{index}].min_grade",
                f"{drug.name} is allowed from grade {drug.min_grade}, but the program treats from grade {practice}.",
                "Lower the grade in the agreement, or the doses given earlier are not paid.",
            )


def interest(terms: AgreementTerms, _: Evidence) -> Iterator[Finding]:
    """Check 10: interest on late payment is contractual where the plan is self-funded."""
    if terms.payer.funding is not Funding.self_funded:
        return
    choice = terms.positions.get("SCA-32")
    by_statute = choice is not None and choice.position is Stance.payer
    agreed = interest_rule(terms.payment) if terms.payment else None
    if by_statute or agreed is None or agreed.interest is not InterestUnder.agreement:
        yield Finding(
            "interest",
            "SCA-32",
            "payment.rules.late_payment",
            "The plan is self-funded and interest rests on statute, which mostly does not reach such plans.",
            "Write a contractual interest rate into the agreement.",
        )


_BY_LAW = re.compile(r"\b(applicable|governing|state) law\b", re.IGNORECASE)


def recoupment(terms: AgreementTerms, evidence: Evidence) -> Iterator[Finding]:
    """Check 11: recoupment is limited by the agreement where the payer is out of state."""
    home = evidence.center.state if evidence.center else None
    away = terms.payer.domicile_state
    if not home or not away or home == away:
        return
    text = " ".join(evidence.texts.get("SCA-33", ()))
    if terms.audit.lookback is None or _BY_LAW.search(text):
        yield Finding(
            "recoupment",
            "SCA-33",
            "audit.lookback",
            f"The payer is in {away} and recoupment is left to law; {home} law may not bind it.",
            "Write the look-back time into the agreement.",
        )


def cost_share(terms: AgreementTerms, _: Evidence) -> Iterator[Finding]:
    """Check 15: the agreed rate is gross or net of cost share, not both."""
    if terms.cost_share.deducted_from_rate is None:
        yield Finding(
            "cost-share",
            "SCA-26",
            "cost_share.deducted_from_rate",
            "It is not settled whether the rate is before or after the member's cost share.",
            "Say whether cost share is deducted from the rate.",
        )
