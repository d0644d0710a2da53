"""The eight clocks that make one center's `days to agreement` comparable with another's, and the days between them.

They are ten moments, because the benefit check and the authorization each have a question and an answer. One number
called `days to agreement` cannot be compared with another: it must say where it starts and where it ends.
"""

from __future__ import annotations

from datetime import date, datetime
from itertools import combinations

from sca_toolkit.events import EIGHT_TIME_STAMPS, Step
from sca_toolkit.payer.words import day_in_words
from sca_toolkit.timeline.kinds import ApprovalKind
from sca_toolkit.timeline.rulings import ruling
from sca_toolkit.timeline.situation import Situation
from sca_toolkit.timeline.tracks import asked_parts
from sca_toolkit.values import Model

_MEANING = {
    Step.benefits_requested: "benefit check requested: the first request",
    Step.benefits_answered: "benefit check answered: the last answer",
    Step.pa_submitted: "prior authorization submitted: the first submission",
    Step.pa_approved: "prior authorization decided: the day on which the last part asked for was decided",
    Step.agreement_requested: "agreement requested: the first request",
    Step.payer_replied: "first reply of the payer to that request, or its first offer",
    Step.terms_agreed: "terms agreed: the last time before the first signature",
    Step.payer_signed: "signed by the payer: the first time",
    Step.center_signed: "signed by the center: the first time",
    Step.terms_loaded: "terms loaded in the payer’s claims system",
}


class Stamp(Model):
    """One moment that counts."""

    step: Step
    meaning: str
    """What it is, so that nobody compares it with something else."""
    at: datetime | None = None
    """None when it has not happened or nobody recorded it."""
    on: date | None = None
    """The day at the center."""


class Interval(Model):
    """The time between two moments."""

    first: Stamp
    second: Stamp
    days: int
    """Calendar days; below zero where the second came first."""
    business_days: int
    """Business days after the first up to the second; 0 where the second came first."""

    @property
    def words(self) -> str:
        """`12 days (8 business days) from "agreement requested" (Nov 2, 2026) to ...`."""
        names = [stamp.meaning.split(":")[0] for stamp in (self.first, self.second)]
        days = [day_in_words(stamp.on) if stamp.on else "" for stamp in (self.first, self.second)]
        return (
            f"{_count(self.days, 'day')} ({_count(self.business_days, 'business day')}) "
            f"from “{names[0]}” on {days[0]} to “{names[1]}” on {days[1]}"
        )


def stamps(s: Situation) -> tuple[Stamp, ...]:
    """The ten moments in their order, each with its meaning; those of an earlier run before a restart are left out."""
    return tuple(_stamp(s, step) for step in EIGHT_TIME_STAMPS)


def between(s: Situation, first: Step, second: Step) -> Interval | None:
    """The time between two of the moments; None while one of them is missing. Raises KeyError for another step."""
    found = {stamp.step: stamp for stamp in stamps(s)}
    return _interval(s, found[first], found[second])


def intervals(s: Situation) -> tuple[Interval, ...]:
    """The time between any two moments that are known."""
    pairs = combinations(stamps(s), 2)
    return tuple(found for first, second in pairs if (found := _interval(s, first, second)))


def _interval(s: Situation, first: Stamp, second: Stamp) -> Interval | None:
    if first.on is None or second.on is None:
        return None
    business = s.practice.calendar.business_days_between(first.on, second.on)
    return Interval(first=first, second=second, days=(second.on - first.on).days, business_days=business)


def _stamp(s: Situation, step: Step) -> Stamp:
    at = _moment(s, step)
    return Stamp(step=step, meaning=_MEANING[step], at=at, on=s.day_of(at) if at else None)


def _moment(s: Situation, step: Step) -> datetime | None:
    match step:
        case Step.benefits_answered:
            event = s.last(step)
        case Step.pa_approved:
            return _decided(s)
        case Step.payer_replied:
            event = s.first(Step.payer_replied, Step.offer_received)
        case Step.terms_agreed:
            signed = s.first(Step.payer_signed, Step.center_signed)
            agreed = [each for each in s.all_of(step) if signed is None or each.at <= signed.at]
            event = agreed[-1] if agreed else s.first(step)
        case _:
            event = s.first(step)
    return event.at if event else None


def _decided(s: Situation) -> datetime | None:
    found = [ruling(s, ApprovalKind.prior_authorization, part) for part in asked_parts(s)]
    moments = [each.decided for each in found]
    return max((moment for moment in moments if moment), default=None) if all(moments) else None


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if abs(number) == 1 else f"{number} {what}s"
