"""Numbers with what belongs to them: clock, count, day, interval. `Not reached` and `too few` are values."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import numpy as np

from sca_toolkit.payer.words import day_in_words
from sca_toolkit.timeline.waiting.clock import WaitClock
from sca_toolkit.timeline.waiting.waits import Cause, Waits

TOO_FEW = 5
"""Nobody is ranked on fewer events than these, and no name stands beside them in a ranking."""
CONFIDENCE = 0.95


@dataclass(frozen=True)
class About:
    """What a result is about."""

    clock: WaitClock
    as_of: date
    n: int
    """Cases."""
    events: int
    """Cases that reached the end of the clock."""
    open: int
    """Cases still open at `as_of`."""
    group: str | None = None

    @property
    def words(self) -> str:
        """`agreement requested to signed by both; n = 34, 28 signed, 3 still open; as of Nov 22, 2026`."""
        return (
            f"{self.clock.words}; n = {self.n:,}, {self.events:,} {self.clock.end.done}, {self.open:,} still open; "
            f"as of {day_in_words(self.as_of)}"
        )

    @property
    def too_few(self) -> bool:
        """Whether there are too few events to rank."""
        return self.events < TOO_FEW


def about(waits: Waits) -> About:
    """What results from all of `waits` are about."""
    return About(waits.clock, waits.as_of, len(waits), waits.events, waits.open)


def about_groups(waits: Waits) -> list[About]:
    """What results of each group are about, in the order of the groups."""
    size = len(waits.groups)
    every = np.bincount(waits.group, minlength=size)
    events, opened = (
        np.bincount(waits.group[waits.cause == cause], minlength=size)
        for cause in (Cause.reached, Cause.open)
    )
    return [
        About(waits.clock, waits.as_of, int(every[place]), int(events[place]), int(opened[place]), name)
        for place, name in enumerate(waits.groups)
    ]


@dataclass(frozen=True)
class Estimate:
    """A number and its interval; the ends are NaN where the data give none."""

    value: float
    low: float
    high: float

    @property
    def known(self) -> bool:
        """Whether there is a number at all."""
        return not math.isnan(self.value)

    @property
    def percent(self) -> str:
        """As a share: `62% (48% to 74%)`."""
        if not self.known:
            return "no data"
        return f"{self.value:.0%}" + self._between("{:.0%}")

    @property
    def days(self) -> str:
        """As days: `24.1 days (20.3 to 27.9)`."""
        if not self.known:
            return "no data"
        return f"{self.value:.1f} days" + self._between("{:.1f}")

    def _between(self, form: str) -> str:
        if math.isnan(self.low) or math.isnan(self.high):
            return ""
        return f" ({form.format(self.low)} to {form.format(self.high)})"


NO_DATA = Estimate(math.nan, math.nan, math.nan)


@dataclass(frozen=True)
class DayEstimate:
    """The day by which a share is reached, and its interval. None is `not reached` in the time that was seen."""

    value: float | None
    low: float | None
    high: float | None

    @property
    def words(self) -> str:
        """`day 34 (28 to 41)`, `day 34 (28 to not reached)`, or `not reached`."""
        if self.value is None:
            return "not reached" if self.low is None else f"not reached (not before day {_day(self.low)})"
        return f"day {_day(self.value)} ({_day(self.low)} to {_day(self.high)})"


def _day(day: float | None) -> str:
    return "not reached" if day is None else f"{day:.0f}" if day == int(day) else f"{day:.1f}"
