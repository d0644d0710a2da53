"""Days spent waiting up to a fixed horizon: the restricted mean, and the days after each kind of end.

The plain mean of the signed cases leaves out the longest waits and is offered nowhere; `mean_of_reached` exists for the
warning that says so. Restricted mean: Irwin 1949; Royston and Parmar 2013 (doi 10.1186/1471-2288-13-152).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from sca_toolkit.timeline.waiting.curves import OpenCurve
from sca_toolkit.timeline.waiting.figures import CONFIDENCE, NO_DATA, About, Estimate
from sca_toolkit.timeline.waiting.incidence import EndCurve
from sca_toolkit.timeline.waiting.waits import Cause, Floats, Waits


@dataclass(frozen=True)
class RestrictedMean:
    """Mean days open within the first `horizon` days."""

    about: About
    horizon: float
    days: Estimate
    error: float
    """Standard error; NaN without data."""


@dataclass(frozen=True)
class MeanDifference:
    """First minus second restricted mean, with the p-value of no difference (normal)."""

    days: Estimate
    error: float
    p: float


def restricted_mean(curve: OpenCurve, horizon: float) -> RestrictedMean:
    """The area under the curve up to `horizon`; `NO_DATA` where nobody was seen as long as that.

    Raises ValueError for a horizon that is not above 0.
    """
    if not horizon > 0:
        raise ValueError(f"the horizon must be above 0 days; {horizon} is not")
    if not horizon <= curve.last and not (len(curve.share) and curve.share[-1] == 0):
        return RestrictedMean(curve.about, horizon, NO_DATA, np.nan)
    used = curve.day <= horizon
    day, share = curve.day[used], curve.share[used]
    widths = np.diff(np.concatenate([[0.0], day, [horizon]]))
    pieces = widths * np.concatenate([[1.0], share])
    after = np.cumsum(pieces[::-1])[::-1][1:]
    at_risk, ended = curve.at_risk[used], curve.ended[used]
    left = at_risk * (at_risk - ended)
    growth = np.where(left > 0, ended / np.where(left > 0, left, 1.0), 0.0)
    value, error = float(pieces.sum()), float(np.sqrt((after**2 * growth).sum()))
    width = float(ndtri((1 + curve.confidence) / 2)) * error
    return RestrictedMean(curve.about, horizon, Estimate(value, value - width, value + width), error)


def mean_difference(
    first: RestrictedMean, second: RestrictedMean, confidence: float = CONFIDENCE
) -> MeanDifference:
    """The difference of two independent restricted means. Raises ValueError for different horizons."""
    if first.horizon != second.horizon:
        raise ValueError(f"means up to {first.horizon} and up to {second.horizon} days cannot be compared")
    value, error = first.days.value - second.days.value, float(np.hypot(first.error, second.error))
    if not error > 0:
        return MeanDifference(Estimate(value, np.nan, np.nan), error, np.nan)
    width = float(ndtri((1 + confidence) / 2)) * error
    p = float(2 * ndtr(-abs(value) / error))
    return MeanDifference(Estimate(value, value - width, value + width), error, p)


def days_after(curve: EndCurve, horizon: float) -> float:
    """Mean days, of the first `horizon`, that lie after an end of this kind. NaN beyond the longest time seen."""
    if not horizon <= curve.last:
        return float("nan")
    used = curve.day <= horizon
    rises = np.diff(np.concatenate([[0.0], curve.share[used]]))
    return float((rises * (horizon - curve.day[used])).sum())


def common_horizon(curves: list[OpenCurve]) -> float:
    """The longest horizon on which all curves can be compared: the smallest of their longest times; NaN for none."""
    longest: Floats = np.array([curve.last for curve in curves if curve.about.n])
    return float(longest.min()) if len(longest) else float("nan")


def mean_of_reached(waits: Waits) -> float:
    """The mean days of cases that reached the end, for the warning only: it is too low, as the slow are still open."""
    done = waits.exit[waits.cause == Cause.reached]
    return float(done.mean()) if len(done) else float("nan")
