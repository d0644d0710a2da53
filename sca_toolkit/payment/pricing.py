"""Pricing: one dated episode to the cent with its trace, or many simulated episodes at once."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sca_toolkit.payment.arrangement import Arrangement
from sca_toolkit.payment.episode import Episode
from sca_toolkit.payment.facts.exact import ExactFacts
from sca_toolkit.payment.facts.lines import LineKey, PaidBy
from sca_toolkit.payment.facts.refusal import CannotCombine, CannotPrice
from sca_toolkit.payment.settling import refuse_without_order, settle

__all__ = ["CannotCombine", "CannotPrice", "LineKey", "Note", "Priced", "TraceLine", "price_one"]


@dataclass(frozen=True)
class TraceLine:
    """One line of the trace."""

    path: str
    """The node, such as `base.parts[0]`."""
    term: str
    """Its defined term."""
    what: str
    """What the amount is for."""
    formula: str
    """How it was worked out."""
    amount: Decimal
    """Dollars and cents; negative for a cut."""
    paid_by: PaidBy = "payer"
    """Who pays it."""


@dataclass(frozen=True)
class Note:
    """A comparison, a switch or a rule that decided which line is paid."""

    path: str
    words: str


@dataclass(frozen=True)
class Priced:
    """What is paid for one episode, in dollars and cents."""

    lines: tuple[TraceLine, ...]
    notes: tuple[Note, ...]
    allowed: Decimal
    """Everything due from payer, member and other payer, interest included."""
    interest: Decimal
    member_pays: Decimal
    other_payer_pays: Decimal
    payer_pays: Decimal
    from_manufacturer: Decimal

    @property
    def collected(self) -> Decimal:
        """All money that reaches the provider."""
        return self.allowed + self.from_manufacturer


def price_one(arrangement: Arrangement, episode: Episode) -> Priced:
    """What `arrangement` pays for `episode`, line by line. Raises `CannotPrice` where a value is missing."""
    refuse_without_order(arrangement)
    facts = ExactFacts(episode, arrangement.rules)
    paid = settle(arrangement, facts)
    lines = tuple(
        TraceLine(line.path, line.term, line.what, line.formula, line.amount, line.paid_by)
        for line in paid.lines
        if line.amount != 0
    )
    return Priced(
        lines,
        tuple(Note(path, words) for path, words in facts.notes),
        paid.allowed,
        paid.interest,
        paid.member_pays,
        paid.other_payer_pays,
        paid.payer_pays,
        paid.from_manufacturer,
    )
