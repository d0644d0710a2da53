"""What may follow a request: second-level review, peer-to-peer review, appeal; and a transplant asked for beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sca_toolkit.case import Case, Component
from sca_toolkit.payer import PayerProfile, Urgency
from sca_toolkit.payer.profile import on
from sca_toolkit.payer.requests import Purpose, Route, in_force
from sca_toolkit.timeline import Act, Clocks, Deadline, DeadlineKind

NOTHING_DUE = "nothing due on record"
_ASKED = (DeadlineKind.decision, DeadlineKind.information)
_APPEAL = (DeadlineKind.appeal, DeadlineKind.appeal_decision)
_REVIEWS = (Purpose.second_level, Purpose.peer_to_peer, Purpose.appeal)


@dataclass(frozen=True)
class ReviewRow:
    """One step that may follow a request, or stand beside it."""

    step: str
    channel: str
    """How the payer is reached for it, or what to ask."""
    clock: str
    """How long each side has, or what to ask."""
    deadline: str
    """What the record says is due."""


def review_rows(
    profile: PayerProfile | None, clocks: Clocks, case: Case, as_of: date, dues: Iterable[Deadline]
) -> tuple[ReviewRow, ...]:
    """Second level, peer-to-peer, appeal, and a transplant and CAR T asked for at one time, in this order.

    `dues` are the deadlines of the record; what nobody knows is said with whom to ask.
    """
    held = tuple(dues)
    steps = (
        ReviewRow(
            step=purpose.words,
            channel=_channel(profile, case, purpose, as_of),
            clock=_clock(clocks, case, purpose, as_of),
            deadline=due_words(held, _APPEAL) if purpose is not Purpose.second_level else NOTHING_DUE,
        )
        for purpose in _REVIEWS
    )
    return (*steps, _both(profile, as_of))


def due_words(
    dues: Iterable[Deadline],
    kinds: tuple[DeadlineKind, ...] = (*_ASKED, *_APPEAL),
    part: Component | None = None,
) -> str:
    """`payer’s decision due Nov 30, 2026`, the earliest first; that nothing is due where the record holds none."""
    found = [
        f"{each.kind.words} {_day(each.on)}"
        for each in sorted(dues, key=lambda each: each.on)
        if each.kind in kinds
        and (part is None or not each.parts or part in each.parts or Component.whole_episode in each.parts)
    ]
    return "; ".join(dict.fromkeys(found)) or NOTHING_DUE


def law_clocks(clocks: Clocks, act: Act, case: Case, part: Component | None, as_of: date) -> Iterator[str]:
    """`30 calendar days (standard), by law`: the limits that bind this coverage for an act begun on `as_of`."""
    for urgency in Urgency:
        for entry in clocks.for_act(act, case.coverage, part, urgency, as_of):
            track = f" ({urgency.words})" if entry.value.urgency else ""
            yield f"{entry.value.within}{track}, by law"


def _channel(profile: PayerProfile | None, case: Case, purpose: Purpose, as_of: date) -> str:
    routes = [entry.value for entry in in_force(profile.routes, as_of)] if profile else []
    line = case.coverage.line_of_business
    fitting = [
        _route(each)
        for each in routes
        if each.purpose is purpose
        and (not each.lines_of_business or line is None or line in each.lines_of_business)
    ]
    return (
        "; ".join(fitting)
        or f"not known, ask the payer where to send it and by which number ({purpose.words})"
    )


def _route(route: Route) -> str:
    unit = f" ({route.unit})" if route.unit else ""
    hours = f", {route.hours}" if route.hours else ""
    return f"{route.channel.words} {route.address}{unit}{hours}"


def _clock(clocks: Clocks, case: Case, purpose: Purpose, as_of: date) -> str:
    if purpose is not Purpose.appeal:
        return "not known, ask the payer how long it takes and until when it may be asked for"
    file = "; ".join(dict.fromkeys(law_clocks(clocks, Act.appeal, case, None, as_of)))
    decide = "; ".join(dict.fromkeys(law_clocks(clocks, Act.appeal_decision, case, None, as_of)))
    unknown = "not known, ask for it or read the denial letter"
    return f"file within: {file or unknown}. Decided within: {decide or unknown}"


def _both(profile: PayerProfile | None, as_of: date) -> ReviewRow:
    allowed = on(profile.dual_authorization, as_of) if profile else None
    told = {
        None: "not known, ask the payer whether both may be requested at one time and of which unit",
        True: "both may be requested at one time",
        False: "not at one time: a change from one to the other starts the request anew",
    }[allowed]
    return ReviewRow(
        step="transplant and CAR T at one time",
        channel=told,
        clock="that of each request",
        deadline=NOTHING_DUE,
    )


def _day(day: date) -> str:
    return f"{day:%b} {day.day}, {day.year}"
