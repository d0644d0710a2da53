"""What a margin looks like: mean, chance of a loss, quantiles, tail, and who bears severity; each with its error.

The sample is a matrix, one row for each scrambling. A measure is worked out for each row; its value is the mean of the
rows and its standard error comes from their spread. The value of all rows together stands beside it as a check.

The loss is minus the margin. P(loss) counts margins below zero, not at zero. CVaR 95% is the mean loss of the worst 5%;
an amount that many paths share is split exactly at the edge (Rockafellar and Uryasev). A negative CVaR is a gain.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from sca_toolkit.exposure.shapes import Array

TAIL = 0.05
"""The part of the paths that the tail measures look at."""


@dataclass(frozen=True)
class Estimate:
    """A simulated number with its error."""

    value: float
    error: float | None
    """Standard error from independent scramblings; None when there is only one."""
    pooled: float
    """The same measure on all paths together."""
    replicates: int

    @property
    def interval(self) -> tuple[float, float] | None:
        """95% interval; None when there is only one scrambling."""
        if self.error is None:
            return None
        from scipy.special import stdtrit

        half = float(stdtrit(self.replicates - 1, 0.975)) * self.error
        return self.value - half, self.value + half


def estimate(rows: Array, pooled: float) -> Estimate:
    """From the measure of each scrambling."""
    count = len(rows)
    error = float(rows.std(ddof=1)) / math.sqrt(count) if count > 1 else None
    return Estimate(float(rows.mean()), error, pooled, count)


def lower_quantile(values: Array, p: float, weights: Array | None = None) -> float:
    """The smallest value that at least a part `p` of the paths does not pass."""
    order = np.argsort(values, kind="stable")
    if weights is None:
        return float(values[order[max(math.ceil(p * len(values) - 1e-9) - 1, 0)]])
    reached = np.cumsum(weights[order]) / weights.sum()
    return float(values[order[int(np.searchsorted(reached, p - 1e-12))]])


def cvar(margins: Array, tail: float = TAIL, weights: Array | None = None) -> float:
    """Mean loss over the worst part `tail` of the paths; a share of an atom at the edge is counted exactly."""
    w = np.full(len(margins), 1 / len(margins)) if weights is None else weights / weights.sum()
    edge = lower_quantile(margins, tail, weights)
    below = margins < edge
    return -float((margins[below] * w[below]).sum() + edge * (tail - w[below].sum())) / tail


def tail_weights(margins: Array, tail: float = TAIL) -> Array:
    """How much each path counts in the tail, so that `-(weights * margins).sum()` is the CVaR."""
    n = len(margins)
    edge = lower_quantile(margins, tail)
    below, at = margins < edge, margins == edge
    weights = below / (tail * n)
    rest = 1.0 - weights.sum()
    found: Array = weights + at * (rest / at.sum())
    return found


def loss_chance(margins: Array, weights: Array | None = None) -> float:
    """The part of the paths with a margin below zero."""
    losing = margins < 0
    return float(losing.mean() if weights is None else weights[losing].sum() / weights.sum())


def pass_through(payment: Array, care_cost: Array) -> float:
    """How much of a further dollar of care the payment brings: 0 under a case rate, 1 at cost."""
    variance = float(np.var(care_cost))
    if variance == 0:
        return 0.0
    return float(np.mean((payment - payment.mean()) * (care_cost - care_cost.mean()))) / variance


@dataclass(frozen=True)
class Summary:
    """A margin in numbers, in dollars unless said otherwise."""

    expected: Estimate
    loss: Estimate
    """Chance of a loss."""
    low: Estimate
    """5% quantile of the margin."""
    middle: Estimate
    high: Estimate
    """95% quantile of the margin."""
    cvar: Estimate
    """Mean loss of the worst 5%."""
    loss_if_any: Estimate
    """Mean loss of the paths that lose; 0 where none does."""
    pass_through: Estimate
    """Of a further dollar of care of an infused patient, how much is paid: 0 under a case rate, 1 at cost."""
    payment: Estimate
    """Mean collected payment."""
    worst: int
    """The path with the lowest margin."""


def summary(
    margin: Array, payment: Array, care_cost: Array, replicates: int, among: Array | None = None
) -> Summary:
    """All measures of one offer. Arrays of one number for each path, one scrambling after the other.

    `among` marks the paths on which pass-through is measured; left out, all of them.
    """
    table = np.sort(margin.reshape(replicates, -1), axis=1)
    points = table.shape[1]
    whole = np.partition(margin, [_at(part, len(margin)) for part in (TAIL, 0.5, 1 - TAIL)])
    paid, cost = payment.reshape(replicates, -1), care_cost.reshape(replicates, -1)

    def of(rows: Array, all_rows: float) -> Estimate:
        return estimate(rows, all_rows)

    losses = (table < 0).sum(axis=1)
    lost = -np.minimum(table, 0).sum(axis=1)
    return Summary(
        expected=of(table.mean(axis=1), float(whole.mean())),
        loss=of(losses / points, float((whole < 0).mean())),
        low=of(table[:, _at(TAIL, points)], float(whole[_at(TAIL, len(whole))])),
        middle=of(table[:, _at(0.5, points)], float(whole[_at(0.5, len(whole))])),
        high=of(table[:, _at(1 - TAIL, points)], float(whole[_at(1 - TAIL, len(whole))])),
        cvar=of(_sorted_cvar(table), float(_sorted_cvar(whole[np.newaxis])[0])),
        loss_if_any=of(
            lost / np.maximum(losses, 1), -float(np.minimum(whole, 0).sum() / max((whole < 0).sum(), 1))
        ),
        pass_through=_passed(
            paid, cost, np.ones_like(paid, bool) if among is None else among.reshape(paid.shape)
        ),
        payment=of(paid.mean(axis=1), float(payment.mean())),
        worst=int(np.argmin(margin)),
    )


def difference(first: Array, second: Array, replicates: int) -> Estimate:
    """Mean of `first` less `second` on the same paths; the error of two offers a constant apart is 0."""
    gap = first - second
    if float(np.ptp(gap)) <= 1e-9 * max(1.0, float(np.abs(first).max())):
        return Estimate(float(gap.mean()), 0.0 if replicates > 1 else None, float(gap.mean()), replicates)
    return estimate(gap.reshape(replicates, -1).mean(axis=1), float(gap.mean()))


def _at(p: float, points: int) -> int:
    return max(math.ceil(p * points - 1e-9) - 1, 0)


def _sorted_cvar(table: Array, tail: float = TAIL) -> Array:
    """CVaR of each sorted row."""
    points = table.shape[1]
    full = _at(tail, points)
    rest = tail * points - full
    found: Array = -(table[:, :full].sum(axis=1) + rest * table[:, full]) / (tail * points)
    return found


def _passed(paid: Array, cost: Array, among: Array) -> Estimate:
    rows = [pass_through(p[a], c[a]) if a.any() else 0.0 for p, c, a in zip(paid, cost, among, strict=True)]
    return estimate(np.array(rows), pass_through(paid[among], cost[among]) if among.any() else 0.0)
