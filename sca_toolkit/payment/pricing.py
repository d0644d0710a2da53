"""Pricing: one dated episode to the cent with its trace, or many simulated episodes at once."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from sca_toolkit.payment.arrangement import Arrangement
from sca_toolkit.payment.columns import Episodes, Floats
from sca_toolkit.payment.episode import Episode
from sca_toolkit.payment.facts.exact import ExactFacts
from sca_toolkit.payment.facts.lines import LineKey, PaidBy, key_of
from sca_toolkit.payment.facts.live import LiveFacts, Sheet
from sca_toolkit.payment.facts.named import named
from sca_toolkit.payment.facts.paths import PathFacts
from sca_toolkit.payment.facts.refusal import CannotCombine, CannotPrice
from sca_toolkit.payment.settling import Settled, refuse_without_order, settle

__all__ = [
    "BLOCK",
    "CannotCombine",
    "CannotPrice",
    "LineKey",
    "LiveLine",
    "LivePrice",
    "Note",
    "Priced",
    "PricedPaths",
    "TraceLine",
    "collected_many",
    "price_all",
    "price_live",
    "price_many",
    "price_one",
]

BLOCK = 16_384
"""Rows that are priced at a time: small enough for the processor's cache."""


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


@dataclass(frozen=True)
class LiveLine:
    """A line of the trace as a formula over `inputs[i]` and `steps[i]` of its sheet."""

    path: str
    term: str
    what: str
    amount: Decimal
    formula: str
    paid_by: PaidBy = "payer"


@dataclass(frozen=True)
class LivePrice:
    """A price in which every number has its formula."""

    sheet: Sheet
    lines: tuple[LiveLine, ...]
    totals: tuple[tuple[str, Decimal, str], ...]
    """Name, value and formula of each total; cost and margin where the cost is known."""


def price_live(arrangement: Arrangement, episode: Episode) -> LivePrice:
    """The same as `price_one`, as formulas. Raises `CannotPrice` where a value is missing."""
    refuse_without_order(arrangement)
    contract = named(arrangement, "")
    public = named(episode.public_rates, "public_rates")
    facts = LiveFacts(episode.model_copy(update={"public_rates": public}), contract.rules)
    paid = settle(contract, facts)
    lines = tuple(
        LiveLine(line.path, line.term, line.what, line.amount.value, line.amount.formula, line.paid_by)
        for line in paid.lines
    )
    found = {name: getattr(paid, name) for name in _TOTALS}
    cost = facts.cost()
    if cost is not None:
        margin = found["allowed"] + found["from_manufacturer"] - cost
        found |= {"cost": cost, "margin": margin}
    totals = tuple((name, each.value, each.formula) for name, each in found.items())
    return LivePrice(facts.sheet, lines, totals)


@dataclass(frozen=True, eq=False)
class PricedPaths:
    """What is paid on n paths, in dollars, not rounded. Arrays are float64 of shape (n,) unless said otherwise."""

    keys: tuple[LineKey, ...]
    """What each line is; empty where only totals were asked for."""
    amounts: Floats | None
    """(n, lines) each line; None where only totals were asked for."""
    allowed: Floats
    """Everything due from payer, member and other payer, interest included."""
    interest: Floats
    member_pays: Floats
    other_payer_pays: Floats
    payer_pays: Floats
    from_manufacturer: Floats

    @property
    def collected(self) -> Floats:
        """All money that reaches the provider."""
        return self.allowed + self.from_manufacturer


def price_all(
    arrangement: Arrangement, episodes: Episodes, *, lines: bool = True, block: int = BLOCK
) -> PricedPaths:
    """What `arrangement` pays on every path. Raises `CannotPrice` where a value is missing."""
    return price_many((arrangement,), episodes, lines=lines, block=block)[0]


def price_many(
    arrangements: Sequence[Arrangement], episodes: Episodes, *, lines: bool = True, block: int = BLOCK
) -> tuple[PricedPaths, ...]:
    """What each arrangement pays on every path, block of rows by block, so that the work stays in the cache."""
    for arrangement in arrangements:
        refuse_without_order(arrangement)
    paths = len(episodes)
    found = [_Growing(paths, lines) for _ in arrangements]
    for start in range(0, paths, block):
        rows = slice(start, min(start + block, paths))
        part = episodes if paths <= block else episodes.take(rows)
        shared: dict[Any, Any] = {}
        for arrangement, growing in zip(arrangements, found, strict=True):
            growing.put(rows, settle(arrangement, PathFacts(part, arrangement.rules, shared)))
    return tuple(growing.done() for growing in found)


def collected_many(
    arrangements: Sequence[Arrangement], episodes: Episodes, *, block: int = BLOCK, workers: int = 1
) -> tuple[Floats, ...]:
    """All money that reaches the provider on every path, for each arrangement: shape (n,), and nothing else is kept.

    The same numbers as `price_many(...).collected`, bit for bit, for any number of workers: a block is one piece of
    work and has its own rows. Raises `CannotPrice` where a value is missing.
    """
    for arrangement in arrangements:
        refuse_without_order(arrangement)
    paths = len(episodes)
    found = tuple(np.empty(paths) for _ in arrangements)

    def price(start: int) -> None:
        rows = slice(start, min(start + block, paths))
        part = episodes if paths <= block else episodes.take(rows)
        shared: dict[Any, Any] = {}
        for arrangement, total in zip(arrangements, found, strict=True):
            paid = settle(arrangement, PathFacts(part, arrangement.rules, shared))
            np.add(paid.allowed, paid.from_manufacturer, out=total[rows])

    starts = range(0, paths, block)
    if workers <= 1 or len(starts) <= 1:
        for start in starts:
            price(start)
    else:
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(price, starts))
    return found


class _Growing:
    """Totals and lines of one arrangement, filled block by block."""

    def __init__(self, paths: int, lines: bool) -> None:
        self._paths, self._wanted = paths, lines
        self._totals = {name: np.zeros(paths) for name in _TOTALS}
        self._lines: dict[LineKey, Floats] = {}

    def put(self, rows: slice, paid: Settled) -> None:
        """Add one block. A line that no path of a block has is not among its lines."""
        for name, total in self._totals.items():
            total[rows] = getattr(paid, name)
        if self._wanted:
            for line in paid.lines:
                found = self._lines.setdefault(key_of(line), np.zeros(self._paths))
                found[rows] += line.amount

    def done(self) -> PricedPaths:
        """All blocks together."""
        keys = tuple(self._lines)
        amounts = np.column_stack(list(self._lines.values())) if keys else None
        return PricedPaths(keys, amounts, **self._totals)


_TOTALS = (
    "allowed",
    "interest",
    "member_pays",
    "other_payer_pays",
    "payer_pays",
    "from_manufacturer",
)
