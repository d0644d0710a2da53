"""A payment arrangement split into the parts that the clauses of an agreement print.

Every node names its amount by a defined term and refers to other nodes by theirs, so that its own sentences can stand
in the clause they belong to: the product in one, stop-loss in another.
"""

from __future__ import annotations

from collections.abc import Iterator

from sca_toolkit.ledger import part_of
from sca_toolkit.papers.payment_shape import payment_shape
from sca_toolkit.payment import Arrangement, PaymentNode, walk
from sca_toolkit.values.marks import gap

ALL_PARTS = (
    "base", "product", "stop_loss", "bounds", "default_rate", "rebate", "straddle", "day_counting", "readmission",
    "conversion", "not_infused", "repeat_collection", "out_of_spec", "rounding", "late_payment", "order",
)  # fmt: skip
"""All parts in the order in which the whole is read."""

_OTHER_NAMES = {"interest": "late_payment"}


def payment_paragraphs(arrangement: Arrangement | None, part: str) -> tuple[str, ...]:
    """The sentences of `part`: a gap where there is no arrangement, nothing where it does not speak of the part."""
    name = _OTHER_NAMES.get(part, part)
    if arrangement is None:
        return (gap("payment arrangement"),) if name == "base" else ()
    if name == "shape":
        return payment_shape(arrangement)
    return tuple(_paragraphs(arrangement, name))


def _paragraphs(arrangement: Arrangement, part: str) -> Iterator[str]:
    said = arrangement.phrase()
    if part == "base":
        yield said[0]
    for path, node in walk(arrangement):
        if part_of(path, node) == part:
            yield from own_phrase(node)
    label = arrangement.open_terms().get("default_rate")
    if part == "default_rate" and arrangement.default_rate is None and label:
        yield f"The Default Rate is {gap(label)}."
    for path, rule in arrangement.spoken_rules():
        if path == f"rules.{part}":
            yield from rule.phrase()
    if part == "order":
        yield said[-1]


def own_phrase(node: PaymentNode) -> tuple[str, ...]:
    """What a node says of itself, without what the nodes inside it say."""
    below = [text for child in node.children() for text in child.phrase()]
    return tuple(text for text in node.phrase() if text not in below)
