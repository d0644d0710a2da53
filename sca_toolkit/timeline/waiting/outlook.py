"""What is to be expected of a case that still waits: the chance of each end within some days, given its age.

P(signed within h | open at a) = (F(a + h) - F(a)) / S(a). F and S come from daily hazards. Those expected are of all
cases of the same stratum, the one of signing times the shrunken speed of the case's group; they weigh as much as
`PRIOR_CASES` cases at risk, beside the group's own cases at risk and their ends (the beta process of Hjort 1990, Ann
Stat 18:1259). So a group with few cases waits as all do, at its speed, and one with many as its own cases did. Nothing
is said beyond the longest wait that was seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sca_toolkit.timeline.waiting.bands import base_hazard, exposure
from sca_toolkit.timeline.waiting.figures import About, about
from sca_toolkit.timeline.waiting.risk import risk_table
from sca_toolkit.timeline.waiting.shrinkage import multipliers
from sca_toolkit.timeline.waiting.waits import Cause, Floats, Waits

HORIZONS = (7.0, 14.0, 30.0)
PRIOR_CASES = 5.0
"""How many cases at risk the expectation weighs."""
_ENOUGH = 20
"""Events of a stratum from which its own curve is used; below, that of all strata."""
_SURE = 1e-9


@dataclass(frozen=True)
class Law:
    """How waits of one kind go: the shares signed, ended otherwise and still open after each of r days."""

    day: Floats
    reached: Floats
    open: Floats
    last: float
    """The longest wait seen; nothing is said beyond it."""

    def reached_at(self, days: Floats) -> Floats:
        """The share that reached the end by `days`; NaN beyond the last."""
        return self._at(self.reached, 0.0, days)

    def open_at(self, days: Floats) -> Floats:
        """The share still open after `days`; NaN beyond the last."""
        return self._at(self.open, 1.0, days)

    def chance(self, age: Floats, within: float) -> Floats:
        """The chance to reach the end within so many days more, for waits of `age`. NaN where nothing is known."""
        still = self.open_at(age)
        gain = self.reached_at(age + within) - self.reached_at(age)
        return np.where(still > _SURE, np.clip(gain / np.where(still > _SURE, still, 1.0), 0.0, 1.0), np.nan)

    def even_odds(self, age: Floats) -> Floats:
        """Days until it is even odds that the end was reached, for waits of `age`; NaN where that is not to be seen."""
        goal = self.reached_at(age) + 0.5 * self.open_at(age)
        return self._until(np.searchsorted(self.reached, goal - _SURE, side="left"), age)

    def over_by(self, age: Floats, share: float) -> Floats:
        """Days until the wait is over, in whatever way, with the chance `share`; NaN where that is not to be seen."""
        left = (1 - share) * self.open_at(age)
        return self._until(np.searchsorted(-self.open, -left - _SURE, side="left"), age)

    def _until(self, place: npt.NDArray[np.intp], age: Floats) -> Floats:
        """Days from `age` to the later of that day and the next on which something happens."""
        later = np.maximum(place, np.searchsorted(self.day, age, side="right"))
        day = np.append(self.day, np.nan)[np.minimum(later, len(self.day))]
        return np.where(age <= self.last, day - age, np.nan)

    def _at(self, values: Floats, before: float, days: Floats) -> Floats:
        place = np.searchsorted(self.day, days, side="right")
        found = np.concatenate([[before], values])[place]
        return np.where(days <= self.last, found, np.nan)


@dataclass(frozen=True)
class OpenCase:
    """One case that waits. Chances are NaN where nobody was seen to wait so long."""

    case_id: str
    group: str
    age: float
    """Days it has waited."""
    chances: tuple[float, ...]
    """To reach the end within each of the horizons."""
    even_odds: float | None
    """Days until it is even odds that it is reached."""
    over_by: tuple[float | None, float | None]
    """The wait is over, in whatever way, between these days with a chance of 80 %."""


@dataclass(frozen=True)
class Outlook:
    """All open cases, the longest waiting first."""

    about: About
    horizons: tuple[float, ...]
    cases: tuple[OpenCase, ...]


Laws = dict[tuple[int, int], Law]
"""By group and stratum."""


def outlook(waits: Waits, horizons: tuple[float, ...] = HORIZONS) -> Outlook:
    """What is to be expected of every open case of `waits`."""
    cases = [
        each
        for law, rows in by_law(waits, laws_of(waits))
        for each in _open_cases(waits, rows, law, horizons)
    ]
    return Outlook(about(waits), horizons, tuple(sorted(cases, key=lambda each: (-each.age, each.case_id))))


def laws_of(waits: Waits, *, by_group: bool = True) -> Laws:
    """The law of each (group, stratum) that has an open case; with `by_group` false the pooled one for all of them."""
    opened = waits.cause == Cause.open
    wanted = sorted({*zip(waits.group[opened].tolist(), waits.stratum[opened].tolist(), strict=True)})
    if not wanted:
        return {}
    if not by_group:
        table = risk_table(waits)
        reached, other = _hazards(table.at_risk[0], table.of(Cause.reached)[0], table.all_ended[0])
        return dict.fromkeys(wanted, _law(table.day, reached, other, float(table.last[0])))
    own = _Own(waits)
    speeds = _speeds(waits)
    return {(group, stratum): own.law(group, stratum, float(speeds[group])) for group, stratum in wanted}


def by_law(waits: Waits, laws: Laws) -> Iterator[tuple[Law, npt.NDArray[np.intp]]]:
    """Each law and the numbers of the open rows it holds for."""
    rows = np.flatnonzero(waits.cause == Cause.open)
    group, stratum = waits.group[rows], waits.stratum[rows]
    for (own, layer), law in laws.items():
        yield law, rows[(group == own) & (stratum == layer)]


class _Own:
    """The cases of each group and stratum, and what is expected in each stratum, on the same r days."""

    def __init__(self, waits: Waits) -> None:
        shape = (len(waits.groups), len(waits.strata), -1)
        cell = waits.group * len(waits.strata) + waits.stratum
        table = risk_table(waits, cell.astype(np.int32), shape[0] * shape[1])
        self.day = table.day
        self.at_risk = table.at_risk.reshape(shape)
        self.reached = table.of(Cause.reached).reshape(shape)
        self.ended = table.all_ended.reshape(shape)
        self.last = table.last.reshape(shape[:2])

    def law(self, group: int, stratum: int, speed: float) -> Law:
        """The law of one group in one stratum. Steps that would exceed all that is left are cut to it."""
        enough = self.reached[:, stratum].sum() >= _ENOUGH
        used = [stratum] if enough else list(range(self.last.shape[1]))
        together = (each[:, used].sum(axis=(0, 1)) for each in (self.at_risk, self.reached, self.ended))
        reached, other = _hazards(*together)
        at_risk, own = self.at_risk[group, stratum], self.reached[group, stratum]
        weight = PRIOR_CASES + at_risk
        other = (PRIOR_CASES * other + self.ended[group, stratum] - own) / weight
        reached = (PRIOR_CASES * reached * speed + own) / weight
        return _law(self.day, np.minimum(reached, 1.0 - other), other, float(np.nanmax(self.last[:, used])))


def _open_cases(
    waits: Waits, rows: npt.NDArray[np.intp], law: Law, horizons: tuple[float, ...]
) -> Iterator[OpenCase]:
    age = waits.exit[rows]
    chances = np.stack([law.chance(age, within) for within in horizons], axis=1)
    days = np.stack([law.even_odds(age), law.over_by(age, 0.1), law.over_by(age, 0.9)], axis=1)
    for place, row in enumerate(rows):
        even, low, high = (None if np.isnan(day) else float(day) for day in days[place])
        yield OpenCase(
            case_id=str(waits.case_id[row]),
            group=waits.groups[waits.group[row]],
            age=float(age[place]),
            chances=tuple(chances[place].tolist()),
            even_odds=even,
            over_by=(low, high),
        )


def _speeds(waits: Waits) -> Floats:
    found = exposure(waits)
    expected = (found.days * base_hazard(waits, found).reached).sum(axis=(1, 2))
    return multipliers(found.reached.sum(axis=(1, 2)), expected).mean


def _hazards(at_risk: Floats, reached: Floats, ended: Floats) -> tuple[Floats, Floats]:
    n = np.maximum(at_risk, 1.0)
    return reached / n, (ended - reached) / n


def _law(day: Floats, reached: Floats, other: Floats, last: float) -> Law:
    still = np.cumprod(1.0 - reached - other).astype(np.float64)
    before = np.concatenate([[1.0], still[:-1]])
    return Law(day, np.cumsum(before * reached), still, last)
