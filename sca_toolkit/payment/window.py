"""Windows of days. Both ends are inside.

Days are whole days relative to an event; unless said otherwise the event is the first infusion of the product, and its
date is Day 0 (the day before is Day -1).
"""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import model_validator

from sca_toolkit.payment.part import Part
from sca_toolkit.values import Choice


class StartEvent(Choice):
    """An event from which days are counted, in the order in which the events happen."""

    evaluation = "evaluation"
    collection = "collection"
    lymphodepletion = "lymphodepletion"
    admission = "admission"
    infusion = "infusion"
    discharge = "discharge"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "evaluation": "evaluation begins",
            "collection": "the first collection begins",
            "lymphodepletion": "lymphodepletion begins",
            "admission": "the Member is admitted for the infusion",
            "infusion": "the Product is first infused",
            "discharge": "the Member is discharged from the infusion stay",
        }


def day_words(day: int, event: StartEvent) -> str:
    """`Day 30` when counted from the infusion, otherwise `the day before lymphodepletion begins`."""
    if event is StartEvent.infusion:
        return f"Day {day}"
    if day == 0:
        return f"the day {event.words}"
    side = "before" if day < 0 else "after"
    if abs(day) == 1:
        return f"the day {side} {event.words}"
    return f"{abs(day)} days {side} the day {event.words}"


class Window(Part):
    """A run of days, both ends inside."""

    start_day: int | None = None
    """First day inside, for example -5 or 0."""
    start_from: StartEvent = StartEvent.infusion
    """The event from which the first day is counted; left out, the infusion, which is Day 0."""
    end_day: int | None = None
    """Last day inside, for example 30."""
    end_from: StartEvent = StartEvent.infusion
    """The event from which the last day is counted; left out, the infusion, which is Day 0."""
    excludes_day0_on_purpose: bool = False
    """`yes` only when the window is really meant to leave out the day of infusion; left out, no."""

    def open_terms(self) -> Mapping[str, str]:
        """Both ends must be settled."""
        return {"start_day": "first day of the window", "end_day": "last day of the window"}

    @model_validator(mode="after")
    def _runs_forward(self) -> Window:
        if self.start_day is None or self.end_day is None:
            return self
        if self.start_from is self.end_from and self.end_day < self.start_day:
            raise ValueError(
                f"the window ends on day {self.end_day}, before it starts on day {self.start_day}; "
                "write the earlier day as start_day"
            )
        if self.excludes_day0_on_purpose and self.includes_day0():
            raise ValueError("excludes_day0_on_purpose is yes, but the window contains Day 0; leave it out")
        return self

    def includes_day0(self) -> bool:
        """Whether the window surely contains the day of infusion."""
        ends = (self.start_from, self.end_from)
        known = self.start_day is not None and self.end_day is not None
        return known and set(ends) == {StartEvent.infusion} and not self.excludes_day0()

    def excludes_day0(self) -> bool:
        """Whether the window surely leaves out the day of infusion, as far as its own ends tell."""
        order = list(StartEvent)
        day0 = order.index(StartEvent.infusion)
        ends_early = self.end_day is not None and self.end_day < 0 and order.index(self.end_from) <= day0
        starts_late = (
            self.start_day is not None and self.start_day > 0 and order.index(self.start_from) >= day0
        )
        return ends_early or starts_late

    def check_day0(self, what: str) -> None:
        """Raise `ValueError` when the window leaves out Day 0 and does not say that this is meant."""
        if self.excludes_day0() and not self.excludes_day0_on_purpose:
            raise ValueError(
                f"the window of the {what} leaves out Day 0, the day of infusion; "
                "move its ends, or write excludes_day0_on_purpose: yes"
            )

    def words(self) -> str:
        """`from Day -5 through Day 30, both days included`."""
        start = self.told("start_day", lambda day: day_words(day, self.start_from))
        end = self.told("end_day", lambda day: day_words(day, self.end_from))
        without = ", and leaving out Day 0" if self.excludes_day0_on_purpose else ""
        return f"from {start} through {end}, both days included{without}"

    def short(self) -> str:
        """`through day 30`, as a term sheet says it."""
        end = self.told("end_day", lambda day: day_words(day, self.end_from).replace("Day", "day", 1))
        return f"through {end}"

    def days(self) -> int | None:
        """How many days the window has, where both ends are counted from one event; otherwise None."""
        if self.start_day is None or self.end_day is None or self.start_from is not self.end_from:
            return None
        return self.end_day - self.start_day + 1


def surely_overlap(first: Window, second: Window) -> bool:
    """Whether `second`, which should come after `first`, begins before `first` has ended.

    Only ends that are counted from the same event can be compared; any other pair is taken to be in order.
    """
    comparable = first.end_from is second.start_from and first.end_day is not None
    return comparable and second.start_day is not None and second.start_day <= (first.end_day or 0)
