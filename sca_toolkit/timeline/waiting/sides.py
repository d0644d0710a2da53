"""Whose days they were: spells of turns, cut to a window of each case, added up by side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sca_toolkit.timeline.waiting.waits import Days, Floats

SIDES = ("us", "payer", "maker", "patient", "paused", None)
"""Who can have the turn; None: nobody."""


def side_days(
    row: npt.NDArray[np.integer],
    since: Days,
    until: Days,
    side: Sequence[str | None] | npt.NDArray[np.object_],
    begin: Days,
    end: Days,
) -> Floats:
    """(n, len(SIDES)) days of each side between `begin` and `end` (n,) of each case.

    Spells (m,) have the `row` of their case, their days and their side; `until` NaT lasts. Days are differences of
    days, so the sides of a case add up to its window where spells cover it. A window with NaT holds no days.
    """
    window = begin[row], end[row]
    last = np.where(np.isnat(until), window[1], np.minimum(until, window[1]))
    length = (last - np.maximum(since, window[0])).astype("timedelta64[D]")
    days = np.where(np.isnat(length), 0.0, length.astype(np.float64)).clip(min=0.0)
    number = {name: place for place, name in enumerate(SIDES)}
    place = np.fromiter((number[each] for each in side), np.int64, len(row))
    size = len(SIDES)
    total = np.bincount(row.astype(np.int64) * size + place, days, minlength=len(begin) * size).astype(
        np.float64
    )
    return total.reshape(len(begin), size)
