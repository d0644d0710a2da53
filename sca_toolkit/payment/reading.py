"""Questions that checks and forms ask of an arrangement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from sca_toolkit.payment.arrangement import Arrangement
from sca_toolkit.payment.part import Part, PaymentNode
from sca_toolkit.payment.price_dates import PriceDateRule
from sca_toolkit.payment.product import Product
from sca_toolkit.payment.product_flow import product_ways, unsettled
from sca_toolkit.payment.rules.amounts import LatePayment
from sca_toolkit.payment.rules.conversion import ConversionRule
from sca_toolkit.payment.scope import WindowedNode
from sca_toolkit.payment.stop_loss import StopLoss
from sca_toolkit.payment.window import Window
from sca_toolkit.values import Model


class ProductTreatment(Model):
    """Where the product is paid."""

    where: Literal["inside_base", "carve_out", "percentage", "several", "nowhere", "not_settled"]
    """inside_base: in a case rate, phase, per diem, DRG, schedule or cost-plus amount. percentage: through its
    charges. carve_out: on its own line. several: by more than one of these (different settings, or alternatives that
    are compared). not_settled: a rate has not said whether it includes the product."""
    paths: tuple[str, ...] = ()
    """The nodes that pay for it."""


def walk(arrangement: Arrangement) -> Iterator[tuple[str, PaymentNode]]:
    """Every payment node with its path, outer before inner."""
    return arrangement.nodes()


def parts(part: Part, path: str = "") -> Iterator[tuple[str, Part]]:
    """`part` and everything inside it, with paths: nodes, rows, windows, price bases and rules."""
    yield path, part
    for at, each in part.branches():
        yield from parts(each, f"{path}.{at}" if path else at)


def product_treatment(arrangement: Arrangement) -> ProductTreatment:
    """Where the product is paid: inside the base, carved out, as a percentage of charges, or nowhere."""
    if arrangement.base is None:
        return ProductTreatment(where="not_settled")
    ways = product_ways(arrangement.base, "base")
    paths = tuple(way.path for way in ways)
    treatments = {way.treatment for way in ways}
    if not treatments:
        return ProductTreatment(where="not_settled" if unsettled(arrangement.base) else "nowhere")
    return ProductTreatment(where=treatments.pop() if len(treatments) == 1 else "several", paths=paths)


def products(arrangement: Arrangement) -> tuple[tuple[str, Product], ...]:
    """The product carve-outs with their paths."""
    return tuple((at, node) for at, node in walk(arrangement) if isinstance(node, Product))


def has_product_basis(arrangement: Arrangement) -> bool:
    """Whether there is a product carve-out and each has a price basis."""
    found = products(arrangement)
    return bool(found) and all(node.basis is not None for _, node in found)


def needs_price_date_rule(arrangement: Arrangement) -> bool:
    """Whether a product carve-out has a price that depends on a date, and says no date."""
    return any(node.has_dated_price() and node.price_date_rule is None for _, node in products(arrangement))


def price_date_rule(arrangement: Arrangement) -> PriceDateRule | None:
    """The date whose product price counts, from the first product carve-out that says one."""
    rules = (node.price_date_rule for _, node in products(arrangement))
    return next((rule for rule in rules if rule is not None), None)


def conversion_rule(arrangement: Arrangement) -> ConversionRule | None:
    """What an admission does to outpatient services before it; None where it is not settled."""
    return arrangement.rules.conversion.rule


def stop_losses(arrangement: Arrangement) -> tuple[tuple[str, StopLoss], ...]:
    """The stop-loss nodes of both kinds, with their paths."""
    return tuple((at, node) for at, node in walk(arrangement) if isinstance(node, StopLoss))


def interest(arrangement: Arrangement) -> LatePayment | None:
    """The rule on late payment, or None where nothing of it is settled."""
    rule = arrangement.rules.late_payment
    return rule if rule.stated() else None


def windows(arrangement: Arrangement) -> tuple[tuple[str, Window], ...]:
    """Every window with its path: of case rates, phases and other limited rates."""
    return tuple((at, part) for at, part in parts(arrangement) if isinstance(part, Window))


def inclusion_window(arrangement: Arrangement) -> Window | None:
    """The window of the first windowed rate in the base, or None."""
    nodes = (node.window for _, node in walk(arrangement) if isinstance(node, WindowedNode))
    return next((window for window in nodes if window is not None), None)
