"""Many open cases together. One common state moves them all; given it, the cases are independent.

The common state is a drift of the center's cost of care that every case shares in a year. The rows of each case are
shuffled on their own (Latin supercube sampling, Owen 1998), so the sum has the accuracy of plain random draws.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sca_toolkit.exposure.draws import Stream
from sca_toolkit.exposure.measures import TAIL, cvar, loss_chance, tail_weights
from sca_toolkit.exposure.shapes import Array

DRIFT = 0.08
"""Standard deviation of the common drift of cost; an assumption, no source found."""


@dataclass(frozen=True)
class OpenCase:
    """One case of the portfolio. Arrays: one number for each path, the same length for all cases."""

    name: str
    payer: str
    product: str
    signing: float
    """Chance that it is signed."""
    payment: Array
    care_cost: Array
    other_cost: Array


@dataclass(frozen=True)
class Portfolio:
    """All cases together."""

    expected: float
    loss: float
    tail: float
    """Mean loss of the worst 5% of the totals."""
    error: float
    """Standard error of the mean, plain."""
    contributions: Mapping[str, float]
    """How much of the tail each case brings; they add up to `tail`."""
    diversification: float | None
    """Tail of the total over the sum of the tails of the cases; None where one of them is a gain."""
    by_payer: float
    """Concentration by payer: sum of squared shares of expected payment, 1 = all with one."""
    by_product: float
    any_loses: float
    """Chance that at least one case loses more than the limit that was asked for."""
    paths: int


def portfolio(
    cases: Sequence[OpenCase], seed: int, *, limit: float = 100_000, drift: float = DRIFT
) -> Portfolio:
    """The total margin of cases, each signed with its own chance. Raises ValueError without a case."""
    if not cases:
        raise ValueError("a portfolio needs at least one case")
    n = len(cases[0].payment)
    factor = _common(seed, n, drift)
    total, worst = np.zeros(n), np.zeros(n)
    rows = []
    for at, case in enumerate(cases):
        row = _margins(case, factor, seed, at)
        rows.append(row)
        total += row
        worst = np.minimum(worst, row)
    weights = tail_weights(total, TAIL)
    own = {case.name: -float(weights @ row) for case, row in zip(cases, rows, strict=True)}
    tail = cvar(total, TAIL)
    alone = sum(cvar(row, TAIL) for row in rows)
    return Portfolio(
        expected=float(total.mean()),
        loss=loss_chance(total),
        tail=tail,
        error=float(total.std(ddof=1) / np.sqrt(n)),
        contributions=own,
        diversification=tail / alone if min(alone, tail) > 0 else None,
        by_payer=_concentration([(case.payer, case) for case in cases]),
        by_product=_concentration([(case.product, case) for case in cases]),
        any_loses=float((worst < -limit).mean()),
        paths=n,
    )


def _common(seed: int, n: int, drift: float) -> Array:
    draw = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(int(Stream.common), 0)))
    return np.exp(drift * draw.standard_normal(n) - drift**2 / 2)


def _margins(case: OpenCase, factor: Array, seed: int, at: int) -> Array:
    draw = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(int(Stream.common), at + 1)))
    order = draw.permutation(len(factor))
    signed = draw.random(len(factor)) < case.signing
    left = case.payment[order] - case.care_cost[order] * factor - case.other_cost[order]
    return np.where(signed, left, 0.0)


def _concentration(named: Sequence[tuple[str, OpenCase]]) -> float:
    sums: dict[str, float] = {}
    for name, case in named:
        sums[name] = sums.get(name, 0.0) + case.signing * float(case.payment.mean())
    whole = sum(sums.values())
    return sum((each / whole) ** 2 for each in sums.values()) if whole > 0 else 1.0
