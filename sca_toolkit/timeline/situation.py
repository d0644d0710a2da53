"""One case as it stood at one moment: what every question of this room is asked of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from sca_toolkit.case import Case, Component
from sca_toolkit.events import Detail, Event, Stage, Step, standing
from sca_toolkit.payer import ClockStart, PayerProfile
from sca_toolkit.timeline.clocks import Clocks
from sca_toolkit.timeline.practice import Practice
from sca_toolkit.values import Length, Model

WINDOW_WHEN_UNSAID = 30
"""Days after the infusion that are judged when the agreement has no window."""

_LOST = (Step.manufacturing_failed,)


class AgreementDates(Model):
    """The dates of the latest terms that deadlines are counted from. All days are inside; None where not agreed."""

    effective: date | None = None
    ends: date | None = None
    signature_deadline: date | None = None
    needed_by: date | None = None
    extension: Length | None = None
    """How long it extends by itself while the episode is unfinished."""
    window_days: int | None = None
    """Days after the infusion that the agreement pays."""
    filing: Length | None = None
    """Time to file the first claim."""
    filing_starts: ClockStart | None = None
    """The event from which it runs."""
    corrected_filing: Length | None = None
    """Time to file a corrected claim, counted from the same event."""


P = ParamSpec("P")
R = TypeVar("R")


def once(
    question: Callable[Concatenate[Situation, P], R],
) -> Callable[Concatenate[Situation, P], R]:
    """A question of a situation that is worked out once and then remembered; situations never change."""

    @wraps(question)
    def asked(s: Situation, /, *args: P.args, **kwargs: P.kwargs) -> R:
        key = (question, args, tuple(kwargs.items()))
        if key not in s.answers:
            s.answers[key] = question(s, *args, **kwargs)
        found: R = s.answers[key]
        return found

    return asked


@dataclass(frozen=True)
class Situation:
    """A case, its events and the moment at which it is looked at.

    Events may come in any order and with their corrections; those after `as_of` are not seen, so an earlier moment
    shows the case as it stood then. Planned dates are those of the case. Raises ValueError for `as_of` without a zone.
    """

    case: Case
    events: tuple[Event, ...]
    as_of: datetime
    practice: Practice = field(default_factory=Practice)
    profile: PayerProfile | None = None
    clocks: Clocks | None = None
    agreement: AgreementDates = field(default_factory=AgreementDates)
    answers: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Answers worked out so far; see `once`."""

    def __post_init__(self) -> None:
        if self.as_of.tzinfo is None:
            raise ValueError("`as_of` has no time zone")

    @property
    def today(self) -> date:
        """The day at the center."""
        return self.day_of(self.as_of)

    def day_of(self, moment: datetime) -> date:
        """The day at the center on which `moment` falls."""
        return self.practice.calendar.day_of(moment)

    @cached_property
    def history(self) -> tuple[Event, ...]:
        """All events that count, of all runs, in the order in which they happened."""
        return tuple(event for event in standing(self.events) if self._seen(event))

    @cached_property
    def run(self) -> tuple[Event, ...]:
        """The events of the current run: a restart takes back what belongs to the stages that are done again."""
        return current_run(self.history)

    @cached_property
    def _by_step(self) -> dict[Step, tuple[Event, ...]]:
        found: dict[Step, list[Event]] = {}
        for event in self.run:
            found.setdefault(event.step, []).append(event)
        return {step: tuple(events) for step, events in found.items()}

    def all_of(self, *steps: Step) -> tuple[Event, ...]:
        """The events of the current run with one of these steps."""
        if len(steps) == 1:
            return self._by_step.get(steps[0], ())
        return tuple(event for event in self.run if event.step in steps)

    def first(self, *steps: Step) -> Event | None:
        """The first of them."""
        found = self.all_of(*steps)
        return found[0] if found else None

    def last(self, *steps: Step) -> Event | None:
        """The last of them."""
        found = self.all_of(*steps)
        return found[-1] if found else None

    def done(self, step: Step) -> date | None:
        """The day of the last such event; a collection whose product failed does not count as done."""
        last, lost = self.last(step), self.last(*_LOST)
        if last is None or (step in (Step.collected, Step.product_received) and lost and lost.at >= last.at):
            return None
        return self.day_of(last.at)

    def _seen(self, event: Event) -> bool:
        return event.at <= self.as_of or (not event.time_known and self.day_of(event.at) <= self.today)


def current_run(history: tuple[Event, ...]) -> tuple[Event, ...]:
    """`history` without what restarts took back: earlier events of the stage they name and of later ones.

    A restart that names no stage starts the authorization again. An evaluation authorization survives, because it
    covers the work-up shared by both treatments.
    """
    kept: list[Event] = []
    for event in history:
        if event.step is Step.restarted:
            first = restarts_from(event)
            kept = [earlier for earlier in kept if _survives(earlier, first)]
        kept.append(event)
    return tuple(kept)


def restarts_from(restart: Event) -> Stage:
    """The first stage that is done again."""
    named = restart.says(Detail.restarts_from)
    return Stage[named] if named and named in Stage.__members__ else Stage.authorization


def _survives(event: Event, first: Stage) -> bool:
    stage = event.step.stage
    return stage is None or stage < first or event.component is Component.evaluation
