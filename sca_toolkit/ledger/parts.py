"""Which part of an agreement a payment node speaks in: product, stop-loss, bounds, default rate, rebate or the base."""

from __future__ import annotations

from sca_toolkit.payment import (
    AggregateStopLoss,
    Arrangement,
    Cap,
    Corridor,
    DayOutlier,
    DefaultRate,
    Floor,
    GreaterOf,
    LesserOf,
    OutcomesRebate,
    PaymentNode,
    Product,
    StopLoss,
    walk,
)

_PART_OF_NODE: tuple[tuple[type[PaymentNode], str], ...] = (
    (Product, "product"),
    (StopLoss, "stop_loss"),
    (DayOutlier, "stop_loss"),
    (AggregateStopLoss, "stop_loss"),
    (LesserOf, "bounds"),
    (GreaterOf, "bounds"),
    (Cap, "bounds"),
    (Floor, "bounds"),
    (Corridor, "bounds"),
    (DefaultRate, "default_rate"),
    (OutcomesRebate, "rebate"),
)


def part_of(path: str, node: PaymentNode) -> str:
    """The part of an agreement in which a node speaks; what stands inside the default rate speaks with it."""
    if path.startswith("default_rate"):
        return "default_rate"
    return next((part for kind, part in _PART_OF_NODE if isinstance(node, kind)), "base")


def summaries(arrangement: Arrangement, part: str) -> tuple[str, ...]:
    """`part` in one line each, for a term sheet; what stands inside a node is part of its line."""
    if part == "base":
        return (arrangement.summary(),)
    if part == "default_rate":
        return (arrangement.default_rate.summary(),) if arrangement.default_rate else ()
    nodes = tuple(node.summary() for path, node in walk(arrangement) if part_of(path, node) == part)
    rules = tuple(rule.summary() for path, rule in arrangement.spoken_rules() if path == f"rules.{part}")
    return nodes + rules
