"""What the product cost the provider."""

from __future__ import annotations

from sca_toolkit.payment.facts.facts import Facts
from sca_toolkit.payment.facts.lines import Quantity


def product_cost(facts: Facts, path: str) -> Quantity:
    """The invoice less all discounts, never below 0; nothing for a product without charge."""
    net = (
        facts.money("invoice", path)
        - facts.money("invoice_discount", path)
        - facts.money("other_discounts", path)
    )
    zero = facts.number(0)
    return facts.choose(facts.product_charged, facts.most(net, zero), zero)
