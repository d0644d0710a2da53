"""How many still wait: Kaplan and Meier's estimator of the wait until any end, with late entry and ties.

Kaplan, Meier 1958 (doi 10.1080/01621459.1958.10501452); variance of Greenwood 1926; intervals on the log(-log) scale,
as Kalbfleisch and Prentice give them. Its complement must never be read as the share that is signed: ends of other
kinds are not censoring (see `incidence`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

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
from sca_toolkit.timeline.waiting.waits import Floats, Waits

_TOLERANCE = 1e-12
FEWEST_SHOWN = 5
"""A curve is drawn as far as this many remain at risk."""


@dataclass(frozen=True)
class OpenCurve:
    """The share that still waits after each of r days. Arrays are (r,)."""

    about: About
    day: Floats
    at_risk: Floats
    ended: Floats
    """Ends of any cause."""
    share: Floats
    variance: Floats
    low: Floats
    high: Floats
    last: float
    """The longest time that was seen; nothing is said beyond it. NaN without cases."""
    confidence: float = CONFIDENCE

    def at(self, day: float) -> Estimate:
        """The share that still waits after `day`; `NO_DATA` beyond the longest time that was seen."""
        if not day <= self.last:
            return NO_DATA
        place = int(np.searchsorted(self.day, day, side="right")) - 1
        if place < 0:
            none_yet = self.at_risk[0] if len(self.at_risk) else self.about.n
            return Estimate(1.0, 1.0 - float(at_most(np.array(none_yet), self.confidence)), 1.0)
        return Estimate(float(self.share[place]), float(self.low[place]), float(self.high[place]))

    @property
    def median(self) -> DayEstimate:
        """The first day on which no more than half still wait; its interval by inversion."""
        return DayEstimate(
            *(first_day(self.day, each <= 0.5 + _TOLERANCE) for each in (self.share, self.low, self.high))
        )

    @property
    def shown_until(self) -> float:
        """The day to which the curve is drawn: while `FEWEST_SHOWN` remain at risk."""
        return shown_until(self.day, self.at_risk)

    @property
    def ran_empty(self) -> bool:
        """Whether all in view had ended at a time that later entries outlasted; the curve is then no guide."""
        gone = np.flatnonzero((self.ended == self.at_risk) & (self.at_risk > 0))
        return len(gone) > 0 and self.last > self.day[gone[0]]


def open_curve(waits: Waits, confidence: float = CONFIDENCE) -> OpenCurve:
    """The curve of all rows together."""
    return _curve(about(waits), risk_table(waits), 0, confidence)


def open_curves(waits: Waits, confidence: float = CONFIDENCE) -> dict[str, OpenCurve]:
    """The curve of each group, on the days of all of them."""
    table = by_group(waits)
    return {
        name: _curve(found, table, place, confidence)
        for place, (name, found) in enumerate(zip(waits.groups, about_groups(waits), strict=True))
    }


def _curve(found: About, table: RiskTable, row: int, confidence: float) -> OpenCurve:
    at_risk, ended = table.at_risk[row], table.ended[row].sum(axis=0)
    share, variance = kaplan_meier(at_risk, ended)
    low, high = log_log(share, variance, confidence)
    low = np.where(share >= 1 - _TOLERANCE, 1.0 - at_most(at_risk, confidence), low)
    last = float(table.last[row])
    return OpenCurve(found, table.day, at_risk, ended, share, variance, low, high, last, confidence)


def kaplan_meier(at_risk: Floats, ended: Floats) -> tuple[Floats, Floats]:
    """The estimator and Greenwood's variance along the last axis. Days with nobody at risk change nothing."""
    some = at_risk > 0
    step = np.where(some, 1.0 - ended / np.where(some, at_risk, 1.0), 1.0).astype(np.float64)
    share = np.cumprod(step, axis=-1).astype(np.float64)
    left = at_risk * (at_risk - ended)
    growth = np.where(left > 0, ended / np.where(left > 0, left, 1.0), 0.0)
    return share, share**2 * np.cumsum(growth, axis=-1)


def log_log(share: Floats, variance: Floats, confidence: float) -> tuple[Floats, Floats]:
    """Intervals on the log(-log) scale. 1 has the interval (1, 1), to be widened; at 0 there is none (NaN)."""
    inside = (share > 0) & (share < 1 - _TOLERANCE)
    safe = np.where(inside, share, 0.5)
    width = ndtri((1 + confidence) / 2) * np.sqrt(variance) / np.abs(safe * np.log(safe))
    empty = np.where(share >= 1 - _TOLERANCE, 1.0, np.nan)
    return np.where(inside, safe ** np.exp(width), empty), np.where(inside, safe ** np.exp(-width), empty)


def at_most(at_risk: Floats, confidence: float) -> Floats:
    """The largest share that leaves no end among so many with half the error: Clopper and Pearson's limit for none.

    NaN where nobody is at risk.
    """
    tail = (1 - confidence) / 2
    return np.where(at_risk > 0, 1.0 - tail ** (1.0 / np.maximum(at_risk, 1.0)), np.nan)


def first_day(day: Floats, reached: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> float | None:
    """The first day that fulfills `reached` (r,); None when none does."""
    return float(day[np.argmax(reached)]) if reached.any() else None


def shown_until(day: Floats, at_risk: Floats) -> float:
    """The last day with enough at risk to be drawn; 0 when there is none."""
    enough = np.flatnonzero(at_risk >= FEWEST_SHOWN)
    return float(day[enough[-1]]) if len(enough) else 0.0
