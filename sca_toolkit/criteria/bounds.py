"""A number, a range or a strict limit, with a unit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

from pydantic import model_validator

from sca_toolkit.criteria.words import number
from sca_toolkit.values import Model


class Bounds(Model):
    """Limits of a value: `at_least` and `at_most` include the number, `above` and `below` do not."""

    at_least: float | None = None
    """This number or more."""
    at_most: float | None = None
    """This number or less."""
    above: float | None = None
    """More than this number."""
    below: float | None = None
    """Less than this number."""

    @model_validator(mode="after")
    def _can_hold(self) -> Self:
        self._one_each()
        low = self.at_least if self.at_least is not None else self.above
        high = self.at_most if self.at_most is not None else self.below
        if low is not None and high is not None:
            strict = self.above is not None or self.below is not None
            if low > high or (strict and low == high):
                raise ValueError(
                    f"no value is {self.bounds_words()}; the lower limit must lie under the upper one, turn them round"
                )
        return self

    def _one_each(self) -> None:
        if self.at_least is not None and self.above is not None:
            raise ValueError("at_least and above are both given; keep one (at_least includes the number)")
        if self.at_most is not None and self.below is not None:
            raise ValueError("at_most and below are both given; keep one (at_most includes the number)")

    @property
    def bounded(self) -> bool:
        """Whether any limit is given."""
        return any(each is not None for each in (self.at_least, self.at_most, self.above, self.below))

    def holds(self, factor: float = 1.0) -> Callable[[float], bool]:
        """A test for values of which one is `factor` of our unit. A hair of rounding never decides."""
        low, high, over, under = self.at_least, self.at_most, self.above, self.below
        slack = 1e-9

        def test(value: float) -> bool:
            given = value * factor
            edge = slack * max(abs(given), 1.0)
            return (
                (low is None or given >= low - edge)
                and (high is None or given <= high + edge)
                and (over is None or given > over + edge)
                and (under is None or given < under - edge)
            )

        return test

    def numbers(self) -> tuple[float, ...]:
        """The limits that are given."""
        return tuple(
            each for each in (self.at_least, self.above, self.at_most, self.below) if each is not None
        )

    def bounds_words(self, unit: str = "") -> str:
        """`at least 1 g/dL`, `between 0 and 2`, `above 5 %`."""
        tail = f" {unit}" if unit and unit != "1" else ""
        if self.at_least is not None and self.at_most is not None:
            if self.at_least == self.at_most:
                return f"exactly {number(self.at_least)}{tail}"
            return f"between {number(self.at_least)} and {number(self.at_most)}{tail}"
        named = (
            ("at least", self.at_least),
            ("above", self.above),
            ("at most", self.at_most),
            ("below", self.below),
        )
        return " and ".join(f"{word} {number(value)}{tail}" for word, value in named if value is not None)
