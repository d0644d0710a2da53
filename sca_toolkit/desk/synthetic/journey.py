"""A case as it is played: a clock that runs forward, and what happens on the way.

Times are those of the clock at the center, without a zone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from math import log
from random import Random

from sca_toolkit.case import Component
from sca_toolkit.events import DelayReason, Side, Step
from sca_toolkit.timeline import Calendar

OPENS = time(8)
_SPREAD = 0.45
"""Spread of waiting times around their median, on the scale of logarithms."""


@dataclass(frozen=True)
class Happening:
    """An event before it belongs to a case."""

    step: Step
    at: datetime
    by: Side | None = None
    component: Component | None = None
    reference: str | None = None
    reason: DelayReason | None = None
    note: str | None = None
    details: dict[str, str] = field(default_factory=dict)
    time_known: bool = True


class Track:
    """One line of work in a case, with its own clock. Tracks of one case share what happened."""

    def __init__(
        self, chance: Random, calendar: Calendar, start: datetime, happened: list[Happening]
    ) -> None:
        self.chance = chance
        self.calendar = calendar
        self.now = start
        self.happened = happened

    @property
    def today(self) -> date:
        """The day on which the track is."""
        return self.now.date()

    def fork(self) -> Track:
        """A track of the same case that starts where this one is."""
        return Track(self.chance, self.calendar, self.now, self.happened)

    def join(self, others: Iterable[Track]) -> None:
        """Go on when the last of the others is done."""
        self.now = max([self.now, *(other.now for other in others)])

    def wait(self, days: float) -> None:
        """Let days go by, to the next business day."""
        self.until(self.today + timedelta(days=max(0, round(days))))

    def wait_about(self, median: float, factor: float = 1.0) -> None:
        """Let a random time go by, whose median is `median` times `factor` days."""
        self.wait(self.chance.lognormvariate(log(median * factor), _SPREAD))

    def until(self, day: date) -> None:
        """Go to the first business day from `day` on."""
        while not self.calendar.is_business_day(day):
            day += timedelta(days=1)
        if day > self.today:
            self.now = datetime.combine(day, OPENS) + timedelta(minutes=self.chance.randrange(0, 400))

    def exactly(self, day: date) -> None:
        """Go to `day`, business day or not."""
        if day > self.today:
            self.now = datetime.combine(day, OPENS) + timedelta(minutes=self.chance.randrange(0, 120))

    def add(self, step: Step, by: Side | None = None, **more: object) -> Happening:
        """Something happens now; the clock moves a few minutes."""
        self.now += timedelta(minutes=self.chance.randrange(3, 25))
        happening = replace(Happening(step, self.now, by), **more)  # type: ignore[arg-type]
        self.happened.append(happening)
        return happening

    def happens(self, share: float) -> bool:
        """Whether something of this chance comes true."""
        return self.chance.random() < share


def on_days_alone(happened: list[Happening], chance: Random, share: float = 0.15) -> list[Happening]:
    """Some events that are alone on their day lose their time: people often write down the day only."""
    days = [each.at.date() for each in happened]
    return [
        replace(each, at=datetime.combine(each.at.date(), time(12)), time_known=False)
        if days.count(each.at.date()) == 1 and chance.random() < share
        else each
        for each in happened
    ]
