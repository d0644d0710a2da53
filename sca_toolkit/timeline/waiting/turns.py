"""Mean days open split by whose turn it was, open cases counted: the parts add up to the restricted mean.

On each day the share that still waits is divided as the cases in view on that day are divided between the sides. That
is the area under the curve, cut into layers; it needs what the curve needs, that open cases are like the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sca_toolkit.timeline.waiting.curves import open_curve
from sca_toolkit.timeline.waiting.figures import About
from sca_toolkit.timeline.waiting.means import RestrictedMean, restricted_mean
from sca_toolkit.timeline.waiting.sides import SIDES
from sca_toolkit.timeline.waiting.waits import Days, Floats, Waits


@dataclass(frozen=True)
class TurnMeans:
    """Mean days within the first `horizon`, by side; they add up to `whole`."""

    about: About
    horizon: float
    whole: RestrictedMean
    days: dict[str | None, float]
    """For every one of `SIDES`; None holds the days that no spell covers and those of nobody."""


def turn_means(
    waits: Waits,
    row: npt.NDArray[np.integer],
    since: Days,
    until: Days,
    side: Sequence[str | None] | npt.NDArray[np.object_],
    horizon: int,
) -> TurnMeans:
    """The split over `horizon` whole days. Spells (m,) have the row of `waits` they belong to; `until` NaT lasts."""
    curve = open_curve(waits)
    whole = restricted_mean(curve, float(horizon))
    if not whole.days.known:
        return TurnMeans(curve.about, horizon, whole, dict.fromkeys(SIDES, float("nan")))
    number = {name: place for place, name in enumerate(SIDES)}
    place = np.fromiter((number[each] for each in side), np.int64, len(row))
    first = np.maximum(_age(since, waits.began[row]), waits.entry[row])
    last = np.where(np.isnat(until), np.inf, _age(until, waits.began[row]))
    held = _in_view(place, first, np.minimum(last, waits.exit[row]), len(SIDES), horizon)
    everyone = _in_view(np.zeros(len(waits), np.int64), waits.entry, waits.exit, 1, horizon)[0]
    held[number[None]] += np.maximum(everyone - held.sum(axis=0), 0.0)
    area = _areas(curve.day, curve.share, horizon)
    part = held / np.where(everyone > 0, everyone, 1.0)
    return TurnMeans(curve.about, horizon, whole, dict(zip(SIDES, (part @ area).tolist(), strict=True)))


def _age(days: Days, began: Days) -> Floats:
    return (days - began).astype("timedelta64[D]").astype(np.float64)


def _in_view(place: npt.NDArray[np.int64], first: Floats, last: Floats, size: int, horizon: int) -> Floats:
    """(size, horizon) how many are in view on each day [d, d + 1); a wait of half a day counts on its day."""
    begin = np.clip(np.floor(first), 0, horizon).astype(np.int64)
    end = np.clip(np.ceil(last), 0, horizon).astype(np.int64)
    some = end > begin
    begin, end, place = begin[some], end[some], place[some]
    width = horizon + 1
    change = np.bincount(place * width + begin, minlength=size * width).astype(np.float64)
    change -= np.bincount(place * width + end, minlength=size * width)
    found: Floats = np.cumsum(change.reshape(size, width), axis=1)[:, :horizon]
    return found


def _areas(day: Floats, share: Floats, horizon: int) -> Floats:
    """(horizon,) the area under the curve over each whole day."""
    edges = np.arange(horizon + 1.0)
    grid = np.unique(np.concatenate([edges, day[day < horizon]]))
    height = np.concatenate([[1.0], share])[np.searchsorted(day, grid[:-1], side="right")]
    return np.bincount(
        np.floor(grid[:-1]).astype(np.int64), height * np.diff(grid), minlength=horizon
    ).astype(np.float64)
