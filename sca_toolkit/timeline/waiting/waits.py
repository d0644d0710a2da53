"""Waits as columns: one row a case, from the start of its clock to its end or to the day it is looked at.

Days are days after the start of the clock. A row is at risk at day t when entry < t <= exit. A wait that ends on the
day on which it began, or came into view, counts as half a day, so that it is at risk at all.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from enum import IntEnum
from functools import cached_property

import numpy as np
import numpy.typing as npt

from sca_toolkit.timeline.waiting.clock import WaitClock

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Days = npt.NDArray[np.datetime64]
Flags = npt.NDArray[np.bool_]
HALF_A_DAY = 0.5


class Cause(IntEnum):
    """How a wait ended. Every cause but `open` ends it for good; none of them is censoring."""

    open = 0
    reached = 1
    withdrawn = 2
    lost = 3
    other_payer = 4
    went_ahead = 5

    @property
    def words(self) -> str:
        """The cause as people say it; `reached` has better words on its clock (`Mark.done`)."""
        return _WORDS[self.value]


_WORDS = (
    "still open",
    "reached",
    "withdrawn",
    "lost while waiting",
    "moved to another payer",
    "treated without it",
)
SIGNED = Cause.reached
"""On a clock that stops at a signature, the cause that is waited for."""
ENDINGS = tuple(cause for cause in Cause if cause is not Cause.open)


@dataclass(frozen=True)
class LeftOut:
    """Cases that cannot be placed on the clock, by reason; they are counted, never guessed."""

    not_started: int = 0
    """The start of the clock has not happened, or nobody recorded it."""
    over_before: int = 0
    """The end of the clock, or of the case, lies before the start."""
    before_log: int = 0
    """It was over before the log began, so cases like it are not all known."""

    @property
    def all(self) -> int:
        """All that were left out."""
        return self.not_started + self.over_before + self.before_log


@dataclass(frozen=True)
class Waits:
    """Columns of equal length n. Raises ValueError for columns that do not fit together."""

    clock: WaitClock
    as_of: date
    entry: Floats
    """Days after the start at which the case came into view; 0 for cases seen from the start."""
    exit: Floats
    """Days after the start of the end, or of `as_of` for open cases; above `entry`."""
    cause: npt.NDArray[np.int8]
    """`Cause` values."""
    group: npt.NDArray[np.int32]
    """Index into `groups`, for example the payer."""
    groups: tuple[str, ...]
    stratum: npt.NDArray[np.int32]
    """Index into `strata`, for example first or repeat agreement."""
    strata: tuple[str, ...]
    began: Days
    """The day on which the clock started; NaT where unknown (then no earlier moment can be looked at)."""
    case_id: npt.NDArray[np.object_]
    left_out: LeftOut = field(default_factory=LeftOut)

    def __post_init__(self) -> None:
        columns = (self.entry, self.exit, self.cause, self.group, self.stratum, self.began, self.case_id)
        if any(len(column) != len(self.exit) for column in columns):
            raise ValueError(f"the columns have different lengths: {[len(column) for column in columns]}")
        _check(self)

    def __len__(self) -> int:
        return len(self.exit)

    @cached_property
    def events(self) -> int:
        """Cases that reached the end of the clock."""
        return int((self.cause == Cause.reached).sum())

    @cached_property
    def open(self) -> int:
        """Cases that wait at `as_of`."""
        return int((self.cause == Cause.open).sum())

    def where(self, kept: Flags | Ints) -> Waits:
        """The rows for which `kept` (n,) holds, or the rows of these numbers; groups and strata keep theirs."""
        names = ("entry", "exit", "cause", "group", "stratum", "began", "case_id")
        return replace(self, **{name: getattr(self, name)[kept] for name in names})

    def only(self, group: str) -> Waits:
        """The rows of one group. Raises ValueError for an unknown one."""
        return self.where(self.group == self.groups.index(group))

    def pooled(self) -> Waits:
        """The same rows as one group."""
        return replace(self, group=np.zeros(len(self), np.int32), groups=("all",))

    def unstratified(self) -> Waits:
        """The same rows as one stratum."""
        return replace(self, stratum=np.zeros(len(self), np.int32), strata=("all",))

    def frozen(self, day: date) -> Waits:
        """What was known at the end of `day`: rows in view by then; what ended later is open. `day` <= `as_of`."""
        if day > self.as_of:
            raise ValueError(f"{day} lies after {self.as_of}, the day of these waits")
        age = self.age(day)
        inside: Flags = age >= self.entry
        seen, age = self.where(inside), age[inside]
        later = seen.exit > np.maximum(age, HALF_A_DAY)
        end = np.maximum(np.where(later, age, seen.exit), seen.entry + HALF_A_DAY)
        cause = np.where(later, np.int8(Cause.open), seen.cause).astype(np.int8)
        return replace(seen, as_of=day, exit=end, cause=cause)

    def age(self, day: date) -> Floats:
        """(n,) days from the start of each clock to `day`; below zero before it, NaN where the start is unknown."""
        found = (np.datetime64(day) - self.began).astype("timedelta64[D]")
        return np.where(np.isnat(found), np.nan, found.astype(np.float64))

    def in_view(self, day: date) -> Flags:
        """(n,) whether each row had begun and come into view by the end of `day`."""
        inside: Flags = self.age(day) >= self.entry
        return inside


def _check(waits: Waits) -> None:
    bad = ~((waits.entry >= 0) & (waits.exit > waits.entry))
    if bad.any():
        row = int(np.flatnonzero(bad)[0])
        raise ValueError(
            f"row {row} is in view from day {waits.entry[row]} to day {waits.exit[row]}; it must enter at day 0 or"
            " later and leave after it entered"
        )
    for name, column, size in (
        ("cause", waits.cause, len(Cause)),
        ("group", waits.group, len(waits.groups)),
        ("stratum", waits.stratum, len(waits.strata)),
    ):
        if len(column) and (column.min() < 0 or column.max() >= size):
            raise ValueError(f"the column {name} has values outside 0 to {size - 1}")
