"""Which length counts for each activity: what somebody typed, else the center's own cases, else what is published.

The order is by closeness to the center. Own cases count from `MIN_OWN` finished ones on, and only when at least
`MIN_FINISHED` of their curve is known: a curve that stops halfway says nothing about its second half.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sca_toolkit.errors import DataError, Problem
from sca_toolkit.timeline.benchmarks import Benchmark, Benchmarks
from sca_toolkit.timeline.planner.activity import Activity, Days, Plan
from sca_toolkit.timeline.planner.lengths import Length, Observed, length_of

MIN_OWN = 10
"""Finished cases of the center's own from which on they replace a published figure."""
MIN_FINISHED = 0.9
"""The share of the curve that must be known; the rest is set to the longest length seen."""


@dataclass(frozen=True)
class OwnSpans:
    """What the center's own cases say on one clock, open cases counted."""

    days: tuple[float, ...]
    """Lengths at which cases finished, rising."""
    chances: tuple[float, ...]
    """The chance of each; together at most 1, less while the longest cases are still open."""
    finished: int
    open: int

    @property
    def enough(self) -> bool:
        """Whether they may replace a published figure."""
        return self.finished >= MIN_OWN and sum(self.chances) >= MIN_FINISHED

    @property
    def words(self) -> str:
        """`our own cases: 41 finished, 6 still open`."""
        return f"our own cases: {self.finished:,} finished, {self.open:,} still open and counted"


@dataclass(frozen=True)
class SettledStep:
    """An activity with the length that counts."""

    activity: Activity
    length: Length
    source: str
    """Where the length comes from, in words."""
    own: OwnSpans | None = None
    """The center's own cases, also where they are too few to count."""


@dataclass(frozen=True)
class Settled:
    """A plan whose every length is known."""

    plan: Plan
    steps: tuple[SettledStep, ...]

    @property
    def lengths(self) -> Mapping[str, Length]:
        """The length of each activity."""
        return {step.activity.id: step.length for step in self.steps}


def settle(plan: Plan, known: Benchmarks, own: Mapping[str, OwnSpans]) -> Settled:
    """The plan with one length for each activity; `own` holds the center's cases by the id of the activity.

    Raises DataError naming every activity whose length nobody knows.
    """
    steps: list[SettledStep] = []
    problems: list[Problem] = []
    for each in plan.activities:
        try:
            steps.append(_settled(each, known, own.get(each.id)))
        except DataError as error:
            problems += error.problems
    if problems:
        raise DataError(problems)
    return Settled(plan, tuple(steps))


def _settled(each: Activity, known: Benchmarks, own: OwnSpans | None) -> SettledStep:
    if each.days is not None:
        return SettledStep(each, length_of(each.days), "entered for this plan", own)
    if own is not None and own.enough:
        rest = 1 - sum(own.chances)
        chances = (*own.chances[:-1], own.chances[-1] + rest)
        return SettledStep(each, Observed(own.days, chances), own.words, own)
    if each.benchmark is None:
        raise DataError(_not_known(each, own))
    try:
        entry = known.named(each.benchmark)
    except KeyError:
        raise DataError(
            Problem(
                f"the activity {each.title!r} names the published figure {each.benchmark!r}, which is not known.",
                "Name one of benchmarks.yaml, or give `days`.",
            )
        ) from None
    return SettledStep(each, length_of(_days_of(entry)), f"published: {known.cited(entry)}", own)


def _days_of(entry: Benchmark) -> Days:
    return Days(low=entry.low, likely=entry.typical, high=entry.high, likely_is=entry.typical_is)


def _not_known(each: Activity, own: OwnSpans | None) -> Problem:
    seen = f" ({own.words}, too few)" if own else ""
    return Problem(
        f"nobody has said how long “{each.title}” takes{seen}.",
        "Enter a shortest, a likely and a longest number of days.",
    )
