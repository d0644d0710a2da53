"""What is paid when the product is never infused: services by the rule, and the product that was ordered."""

from __future__ import annotations

from collections.abc import Iterator

from sca_toolkit.payment.arrangement import Arrangement
from sca_toolkit.payment.facts.facts import Facts, Reach, Spot
from sca_toolkit.payment.facts.lines import PRODUCT, Line, Lines, Quantity
from sca_toolkit.payment.facts.refusal import CannotCombine, agreed
from sca_toolkit.payment.facts.standing import billable
from sca_toolkit.payment.leftover_services import covered_services
from sca_toolkit.payment.phases import PhasedCaseRates
from sca_toolkit.payment.product_flow import within
from sca_toolkit.payment.rules.not_infused import NotInfused, ProductLiability, ServicesIfNotInfused
from sca_toolkit.payment.scope import ChargeBasis
from sca_toolkit.payment.wording import listed

PATH = "rules.not_infused"
TERM = "Not-Infused Rule"


def not_infused_lines(arrangement: Arrangement, facts: Facts, among: Reach) -> Lines:
    """Lines by the rule, apart from those at the rates of the agreement."""
    rule = arrangement.rules.not_infused
    _check_reason(rule, facts)
    return (*_services(arrangement, facts, among), *_product(rule, facts))


def _check_reason(rule: NotInfused, facts: Facts) -> None:
    if not rule.reasons:
        return
    told = facts.reason_among(rule.reasons, PATH)
    if facts.happens(facts.opposite(facts.infused) & facts.opposite(told)):
        named = listed([reason.words for reason in rule.reasons], "or")
        raise CannotCombine(
            f"the rule speaks of {named} only, and the product was not infused for another reason; "
            "leave out reasons, or say what is paid otherwise",
            f"{PATH}.reasons",
        )


def _services(arrangement: Arrangement, facts: Facts, among: Reach) -> Iterator[Line]:
    rule = arrangement.rules.not_infused
    services = agreed(rule, "services", PATH)
    if services is ServicesIfNotInfused.phases_begun:
        yield from _phases(arrangement, facts, among)
    elif services is ServicesIfNotInfused.default_rate:
        rate = agreed(arrangement, "default_rate", "")
        yield from rate.price(facts, Spot("default_rate", among & covered_services(facts)))
    elif services is ServicesIfNotInfused.fixed:
        there = facts.any_service(among)
        amount = facts.choose(there, facts.number(agreed(rule, "amount", PATH)), facts.number(0))
        yield facts.line(PATH, TERM, "all services", amount)
    elif services is ServicesIfNotInfused.percent_of_charges:
        share = facts.number(agreed(rule, "percent", PATH))
        yield facts.line(PATH, TERM, "percentage of charges", _charges(rule, facts, among) * share)
    elif services is ServicesIfNotInfused.cost_plus:
        ratio = facts.number(agreed(rule, "cost_to_charge_ratio", PATH))
        plus = facts.number(1) + facts.number(agreed(rule, "percent", PATH))
        yield facts.line(PATH, TERM, "cost and a percentage", _charges(rule, facts, among) * ratio * plus)


def _charges(rule: NotInfused, facts: Facts, among: Reach) -> Quantity:
    basis = agreed(rule, "charges", PATH)
    return facts.charges(among & billable(facts, basis, edits_waived=basis is not ChargeBasis.allowed))


def _phases(arrangement: Arrangement, facts: Facts, among: Reach) -> Iterator[Line]:
    base = agreed(arrangement, "base", "")
    for path, node in within(base, "base"):
        if isinstance(node, PhasedCaseRates):
            yield from node.price(facts, Spot(path, among))


def _product(rule: NotInfused, facts: Facts) -> Iterator[Line]:
    liability = agreed(rule, "product_liability", PATH)
    if liability in (ProductLiability.provider, ProductLiability.manufacturer):
        return
    bought = facts.product_charged & facts.opposite(facts.infused)
    if not facts.happens(bought):
        return
    price = facts.money("invoice", PATH)
    if agreed(rule, "net_of_manufacturer_credit", PATH):
        price = facts.most(price - facts.money("manufacturer_credit", PATH), facts.number(0))
    if liability is ProductLiability.shared:
        price = price * facts.number(agreed(rule, "payer_share", PATH))
    amount = facts.choose(bought, price, facts.number(0))
    yield facts.line(PATH, TERM, "Product ordered and not infused", amount, item=PRODUCT)
