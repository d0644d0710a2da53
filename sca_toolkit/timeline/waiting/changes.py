"""Before and after a day: did it help? Cases that began before it are seen up to that day only.

So no day of waiting under the new way counts for the old one, and cases that were open across the day count for
neither after it. Compared within groups (payers), so that a change of mix alone does not look like a change.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from sca_toolkit.timeline.waiting.curves import open_curves
from sca_toolkit.timeline.waiting.figures import TOO_FEW
from sca_toolkit.timeline.waiting.gray import gray_test
from sca_toolkit.timeline.waiting.incidence import Ends, ends_by_group
from sca_toolkit.timeline.waiting.means import (
    MeanDifference,
    common_horizon,
    mean_difference,
    restricted_mean,
)
from sca_toolkit.timeline.waiting.shuffles import FEW_EVENTS, SHUFFLES, shuffled_gray
from sca_toolkit.timeline.waiting.testing import Verdict
from sca_toolkit.timeline.waiting.waits import Waits

BEFORE, AFTER = "before", "after"


@dataclass(frozen=True)
class BeforeAfter:
    """Waits that began before a day against those that began on it or later."""

    day: date
    before: Ends
    after: Ends
    horizon: float
    """Days up to which mean days open are compared: as long as both were seen; NaN when one has no case."""
    difference: MeanDifference | None
    """Mean days open, after minus before; below 0 is faster. None when one has no case."""
    test: Verdict

    @property
    def too_few(self) -> bool:
        """Whether one side has too few events to say anything."""
        return min(self.before.about.events, self.after.about.events) < TOO_FEW


def before_after(waits: Waits, day: date, seed: int = 1, shuffles: int = SHUFFLES) -> BeforeAfter:
    """What changed with `day` (inside `after`). Raises ValueError for a day after `as_of`."""
    if day > waits.as_of:
        raise ValueError(f"{day} lies after {waits.as_of}, the day of these waits")
    both = _sides(waits, day)
    found, curves = ends_by_group(both), open_curves(both)
    horizon = (
        common_horizon(list(curves.values())) if all(each.about.n for each in curves.values()) else np.nan
    )
    difference = None
    if horizon > 0:
        means = {name: restricted_mean(curve, horizon) for name, curve in curves.items()}
        difference = mean_difference(means[AFTER], means[BEFORE])
    fewest = min(each.about.events for each in found.values())
    shuffle = TOO_FEW <= fewest < FEW_EVENTS
    test = shuffled_gray(both, seed, shuffles) if shuffle else gray_test(both)
    return BeforeAfter(day, found[BEFORE], found[AFTER], float(horizon), difference, test)


def _sides(waits: Waits, day: date) -> Waits:
    """Two groups; the old groups and strata together become the strata."""
    known = waits.where(~np.isnat(waits.began))
    old = known.began < np.datetime64(day)
    earlier = known.where(old).frozen(day - timedelta(days=1))
    later = known.where(~old)
    names = ("entry", "exit", "cause", "group", "stratum", "began", "case_id")
    columns: dict[str, Any] = {
        name: np.concatenate([getattr(earlier, name), getattr(later, name)]) for name in names
    }
    both = replace(later, **columns)
    side = np.repeat(np.array([0, 1], np.int32), [len(earlier), len(later)])
    cell = both.group * len(both.strata) + both.stratum
    used, stratum = np.unique(cell, return_inverse=True)
    strata = tuple(str(each) for each in used) or ("all",)
    return replace(both, group=side, groups=(BEFORE, AFTER), stratum=stratum.astype(np.int32), strata=strata)
