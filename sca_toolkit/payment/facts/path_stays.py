"""The stays of many paths: which days count, at which level, and how many of them fall into a window.

Days of a stay have positions: 1 is the day of admission, T the last day before discharge, T + 1 the day of discharge,
which carries no charges and counts only if a rule says so. nan days compare as false and so count as nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from sca_toolkit.payment.columns import Episodes, Floats
from sca_toolkit.payment.day_level import DayLevelRule
from sca_toolkit.payment.facts.daily import DailyRates
from sca_toolkit.payment.facts.refusal import agreed
from sca_toolkit.payment.rules import Rules
from sca_toolkit.payment.rules.conversion import Observation
from sca_toolkit.payment.rules.days import Census, SameDayStay, TransferDay
from sca_toolkit.payment.service import intensive_care


class Span(NamedTuple):
    """A run of positions, both ends inside; arrays of shape (n,) or numbers."""

    first: Any
    last: Any

    def meet(self, *others: Span) -> Span:
        """The positions in all of them."""
        first, last = self
        for other in others:
            first, last = np.maximum(first, other.first), np.minimum(last, other.last)
        return Span(first, last)

    def size(self) -> Floats:
        """How many positions; 0 where there is none or an end is nan."""
        count = self.last - self.first + 1.0
        return np.where(count > 0, count, 0.0)


class PathStay:
    """One stay slot of all paths under the rules of an arrangement."""

    def __init__(self, episodes: Episodes, slot: int, rules: Rules) -> None:
        self._episodes, self._slot, self._rules = episodes, slot, rules
        watched = self._observation()
        self.admit: Floats = episodes.admit[:, slot] - watched
        self.discharge: Floats = episodes.discharge[:, slot]
        self.exists = ~np.isnan(self.admit)
        nights = self.discharge - self.admit
        self.same_day = nights == 0
        self.length: Floats = np.where(self.exists, np.maximum(nights, 1.0), 0.0)
        runs = [episodes.segment_days[:, slot, run] for run in range(len(episodes.segment_codes))]
        self._runs: list[Any] = [np.asarray(run, dtype=np.float64) for run in runs]
        if np.any(watched):
            self._lengthen(watched, episodes.discharge[:, slot] == episodes.admit[:, slot])
        self._counted: Span | None = None
        self._levels: dict[Any, list[Span]] = {}

    def _observation(self) -> Any:
        days = self._episodes.observation_days
        if days is None or not np.any(days[:, self._slot]):
            return 0.0
        rule = agreed(self._rules.conversion, "observation", "rules.conversion")
        inpatient = rule is Observation.inpatient_day
        return np.asarray(days[:, self._slot], dtype=np.float64) if inpatient else 0.0

    def _lengthen(self, watched: Floats, was_same_day: Any) -> None:
        """Observation days go to the first run of each stay; a stay on one date had one day already."""
        extra = np.where(was_same_day, np.maximum(watched - 1.0, 0.0), watched)
        begun = np.zeros(len(self.admit), dtype=bool)
        for at, run in enumerate(self._runs):
            first = ~begun & (run > 0)
            self._runs[at] = run + np.where(first, extra, 0.0)
            begun |= first

    # which days count --------------------------------------------------------------------------------------------

    def counted(self) -> Span:
        """Positions that count as inpatient days."""
        if self._counted is None:
            self._counted = self._count()
        return self._counted

    def _count(self) -> Span:
        rule, path = self._rules.day_counting, "rules.day_counting"
        any_part = agreed(rule, "census", path) is Census.any_part
        first: Any = np.ones(len(self.admit))
        last = self.length + (1.0 if any_part else 0.0)
        came, went = self._flag("transferred_in"), self._flag("transferred_out")
        if np.any(went & ~self.same_day):
            stays = agreed(rule, "transfer_day", path) in (TransferDay.sending, TransferDay.both)
            last = np.where(went, self.length + (1.0 if stays else 0.0), last)
        if np.any(self.same_day):
            one = agreed(rule, "same_day_stay", path) is SameDayStay.one_day
            last = np.where(self.same_day, 1.0 if one else 0.0, last)
        if np.any(came) and agreed(rule, "transfer_day", path) is TransferDay.sending:
            first = np.where(came, 2.0, first)
        return Span(first, np.where(self.exists, last, 0.0))

    def _flag(self, name: str) -> Any:
        value = getattr(self._episodes, name)
        return np.zeros(len(self.admit), dtype=bool) if value is None else value[:, self._slot] & self.exists

    # levels ------------------------------------------------------------------------------------------------------

    def positions(self, first_day: Any, last_day: Any) -> Span:
        """A run of days as positions of the stay."""
        return Span(first_day - self.admit + 1.0, last_day - self.admit + 1.0)

    def midnight(self) -> list[Span]:
        """Positions of each run by the level at midnight; the last run keeps the day of discharge."""
        return self._spans(None)

    def by_rule(self, rates: DailyRates) -> list[Span]:
        """Positions of each run by the rule of a per diem for days on which the patient moves."""
        return self._spans(None if rates.rule is DayLevelRule.midnight else rates)

    def _spans(self, rates: DailyRates | None) -> list[Span]:
        if rates is not None:
            return self._build(rates)
        if None not in self._levels:
            self._levels[None] = self._build(None)
        return self._levels[None]

    def _build(self, rates: DailyRates | None) -> list[Span]:
        end: Any = np.zeros(len(self.admit))
        starts: list[Any] = []
        ends: list[Any] = []
        for run in self._runs:
            starts.append(end + 1.0)
            end = end + run
            ends.append(end)
        if rates is not None:
            _shift(starts, ends, self._moves(starts, rates), self._runs)
        longer = [
            np.where((run > 0) & (end == self.length), last + 1.0, last)
            for run, end, last in zip(self._runs, _cumulated(self._runs), ends, strict=True)
        ]
        return [Span(first, last) for first, last in zip(starts, longer, strict=True)]

    def _moves(self, starts: Sequence[Any], rates: DailyRates) -> list[Any]:
        """For each run, where its first day still has the level before it."""
        if rates.rule is DayLevelRule.noon:
            return [(run > 0) & (start > 1.0) for run, start in zip(self._runs, starts, strict=True)]
        levels = [rates.level(code) for code in self._episodes.segment_codes]
        before: Any = np.full(len(self.admit), -1)
        moves: list[Any] = []
        for at, (run, start) in enumerate(zip(self._runs, starts, strict=True)):
            own = _rate(rates, levels[at], start)
            higher = np.zeros(len(self.admit), dtype=bool)
            for earlier in range(at):
                passed = before == earlier
                higher |= passed & (_rate(rates, levels[earlier], start) > own)
            moves.append(higher & (run > 0))
            before = np.where(run > 0, at, before)
        return moves

    def intensive(self) -> list[bool]:
        """Whether each run is intensive care."""
        return [intensive_care(code) for code in self._episodes.segment_codes]


def _cumulated(runs: Sequence[Any]) -> list[Any]:
    total: Any = 0.0
    found = []
    for run in runs:
        total = total + run
        found.append(total)
    return found


def _shift(starts: list[Any], ends: list[Any], moves: Sequence[Any], runs: Sequence[Any]) -> None:
    """Give the first day of a run to the run before it, where `moves` says so."""
    before: Any = np.full(len(runs[0]), -1) if runs else None
    for at, (moved, run) in enumerate(zip(moves, runs, strict=True)):
        for earlier in range(at):
            ends[earlier] = ends[earlier] + np.where(moved & (before == earlier), 1.0, 0.0)
        starts[at] = starts[at] + np.where(moved, 1.0, 0.0)
        before = np.where(run > 0, at, before)


def _rate(rates: DailyRates, level: int, position: Any) -> Any:
    cells = [cell for cell in rates.cells if cell.level == level]
    found: Any = np.full(np.shape(position), float(cells[-1].rate))
    for cell in reversed(cells[:-1]):
        found = np.where(position <= float(cell.through_day or 0), float(cell.rate), found)
    return found
