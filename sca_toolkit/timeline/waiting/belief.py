"""What is believed of a rate: a gamma distribution, before and after events were counted over open days."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import gammaln

from sca_toolkit.timeline.waiting.waits import Floats

_ENDLESS = 1e4


@dataclass(frozen=True)
class RateBelief:
    """A rate a day with the distribution Gamma(`shape`, `days`). Raises ValueError unless both are above 0.

    With a constant rate the time still to wait is then Lomax; how long this case has waited so far is already in it.
    """

    shape: float
    days: float

    def __post_init__(self) -> None:
        if not (self.shape > 0 and self.days > 0):
            raise ValueError(f"a belief needs a shape and days above 0, not {self.shape} and {self.days}")

    def after(self, events: float, open_days: float) -> RateBelief:
        """The belief after so many events in so many open days."""
        return RateBelief(self.shape + events, self.days + open_days)

    @property
    def mean_days(self) -> float | None:
        """The mean time still to wait; None where it is infinite."""
        return self.days / (self.shape - 1) if self.shape > 1 else None

    @property
    def median_days(self) -> float:
        """The time by which it is even odds."""
        return float(self.days * (2 ** (1 / self.shape) - 1))

    def more_than(self, days: float) -> float:
        """The chance to wait more than so many days."""
        return float((self.days / (self.days + days)) ** self.shape)


def log_likelihood(events: Floats, open_days: Floats, shape: float, days: float) -> float:
    """How likely counts (K,) over open days (K,) are when each group's rate is Gamma(shape, days).

    Negative binomial; terms that depend on the counts alone are left out.
    """
    parts = gammaln(shape + events) - gammaln(shape) + shape * np.log(days)
    return float((parts - (shape + events) * np.log(days + open_days)).sum())


def fitted_belief(events: Floats, open_days: Floats) -> RateBelief | None:
    """The belief under which the counts of all groups (K,) are likeliest; None where the groups do not differ visibly.

    Then the likelihood has no largest value: it grows with the shape without end.
    """

    def unlikely(logs: Floats) -> float:
        return -log_likelihood(events, open_days, float(np.exp(logs[0])), float(np.exp(logs[1])))

    rate = float(events.sum() / open_days.sum())
    start = np.array([0.0, -np.log(rate)]) if rate > 0 else np.zeros(2)
    found = minimize(
        unlikely, start, method="Nelder-Mead", options={"xatol": 1e-10, "fatol": 1e-12, "maxiter": 4000}
    )
    shape, days = np.exp(found.x)
    return RateBelief(float(shape), float(days)) if shape < _ENDLESS else None
