"""What the case's own entries and the payer's profile say about how long an approval lasts."""

from __future__ import annotations

from datetime import date, datetime

from sca_toolkit.case import Authorization, Component
from sca_toolkit.payer import in_force
from sca_toolkit.timeline.situation import Situation, once


@once
def listed_authorization(s: Situation, part: Component) -> Authorization | None:
    """The case's own entry for this part, or for the whole episode, that lasts longest.

    An entry whose number belongs to an event that a restart took back does not count. An entry without a last day
    counts as lasting longest.
    """
    running = {event.id for event in s.run}
    dropped = {event.reference for event in s.history if event.id not in running and event.reference}
    found = [
        entry
        for entry in s.case.authorizations
        if entry.component in (part, Component.whole_episode) and entry.number not in dropped
    ]
    return max(found, key=lambda entry: entry.valid_to or date.max, default=None)


def usual_end(s: Situation, part: Component, approved: datetime) -> date | None:
    """The last day of an approval given at `approved`, from how long this payer's approvals last; None if unknown."""
    names = ("any", (s.case.product or "any").casefold())
    for entry in in_force(s.profile.authorization_validity, s.today) if s.profile else ():
        validity = entry.value
        if validity.product.casefold() in names and (not validity.components or part in validity.components):
            return s.practice.calendar.after(s.day_of(approved), validity.lasts).on
    return None


def coverage_end(s: Situation) -> date | None:
    """The last day for which a benefit check can speak: the end of coverage or of the plan year."""
    coverage = s.case.coverage
    return min((day for day in (coverage.ends, coverage.plan_year_end) if day), default=None)
