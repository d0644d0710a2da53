"""Which rate is enough: each path has the rate at which it stops losing, so one pass answers for every risk.

A path whose payment does not move with the rate needs an endless rate when it loses, and none when it does not. So the
chance of a loss cannot fall below the share of paths that lose whatever the rate is: there the wording must change.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sca_toolkit.exposure.cohort import Cohort
from sca_toolkit.exposure.measures import TAIL, Estimate, cvar, estimate
from sca_toolkit.exposure.offers import paid
from sca_toolkit.exposure.places import Term, number_at, with_number
from sca_toolkit.exposure.shapes import Array
from sca_toolkit.payment import Arrangement

GRID = 25
STEEPEST = 16
"""The search ends at this many times the rate in the offer."""


@dataclass(frozen=True)
class BreakEven:
    """How the margin follows one number of an offer: a grid in the direction that helps, margins of (grid, paths)."""

    term: Term
    cohort: Cohort
    arrangement: Arrangement
    rates: Array
    """The numbers that were priced, each times `sign`, so that they rise as the mean margin does."""
    margins: Array
    sign: float
    """1 where a higher number helps the provider; -1 where a lower one does, as with a stop-loss threshold."""
    straight: bool
    """Whether every path's payment follows the number in a straight line; two points then say everything."""

    @cached_property
    def required(self) -> Array:
        """Rate times `sign` at which each path stops losing; endless if none helps, minus endless if none must."""
        losing = self.margins < 0
        first = np.argmin(losing, axis=0)
        never, always = losing.all(axis=0), ~losing.any(axis=0)
        at = np.clip(first, 1, None)
        path = np.arange(self.margins.shape[1])
        below, above = self.margins[at - 1, path], self.margins[at, path]
        width = self.rates[at] - self.rates[at - 1]
        with np.errstate(divide="ignore", invalid="ignore"):
            found = self.rates[at - 1] - below * width / (above - below)
        return np.where(never, np.inf, np.where(always | (first == 0), -np.inf, found))

    @cached_property
    def never(self) -> float:
        """Share of paths that lose whatever the rate: the least chance of a loss that this number can bring."""
        return float(np.isposinf(self.required).mean())

    @cached_property
    def rises(self) -> bool:
        """Whether no path is paid less when the number moves in the direction that helps."""
        return bool((np.diff(self.margins, axis=0) >= -0.01).all())

    def loss_at(self, rate: float) -> float:
        """Chance of a loss at a rate: answered from the paths at hand, without pricing again."""
        return float((self.margin_at(rate) < 0).mean())

    def expected_at(self, rate: float) -> float:
        """Mean margin at a rate."""
        return float(self.margin_at(rate).mean())

    def cvar_at(self, rate: float) -> float:
        """Mean loss of the worst 5% at a rate."""
        return cvar(self.margin_at(rate), TAIL)

    def margin_at(self, rate: float) -> Array:
        """The margin of each path at a rate, in a straight line between (and beyond) the rates that were priced."""
        at = self.sign * rate
        right = int(np.clip(np.searchsorted(self.rates, at), 1, len(self.rates) - 1))
        left = right - 1
        part = (at - self.rates[left]) / (self.rates[right] - self.rates[left])
        found: Array = self.margins[left] + part * (self.margins[right] - self.margins[left])
        return found

    def safe(self, risk: float) -> bool:
        """Whether the chance of a loss stays at `risk` or below whatever the number is."""
        return float((self.required > -np.inf).mean()) <= risk

    def for_risk(self, risk: float) -> Estimate | None:
        """The rate that keeps the chance of a loss at `risk` or below; None where no rate does, or every rate."""
        rows = np.sort(self.required.reshape(self.cohort.design.replicates, -1), axis=1)
        whole = np.sort(self.required)
        found = rows[:, _needed(risk, rows.shape[1])]
        pooled = float(whole[_needed(risk, len(whole))])
        if not np.isfinite(pooled) or not np.isfinite(found).all():
            return None
        return estimate(self.sign * found, self.sign * pooled)

    def for_mean(self) -> Estimate | None:
        """The rate at which the mean margin is zero; None where no rate in reach brings it there."""
        return self._mean_rate

    def for_tail(self) -> float | None:
        """The rate at which the mean of the worst 5% is zero, to the dollar; None where no rate in reach is enough."""
        return self._tail_rate

    @cached_property
    def _mean_rate(self) -> Estimate | None:
        table = self.margins.reshape(len(self.rates), self.cohort.design.replicates, -1).mean(axis=2)
        rows = [_root(self.rates, table[:, at]) for at in range(table.shape[1])]
        pooled = _root(self.rates, table.mean(axis=1))
        if pooled is None or any(each is None for each in rows):
            return None
        return estimate(self.sign * np.array(rows, dtype=float), self._refined(self.sign * pooled))

    @cached_property
    def _tail_rate(self) -> float | None:
        from scipy.optimize import brentq

        low, high = (float(self.sign * self.rates[at]) for at in (0, -1))
        if self.cvar_at(high) > 0:
            return None
        return low if self.cvar_at(low) <= 0 else float(brentq(self.cvar_at, low, high, xtol=0.5))

    def _refined(self, rate: float) -> float:
        """Where payment bends between two rates that were priced, a few steps on the offer itself."""
        if self.straight or rate == 0:
            return rate
        cost = self.cohort.cost
        slope = (self.expected_at(rate * 1.01) - self.expected_at(rate * 0.99)) / (0.02 * rate)
        for _ in range(4):
            margin = float(
                (paid(self.cohort, with_number(self.arrangement, self.term.path, rate)) - cost).mean()
            )
            if abs(margin) < 0.5 or slope * self.sign <= 0:
                break
            rate -= margin / slope
        return rate


def break_even(cohort: Cohort, arrangement: Arrangement, path: str) -> BreakEven:
    """How the margin follows the number at `path`. Raises UsageProblem for a path without a number.

    Priced at three rates where payment follows in a straight line, else on a grid up to sixteen times the offer.
    """
    term = number_at(arrangement, path)
    top = _top(term)

    def margins(rate: float) -> Array:
        found: Array = paid(cohort, with_number(arrangement, path, rate)) - cohort.cost
        return found

    ends = (0.0, top) if term.kind != "days" else (1.0, 60.0)
    middle = (ends[0] + ends[1]) / 2
    three = np.stack([margins(each) for each in (ends[0], middle, ends[1])])
    bend = np.abs(three[1] - (three[0] + three[2]) / 2).max()
    if bend <= 1e-6 * (1 + np.abs(three).max()):
        rates, found, straight = np.array(ends), three[[0, 2]], True
    else:
        rates = _spaced(term, ends)
        found, straight = np.stack([margins(each) for each in rates]), False
    if found[-1].mean() >= found[0].mean():
        return BreakEven(term, cohort, arrangement, rates, found, 1.0, straight)
    return BreakEven(term, cohort, arrangement, -rates[::-1], found[::-1], -1.0, straight)


def _top(term: Term) -> float:
    return 1.0 if term.kind == "percent" and term.value <= 1 else max(term.value, 1.0) * STEEPEST


def _spaced(term: Term, ends: tuple[float, float]) -> Array:
    """More rates near the one in the offer than far from it."""
    if term.kind in ("percent", "days"):
        return np.linspace(*ends, GRID)
    near = np.linspace(ends[0], 3 * term.value, 2 * GRID // 3)
    far = np.linspace(3 * term.value, ends[1], GRID - len(near) + 1)[1:]
    return np.concatenate([near, far])


def _needed(risk: float, paths: int) -> int:
    """Which path of the sorted rates must be paid so that at most a share `risk` still loses."""
    return max(int(np.ceil((1 - risk) * paths - 1e-9)) - 1, 0)


def _root(rates: Array, means: Array) -> float | None:
    """The first rate at which a line through the points passes zero upward."""
    for left in range(len(rates) - 1):
        a, b = float(means[left]), float(means[left + 1])
        if a < 0 <= b:
            return float(rates[left] - a * (rates[left + 1] - rates[left]) / (b - a))
    return float(rates[0]) if means[0] >= 0 else None
