"""What is paid around a product that was infused although it was out of specification."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sca_toolkit.payment.facts.lines import Quantity
from sca_toolkit.payment.facts.refusal import agreed
from sca_toolkit.payment.rules.out_of_spec import OutOfSpec, OutOfSpecPrice, OutOfSpecServices

if TYPE_CHECKING:
    from sca_toolkit.payment.facts.facts import Facts

PATH = "rules.out_of_spec"


def product_amount(facts: Facts, rule: OutOfSpec, amount: Quantity) -> Quantity:
    """The amount for the product: nothing, as if in specification, or at most what the manufacturer charges."""
    if not agreed(rule, "covered", PATH):
        return facts.number(0)
    price = agreed(rule, "product_price", PATH)
    if price is OutOfSpecPrice.zero:
        return facts.number(0)
    if price is OutOfSpecPrice.full:
        return amount
    invoice = facts.choose(facts.product_charged, facts.money("invoice", PATH), facts.number(0))
    return facts.least(amount, invoice)


def services_amount(facts: Facts, rule: OutOfSpec, amount: Quantity) -> Quantity:
    """The amount for services: the same, a share, or nothing (the default rate stands apart)."""
    if not agreed(rule, "covered", PATH):
        return facts.number(0)
    services = agreed(rule, "services", PATH)
    if services is OutOfSpecServices.same_rates:
        return amount
    if services is OutOfSpecServices.share_of_rates:
        return amount * facts.number(agreed(rule, "share", PATH))
    return facts.number(0)
