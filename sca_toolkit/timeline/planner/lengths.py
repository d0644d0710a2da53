"""How long an activity may take: five shapes, each with its mean and with the length at a given share of cases.

The shape follows from what is known. A most likely length makes a triangle. A median makes two even halves: half the
cases on each side, nothing assumed about a peak. Two ends alone are even. One number alone is that number. The
center's own cases are taken as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from sca_toolkit.timeline.benchmarks import Typical

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sca_toolkit.timeline.planner.activity import Days

    Floats = NDArray[np.float64]


class Length(Protocol):
    """A length with its chances."""

    @property
    def mean(self) -> float:
        """The mean in days."""

    @property
    def words(self) -> str:
        """What it is, in words."""

    def at(self, share: Floats) -> Floats:
        """The length in days that a `share` (0 to 1) of all cases does not exceed."""


@dataclass(frozen=True)
class Fixed:
    """Always the same."""

    days: float

    @property
    def mean(self) -> float:
        """That length."""
        return self.days

    @property
    def words(self) -> str:
        """`32 days, taken as fixed`."""
        return f"{_days(self.days)}, taken as fixed"

    def at(self, share: Floats) -> Floats:
        """The same for every share."""
        import numpy as np

        return np.full_like(share, self.days)


@dataclass(frozen=True)
class Even:
    """Any length between two ends, all alike."""

    low: float
    high: float

    @property
    def mean(self) -> float:
        """The middle of the two ends."""
        return (self.low + self.high) / 2

    @property
    def words(self) -> str:
        """`2 to 21 days, all equally likely`."""
        return f"{self.low:g} to {self.high:g} days, all equally likely"

    def at(self, share: Floats) -> Floats:
        """Straight between the ends."""
        return self.low + share * (self.high - self.low)


@dataclass(frozen=True)
class Halves:
    """Half of the cases below the median and half above, each half even."""

    low: float
    median: float
    high: float

    @property
    def mean(self) -> float:
        """The mean of the two halves' middles."""
        return (self.low + 2 * self.median + self.high) / 4

    @property
    def words(self) -> str:
        """`median 5 days, 2 to 12`."""
        return f"median {_days(self.median)}, {self.low:g} to {self.high:g}"

    def at(self, share: Floats) -> Floats:
        """Straight from the low end to the median, then straight to the high end."""
        import numpy as np

        lower = self.low + 2 * share * (self.median - self.low)
        upper = self.median + (2 * share - 1) * (self.high - self.median)
        return np.where(share < 0.5, lower, upper)


@dataclass(frozen=True)
class Triangle:
    """The triangle over optimistic, most likely and pessimistic."""

    low: float
    likely: float
    high: float

    @property
    def mean(self) -> float:
        """A third of the sum of the three."""
        return (self.low + self.likely + self.high) / 3

    @property
    def words(self) -> str:
        """`most likely 7 days, 2 to 21`."""
        return f"most likely {_days(self.likely)}, {self.low:g} to {self.high:g}"

    def at(self, share: Floats) -> Floats:
        """The inverse of the triangle's cumulative curve."""
        import numpy as np

        width = self.high - self.low
        if width == 0:
            return np.full_like(share, self.low)
        left, right = self.likely - self.low, self.high - self.likely
        rising = self.low + np.sqrt(share * width * left)
        falling = self.high - np.sqrt((1 - share) * width * right)
        return np.where(share < left / width, rising, falling)


@dataclass(frozen=True)
class Observed:
    """Lengths of the center's own cases, each with its chance; the chances add up to 1."""

    days: tuple[float, ...]
    """Rising."""
    chances: tuple[float, ...]

    @property
    def mean(self) -> float:
        """The mean weighted by the chances."""
        return sum(day * chance for day, chance in zip(self.days, self.chances, strict=True))

    @property
    def words(self) -> str:
        """`median 12 days, 3 to 40`."""
        middle = self._day_at(0.5)
        return f"median {_days(middle)}, {self.days[0]:g} to {self.days[-1]:g}"

    def at(self, share: Floats) -> Floats:
        """The smallest length whose chances reach the share."""
        import numpy as np

        reached = np.cumsum(self.chances)
        place = np.searchsorted(reached, share, side="left").clip(max=len(self.days) - 1)
        return np.take(np.asarray(self.days, dtype=np.float64), place)

    def _day_at(self, share: float) -> float:
        reached = 0.0
        for day, chance in zip(self.days, self.chances, strict=True):
            reached += chance
            if reached >= share:
                return day
        return self.days[-1]


def length_of(days: Days) -> Length:
    """The shape that fits what is known; a missing low end next to a high one is zero."""
    if days.high is None:
        return Fixed(days.likely or 0.0)
    low = days.low or 0.0
    if low == days.high:
        return Fixed(low)
    if days.likely is None:
        return Even(low, days.high)
    if days.likely_is is Typical.median:
        return Halves(low, days.likely, days.high)
    return Triangle(low, days.likely, days.high)


def _days(days: float) -> str:
    return f"{days:g} {'day' if days == 1 else 'days'}"
