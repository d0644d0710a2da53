"""How fast groups are, each drawn toward all of them by as much as its few events demand.

The hazard of reaching the end is, for group p, theta_p times that of all groups in the same band of waiting time and
stratum. theta_p ~ Gamma(kappa, kappa), so it has mean 1 and spread sigma = 1/sqrt(kappa). With d events where E were
to be expected, theta_p given kappa is Gamma(kappa + d, kappa + E), and d given kappa is negative binomial. kappa is
not estimated but integrated over a grid of sigma with a half-normal prior of scale 1. Where the
largest likelihood does not exceed that of no spread by what chance alone exceeds once in twenty (twice its logarithm
by 2.71, as no spread is the edge of what is possible: Self, Liang 1987), the groups do not differ visibly, and the
comparison says so.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammainc

from sca_toolkit.timeline.waiting.belief import log_likelihood
from sca_toolkit.timeline.waiting.waits import Floats

SPREADS = np.geomspace(0.01, 3.0, 48)
"""The grid of sigma."""
_PRIOR = np.exp(-0.5 * SPREADS**2) * SPREADS
_HALVINGS = 40
_VISIBLE = 2.706


@dataclass(frozen=True)
class Multipliers:
    """Multipliers of K groups given events (K,) and expected events (K,)."""

    events: Floats
    expected: Floats
    weights: Floats
    """How likely each spread of `SPREADS` is; sums to one."""
    no_visible_difference: bool
    """Whether no spread explains the counts well enough."""

    @property
    def spread(self) -> float:
        """The mean of sigma: the standard deviation of the true multipliers, as far as known."""
        return float(self.weights @ SPREADS)

    @property
    def mean(self) -> Floats:
        """(K,)"""
        kappa = SPREADS**-2.0
        found: Floats = ((kappa + self.events[:, None]) / (kappa + self.expected[:, None])) @ self.weights
        return found

    def below(self, value: Floats) -> Floats:
        """(K,) the chance that each multiplier is at most its `value` (K,)."""
        kappa = SPREADS**-2.0
        shape, rate = kappa + self.events[:, None], kappa + self.expected[:, None]
        found: Floats = gammainc(shape, rate * value[:, None]) @ self.weights
        return found

    def quantile(self, share: float) -> Floats:
        """(K,) the value that each multiplier exceeds with the chance 1 - `share`."""
        low, high = np.full(len(self.events), 1e-6), np.full(len(self.events), 1e3)
        for _ in range(_HALVINGS):
            middle = np.sqrt(low * high)
            under = self.below(middle) < share
            low, high = np.where(under, middle, low), np.where(under, high, middle)
        found: Floats = np.sqrt(low * high)
        return found


def multipliers(events: Floats, expected: Floats) -> Multipliers:
    """The multipliers of K groups; raises ValueError for columns of different lengths or below zero."""
    if events.shape != expected.shape or (events < 0).any() or (expected < 0).any():
        raise ValueError("events and expected events must be two columns of one length, none below zero")
    likely = np.array([log_likelihood(events, expected, kappa, kappa) for kappa in SPREADS**-2.0])
    weight = np.exp(likely - likely.max()) * _PRIOR
    return Multipliers(
        events, expected, weight / weight.sum(), bool(2 * (likely.max() - likely[0]) < _VISIBLE)
    )
