"""Until when an approval must last: judged at the planned date, or at the day on which the service was given."""

from __future__ import annotations

from datetime import date, timedelta

from sca_toolkit.case import Component
from sca_toolkit.events import Step
from sca_toolkit.timeline.situation import WINDOW_WHEN_UNSAID, Situation

_DONE_BY = {
    Component.evaluation: Step.consulted,
    Component.collection: Step.collected,
    Component.lymphodepletion: Step.lymphodepletion_started,
    Component.product: Step.infused,
}


def planned_or_done(s: Situation, component: Component) -> tuple[date | None, bool]:
    """The day of a part of the episode, and whether it has been done.

    The stay and tocilizumab last from the infusion to the end of the window the agreement pays.
    """
    step = _DONE_BY.get(component)
    if step is None:
        return _window_end(s)
    done = s.done(step)
    if done:
        return done, True
    dates = s.case.dates
    planned = {
        Component.evaluation: dates.evaluation,
        Component.collection: dates.collection,
        Component.lymphodepletion: dates.lymphodepletion,
        Component.product: dates.infusion,
    }
    return planned[component], False


def infusion_day(s: Situation) -> tuple[date | None, bool]:
    """The day of infusion, and whether it has happened."""
    return planned_or_done(s, Component.product)


def last_paid_day(s: Situation) -> date | None:
    """Day of infusion plus the agreement's window; None while no infusion is planned."""
    return _window_end(s)[0]


def first_day(s: Situation) -> date | None:
    """The first day that the agreement must reach: the collection, planned or done."""
    return planned_or_done(s, Component.collection)[0]


def _window_end(s: Situation) -> tuple[date | None, bool]:
    infused, done = infusion_day(s)
    if infused is None:
        return None, False
    window = s.agreement.window_days
    end = infused + timedelta(days=WINDOW_WHEN_UNSAID if window is None else window)
    return end, done and end < s.today
