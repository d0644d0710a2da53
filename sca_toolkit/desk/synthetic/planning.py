"""Planned dates of invented cases: what came about where it did, and a plan that shows every shade of urgency.

Open cases that wait for their collection take turns: too late, due today, due soon, far off.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from sca_toolkit.case import Authorization, Component, PlannedDates
from sca_toolkit.desk.synthetic.journey import Happening
from sca_toolkit.events import Detail, Step
from sca_toolkit.timeline import Calendar

SHADES = ("late", "today", "soon", "fine")
EARLY = "early"
"""The shade of cases that have only begun: nothing is due for weeks."""


def planned(
    seen: tuple[Happening, ...],
    referral: date,
    as_of: date,
    shade: str | None,
    chance: Random,
    calendar: Calendar,
) -> PlannedDates:
    """The dates of a case as known on `as_of`. `shade` is set for open cases that wait for their collection."""
    days = {each.step: each.at.date() for each in seen}
    consulted, collected = days.get(Step.consulted), days.get(Step.collected)
    depleted, infused = days.get(Step.lymphodepletion_started), days.get(Step.infused)
    needed_by = None
    if shade:
        needed_by = _needed_by(shade, as_of, chance, calendar)
        collected = calendar.business_days_after(needed_by, 2)
    if infused is None and collected is not None and (shade or not _over(seen)):
        infused = max(collected + timedelta(days=34), as_of + timedelta(days=6))
    if depleted is None and infused is not None:
        depleted = infused - timedelta(days=5)
    return PlannedDates(
        referral=referral,
        evaluation=consulted,
        collection=collected,
        lymphodepletion=depleted,
        infusion=infused,
        needed_by=needed_by or (calendar.business_days_before(collected, 2) if collected else None),
    )


def with_slot(seen: tuple[Happening, ...], collection: date, calendar: Calendar) -> tuple[Happening, ...]:
    """What happened, with the last booked slot on the planned day; a slot that was lost stays as it was."""
    booked = max((place for place, each in enumerate(seen) if each.step is Step.slot_booked), default=None)
    if booked is None or any(each.step is Step.slot_lost for each in seen[booked:]):
        return seen
    cut_off = calendar.business_days_before(collection, 3)
    details = {"planned": collection.isoformat(), "cut_off": cut_off.isoformat()}
    return tuple(
        replace(each, details=details)
        if place == booked
        else replace(each, details={**each.details, "planned": collection.isoformat()})
        if place > booked and each.step is Step.plan_moved
        else each
        for place, each in enumerate(seen)
    )


def approved(seen: tuple[Happening, ...]) -> tuple[Authorization, ...]:
    """The authorizations that were given, the last one of each part, since the last restart."""
    restarts = [place for place, each in enumerate(seen) if each.step is Step.restarted]
    found: dict[Component, Authorization] = {}
    for each in seen[max(restarts, default=0) :]:
        if each.step is Step.pa_approved and each.component:
            found[each.component] = Authorization(
                component=each.component,
                number=each.reference,
                valid_from=_day(each, Detail.valid_from),
                valid_to=_day(each, Detail.valid_to),
                issued_by="Cell Therapy Review (invented)",
            )
    return tuple(found.values())


def _needed_by(shade: str, as_of: date, chance: Random, calendar: Calendar) -> date:
    match shade:
        case "late":
            return calendar.business_days_before(as_of, chance.randint(1, 2))
        case "today":
            return as_of
        case "soon":
            return as_of + timedelta(days=chance.randint(2, 6))
    return as_of + timedelta(days=chance.randint(35, 50) if shade == EARLY else chance.randint(12, 30))


def _over(seen: tuple[Happening, ...]) -> bool:
    return any(
        each.step in (Step.withdrawn, Step.lost_while_waiting, Step.moved_to_other_payer) for each in seen
    )


def _day(happening: Happening, detail: Detail) -> date | None:
    text = happening.details.get(detail.value)
    return date.fromisoformat(text) if text else None
