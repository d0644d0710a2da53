"""Payers, or other groups, side by side: shrunken, with intervals, and nobody ranked on fewer than five events."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from sca_toolkit.timeline.waiting.bands import BaseHazard, base_hazard, exposure
from sca_toolkit.timeline.waiting.curves import first_day
from sca_toolkit.timeline.waiting.figures import (
    CONFIDENCE,
    TOO_FEW,
    About,
    DayEstimate,
    Estimate,
    about,
)
from sca_toolkit.timeline.waiting.gray import gray_against_rest
from sca_toolkit.timeline.waiting.shrinkage import Multipliers, multipliers
from sca_toolkit.timeline.waiting.shuffles import FEW_EVENTS, SHUFFLES, shuffled_gray
from sca_toolkit.timeline.waiting.testing import Verdict, holm
from sca_toolkit.timeline.waiting.waits import Floats, Waits

_LONGEST = 730
SURE = 0.95
"""From this chance on, a group is called slower or faster than all together."""


@dataclass(frozen=True)
class Row:
    """One group in the comparison."""

    group: str | None
    """None where too few events forbid to name it."""
    n: int
    events: int
    open: int
    expected: float
    """Events that all groups together would have had in its place."""
    speed: Estimate
    """Times as fast as all together; shrunken. Below 1 is slower."""
    raw_speed: float
    """The same without shrinking, for the curious; NaN where nothing was expected."""
    half_by: DayEstimate
    """The day by which half reach the end, from the shrunken speed, on the mix of strata of all cases."""
    chance_slower: float
    """The chance that it is slower than all together."""
    test: Verdict | None = None
    adjusted_p: float = math.nan
    """After Holm, over all groups."""

    @property
    def sure_words(self) -> str:
        """The chance that it is slower than all together; never 0 % or 100 %."""
        if self.chance_slower < 0.01:
            return "under 1%"
        return "over 99%" if self.chance_slower > 0.99 else f"{self.chance_slower:.0%}"

    @property
    def slower(self) -> bool:
        """Whether it is surely enough slower than all together."""
        return self.chance_slower >= SURE and self.events >= TOO_FEW

    @property
    def faster(self) -> bool:
        """Whether it is surely enough faster than all together."""
        return self.chance_slower <= 1 - SURE and self.events >= TOO_FEW


@dataclass(frozen=True)
class Comparison:
    """All groups. `rows` are ranked, the slowest first; `unranked` have too few events and no names."""

    about: About
    rows: tuple[Row, ...]
    unranked: tuple[Row, ...]
    all_half_by: DayEstimate
    """All groups together, by the same hazards."""
    spread: float
    """How far groups truly differ: standard deviation of their speeds, as far as known."""
    no_visible_difference: bool
    """Whether nothing in the data says that they differ at all."""
    confidence: float = CONFIDENCE


def compare(waits: Waits, confidence: float = CONFIDENCE, *, reveal: bool = False) -> Comparison:
    """Every group that has cases, shrunken toward all, compared within strata. `reveal` names also those unranked."""
    found = exposure(waits)
    base = base_hazard(waits, found)
    expected = (found.days * base.reached).sum(axis=(1, 2))
    speeds = multipliers(found.reached.sum(axis=(1, 2)), expected)
    rows = _rows(waits, base, speeds, confidence)
    ranked = sorted((row for row in rows if row.events >= TOO_FEW), key=lambda row: row.speed.value)
    few = sorted((row for row in rows if row.events < TOO_FEW), key=lambda row: -row.n)
    return Comparison(
        about=about(waits),
        rows=tuple(ranked),
        unranked=tuple(row if reveal else replace(row, group=None) for row in few),
        all_half_by=_half_by(base, np.array([1.0]), waits)[0],
        spread=speeds.spread,
        no_visible_difference=speeds.no_visible_difference,
        confidence=confidence,
    )


def with_tests(comparison: Comparison, waits: Waits, seed: int, shuffles: int = SHUFFLES) -> Comparison:
    """The same with a test of each ranked group against all others, and Holm's adjustment over them.

    Gray's test within strata; by shuffling for groups below `FEW_EVENTS` events.
    """
    names = [row.group for row in comparison.rows]
    limits = dict(zip(waits.groups, gray_against_rest(waits), strict=True))
    tests = [
        _shuffled(waits, name, seed, shuffles) if name and row.events < FEW_EVENTS else limits[name or ""]
        for name, row in zip(names, comparison.rows, strict=True)
    ]
    adjusted = holm([test.p for test in tests])
    rows = (
        replace(row, test=test, adjusted_p=float(p))
        for row, test, p in zip(comparison.rows, tests, adjusted, strict=True)
    )
    return replace(comparison, rows=tuple(rows))


def _shuffled(waits: Waits, group: str, seed: int, shuffles: int) -> Verdict:
    other = (waits.group != waits.groups.index(group)).astype(np.int32)
    return shuffled_gray(replace(waits, group=other, groups=(group, "all others")), seed, shuffles)


def _rows(waits: Waits, base: BaseHazard, speeds: Multipliers, confidence: float) -> list[Row]:
    tail = (1 - confidence) / 2
    mean, low, high = speeds.mean, speeds.quantile(tail), speeds.quantile(1 - tail)
    slower = speeds.below(np.ones(len(mean)))
    halves = [_half_by(base, each, waits) for each in (mean, high, low)]
    cases = np.bincount(waits.group, minlength=len(mean))
    opened = np.bincount(waits.group[waits.cause == 0], minlength=len(mean))
    return [
        Row(
            group=name,
            n=int(cases[p]),
            events=int(speeds.events[p]),
            open=int(opened[p]),
            expected=float(speeds.expected[p]),
            speed=Estimate(float(mean[p]), float(low[p]), float(high[p])),
            raw_speed=float(speeds.events[p] / speeds.expected[p]) if speeds.expected[p] > 0 else math.nan,
            half_by=DayEstimate(halves[0][p].value, halves[1][p].value, halves[2][p].value),
            chance_slower=float(slower[p]),
        )
        for p, name in enumerate(waits.groups)
        if cases[p]
    ]


def _half_by(base: BaseHazard, speed: Floats, waits: Waits) -> list[DayEstimate]:
    """The day by which half reach the end at each speed, as far as anybody was seen to wait."""
    longest = float(min(waits.exit.max(), _LONGEST)) if len(waits) else 0.0
    days = np.arange(1.0, math.floor(longest) + 1)
    shares = base.reached_by(speed, days) if len(days) else np.zeros((len(speed), 0))
    found = (first_day(days, share >= 0.5) for share in shares)
    return [DayEstimate(day, None, None) for day in found]
