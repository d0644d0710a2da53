"""What a number may be: a point, a range, a share from counts, a triangle. Each gives its point and its quantiles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from sca_toolkit.exposure.assumption import Assumption

Array = npt.NDArray[np.float64]
Z90 = 1.2815515655446004
"""The 90% point of the standard normal distribution."""
PSEUDO_PATIENTS = 20.0
"""The most patients that a published share counts for, so that thirty own cases outweigh it."""


class Shape(Protocol):
    """A number that may not be known exactly."""

    @property
    def value(self) -> float:
        """The number to use when one is wanted."""
        ...

    def at(self, u: Array) -> Array:
        """The quantiles at the levels `u`, each above 0 and below 1."""
        ...


@dataclass(frozen=True)
class Point:
    """A number taken as known."""

    value: float

    def at(self, u: Array) -> Array:
        """The same number at every level."""
        return np.full_like(u, self.value)


@dataclass(frozen=True)
class Range:
    """A number between its 10th and 90th percentiles; on either side the tail of a normal or a lognormal.

    A positive number is lognormal on each side; a correlation or a number with a bound at zero is normal.
    `floor` and `ceiling` cut the tails.
    """

    value: float
    low: float
    high: float
    floor: float = 0.0
    ceiling: float = np.inf

    def at(self, u: Array) -> Array:
        """The quantiles; 10% and 90% are `low` and `high`, 50% is `value`."""
        from scipy.special import ndtri

        z = ndtri(u) / Z90
        if self.low > 0:
            up, down = np.log(self.high / self.value), np.log(self.value / self.low)
            found = self.value * np.exp(np.where(z > 0, up, down) * z)
        else:
            found = self.value + np.where(z > 0, self.high - self.value, self.value - self.low) * z
        return np.clip(found, self.floor, self.ceiling)


@dataclass(frozen=True)
class Beta:
    """A share with the weight of `a + b` patients."""

    a: float
    b: float

    @property
    def value(self) -> float:
        """The mean."""
        return self.a / (self.a + self.b)

    def at(self, u: Array) -> Array:
        """The quantiles."""
        from scipy.special import betaincinv

        found: Array = betaincinv(self.a, self.b, u)
        return found

    def capped(self) -> Beta:
        """The same mean with the weight of at most `PSEUDO_PATIENTS`."""
        share = min(1.0, PSEUDO_PATIENTS / (self.a + self.b))
        return Beta(self.a * share, self.b * share)

    def after(self, count: float, of: float) -> Beta:
        """Updated by `count` of `of` further patients."""
        return Beta(self.a + count, self.b + of - count)


@dataclass(frozen=True)
class Triangular:
    """A number between `low` and `high`, most likely `mode`; its point is the mode."""

    low: float
    mode: float
    high: float

    @property
    def value(self) -> float:
        """The mode."""
        return self.mode

    def at(self, u: Array) -> Array:
        """The quantiles."""
        width = self.high - self.low
        left = self.low + np.sqrt(u * width * (self.mode - self.low))
        right = self.high - np.sqrt((1 - u) * width * (self.high - self.mode))
        return np.where(u * width < self.mode - self.low, left, right)


def jeffreys(count: float, of: float) -> Beta:
    """The share after `count` of `of` with no other knowledge: half a patient is added on either side."""
    return Beta(count + 0.5, of - count + 0.5)


def shape_of(entry: Assumption, common: Assumption | None = None) -> Shape:
    """The shape of an entry; counts of one product are drawn toward the beta distribution of all, if any."""
    if entry.count is not None and entry.of is not None:
        if common is not None and common.a is not None and common.b is not None:
            return Beta(common.a, common.b).capped().after(entry.count, entry.of)
        return jeffreys(entry.count, entry.of)
    if entry.a is not None and entry.b is not None:
        return Beta(entry.a, entry.b)
    if entry.mode is not None and entry.low is not None and entry.high is not None:
        return Triangular(entry.low, entry.mode, entry.high)
    value = entry.value or 0.0
    if entry.low is None or entry.high is None:
        return Point(value)
    top = 1.0 if entry.unit == "share" else 0.99 if entry.unit == "correlation" else np.inf
    return Range(
        value, entry.low, entry.high, floor=-0.99 if entry.unit == "correlation" else 0.0, ceiling=top
    )
