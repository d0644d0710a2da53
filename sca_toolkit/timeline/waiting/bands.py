"""Days open and ends in bands of waiting time: what a hazard that is constant within each band is estimated from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sca_toolkit.timeline.waiting.waits import Cause, Floats, Waits

EDGES = np.array([0.0, 7.0, 14.0, 30.0, 60.0, np.inf])
"""Bands of days: over 0 to 7, over 7 to 14, over 14 to 30, over 30 to 60, over 60."""
BANDS = len(EDGES) - 1


@dataclass(frozen=True)
class Exposure:
    """For K groups, s strata and the bands, each (K, s, bands)."""

    days: Floats
    """Days in view while open; a wait of no whole day counts half a day."""
    reached: Floats
    """Ends at the end of the clock."""
    other: Floats
    """All other ends."""


@dataclass(frozen=True)
class BaseHazard:
    """Rates a day of all groups together, each (s, bands), and how many cases each stratum has (s,)."""

    reached: Floats
    other: Floats
    cases: Floats

    def reached_by(self, speed: Floats, days: Floats) -> Floats:
        """(m, d) share that reached the end by each of `days` (d,), where it comes `speed` (m,) times as fast.

        Strata are mixed as in all cases, so groups are compared on the same mix. Other ends come as in all cases.
        """
        mix = self.cases / max(self.cases.sum(), 1.0)
        parts = [
            mix[stratum] * _share(np.outer(speed, self.reached[stratum]), self.other[stratum], days)
            for stratum in range(len(mix))
        ]
        total: Floats = np.sum(parts, axis=0)
        return total


def exposure(waits: Waits) -> Exposure:
    """The days and ends of every group and stratum by band."""
    shape = (len(waits.groups), len(waits.strata), BANDS)
    cell = waits.group.astype(np.int64) * len(waits.strata) + waits.stratum
    days = np.zeros((shape[0] * shape[1], BANDS))
    for band in range(BANDS):
        low, high = EDGES[band], EDGES[band + 1]
        inside = np.clip(waits.exit, low, high) - np.clip(waits.entry, low, high)
        days[:, band] = np.bincount(cell, inside, minlength=len(days))
    band_of = np.searchsorted(EDGES, waits.exit, side="left") - 1
    place = cell * BANDS + band_of
    reached = waits.cause == Cause.reached
    other = (waits.cause != Cause.open) & ~reached
    counts = [np.bincount(place[each], minlength=days.size).astype(np.float64) for each in (reached, other)]
    return Exposure(days.reshape(shape), counts[0].reshape(shape), counts[1].reshape(shape))


def base_hazard(waits: Waits, found: Exposure) -> BaseHazard:
    """The rates of all groups together by stratum and band; 0 in a band that nobody waited in."""
    days = found.days.sum(axis=0)
    safe = np.where(days > 0, days, 1.0)
    cases = np.bincount(waits.stratum, minlength=len(waits.strata)).astype(np.float64)
    return BaseHazard(found.reached.sum(axis=0) / safe, found.other.sum(axis=0) / safe, cases)


def _share(reached: Floats, other: Floats, days: Floats) -> Floats:
    """(m, d) from rates (m, bands) and (bands,)."""
    share = np.zeros((len(reached), len(days)))
    still = np.ones((len(reached), 1))
    for band in range(BANDS):
        length = np.clip(days - EDGES[band], 0.0, EDGES[band + 1] - EDGES[band])[None]
        own = reached[:, band, None]
        rate = own + other[band]
        part = np.where(rate > 0, own / np.where(rate > 0, rate, 1.0), 0.0)
        share += still * part * -np.expm1(-rate * length)
        full = EDGES[band + 1] - EDGES[band]
        still = still * np.exp(-rate * full) if np.isfinite(full) else still
    return share
