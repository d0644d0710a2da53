"""Cliffs: where one more dollar of charges makes the payment jump. Coding and billing effort change payment there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sca_toolkit.exposure.cohort import Cohort
from sca_toolkit.exposure.offers import paid
from sca_toolkit.exposure.places import with_number
from sca_toolkit.exposure.shapes import Array
from sca_toolkit.payment import Arrangement, SecondDollarStopLoss
from sca_toolkit.payment.reading import stop_losses
from sca_toolkit.payment.stop_loss import StopLoss
from sca_toolkit.payment.threshold import ThresholdBasis

NEAR = 0.05
FAR_OFF = 1e9


@dataclass(frozen=True)
class Cliff:
    """A threshold on charges at which the payment changes."""

    path: str
    threshold: float
    step: float | None
    """Payment just above less payment just below; 0 for a second-dollar stop-loss, None where no path comes near."""
    near: float
    """Share of simulated patients within 5% of the threshold."""
    above: float
    """Share of simulated patients above it."""

    @property
    def hurts(self) -> bool:
        """Whether a case that turns bad is paid less just above the threshold."""
        return self.step is not None and self.step < -0.5


def cliffs(cohort: Cohort, arrangement: Arrangement) -> tuple[Cliff, ...]:
    """Every stop-loss threshold on charges, outer before inner. Raises CannotPrice."""
    found = stop_losses(arrangement)
    return tuple(
        _cliff(cohort, arrangement, at, node)
        for at, node in found
        if node.threshold_basis is ThresholdBasis.charges and node.threshold is not None
    )


def _cliff(cohort: Cohort, arrangement: Arrangement, at: str, node: StopLoss) -> Cliff:
    charges = cohort.episodes.charge.sum(axis=1)
    if node.product_in_threshold:
        charges = charges + cohort.columns["product_charge"]
    threshold = float(node.threshold.count) if node.threshold else 0.0
    infused = cohort.columns["infused"].astype(bool)
    near = infused & (np.abs(charges / threshold - 1) <= NEAR)
    step = _step(cohort, arrangement, at, near) if near.any() else None
    return Cliff(at, threshold, step, float(near.mean()), float((charges > threshold).mean()))


def _step(cohort: Cohort, arrangement: Arrangement, at: str, near: Array) -> float:
    """The paths near the threshold, paid with the threshold far above and far below them; second-dollar pays on top."""
    node = dict(stop_losses(arrangement))[at]
    if isinstance(node, SecondDollarStopLoss):
        return 0.0
    without = paid(cohort, with_number(arrangement, f"{at}.threshold", FAR_OFF))[near]
    triggered = paid(cohort, with_number(arrangement, f"{at}.threshold", 0.01))[near]
    return float((triggered - without).mean())
