"""Whether differences between groups could be chance: log-rank, Gray's test, shuffled versions, Holm's adjustment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from sca_toolkit.timeline.waiting.waits import Floats

LIKELY_CHANCE = 0.05
"""Above this, a page says that the difference could be chance."""


@dataclass(frozen=True)
class Verdict:
    """The result of a test over K groups."""

    name: str
    """Which test, in words."""
    statistic: float
    freedom: int
    """Degrees of freedom; 0 when there was nothing to compare."""
    p: float
    """NaN when there was nothing to compare."""
    groups: tuple[str, ...]
    shuffles: int = 0
    """How many shuffles stand behind `p`; 0 for the limit distribution."""

    @property
    def could_be_chance(self) -> bool:
        """Whether the data do not tell the groups apart."""
        return not self.p <= LIKELY_CHANCE

    @property
    def words(self) -> str:
        """`Gray’s test: chi-square 11.92 on 2 degrees of freedom, p = 0.003`."""
        if not self.freedom:
            return f"{self.name}: nothing to compare"
        by = f", {self.shuffles:,} shuffles" if self.shuffles else ""
        on = f"{self.freedom} degree{'s' if self.freedom > 1 else ''} of freedom"
        return f"{self.name}: chi-square {self.statistic:.2f} on {on}, {p_words(self.p)}{by}"


def p_words(p: float) -> str:
    """`p = 0.03`, `p < 0.001`."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.2g}" if p < 0.1 else f"p = {p:.2f}"


def quadratic(scores: Floats, variance: Floats) -> tuple[float, int]:
    """The statistic z' V^- z and the rank of V, from the scores (K,) that add up to zero and their variance (K, K)."""
    values, vectors = np.linalg.eigh(variance)
    used = values > max(values.max(initial=0.0), 1e-300) * 1e-10
    if not used.any():
        return 0.0, 0
    along = vectors[:, used].T @ scores
    return float((along**2 / values[used]).sum()), int(used.sum())


def verdict(name: str, scores: Floats, variance: Floats, groups: Sequence[str]) -> Verdict:
    """The test of K scores against the chi-square distribution."""
    statistic, freedom = quadratic(scores, variance)
    p = float(chdtrc(freedom, statistic)) if freedom else float("nan")
    return Verdict(name, statistic, freedom, p, tuple(groups))


def holm(p: Sequence[float]) -> Floats:
    """Holm's step-down adjustment (1979, Scand J Stat 6:65) of m p-values; NaN stays and is not counted."""
    given = np.asarray(p, np.float64)
    known = np.flatnonzero(~np.isnan(given))
    order = known[np.argsort(given[known], kind="stable")]
    m = len(order)
    adjusted = np.full(len(given), np.nan)
    steps = given[order] * (m - np.arange(m))
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return adjusted
