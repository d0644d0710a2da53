"""The clocks of many cases as columns: what statistics read instead of millions of events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt

from sca_toolkit.events import Side, Stage, Step
from sca_toolkit.store.clocks import EPOCH, KINDS, NEVER, PAUSED, REASONS, SIDES, WIDTH
from sca_toolkit.timeline import ApprovalKind

if TYPE_CHECKING:
    from pandas import DataFrame

Days = npt.NDArray[np.datetime64]
Texts = npt.NDArray[np.object_]
Counts = npt.NDArray[np.int64]
Key = TypeVar("Key", Step, Stage)
_NEVER = np.datetime64("NaT", "D")
_EPOCH = np.datetime64(EPOCH, "D")
SPELL = np.dtype([("whose", "u1"), ("reason", "u1"), ("since", "<i2")])
_REASONS = np.array([None, *(reason.value for reason in REASONS)], dtype=object)
_SIDES = np.array(SIDES, dtype=object)


def days_of_numbers(numbers: npt.NDArray[np.int16]) -> Days:
    """Days from numbers counted from EPOCH; NaT for NEVER."""
    days: Days = _EPOCH + numbers.astype("m8[D]")
    days[numbers == NEVER] = _NEVER
    return days


def word(key: Step | Stage) -> str:
    """The name of a step or a stage, as it stands in files."""
    return key.value if isinstance(key, Step) else key.name


@dataclass(frozen=True)
class DaysBy(Mapping[Key, Days]):
    """A column of days for each key, made when it is asked for."""

    numbers: Mapping[Key, npt.NDArray[np.int16]]

    def __getitem__(self, key: Key) -> Days:
        return days_of_numbers(self.numbers[key])

    def __iter__(self) -> Iterator[Key]:
        return iter(self.numbers)

    def __len__(self) -> int:
        return len(self.numbers)


@dataclass(frozen=True)
class Spells:
    """Who had the turn from when to when; one element for each spell, by row and time."""

    row: Counts
    """The place of the case among the rows."""
    since: Days
    until: Days
    """The day on which the next spell began or the wait ended; NaT while the spell lasts."""
    side: Texts
    """`us`, `payer`, `maker`, `paused`; None while nobody had the turn."""
    reason: Texts
    """Why it was paused, where somebody said so."""


@dataclass(frozen=True)
class Turns:
    """Days with each side up to the day looked at, and who has the turn then; one element for each row."""

    days_us: Counts
    days_payer: Counts
    days_maker: Counts
    days_paused: Counts
    side: Texts
    """`us`, `payer`, `maker`, `paused`; None where it has not begun or is over."""


@dataclass(frozen=True)
class ClockRows:
    """One row for each case, by case number, as it is known today of the days up to `as_of` (inside).

    Days are `datetime64[D]` at the center; NaT for what has not happened by then or is not known. A correction or a
    restart after `as_of` counts already.
    """

    as_of: date
    case_id: Texts
    payer: Texts
    product: Texts
    line_of_business: Texts
    synthetic: npt.NDArray[np.bool_]
    created: Days
    """The day on which the case was put into the record."""
    first_event: Days
    last_event: Days
    ended: Days
    end_step: Texts
    """`infused` or one of the three other ends; None while the case waits."""
    asked: Days
    """The day on which the agreement began: request, first draft or first offer."""
    signed: Days
    """The later of the two first signatures."""
    repeat: npt.NDArray[np.bool_]
    """Whether one with this payer was signed before this one was asked for (by `as_of` while it was not)."""
    stamps: Mapping[Step, Days]
    """The ten moments of `sca_toolkit.timeline.stamps`."""
    first: Mapping[Step, Days]
    """The day of the first event of each step, restarts apart."""
    begun: Mapping[Stage, Days]
    finished: Mapping[Stage, Days]
    _spells: npt.NDArray[np.void]
    _row: Counts

    def __len__(self) -> int:
        return len(self.case_id)

    @cached_property
    def _agreement(self) -> Turns:
        return self.turns(ApprovalKind.agreement)

    @property
    def days_us(self) -> Counts:
        """Days of the agreement that were ours."""
        return self._agreement.days_us

    @property
    def days_payer(self) -> Counts:
        """Days of the agreement that were the payer's."""
        return self._agreement.days_payer

    @property
    def days_maker(self) -> Counts:
        """Days of the agreement that were the manufacturer's."""
        return self._agreement.days_maker

    @property
    def days_paused(self) -> Counts:
        """Days for which the agreement was paused."""
        return self._agreement.days_paused

    def spells(self, kind: ApprovalKind | None) -> Spells:
        """The spells of one approval, or of the whole case (None), that began by `as_of`."""
        row, since, until, found = self._coded(kind)
        return Spells(row, since, until, _SIDES[found["whose"] % WIDTH], _REASONS[found["reason"]])

    def _coded(self, kind: ApprovalKind | None) -> tuple[Counts, Days, Days, npt.NDArray[np.void]]:
        """Row, since, until and the spell as it is kept: texts in their place would take most of the time."""
        today = np.datetime64(self.as_of, "D")
        wanted = self._spells["whose"] // WIDTH == KINDS.index(kind)
        found, row = self._spells[wanted], self._row[wanted]
        since = days_of_numbers(found["since"])
        until = self.ended[row]
        same = row[1:] == row[:-1]
        until[:-1][same] = since[1:][same]
        until[until > today] = _NEVER
        seen = since <= today
        return row[seen], since[seen], until[seen], found[seen]

    def turns(self, kind: ApprovalKind | None) -> Turns:
        """The days of each side in one approval, or in the whole case (None), and who has the turn at `as_of`."""
        row, since, until, found = self._coded(kind)
        lasting, code = np.isnat(until), found["whose"] % WIDTH
        until = np.where(lasting, np.datetime64(self.as_of, "D"), until)
        length = (until - since).astype(np.int64)
        side = np.full(len(self), None, dtype=object)
        side[row[lasting]] = _SIDES[code[lasting]]

        def days(of: str) -> Counts:
            mine = code == SIDES.index(of)
            counted = np.bincount(row[mine], weights=length[mine], minlength=len(self))
            return counted.astype(np.int64)

        return Turns(days(Side.us.value), days(Side.payer.value), days(Side.maker.value), days(PAUSED), side)

    def frame(self) -> DataFrame:
        """All columns as a pandas DataFrame; those of mappings are named like `stamp_pa_submitted`."""
        from pandas import DataFrame

        names = {"stamps": "stamp", "first": "first", "begun": "begun", "finished": "finished"}
        columns: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name in names:
                columns |= {f"{names[field.name]}_{word(key)}": days for key, days in value.items()}
            elif not field.name.startswith("_") and field.name != "as_of":
                columns[field.name] = value
        sides = ("us", "payer", "maker", "paused")
        columns |= {f"days_{side}": getattr(self._agreement, f"days_{side}") for side in sides}
        return DataFrame(columns)
