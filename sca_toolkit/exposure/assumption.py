"""A number that a simulation rests on: its value, how sure it is, and where it was read.

A published number keeps its source, number of patients, years and population. A number without published support is
called an assumption and carries the lowest confidence; what was looked for and not found is left out.
"""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from sca_toolkit.values import Choice, Model, Source


class Status(Choice):
    """How a number came about."""

    evidence = "evidence"
    derived = "derived"
    assumption = "assumption"
    own = "own"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "evidence": "printed in the source",
            "derived": "worked out from the source",
            "assumption": "assumption, no source found",
            "own": "the center's own number",
        }


class Confidence(Choice):
    """How far a number can be trusted; an assumption is always low."""

    high = "high"
    medium = "medium"
    low = "low"

    @property
    def rank(self) -> int:
        """0 for high, 2 for low."""
        return list(Confidence).index(self)


class Unit(Choice):
    """What a number counts."""

    days = "days"
    share = "share"
    usd = "usd"
    usd_per_day = "usd_per_day"
    per_month = "per_month"
    per_year = "per_year"
    times = "times"
    log_sd = "log_sd"
    correlation = "correlation"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "usd": "dollars",
            "usd_per_day": "dollars a day",
            "log_sd": "standard deviation of the logarithm",
        }


class Assumption(Model):
    """One number. Give exactly one of: `value`; `count` and `of`; `a` and `b`; `low`, `mode` and `high`."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    """Which quantity of the simulation it is."""
    title: str
    """The quantity in words."""
    group: str
    """Under which heading the page shows it."""
    unit: Unit
    products: tuple[str, ...] = ()
    """Product ids for which it holds; left out, it holds for every product that has no entry of its own."""

    value: float | None = None
    """The number itself."""
    low: float | None = None
    """With `value`: the 10th percentile of what it may be. With `mode`: the smallest value."""
    high: float | None = None
    """With `value`: the 90th percentile. With `mode`: the largest value."""
    mode: float | None = None
    """The most likely value of a triangular distribution."""
    count: Annotated[float, Field(ge=0)] | None = None
    """How many patients had it."""
    of: Annotated[int, Field(gt=0)] | None = None
    """Of how many."""
    a: Annotated[float, Field(gt=0)] | None = None
    """First parameter of a beta distribution."""
    b: Annotated[float, Field(gt=0)] | None = None
    """Second parameter of a beta distribution."""

    status: Status
    confidence: Confidence
    source: str | None = None
    """A key of the file's `sources`; only an assumption may leave it out."""
    also: tuple[str, ...] = ()
    """Further sources, by key."""
    n: int | None = None
    """Patients or hospitals behind the number."""
    years: str | None = None
    """The years of the data."""
    population: str | None = None
    """Whose data it is."""
    how: str | None = None
    """How a derived number was worked out."""
    note: str | None = None
    """A caution a reader needs."""

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        given = {name for name in _NUMBERS if getattr(self, name) is not None}
        if given not in _FORMS:
            raise ValueError(
                f"{self.name} gives {', '.join(sorted(given)) or 'no number'}; give exactly one of: value (with low "
                "and high, or without), count and of, a and b, or low, mode and high"
            )
        return self

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        middle = self.value if self.mode is None else self.mode
        low, high = self.low, self.high
        if middle is not None and low is not None and high is not None and not low <= middle <= high:
            raise ValueError(f"{self.name} has {middle} outside its own range {low} to {high}")
        if self.count is not None and self.of is not None and self.count > self.of:
            raise ValueError(
                f"{self.name} counts {self.count:g} of {self.of}; the part is larger than the whole"
            )
        if self.unit is Unit.share and middle is not None and not 0 <= middle <= 1:
            raise ValueError(f"{self.name} is a share and must lie between 0 and 1, not {middle:g}")
        if middle is not None and middle < 0 and self.unit is not Unit.correlation:
            raise ValueError(f"{self.name} is {middle:g}; it cannot be negative")
        return self

    @model_validator(mode="after")
    def _sourced(self) -> Self:
        if self.status is Status.assumption and self.confidence is not Confidence.low:
            raise ValueError(f"{self.name} is an assumption, so its confidence must be low")
        if self.status in (Status.evidence, Status.derived) and self.source is None:
            raise ValueError(f"{self.name} needs a source, or `status: assumption`")
        if self.status is Status.derived and not self.how:
            raise ValueError(f"{self.name} is derived; say `how`")
        return self


_NUMBERS = ("value", "low", "high", "mode", "count", "of", "a", "b")
_FORMS = (
    {"value"},
    {"value", "low", "high"},
    {"low", "mode", "high"},
    {"count", "of"},
    {"a", "b"},
)


class CostModel(Model):
    """All shipped defaults with their sources, and what was looked for and not found."""

    read_on: str
    """The day on which the sources were read."""
    sources: dict[str, Source]
    """Every page and paper, by key."""
    values: tuple[Assumption, ...]
    not_found: tuple[str, ...] = ()
    """What a center must supply, because no source was found."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        for each in self.values:
            for key in (each.source, *each.also):
                if key is not None and key not in self.sources:
                    raise ValueError(f"{each.name} names the source {key!r}, which `sources` does not have")
        seen: set[tuple[str, str]] = set()
        for each in self.values:
            for product in each.products or ("",):
                if (each.name, product) in seen:
                    whose = f" for {product}" if product else ""
                    raise ValueError(f"{each.name} stands twice{whose}; keep one")
                seen.add((each.name, product))
        return self

    def find(self, name: str, product: str | None) -> Assumption:
        """The entry for `name` that holds for `product`, else the one for every product. Raises KeyError."""
        own = [each for each in self.values if each.name == name and product in each.products]
        return (own or [self.common(name)])[0]

    def common(self, name: str) -> Assumption:
        """The entry of `name` that holds for every product. Raises KeyError where there is none."""
        for each in self.values:
            if each.name == name and not each.products:
                return each
        raise KeyError(name)
