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

    def even_odds(self, age: float) -> float | None:
        """Days until it is even odds that the end was reached; None where that is not to be seen."""
        goal = self.reached_at(np.array([age]))[0] + 0.5 * self.open_at(np.array([age]))[0]
        return self._first(self.reached >= goal - _SURE, age)

    def over_by(self, age: float, share: float) -> float | None:
        """Days until the wait is over, in whatever way, with the chance `share`; None where that is not to be seen."""
        left = (1 - share) * self.open_at(np.array([age]))[0]
        return self._first(self.open <= left + _SURE, age)

    def _first(self, fulfilled: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], age: float) -> float | None:
        later = np.flatnonzero(fulfilled & (self.day > age))
        return float(self.day[later[0]] - age) if len(later) else None

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


def outlook(waits: Waits, horizons: tuple[float, ...] = HORIZONS) -> Outlook:
    """What is to be expected of every open case of `waits`."""
    opened = waits.where(waits.cause == Cause.open)
    laws = laws_of(waits)
    order = np.argsort(-opened.exit, kind="stable")
    cases = tuple(_open_case(opened, int(row), laws, horizons) for row in order)
    return Outlook(about(waits), horizons, cases)


def laws_of(waits: Waits, *, by_group: bool = True) -> Laws:
    """The law of each (group, stratum) that has an open case; with `by_group` false the pooled one for all of them."""
    opened = waits.cause == Cause.open
    wanted = sorted({*zip(waits.group[opened].tolist(), waits.stratum[opened].tolist(), strict=True)})
    pooled = _increments(waits)
    if not by_group:
        law = _law(*pooled, 1.0, waits.where(np.zeros(0, np.int64)))
        return dict.fromkeys(wanted, law)
    speeds = _speeds(waits)
    expected = {
        stratum: _increments(rows)
        if (rows := waits.where(waits.stratum == stratum)).events >= _ENOUGH
        else pooled
        for stratum in {stratum for _, stratum in wanted}
    }
    return {
        (group, stratum): _law(
            *expected[stratum],
            float(speeds[group]),
            waits.where((waits.group == group) & (waits.stratum == stratum)),
        )
        for group, stratum in wanted
    }


def by_law(waits: Waits, laws: Laws) -> Iterator[tuple[Law, np.ndarray[tuple[int, ...], np.dtype[np.bool_]]]]:
    """Each law and the open rows (n,) it holds for."""
    for (group, stratum), law in laws.items():
        yield law, (waits.group == group) & (waits.stratum == stratum) & (waits.cause == Cause.open)


def _open_case(opened: Waits, row: int, laws: Laws, horizons: tuple[float, ...]) -> OpenCase:
    law = laws[int(opened.group[row]), int(opened.stratum[row])]
    age = float(opened.exit[row])
    chances = tuple(float(law.chance(np.array([age]), within)[0]) for within in horizons)
    return OpenCase(
        case_id=str(opened.case_id[row]),
        group=opened.groups[opened.group[row]],
        age=age,
        chances=chances,
        even_odds=law.even_odds(age),
        over_by=(law.over_by(age, 0.1), law.over_by(age, 0.9)),
    )


def _speeds(waits: Waits) -> Floats:
    found = exposure(waits)
    expected = (found.days * base_hazard(waits, found).reached).sum(axis=(1, 2))
    return multipliers(found.reached.sum(axis=(1, 2)), expected).mean


def _increments(waits: Waits) -> tuple[Floats, Floats, Floats, float]:
    table = risk_table(waits)
    n = np.maximum(table.at_risk[0], 1.0)
    own = table.of(Cause.reached)[0]
    return table.day, own / n, (table.all_ended[0] - own) / n, float(table.last[0])


def _law(day: Floats, reached: Floats, other: Floats, last: float, speed: float, mine: Waits) -> Law:
    """Steps that would exceed all that is left are cut to it. `mine` are the group's own cases."""
    at_risk, own_reached, own_other = _on_days(mine, day)
    other = (PRIOR_CASES * other + own_other) / (PRIOR_CASES + at_risk)
    own = (PRIOR_CASES * reached * speed + own_reached) / (PRIOR_CASES + at_risk)
    own = np.minimum(own, 1.0 - other).astype(np.float64)
    still = np.cumprod(1.0 - own - other).astype(np.float64)
    before = np.concatenate([[1.0], still[:-1]])
    return Law(day, np.cumsum(before * own), still, last)


def _on_days(mine: Waits, day: Floats) -> tuple[Floats, Floats, Floats]:
    """(r,) at risk, reached and otherwise ended on each of `day`, which holds every day on which one of them ended."""
    come = np.sort(mine.entry)
    gone = np.sort(mine.exit)
    at_risk = np.searchsorted(come, day, side="left") - np.searchsorted(gone, day, side="left")
    reached = mine.cause == Cause.reached
    ended = (mine.cause != Cause.open) & ~reached
    counts = [
        np.bincount(np.searchsorted(day, mine.exit[each]), minlength=len(day)).astype(np.float64)
        for each in (reached, ended)
    ]
    return at_risk.astype(np.float64), counts[0], counts[1]
