"""What was measured and found: tests, performance status, infections, other conditions, exposures."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import model_validator

from sca_toolkit.case.history import Entry
from sca_toolkit.values import Choice


class TestResult(Entry):
    """A result: a number with its unit, a word, or both. A marker is a test like any other."""

    __test__ = False  # not a class of tests, whatever its name says

    test: str
    value: float | None = None
    unit: str | None = None
    result: str | None = None
    """In a word: positive, negative, normal, abnormal."""
    on: date | None = None
    upper_limit: float | None = None
    """Upper end of the laboratory's normal range, in the unit of the value."""
    lower_limit: float | None = None
    """Lower end of that range."""

    @model_validator(mode="after")
    def _range(self) -> Self:
        low, high = self.lower_limit, self.upper_limit
        if low is not None and high is not None and high < low:
            raise ValueError(f"{self.test}: the normal range ends at {high:g} below its start {low:g}")
        return self


class PerformanceScore(Entry):
    """A performance status on a named scale."""

    scale: str
    """ECOG, Karnofsky or Lansky."""
    value: float
    on: date | None = None


class InfectionState(Choice):
    """What is known of an infection."""

    active = "active"
    latent = "latent"
    past = "past"
    none = "none"


class Infection(Entry):
    """One infection and its state on a day."""

    infection: str
    state: InfectionState
    on: date | None = None


class ConditionState(Choice):
    """What is known of a condition; absent means neither now nor before."""

    active = "active"
    past = "past"
    absent = "absent"


class Condition(Entry):
    """Another condition: CNS involvement, graft-versus-host disease, a seizure disorder."""

    condition: str
    state: ConditionState
    on: date | None = None


class Exposure(Entry):
    """Something given that a policy asks to be away for a while: a live vaccine, a steroid."""

    what: str
    on: date | None = None
