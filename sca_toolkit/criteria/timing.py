"""When a result must be from: a length of time, counted from an anchor, before or after it. Both ends are inside.

An anchor the policy does not state is judged from the request and from every planned day of collection and infusion. A
day that is not planned yet is left aside; the trace says so.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import ClassVar

from pydantic import model_validator

from sca_toolkit.criteria.leaf import Bits, Leaf, Scope
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.span import Span
from sca_toolkit.criteria.verdict import AGREE, OPEN
from sca_toolkit.values import Choice

FIRST, LAST = 1, date.max.toordinal()
Window = tuple[int, int]
Look = Callable[[Record, Window], int]
"""Judges a record for one window of days, ends inside."""


class Anchor(Choice):
    """The event a window is counted from."""

    request = "request"
    evaluation = "evaluation"
    collection = "collection"
    lymphodepletion = "lymphodepletion"
    infusion = "infusion"
    diagnosis = "diagnosis"
    last_dose = "last_dose"
    last_exposure = "last_exposure"
    first_line_end = "first_line_end"
    last_line_end = "last_line_end"
    transplant = "transplant"
    cell_therapy = "cell_therapy"
    relapse = "relapse"
    unstated = "unstated"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "last_dose": "the last dose of the latest regimen",
            "last_exposure": "the last such treatment",
            "first_line_end": "the end of the first line",
            "last_line_end": "the end of the last line",
            "unstated": "a day the policy does not state",
            "request": "the request",
            "evaluation": "the evaluation",
            "collection": "cell collection",
            "lymphodepletion": "lymphodepletion",
            "infusion": "the infusion",
            "diagnosis": "the diagnosis",
            "transplant": "the transplant",
            "cell_therapy": "the last cell therapy",
            "relapse": "the latest relapse",
        }


class Direction(Choice):
    """On which side of the anchor."""

    before = "before"
    after = "after"


CANDIDATES = (Anchor.request, Anchor.collection, Anchor.infusion)
"""What an unstated anchor may reasonably mean."""
PLAN = frozenset({Anchor.evaluation, Anchor.collection, Anchor.lymphodepletion, Anchor.infusion})


def anchor_day(record: Record, anchor: Anchor, scope: Scope) -> int | None:
    """The day of the anchor, or None where it is not known."""
    if anchor.value in record.days:
        return record.days[anchor.value]
    if anchor is Anchor.last_exposure:
        return scope.last_exposure(record) if scope.last_exposure else None
    return _HISTORY[anchor](record)


def _latest(days: list[int | None]) -> int | None:
    known = [day for day in days if day is not None]
    return max(known, default=None)


def _last_dose(record: Record) -> int | None:
    ended = record.lines[-1].entry.ended if record.lines else None
    return ended.toordinal() if ended else None


def _first_line_end(record: Record) -> int | None:
    ended = record.lines[0].entry.ended if record.lines else None
    return ended.toordinal() if ended else None


_HISTORY: dict[Anchor, Callable[[Record], int | None]] = {
    Anchor.last_dose: _last_dose,
    Anchor.last_line_end: _last_dose,
    Anchor.first_line_end: _first_line_end,
    Anchor.transplant: lambda record: _latest(
        [each.day for each in record.given if "transplant" in each.names]
    ),
    Anchor.cell_therapy: lambda record: _latest(
        [each.day for each in record.given if "cell therapy" in each.names and not each.concurrent]
    ),
    Anchor.relapse: lambda record: _latest(
        [each.day for each in record.happenings if each.kind == "relapse"]
    ),
}


class TimedLeaf(Leaf):
    """A criterion whose evidence must be from a window of days."""

    needs_length: ClassVar[bool] = False

    within: Span | None = None
    """How old, or how far from the anchor: 30 days."""
    anchor: Anchor = Anchor.unstated
    """The event it is counted from; `unstated` where the policy does not say."""
    direction: Direction = Direction.before

    @model_validator(mode="after")
    def _window_means_something(self) -> TimedLeaf:
        if self.direction is Direction.after and self.anchor is Anchor.unstated:
            raise ValueError(f"{self.id}: a window after an event needs the event; write `anchor`")
        if self.needs_length and self.within is None:
            raise ValueError(f"{self.id}: it gives no length of time; write one, like `within: 6 weeks`")
        return self

    @property
    def timed(self) -> bool:
        """Whether the policy limits the time at all."""
        return self.within is not None or self.anchor is not Anchor.unstated

    def look(self, scope: Scope) -> Look:
        """Judges one window."""
        raise NotImplementedError

    def fact(self, scope: Scope) -> Bits:
        """Judges every window the policy can mean; where they differ, a person must ask."""
        look = self.look(scope)
        if not self.timed:
            return lambda record: look(record, (FIRST, record.today))
        if self.anchor is not Anchor.unstated:
            return self._under(look, self.anchor, scope)
        request = self._under(look, Anchor.request, scope)
        others = [(each.value, self._under(look, each, scope)) for each in CANDIDATES[1:]]

        def judge(record: Record) -> int:
            bits = request(record)
            for name, other in others:
                if record.days[name] is not None:
                    bits = AGREE[bits][other(record)]
            return bits

        return judge

    def _under(self, look: Look, anchor: Anchor, scope: Scope) -> Bits:
        held: dict[int, Window] = {}
        within, direction = self.within, self.direction

        def judge(record: Record) -> int:
            day = anchor_day(record, anchor, scope)
            if day is None:
                window = self.window(record, anchor, scope)
                return OPEN if window is None else look(record, window)
            if day not in held:
                held[day] = _reach(day, within, direction)
            return look(record, held[day])

        return judge

    def window(self, record: Record, anchor: Anchor, scope: Scope) -> Window | None:
        """The days that count, or None where the anchor has no day yet."""
        day = anchor_day(record, anchor, scope)
        if day is None:
            ahead = self.within is None and self.direction is Direction.before and anchor in PLAN
            return (FIRST, record.today) if ahead else None
        return _reach(day, self.within, self.direction)

    def by_anchor(self, scope: Scope) -> tuple[tuple[Anchor, Bits], ...]:
        """Each reading of an unstated anchor, for the trace."""
        if not self.timed or self.anchor is not Anchor.unstated:
            return ()
        look = self.look(scope)
        return tuple((each, self._under(look, each, scope)) for each in CANDIDATES)

    def time_words(self) -> str:
        """` within 30 days before the infusion`, with a blank in front; empty without a limit."""
        if not self.timed:
            return ""
        if self.within is None:
            return f" {self.direction.words} {self.anchor.words}"
        if self.anchor is Anchor.unstated:
            return f" from the last {self.within}"
        return f" within {self.within} {self.direction.words} {self.anchor.words}"

    def plan_wants(self, record: Record, scope: Scope) -> tuple[tuple[str, str], ...]:
        """The day of the anchor, where it is missing."""
        if self.anchor is Anchor.unstated or self.window(record, self.anchor, scope) is not None:
            return ()
        kind = "plan" if self.anchor in PLAN else "day"
        return ((f"{kind}:{self.anchor.value}", f"The day of {self.anchor.words}"),)


def _reach(day: int, within: Span | None, direction: Direction) -> Window:
    if within is None:
        return (FIRST, day) if direction is Direction.before else (day, LAST)
    anchor = date.fromordinal(day)
    if direction is Direction.before:
        return within.before(anchor).toordinal(), day
    return day, within.after(anchor).toordinal()
