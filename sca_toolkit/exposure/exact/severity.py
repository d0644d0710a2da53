"""One lognormal cost: its tail, layers, stop-loss, break-even rates and loads for risk, all in closed form.

Notation of actuaries: `mu` and `sigma` of the logarithm; the limited mean at `d` is the mean of the smaller of cost and
`d`. Formulas are textbook (Klugman, Panjer, Willmot: Loss Models).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import ndtr, ndtri


@dataclass(frozen=True)
class Lognormal:
    """A cost whose logarithm is normal. `median` in dollars or days."""

    median: float
    sigma: float

    @property
    def mu(self) -> float:
        """Mean of the logarithm."""
        return math.log(self.median)

    @property
    def mean(self) -> float:
        """The mean."""
        return self.median * math.exp(self.sigma**2 / 2)

    @property
    def sd(self) -> float:
        """The standard deviation."""
        return self.mean * math.sqrt(math.expm1(self.sigma**2))

    def below(self, x: float) -> float:
        """The chance of at most `x`."""
        return float(ndtr((math.log(x) - self.mu) / self.sigma))

    def quantile(self, p: float) -> float:
        """The value not passed with chance `p`."""
        return self.median * math.exp(self.sigma * float(ndtri(p)))

    def density(self, x: float) -> float:
        """The density at `x`."""
        z = (math.log(x) - self.mu) / self.sigma
        return math.exp(-z * z / 2) / (x * self.sigma * math.sqrt(2 * math.pi))

    def tail_mean(self, p: float) -> float:
        """The mean of the worst part `1 - p`."""
        return self.mean * float(ndtr(self.sigma - ndtri(p))) / (1 - p)

    def limited_mean(self, d: float) -> float:
        """The mean of the smaller of the cost and `d`."""
        z = (math.log(d) - self.mu) / self.sigma
        return self.mean * float(ndtr(z - self.sigma)) + d * (1 - float(ndtr(z)))

    def excess(self, d: float) -> float:
        """The mean of what lies over `d`."""
        return self.mean - self.limited_mean(d)

    def layer(self, start: float, width: float) -> float:
        """The mean of what falls between `start` and `start + width`."""
        return self.limited_mean(start + width) - self.limited_mean(start)

    def trended(self, rate: float) -> Lognormal:
        """After every cost rose by `rate`."""
        return Lognormal(self.median * (1 + rate), self.sigma)

    def excess_trend(self, d: float, rate: float) -> float:
        """How much the part over a fixed `d` rises when every cost rises by `rate`: more than `rate`."""
        return self.trended(rate).excess(d) / self.excess(d) - 1

    def first_dollar(self, rate: float, threshold: float, share: float, ratio: float) -> tuple[float, float]:
        """Chance of the trigger and expected payment of a first-dollar stop-loss on charges.

        Charges are cost over `ratio`; over `threshold` of charges the payment is `share` of them instead of `rate`.
        """
        charges = Lognormal(self.median / ratio, self.sigma)
        under = charges.below(threshold)
        z = (math.log(threshold) - charges.mu) / self.sigma
        above = charges.mean * (1 - float(ndtr(z - self.sigma)))
        return 1 - under, rate * under + share * above

    def quantile_error(self, p: float, n: int) -> float:
        """Standard error of the quantile at `p` from `n` independent draws."""
        return math.sqrt(p * (1 - p) / n) / self.density(self.quantile(p))

    def wang(self, load: float) -> float:
        """The mean after Wang's transform: a normal shift of `load` standard deviations."""
        return self.median * math.exp(self.sigma * load + self.sigma**2 / 2)


def full_credibility(share: float = 0.05, level: float = 0.90, variation: float = 0.0) -> float:
    """Events for full credibility: within `share` of the mean with chance `level`.

    `variation` is the coefficient of variation of the size; 0 for a frequency.
    """
    z = float(ndtri((1 + level) / 2))
    return (z / share) ** 2 * (1 + variation**2)


def proportional_hazard_mean(cost: Lognormal, rho: float) -> float:
    """The mean after the survival function is raised to the power `1 / rho` (proportional hazards transform)."""
    from scipy.integrate import quad

    def survival(y: float) -> float:
        x = cost.median * math.exp(cost.sigma * y)
        return float(ndtr(-y) ** (1 / rho)) * x * cost.sigma

    body, _ = quad(survival, -40, 40, limit=400)
    return float(body)
