"""A payable line: which node it comes from, what it pays for, and how much."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

Quantity: TypeAlias = Any
"""An amount, a number of days or a share: a `Decimal` of one episode, or float64 of shape (n,) for n paths.

A number that is the same on every path may stand as one number in both.
"""

Truth: TypeAlias = Any
"""Whether something holds: a bool of one episode, or bool of shape (n,) for n paths."""

SERVICES, PRODUCT, WHOLE = "services", "product", "whole"
"""What a line pays for: services without the product, the product alone, or both in one amount."""

PaidBy = Literal["payer", "manufacturer"]


@dataclass(frozen=True, eq=False)
class Line:
    """One payable line."""

    path: str
    """The node, such as `base.parts[0]`."""
    term: str
    """The defined term of the node."""
    what: str
    """What the amount is for, such as `ward days`."""
    amount: Quantity
    """Dollars; a cut is negative."""
    item: str = SERVICES
    """services, product, whole, or a code where lines are compared code by code."""
    claim: str | None = None
    """The claim it belongs to; None when the amount is for the whole episode."""
    stay: int | None = None
    """The stay it belongs to, or None."""
    formula: str = ""
    """The formula in words, for one episode."""
    paid_by: PaidBy = "payer"
    """Who pays it."""

    def with_amount(self, amount: Quantity) -> Line:
        """The same line with another amount."""
        return replace(self, amount=amount)


Lines: TypeAlias = tuple[Line, ...]


@dataclass(frozen=True)
class LineKey:
    """A line of a contract, the same on every path."""

    path: str
    term: str
    what: str
    paid_by: PaidBy = "payer"


def key_of(line: Line) -> LineKey:
    """What names a line, without its amount."""
    return LineKey(line.path, line.term, line.what, line.paid_by)


def product_only(line: Line) -> bool:
    """Whether the line pays for the product alone."""
    return line.item == PRODUCT
