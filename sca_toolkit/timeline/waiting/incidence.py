"""How many are signed by each day, while others withdraw or are lost: the estimator of Aalen and Johansen.

Aalen, Johansen 1978 (Scand J Stat 5:141); variance of Aalen 1978 (Ann Stat 6:534) as
Pintilie 2006 writes it; intervals on the log(-log) scale. What still waits and the shares of all ends add up
to one on every day. Ties are taken as they are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sca_toolkit.timeline.waiting.curves import at_most, first_day, kaplan_meier, log_log, shown_until
from sca_toolkit.timeline.waiting.figures import (
    CONFIDENCE,
    NO_DATA,
    About,
    DayEstimate,
    Estimate,
    about,
    about_groups,
)
from sca_toolkit.timeline.waiting.risk import RiskTable, by_group, risk_table
from sca_toolkit.timeline.waiting.waits import ENDINGS, Cause, Floats, Waits

_TOLERANCE = 1e-12


@dataclass(frozen=True)
class EndCurve:
    """The share that has ended in one way by each of r days. Arrays are (r,)."""

    cause: Cause
    events: int
    day: Floats
    share: Floats
    variance: Floats
    low: Floats
    high: Floats
    last: float
    none_yet: float
    """The upper limit before anything has ended."""

    def at(self, day: float) -> Estimate:
        """The share by `day` (inside); `NO_DATA` beyond the longest time that was seen."""
        if not day <= self.last:
            return NO_DATA
        place = int(np.searchsorted(self.day, day, side="right")) - 1
        if place < 0:
            return Estimate(0.0, 0.0, self.none_yet)
        return Estimate(float(self.share[place]), float(self.low[place]), float(self.high[place]))

    def day_of(self, share: float = 0.5) -> DayEstimate:
        """The first day by which `share` of all cases has ended this way; its interval by inversion."""
        value, late, soon = (
            first_day(self.day, each >= share - _TOLERANCE) for each in (self.share, self.low, self.high)
        )
        return DayEstimate(value, soon, late)


@dataclass(frozen=True)
class Ends:
    """What became of the waits: the share still open and the shares of all ends; they add up to one."""

    about: About
    day: Floats
    at_risk: Floats
    open: Floats
    """(r,) the share that still waits."""
    by_cause: dict[Cause, EndCurve]
    """Every cause, also those that never came."""
    last: float
    came: Floats
    """(n,) when each row came into view, in order."""
    went: Floats
    """(n,) when each row left, in order."""
    confidence: float = CONFIDENCE

    @property
    def reached(self) -> EndCurve:
        """The share that reached the end of the clock."""
        return self.by_cause[Cause.reached]

    @property
    def shown_until(self) -> float:
        """The day to which the curves are drawn."""
        return shown_until(self.day, self.at_risk)

    def remaining(self, days: Floats) -> Floats:
        """How many are in view and open just after each of `days`."""
        came, went = (np.searchsorted(each, days, side="right") for each in (self.came, self.went))
        return (came - went).astype(np.float64)


def ends(waits: Waits, confidence: float = CONFIDENCE) -> Ends:
    """The ends of all rows together."""
    return _ends(about(waits), risk_table(waits), 0, (waits.entry, waits.exit), confidence)


def ends_by_group(waits: Waits, confidence: float = CONFIDENCE) -> dict[str, Ends]:
    """The ends of each group, on the days of all of them."""
    table = by_group(waits)
    return {
        name: _ends(found, table, place, times, confidence)
        for place, (name, found, times) in enumerate(
            zip(waits.groups, about_groups(waits), _times(waits), strict=True)
        )
    }


def aalen_johansen(at_risk: Floats, ended: Floats, of_cause: Floats) -> tuple[Floats, Floats]:
    """The share ended in one way and its variance, each (r,), from those at risk, all ends, and the ends of it (r,).

    Var F(t) = sum over days s <= t of (F(t)-F(s))^2 d/((n-1)(n-d)) + S(s-)^2 k(n-k)/(n^2(n-1))
    - 2 (F(t)-F(s)) S(s-) k(n-k)/(n(n-d)(n-1)), where d ends, k of them of this cause, fall on s. A day on which all
    at risk end adds nothing to later terms.
    """
    open_share, _ = kaplan_meier(at_risk, ended)
    before = np.concatenate([[1.0], open_share[:-1]])
    n, one_less = np.maximum(at_risk, 1.0), np.maximum(at_risk - 1, 1.0)
    left = np.where(at_risk > ended, at_risk - ended, np.inf)
    share = np.cumsum(before * of_cause / n)
    spread = ended / (one_less * left)
    own = before**2 * of_cause * (n - of_cause) / (n**2 * one_less)
    cross = before * of_cause * (n - of_cause) / (n * left * one_less)
    variance = share**2 * np.cumsum(spread) - 2 * share * np.cumsum(share * spread + cross)
    variance += np.cumsum(share**2 * spread + own + 2 * share * cross)
    return share, np.maximum(variance, 0.0)


def _times(waits: Waits) -> list[tuple[Floats, Floats]]:
    """Entries and exits of each group."""
    if not waits.groups:
        return []
    order = np.argsort(waits.group, kind="stable")
    cuts = np.searchsorted(waits.group[order], np.arange(1, len(waits.groups)))
    return list(zip(np.split(waits.entry[order], cuts), np.split(waits.exit[order], cuts), strict=True))


def _ends(said: About, table: RiskTable, row: int, times: tuple[Floats, Floats], confidence: float) -> Ends:
    at_risk, ended, last = table.at_risk[row], table.ended[row].sum(axis=0), float(table.last[row])
    open_share, _ = kaplan_meier(at_risk, ended)
    curves: dict[Cause, EndCurve] = {
        cause: _end_curve(cause, table.day, at_risk, ended, table.ended[row, cause - 1], last, confidence)
        for cause in ENDINGS
    }
    came, went = (np.sort(each) for each in times)
    return Ends(said, table.day, at_risk, open_share, curves, last, came, went, confidence)


def _end_curve(
    cause: Cause,
    day: Floats,
    at_risk: Floats,
    ended: Floats,
    of_cause: Floats,
    last: float,
    confidence: float,
) -> EndCurve:
    share, variance = aalen_johansen(at_risk, ended, of_cause)
    low, high = log_log(share, variance, confidence)
    none, all_of_them = share <= 0, share >= 1 - _TOLERANCE
    low, high = (np.where(all_of_them, np.nan, each) for each in (low, high))
    low, high = np.where(none, 0.0, low), np.where(none, at_most(at_risk, confidence), high)
    first = at_risk[:1] if len(at_risk) else np.zeros(1)
    return EndCurve(
        cause,
        int(of_cause.sum()),
        day,
        share,
        variance,
        low,
        high,
        last,
        float(at_most(first, confidence)[0]),
    )
