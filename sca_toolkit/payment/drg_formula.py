"""The amounts of one stay paid by group: group payment, new-technology add-on, outlier.

Medicare's form: outlier = share x max(0, charges x ratio - (group payment + add-on + fixed loss)); add-on = share x
excess of cost over the group payment, at most share x cost of the technology (HHS outlier guidance; 42 CFR 412.84
and 412.88).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from sca_toolkit.payment.drg_terms import DrgBasis, MultiplierScope, NoCostProduct
from sca_toolkit.payment.facts.facts import Facts
from sca_toolkit.payment.facts.lines import Quantity
from sca_toolkit.payment.facts.refusal import CannotPrice, agreed
from sca_toolkit.payment.public_rates import MedicareRates

if TYPE_CHECKING:
    from sca_toolkit.payment.drg import DrgPayment


class DrgAmounts(NamedTuple):
    """The three amounts before the multiplier."""

    group: Quantity
    new_technology: Quantity
    outlier: Quantity


def amounts(node: DrgPayment, facts: Facts, charges: Quantity, path: str) -> DrgAmounts:
    """The amounts for a stay with these covered charges."""
    zero = facts.number(0)
    group = _group(node, facts, path)
    outlier, added = agreed(node, "outlier_included", path), agreed(node, "new_technology_included", path)
    if not outlier and not added:
        return DrgAmounts(group, zero, zero)
    cost = charges * facts.number(_own_or_medicare(node, facts, "cost_to_charge_ratio", path))
    technology = _new_technology(node, facts, cost, group, path) if added else zero
    if not outlier:
        return DrgAmounts(group, technology, zero)
    loss = facts.number(_own_or_medicare(node, facts, "fixed_loss", path))
    share = facts.number(_own_or_medicare(node, facts, "marginal_share", path))
    excess = facts.most(cost - (group + technology + loss), zero)
    return DrgAmounts(group, technology, share * excess)


def multipliers(node: DrgPayment, facts: Facts, path: str) -> DrgAmounts:
    """By what each of the three is multiplied."""
    one, k = facts.number(1), facts.number(agreed(node, "multiplier", path))
    scope = agreed(node, "multiplier_scope", path)
    with_outlier = scope is not MultiplierScope.base_only
    with_technology = scope is MultiplierScope.base_outlier_and_new_technology
    return DrgAmounts(k, k if with_technology else one, k if with_outlier else one)


def _group(node: DrgPayment, facts: Facts, path: str) -> Quantity:
    full = _base(node, facts, path)
    if agreed(node, "no_cost_product", path) is NoCostProduct.no_reduction:
        return full
    free = facts.opposite(facts.product_charged)
    if not facts.happens(free):
        return full
    factor = _medicare_value(node, facts, "no_cost_factor", path)
    return facts.choose(free, full * facts.number(factor), full)


def _base(node: DrgPayment, facts: Facts, path: str) -> Quantity:
    basis = agreed(node, "basis", path)
    if basis is DrgBasis.payer_base_rate:
        return facts.number(agreed(node, "base_rate", path)) * facts.number(
            agreed(node, "relative_weight", path)
        )
    full = basis is DrgBasis.medicare_full_payment
    return facts.number(_medicare_value(node, facts, "full_payment" if full else "base_only", path))


def _new_technology(node: DrgPayment, facts: Facts, cost: Quantity, group: Quantity, path: str) -> Quantity:
    share = facts.number(_medicare_value(node, facts, "new_technology_share", path))
    most = share * facts.number(_medicare_value(node, facts, "new_technology_cost", path))
    return facts.least(share * facts.most(cost - group, facts.number(0)), most)


def _own_or_medicare(node: DrgPayment, facts: Facts, field: str, path: str) -> Decimal:
    own: Decimal | None = getattr(node, field)
    return _medicare_value(node, facts, field, path) if own is None else own


def _medicare_value(node: DrgPayment, facts: Facts, field: str, path: str) -> Decimal:
    as_of = agreed(node, "rates_as_of", path)
    rates: MedicareRates | None = facts.public.medicare_on(as_of)
    value: Decimal | None = getattr(rates, field, None)
    if value is None:
        what = f"Medicare’s {field.replace('_', ' ')} on {as_of.words}"
        raise CannotPrice(what, f"public_rates.medicare.{field}", f"{path} needs it.")
    return value
