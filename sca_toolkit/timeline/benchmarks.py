"""Published durations: what was measured from which event to which, by whom, on how many, and where it was printed.

They stand in `reference/benchmarks.yaml`. A figure belongs beside a clock only when both of its ends are that clock's
ends. Where a source does not say where it starts or stops counting, the figure fits no clock and is shown as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from sca_toolkit.events import Step
from sca_toolkit.values import Choice, Model, Source

HOURS_A_DAY = 24
_LENGTH = re.compile(r"^(\d+(?:\.\d+)?)\s+(hours?|calendar days?)$", re.IGNORECASE)


def _days(value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value  # made by a program; files hold text
    match = _LENGTH.match(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError(
            f"{value!r} is not a length of time; write a number and `calendar days` or `hours`, such as "
            "`63.5 calendar days`"
        )
    return float(match[1]) / (HOURS_A_DAY if match[2].lower().startswith("hour") else 1)


CalendarDays = Annotated[float, BeforeValidator(_days)]
"""A length of time in calendar days, written `63.5 calendar days` or `2 hours`."""


class Viewpoint(Choice):
    """Who says so."""

    centers = "centers"
    payers = "payers"
    panel = "panel"


class Basis(Choice):
    """What a figure rests on."""

    records = "records"
    opinion = "opinion"
    goal = "goal"
    one_case = "one_case"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "opinion": "opinion, not records",
            "goal": "a wish, not a measurement",
            "one_case": "one case",
        }


class Typical(Choice):
    """What the middle figure is."""

    median = "median"
    mean = "mean"
    about = "about"


class Range(Choice):
    """What the two outer figures are."""

    smallest_to_largest = "smallest_to_largest"
    middle_half = "middle_half"
    stated = "stated"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {"middle_half": "middle half of the cases", "stated": "as people put it"}


class Benchmark(Model):
    """One published duration."""

    id: str
    """Short name."""
    what: str
    """What was measured, in words."""
    starts: tuple[Step, ...] = ()
    """The step it starts with; several when the source may mean any of them, none when we record no such step."""
    ends: tuple[Step, ...] = ()
    """The step it ends with; several when the source may mean any of them, none when we record no such step."""
    unclear: str | None = None
    """What the source leaves open about its start or its end."""
    low: CalendarDays | None = None
    """Lower end; left out where the source gives none."""
    typical: CalendarDays | None = None
    """Middle; left out where the source gives none."""
    high: CalendarDays | None = None
    """Upper end; left out where the source gives none."""
    typical_is: Typical | None = None
    """What the middle is."""
    range_is: Range | None = None
    """What the ends are."""
    viewpoint: Viewpoint
    """Who says so."""
    basis: Basis
    """What it rests on."""
    n: int | None = Field(default=None, ge=1)
    """How many; left out where the source does not say."""
    n_of: str | None = None
    """Of what: patients, participants."""
    population: str
    """Who was counted."""
    period: str | None = None
    """The years of the data."""
    applies_to: str | None = None
    """The part of all cases it speaks of: one product, a first agreement; left out when it speaks of all."""
    source: str
    """A key of the file's `sources`."""
    at: str | None = None
    """Place in the source."""
    note: str | None = None
    """A caution a reader needs."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        points = [each for each in (self.low, self.typical, self.high) if each is not None]
        if not points:
            raise ValueError("give at least one of `low`, `typical` and `high`")
        if points != sorted(points):
            raise ValueError("`low`, `typical` and `high` are not in this order")
        if (self.typical is None) is not (self.typical_is is None):
            raise ValueError("`typical` and `typical_is` go together: median, mean or about")
        if (self.low is None and self.high is None) is not (self.range_is is None):
            raise ValueError("`range_is` goes with `low` and `high`")
        if not self.clock_is_stated and not self.unclear:
            raise ValueError("say in `unclear` what the source leaves open about its start or its end")
        return self

    @property
    def clock_is_stated(self) -> bool:
        """Whether the source says both where it starts and where it ends."""
        return len(self.starts) == 1 and len(self.ends) == 1

    @property
    def value(self) -> str:
        """`median 68 days (35 to 392, smallest to largest)`."""
        middle = f"{self.typical_is.words} {in_days(self.typical)}" if self.typical_is else ""
        if self.range_is is None:
            return middle
        ends = _ends(self.low, self.high)
        return f"{middle} ({ends}, {self.range_is.words})" if middle else f"{ends} ({self.range_is.words})"

    @property
    def who(self) -> str:
        """Viewpoint, basis and n: `centers, from records, n = 41 patients`."""
        basis = "from records" if self.basis is Basis.records else self.basis.words
        many = f"n = {self.n:,} {self.n_of or 'cases'}" if self.n else "n not stated"
        return f"{self.viewpoint.words}, {basis}, {many}"


def in_days(days: float | None) -> str:
    """`68 days`, `1 day`, `2 hours` for less than a day."""
    if days is None:
        return "not known"
    if 0 < days < 1:
        hours = round(days * HOURS_A_DAY, 1)
        return f"{hours:g} {'hour' if hours == 1 else 'hours'}"
    return f"{days:g} {'day' if days == 1 else 'days'}"


def _ends(low: float | None, high: float | None) -> str:
    if low is None:
        return f"up to {in_days(high)}"
    if high is None:
        return f"from {in_days(low)}"
    bare = low if low == 0 or low >= 1 else None
    return f"{f'{bare:g}' if bare is not None else in_days(low)} to {in_days(high)}"


class Benchmarks(Model):
    """All published durations with their sources."""

    sources: dict[str, Source]
    """The papers and pages, by a short key."""
    benchmarks: tuple[Benchmark, ...]
    """One entry a figure."""

    @model_validator(mode="after")
    def _sources_exist(self) -> Self:
        for entry in self.benchmarks:
            if entry.source not in self.sources:
                raise ValueError(
                    f"benchmark {entry.id!r} names source {entry.source!r}, which is not under `sources`"
                )
        return self

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        names = [entry.id for entry in self.benchmarks]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"the benchmark {twice[0]!r} stands twice; keep one")
        return self

    def named(self, name: str) -> Benchmark:
        """The entry called `name`. Raises KeyError."""
        return {entry.id: entry for entry in self.benchmarks}[name]

    def source_of(self, entry: Benchmark) -> Source:
        """Where `entry` was printed."""
        return self.sources[entry.source]

    def cited(self, entry: Benchmark) -> str:
        """`Singh et al. 2026 (published Dec 10, 2025)`; the day it was read where the page shows no date."""
        source = self.sources[entry.source]
        day = source.dated or source.read_on
        how = "published" if source.dated else "no date, read"
        return f"{source.title} ({how} {day:%b} {day.day}, {day.year})"


_SEVERAL = {
    "pa_decided": (Step.pa_approved, Step.pa_denied),
    "both_signed": (Step.payer_signed, Step.center_signed),
}
"""Moments of a clock that are more than one step."""


@dataclass(frozen=True)
class Published:
    """What is published about one clock."""

    start: Choice
    end: Choice
    exact: tuple[Benchmark, ...]
    """Figures that start and end where the clock does: only these may stand beside it as lines."""
    unclear: tuple[Benchmark, ...]
    """Figures that may mean this clock, but whose source leaves the start or the end open."""
    elsewhere: tuple[Benchmark, ...]
    """Figures with another start or end that touch this clock."""

    @property
    def words(self) -> str:
        """One sentence: how many figures match, and what exists where none does."""
        clock = f"from “{self.start.words}” to “{self.end.words}”"
        if self.exact:
            many = len(self.exact)
            figures = "1 published figure runs" if many == 1 else f"{many} published figures run"
            return f"{figures} {clock}."
        if not self.unclear and not self.elsewhere:
            return f"No published figure runs {clock}, and we know of none on a neighboring clock."
        named = [f"{entry.what}: {entry.value}" for entry in (*self.unclear, *self.elsewhere)]
        return f"No published figure runs exactly {clock}. On other or unclear clocks: {'; '.join(named)}."


def published(known: Iterable[Benchmark], start: Choice, end: Choice) -> Published:
    """The figures on the clock from `start` to `end`, those that may be on it, and those near it, in file order.

    A moment is a step, or one of the two that take more than one step: `pa_decided` and `both_signed`.
    """
    starts, ends = _steps(start), _steps(end)
    exact, unclear, elsewhere = [], [], []
    for entry in known:
        if entry.clock_is_stated and entry.starts == starts and entry.ends == ends:
            exact.append(entry)
        elif set(starts) & set(entry.starts) and set(ends) & set(entry.ends):
            unclear.append(entry)
        elif _near(entry, starts, ends):
            elsewhere.append(entry)
    return Published(start, end, tuple(exact), tuple(unclear), tuple(elsewhere))


def _steps(moment: Choice) -> tuple[Step, ...]:
    return _SEVERAL.get(moment.value) or (Step(moment.value),)


def _near(entry: Benchmark, starts: tuple[Step, ...], ends: tuple[Step, ...]) -> bool:
    """Whether it shares an end with the clock, or ends in the same stage of the journey."""
    shares = set(starts) & set(entry.starts) or set(ends) & set(entry.ends)
    return bool(shares) or bool({step.stage for step in ends} & {step.stage for step in entry.ends})
