"""Target and walk-away: where a center wants an offer to be, and beyond which it does not sign."""

from __future__ import annotations

import math

from pydantic import model_validator

from sca_toolkit.values import Choice, Model


class Measure(Choice):
    """What is measured."""

    mean_margin = "mean_margin"
    worst_loss = "worst_loss"
    loss_chance = "loss_chance"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {"worst_loss": "mean loss of the worst 5%", "loss_chance": "chance of a loss"}

    @property
    def more_is_better(self) -> bool:
        """True for the margin, false for losses."""
        return self is Measure.mean_margin


class Verdict(Choice):
    """Where an offer stands."""

    met = "met"
    between = "between"
    below = "below"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {"met": "target met", "between": "between", "below": "below walk-away"}


class Goal(Model):
    """One measure with its target and its walk-away; dollars, or a share between 0 and 1."""

    measure: Measure
    target: float
    """From here on the target is met (inside)."""
    walk_away: float
    """The last value that is still signed (inside)."""

    @model_validator(mode="after")
    def _sensible(self) -> Goal:
        name = self.measure.words
        if not (math.isfinite(self.target) and math.isfinite(self.walk_away)):
            raise ValueError(f"{name}: write two finite numbers")
        if self._better(self.walk_away, self.target):
            raise ValueError(f"{name}: the walk-away is better than the target; exchange the two")
        if self.measure is Measure.loss_chance and not all(
            0 <= each <= 1 for each in (self.target, self.walk_away)
        ):
            raise ValueError(f"{name}: write shares from 0% to 100%")
        return self

    def _better(self, one: float, other: float) -> bool:
        return one > other if self.measure.more_is_better else one < other

    def verdict(self, value: float) -> Verdict:
        """Where a value stands; the target and the walk-away themselves still count for the better side."""
        if not self._better(self.target, value):
            return Verdict.met
        return Verdict.below if self._better(self.walk_away, value) else Verdict.between

    def sure(self, value: float, error: float | None) -> bool:
        """Whether two standard errors either way lead to the same verdict; never without an error."""
        if error is None:
            return False
        return self.verdict(value - 2 * error) is self.verdict(value + 2 * error)
