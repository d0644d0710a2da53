"""The time between two events."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from sca_toolkit.case import CompleteList
from sca_toolkit.case.history import Entry
from sca_toolkit.criteria.bounds import Bounds
from sca_toolkit.criteria.leaf import Bits, Leaf, Scope
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.span import ClinicalTime
from sca_toolkit.criteria.verdict import MET, NOT_MET, OPEN
from sca_toolkit.values import Choice


class Milestone(Choice):
    """An event with a day."""

    diagnosis = "diagnosis"
    first_line_start = "first_line_start"
    first_line_end = "first_line_end"
    last_line_start = "last_line_start"
    last_line_end = "last_line_end"
    last_dose = "last_dose"
    relapse = "relapse"
    progression = "progression"
    relapse_or_progression = "relapse_or_progression"
    remission = "remission"
    transformation = "transformation"
    transplant = "transplant"
    autologous_transplant = "autologous_transplant"
    allogeneic_transplant = "allogeneic_transplant"
    cell_therapy = "cell_therapy"
    request = "request"
    evaluation = "evaluation"
    collection = "collection"
    lymphodepletion = "lymphodepletion"
    infusion = "infusion"


class Interval(Bounds, Leaf):
    """From one event to the next one of another kind, in calendar time."""

    kind: Literal["interval"] = "interval"
    start: Milestone = Field(alias="from")
    """Where it begins."""
    to: Milestone
    """Where it ends: the first such event after the beginning."""
    unit: Literal["days", "weeks", "months", "years"] = "months"

    @model_validator(mode="after")
    def _measures_something(self) -> Interval:
        if not self.bounded:
            raise ValueError(f"{self.id}: say how long with at_least, at_most, above or below")
        if any(each < 0 or each != int(each) for each in self.numbers()):
            raise ValueError(f"{self.id}: {self.bounds_words(self.unit)}: write whole numbers, 0 or more")
        if self.start is self.to:
            raise ValueError(f"{self.id}: the interval begins and ends with the same event; name two")
        return self

    def fact(self, scope: Scope) -> Bits:
        """The interval against its limits."""

        def judge(record: Record) -> int:
            starts, _ = milestones(record, self.start)
            if not starts:
                return OPEN
            first = starts[-1] if self.start in _LATEST else starts[0]
            ends, closed = milestones(record, self.to)
            later = [day for day in ends if day >= first]
            if later:
                return MET if self._fits(first, later[0]) else NOT_MET
            return NOT_MET if closed else OPEN

        return judge

    def _fits(self, first: int, last: int) -> bool:
        began, ended = date.fromordinal(first), date.fromordinal(last)
        return (
            (self.at_least is None or ended >= self._after(began, self.at_least))
            and (self.above is None or ended > self._after(began, self.above))
            and (self.at_most is None or ended <= self._after(began, self.at_most))
            and (self.below is None or ended < self._after(began, self.below))
        )

    def _after(self, day: date, count: float) -> date:
        return ClinicalTime.model_validate(f"{count:.0f} {self.unit}").after(day)

    def shown_by(self, record: Record, scope: Scope) -> tuple[Entry, ...]:
        """The events with a day."""
        lines = [each.entry for each in record.lines[:1]] if "first_line" in self.start.value else []
        lines += [each.entry for each in record.lines[-1:]] if "last" in self.start.value else []
        kinds = self.to.value.split("_or_")
        return (*lines, *(each.entry for each in record.happenings if each.kind in kinds))

    def wants(self, record: Record, scope: Scope) -> tuple[tuple[str, str], ...]:
        """The days that are missing."""
        missing = [each for each in (self.start, self.to) if not milestones(record, each)[0]]
        return tuple(
            (f"{'plan' if each.value in record.days else 'day'}:{each.value}", f"The day of {each.words}")
            for each in missing or [self.to]
        )

    def says(self) -> str:
        """The limits and both ends."""
        return f"{self.bounds_words(self.unit)} from {self.start.words} to {self.to.words}"


_LATEST = frozenset({Milestone.transplant, Milestone.autologous_transplant, Milestone.allogeneic_transplant,
                     Milestone.cell_therapy, Milestone.remission})  # fmt: skip


def milestones(record: Record, what: Milestone) -> tuple[list[int], bool]:
    """The days of such events in order, and whether there can be no other."""
    name = what.value
    if name in record.days:
        day = record.days[name]
        return ([] if day is None else [day]), False
    if name.endswith(("_start", "_end", "_dose")):
        return _line_day(record, name), False
    if "transplant" in name or what is Milestone.cell_therapy:
        given = [
            each.day for each in record.given if name.replace("_", " ") in each.names and not each.concurrent
        ]
        held = CompleteList.cell_therapies if what is Milestone.cell_therapy else CompleteList.transplants
        return sorted(day for day in given if day is not None), record.whole(held)
    kinds = name.split("_or_")
    days = [each.day for each in record.happenings if each.kind in kinds]
    whole = record.whole(CompleteList.disease_events) and None not in days
    return sorted(day for day in days if day is not None), whole


def _line_day(record: Record, name: str) -> list[int]:
    if not record.lines:
        return []
    entry = record.lines[0 if name.startswith("first") else -1].entry
    day = entry.started if name.endswith("_start") else entry.ended
    return [day.toordinal()] if day else []
