"""Several cases together: mean, spread and chance of a loss without simulation."""

from __future__ import annotations

import math
from collections.abc import Sequence

from scipy.special import ndtr


def pooled(
    signing: Sequence[float], means: Sequence[float], sds: Sequence[float], correlation: float = 0.0
) -> tuple[float, float]:
    """Mean and standard deviation of the sum of cases, each signed with its own chance.

    `correlation` is the correlation of the margins of any two signed cases.
    """
    total = sum(s * m for s, m in zip(signing, means, strict=True))
    own = sum(s * sd**2 + s * (1 - s) * m**2 for s, m, sd in zip(signing, means, sds, strict=True))
    spread = [s * sd for s, sd in zip(signing, sds, strict=True)]
    shared = correlation * (sum(spread) ** 2 - sum(each**2 for each in spread))
    return total, math.sqrt(own + shared)


def chance_of_loss(mean: float, sd: float) -> float:
    """The chance of a total below zero, if the total is normal."""
    return float(ndtr(-mean / sd))
