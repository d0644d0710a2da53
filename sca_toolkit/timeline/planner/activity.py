"""A plan: activities with their lengths, what each truly needs before it can begin, and what it waits for today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Self

from pydantic import Field, model_validator

from sca_toolkit.events import Side, Step
from sca_toolkit.timeline.benchmarks import CalendarDays, Typical
from sca_toolkit.timeline.planner.network import cycle_in
from sca_toolkit.values import Model, Share, Usd


class Days(Model):
    """How long an activity takes, as somebody knows or guesses it."""

    low: CalendarDays | None = Field(default=None, ge=0)
    """Optimistic: hardly ever shorter. Zero where nothing is known and a longest is."""
    likely: CalendarDays | None = Field(default=None, ge=0)
    """The middle; left out where nobody knows it."""
    high: CalendarDays | None = Field(default=None, ge=0)
    """Pessimistic: hardly ever longer."""
    likely_is: Typical | None = None
    """`median` when half the cases are shorter; left out when `likely` is the most likely length."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        given = {name: getattr(self, name) for name in ("low", "likely", "high")}
        points = {name: value for name, value in given.items() if value is not None}
        if self.likely is None and self.high is None:
            raise ValueError(
                "give `likely`, or `low` and `high`; a shortest alone says nothing about the rest"
            )
        for (name, value), (after, larger) in zip(points.items(), tuple(points.items())[1:], strict=False):
            if value > larger:
                raise ValueError(f"`{name}` ({value:g} days) is longer than `{after}` ({larger:g} days)")
        if self.likely is not None and self.low is not None and self.high is None:
            raise ValueError("`low` and `likely` are given without `high`; add the pessimistic length")
        return self


class Activity(Model):
    """One step of the plan."""

    id: str
    """Short name."""
    title: str
    """What is done, in words."""
    who: Side
    """Whose work it is."""
    days: Days | None = None
    """How long it takes; left out when a published figure or the center's own cases say it."""
    benchmark: str | None = None
    """The published figure that serves where the center has too few cases of its own."""
    starts: Step | None = None
    """With `ends`: the clock on which the center's own cases measure it."""
    ends: tuple[Step, ...] = ()
    """See `starts`; several when all of them must have happened."""
    needs: tuple[str, ...] = ()
    """What must be finished before it can begin, whatever the center does."""
    waits: tuple[str, ...] = ()
    """What it waits for today besides: a habit or a rule that could change."""
    cover: bool = False
    """Whether cover is only final when it is finished: the authorization, the agreement."""
    amount: Usd | None = None
    """Dollars lost when it has begun and cover then fails; left out while nobody entered it."""
    slot: bool = False
    """Whether a slot is lost when it has begun and cover then fails."""
    spends: str | None = None
    """What it spends or books when it begins: tests, a collection slot. Left out when it risks nothing."""
    note: str | None = None
    """A caution a reader needs."""

    @model_validator(mode="after")
    def _clock_has_two_ends(self) -> Self:
        if (self.starts is None) is not (not self.ends):
            raise ValueError("`starts` and `ends` go together")
        if (self.amount is not None or self.slot) and self.spends is None:
            raise ValueError("say in `spends` what the amount or the slot is for")
        return self


class Plan(Model):
    """The activities of one center."""

    activities: tuple[Activity, ...] = Field(min_length=1)
    """In the order in which a serial center does them."""
    chance_of_refusal: Share | None = None
    """How often cover fails in the end; left out while nobody entered it."""

    @model_validator(mode="after")
    def _is_a_network(self) -> Self:
        names = [each.id for each in self.activities]
        twice = [name for name, times in Counter(names).items() if times > 1]
        if twice:
            raise ValueError(f"the activity {twice[0]!r} stands twice; give each its own id")
        for each in self.activities:
            for name in (*each.needs, *each.waits):
                if name not in names:
                    raise ValueError(_unknown(each.id, name, names))
        for before in (self.needed, self.today):
            ring = cycle_in(before)
            if ring:
                raise ValueError(
                    f"the activities wait for each other in a ring: {' → '.join((*ring, ring[0]))}; "
                    "take one of them out of `needs` or `waits`"
                )
        return self

    @property
    def needed(self) -> Mapping[str, tuple[str, ...]]:
        """Each activity with what it truly needs."""
        return {each.id: each.needs for each in self.activities}

    @property
    def today(self) -> Mapping[str, tuple[str, ...]]:
        """Each activity with all it waits for today."""
        return {each.id: tuple(dict.fromkeys((*each.needs, *each.waits))) for each in self.activities}

    def named(self, name: str) -> Activity:
        """The activity called `name`. Raises KeyError."""
        return {each.id: each for each in self.activities}[name]


def _unknown(activity: str, name: str, names: list[str]) -> str:
    near = get_close_matches(name, names, n=2)
    hint = f"did you mean {' or '.join(near)}?" if near else f"the activities are {', '.join(names)}"
    return f"the activity {activity!r} waits for {name!r}, which is not in the plan; {hint}"
