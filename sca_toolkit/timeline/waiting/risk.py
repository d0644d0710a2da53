"""Who was at risk, and what ended, at every distinct day: all that the estimators need, for all groups at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sca_toolkit.timeline.waiting.waits import Cause, Floats, Waits

CAUSES = len(Cause) - 1
_LONG = 1_000_000


@dataclass(frozen=True)
class RiskTable:
    """For K groups and r distinct days on which a wait ended, in their order."""

    day: Floats
    """(r,)"""
    at_risk: Floats
    """(K, r) cases with entry < day <= exit."""
    ended: Floats
    """(K, causes, r) ends on the day, by cause; `Cause.reached` is first."""
    last: Floats
    """(K,) the longest time that was seen, NaN without cases."""

    @property
    def all_ended(self) -> Floats:
        """(K, r) ends of any cause."""
        total: Floats = self.ended.sum(axis=1)
        return total

    def of(self, cause: Cause) -> Floats:
        """(K, r) ends of one cause."""
        found: Floats = self.ended[:, cause - 1]
        return found


def risk_table(waits: Waits, labels: npt.NDArray[np.int32] | None = None, size: int = 1) -> RiskTable:
    """The risk table by `labels` (n,), numbers below `size`; everything together when left out."""
    group = np.zeros(len(waits), np.int64) if labels is None else labels.astype(np.int64)
    places = Places.of(waits)
    at_risk, ended = places.tally(group, size)
    return RiskTable(places.day, at_risk, ended, _last(waits, group, size))


@dataclass(frozen=True)
class Places:
    """Where each row comes and goes among the r days on which a wait ended; worked out once for many groupings."""

    day: Floats
    comes: npt.NDArray[np.int64]
    """(n,) the first day on which it is at risk."""
    goes: npt.NDArray[np.int64]
    """(n,) the first day on which it is no longer."""
    cause: npt.NDArray[np.int64]

    @classmethod
    def of(cls, waits: Waits) -> Places:
        """The places of all rows."""
        cause = waits.cause.astype(np.int64)
        entry, leave = _half_days(waits.entry), _half_days(waits.exit)
        if entry is not None and leave is not None:
            return cls._counted(entry, leave, cause)
        day = np.unique(waits.exit[waits.cause != Cause.open])
        comes = np.searchsorted(day, waits.entry, side="right")
        goes = np.searchsorted(day, waits.exit, side="right")
        return cls(day, comes, goes, cause)

    @classmethod
    def _counted(
        cls, entry: npt.NDArray[np.int64], leave: npt.NDArray[np.int64], cause: npt.NDArray[np.int64]
    ) -> Places:
        """The same for whole and half days, by counting in place of sorting."""
        longest = int(max(entry.max(initial=0), leave.max(initial=0)))
        some = np.bincount(leave[cause > 0], minlength=longest + 1) > 0
        upto = np.cumsum(some.astype(np.int64))
        return cls(np.flatnonzero(some) / 2.0, upto[entry], upto[leave], cause)

    def at(self, rows: npt.NDArray[np.int64]) -> Places:
        """Some rows, by their numbers, each as often as it is named."""
        return Places(self.day, self.comes[rows], self.goes[rows], self.cause[rows])

    def tally(self, group: npt.NDArray[np.int64], size: int) -> tuple[Floats, Floats]:
        """At risk (size, r) and ended (size, causes, r), where the rows belong to `group` (n,)."""
        r = len(self.day)
        first = group * (r + 1)
        change = _grid(first + self.comes, size, r + 1) - _grid(first + self.goes, size, r + 1)
        ends = np.flatnonzero(self.cause)
        place = (group[ends] * CAUSES + self.cause[ends] - 1) * r + self.goes[ends] - 1
        ended = _grid(place, size * CAUSES, r).reshape(size, CAUSES, r)
        return np.cumsum(change, axis=1)[:, :r], ended


def by_group(waits: Waits) -> RiskTable:
    """The risk table of every group of `waits`."""
    return risk_table(waits, waits.group, len(waits.groups))


def _half_days(days: Floats) -> npt.NDArray[np.int64] | None:
    """Days as numbers of half days; None where one of them is neither whole nor half, or very long."""
    halves = days * 2
    whole = halves.astype(np.int64)
    return whole if (whole == halves).all() and whole.max(initial=0) < _LONG else None


def _grid(places: npt.NDArray[np.int64], rows: int, columns: int) -> Floats:
    return np.bincount(places, minlength=rows * columns).reshape(rows, columns).astype(np.float64)


def _last(waits: Waits, group: npt.NDArray[np.int64], size: int) -> Floats:
    last = np.full(size, np.nan)
    np.fmax.at(last, group, waits.exit)
    return last
