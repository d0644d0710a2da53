"""Where a tree of nodes pays for the product: inside a base rate, as a percentage of charges, or on its own line."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Literal, NamedTuple

from sca_toolkit.payment.charges import PercentOfCharges
from sca_toolkit.payment.part import PaymentNode
from sca_toolkit.payment.product import Product
from sca_toolkit.payment.scope import ScopedNode

Treatment = Literal["inside_base", "percentage", "carve_out"]


class ProductWay(NamedTuple):
    """One node that pays for the product."""

    path: str
    node: PaymentNode
    treatment: Treatment


def within(node: PaymentNode, path: str = "") -> Iterator[tuple[str, PaymentNode]]:
    """`node` and every node below it, each with its path from `node`."""
    yield path, node
    for at, part in node.branches():
        if isinstance(part, PaymentNode):
            yield from within(part, f"{path}.{at}" if path else at)


def product_ways(node: PaymentNode, path: str = "") -> tuple[ProductWay, ...]:
    """Every node at or below `node` that pays for the product, so far as it is settled."""
    return tuple(
        ProductWay(at, each, treatment)
        for at, each in within(node, path)
        if (treatment := _treatment(each)) is not None
    )


def _treatment(node: PaymentNode) -> Treatment | None:
    if isinstance(node, Product):
        return "carve_out"
    if isinstance(node, ScopedNode):
        if not getattr(node, "product_included", None):
            return None
        return "percentage" if isinstance(node, PercentOfCharges) else "inside_base"
    return "percentage" if replaces_product(node) else None


def replaces_product(node: PaymentNode) -> bool:
    """Whether `node` is a first-dollar stop-loss whose percentage covers the product."""
    return getattr(node, "kind", "") == "first_dollar_stop_loss" and bool(
        getattr(node, "product_in_percentage", None)
    )


def unsettled(node: PaymentNode) -> bool:
    """Whether some rate below has not said yet if it includes the product."""
    return any(
        isinstance(each, ScopedNode) and getattr(each, "product_included", True) is None
        for _, each in within(node)
    )


def paid_twice(parts: tuple[PaymentNode, ...]) -> tuple[ProductWay, ProductWay] | None:
    """Two nodes in different `parts` of a sum that would both pay for one product, or None."""
    ways = [product_ways(part, f"parts[{at}]") for at, part in enumerate(parts)]
    for first_ways, second_ways in combinations(ways, 2):
        for first in first_ways:
            for second in second_ways:
                if _meet(first.node, second.node):
                    return first, second
    return None


def _meet(first: PaymentNode, second: PaymentNode) -> bool:
    if isinstance(first, ScopedNode) and isinstance(second, ScopedNode):
        return first.overlaps(second)
    return True


def product_agrees(of: PaymentNode, included: bool | None, noun: str) -> None:
    """Raise `ValueError` where a limit or surcharge leaves the product out, or counts it, and the payment does not."""
    ways = product_ways(of)
    inside = [way for way in ways if way.treatment != "carve_out"]
    if included is False and inside:
        raise ValueError(
            f"the {noun} leaves the Product out, but the {inside[0].node.term} below it includes the Product; "
            "set product_included alike"
        )
    if included and not ways and not unsettled(of):
        raise ValueError(f"the {noun} counts the Product, but nothing below it pays for the Product")
