"""The stay in closed form: with and without intensive care, whole days, per diem against case rate."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from sca_toolkit.exposure.exact.severity import Lognormal


@dataclass(frozen=True)
class StayAndIcu:
    """A lognormal stay and intensive care that go together with latent correlation `rho`."""

    stay: Lognormal
    icu: float
    """Chance of intensive care."""
    rho: float

    @property
    def _z(self) -> float:
        return float(ndtri(1 - self.icu))

    def mean_with_icu(self) -> float:
        """Mean stay of those who reach intensive care."""
        return self.stay.mean * float(ndtr(self.rho * self.stay.sigma - self._z)) / self.icu

    def mean_without_icu(self) -> float:
        """Mean stay of those who do not."""
        return self.stay.mean * (1 - float(ndtr(self.rho * self.stay.sigma - self._z))) / (1 - self.icu)

    def indicator_correlation(self) -> float:
        """Correlation between reaching intensive care and the logarithm of the stay."""
        return self.rho * _phi(self._z) / math.sqrt(self.icu * (1 - self.icu))


def category_correlation(shares: tuple[float, ...], rho: float) -> float:
    """Correlation of an ordered category (0, 1, 2, ...) with a normal score, from the latent correlation `rho`."""
    score = np.arange(len(shares))
    mean = float(np.dot(score, shares))
    sd = math.sqrt(float(np.dot((score - mean) ** 2, shares)))
    cuts = ndtri(np.cumsum(shares[:-1]))
    return rho * float(sum(_phi(float(cut)) for cut in cuts)) / sd


def spearman(rho: float) -> float:
    """Rank correlation of two normal scores with correlation `rho`."""
    return 6 / math.pi * math.asin(rho / 2)


def both_above(first: float, second: float, rho: float) -> float:
    """The chance that two latent scores both pass: `first` and `second` are the chances of each alone."""
    from scipy.integrate import quad

    a, b = float(ndtri(1 - first)), float(ndtri(1 - second))

    def over(x: float) -> float:
        return _phi(x) * float(ndtr((rho * x - b) / math.sqrt(1 - rho**2)))

    found, _ = quad(over, a, 12)
    return float(found)


def whole_day_mean(stay: Lognormal, longest: int = 5000) -> float:
    """Mean stay when every begun day counts: the sum over days of the chance to stay longer than that."""
    days = np.arange(1, longest + 1)
    return 1 + float((1 - ndtr((np.log(days) - stay.mu) / stay.sigma)).sum())


def crossing_days(rate: float, per_day: float) -> float:
    """Days at one rate that pay as much as a case rate."""
    return rate / per_day


def chance_past(stay: Lognormal, days: float, *, whole: bool) -> float:
    """The chance that the stay is paid more than `days` days; `whole` counts every begun day."""
    return 1 - stay.below(math.floor(days) if whole else days)


def days_to_cross(rate: float, per_day: float, others: float = 0.0) -> float:
    """Total days at which per diems reach a case rate: `others` dollars are spent on days at other levels first."""
    return (rate - others) / per_day


def _phi(z: float) -> float:
    return math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
