"""What cannot be right in the events of one case: wrong order, the future, two signatures, corrections of nothing.

Each finding is a `Problem` whose `place` is the id of the event to mend. Two events of which one has only its day are
compared by the day: such an event stands at noon, so only more than twelve hours count as before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from sca_toolkit.errors import Problem
from sca_toolkit.events.details import Detail
from sca_toolkit.events.event import Event, standing
from sca_toolkit.events.step import ENDS, Step

HALF_A_DAY = timedelta(hours=12)

ORDER: tuple[tuple[Step, Step], ...] = (
    (Step.benefits_requested, Step.benefits_answered),
    (Step.pa_submitted, Step.pa_approved),
    (Step.pa_submitted, Step.pa_denied),
    (Step.pa_submitted, Step.pa_information_asked),
    (Step.pa_denied, Step.appeal_filed),
    (Step.appeal_filed, Step.appeal_decided),
    (Step.external_review_filed, Step.external_review_decided),
    (Step.network_exception_requested, Step.network_exception_granted),
    (Step.network_exception_requested, Step.network_exception_refused),
    (Step.agreement_requested, Step.payer_replied),
    (Step.order_requested, Step.order_approved),
    (Step.collected, Step.product_received),
    (Step.collected, Step.lymphodepletion_started),
    (Step.collected, Step.infused),
    (Step.lymphodepletion_started, Step.infused),
    (Step.admitted, Step.discharged),
    (Step.claim_filed, Step.claim_paid),
    (Step.claim_filed, Step.claim_denied),
)
"""Pairs of which the first cannot come after the second; either may be missing."""


def implausible(events: tuple[Event, ...], as_of: datetime) -> tuple[Problem, ...]:
    """Everything that cannot be right in the events of one case as known at `as_of`, in no event's favor."""
    counting = standing(events)
    found = (
        *_corrections(events),
        *_future(counting, as_of),
        *_order(counting),
        *_signatures(counting),
        *_after_the_end(counting),
        *_validity(counting),
        *_pauses(counting),
    )
    return found


def comes_after(first: Event, second: Event) -> bool:
    """Whether `first` happened after `second`, as far as their times are known."""
    gap = first.at - second.at
    if first.time_known and second.time_known:
        return gap > timedelta(0)
    return gap > HALF_A_DAY


def _corrections(events: tuple[Event, ...]) -> Iterator[Problem]:
    known = Counter(event.id for event in events)
    for twice in (event_id for event_id, times in known.items() if times > 1):
        yield _problem(twice, f"Two events carry the id {twice}.", "Give one of them an id of its own.")
    corrected = Counter(event.corrects for event in events if event.corrects)
    for event in events:
        if event.corrects is None:
            continue
        if event.corrects not in known:
            yield _problem(
                event.id,
                f"It corrects the event {event.corrects}, which this case does not have.",
                "Name an event of the same case.",
            )
        elif corrected[event.corrects] > 1:
            yield _problem(
                event.id,
                f"The event {event.corrects} is corrected more than once, so two answers stand.",
                "Correct the later correction, not the first event.",
            )


def _future(events: tuple[Event, ...], as_of: datetime) -> Iterator[Problem]:
    for event in events:
        late = event.at - as_of
        if late > (timedelta(0) if event.time_known else HALF_A_DAY):
            yield _problem(
                event.id,
                f"{_said(event)} is in the future.",
                "Record what has happened; what is planned belongs to the planned dates.",
            )


def _order(events: tuple[Event, ...]) -> Iterator[Problem]:
    for earlier, later in ORDER:
        first = next((event for event in events if event.step is earlier), None)
        last = next((event for event in reversed(events) if event.step is later), None)
        if first and last and comes_after(first, last):
            yield _problem(
                last.id,
                f"{_said(last)} comes before {_said(first, start=False)}.",
                "Check both dates; correct the wrong one.",
            )


def _signatures(events: tuple[Event, ...]) -> Iterator[Problem]:
    signed: set[Step] = set()
    for event in events:
        if event.step in (Step.revised, Step.restarted):
            signed.clear()
        elif event.step in (Step.payer_signed, Step.center_signed):
            if event.step in signed:
                yield _problem(
                    event.id,
                    f"The agreement is {event.step.words} twice.",
                    "Correct one; if it is an amendment, record that the agreement was revised before it.",
                )
            signed.add(event.step)


def _after_the_end(events: tuple[Event, ...]) -> Iterator[Problem]:
    ended: Event | None = None
    for event in events:
        if ended and event.step in (Step.collected, Step.infused, *ENDS) and event.step is not ended.step:
            yield _problem(
                event.id,
                f"{_said(event)}, but the case had already ended: {_said(ended, start=False)}.",
                "Remove the end or this event.",
            )
        if event.step in ENDS and ended is None:
            ended = event


def _validity(events: tuple[Event, ...]) -> Iterator[Problem]:
    for event in events:
        start, end = event.day(Detail.valid_from), event.day(Detail.valid_to)
        if start and end and end < start:
            yield _problem(
                event.id, f"The approval ends on {end} before it starts on {start}.", "Check both dates."
            )
        elif end and end < event.at.date() - timedelta(days=1):
            yield _problem(
                event.id,
                f"{_said(event)}, but it ended on {end}, before that.",
                "Check the day on which the approval ends.",
                blocking=False,
            )


def _pauses(events: tuple[Event, ...]) -> Iterator[Problem]:
    open_pauses = 0
    for event in events:
        if event.step is Step.paused:
            open_pauses += 1
        elif event.step is Step.resumed:
            if not open_pauses:
                yield _problem(
                    event.id, "The case was resumed without having been paused.", "Record the pause."
                )
            open_pauses = max(0, open_pauses - 1)


def _said(event: Event, *, start: bool = True) -> str:
    words = f"{event.step.words} on {event.at:%b} {event.at.day}, {event.at.year}"
    return f"{words[0].upper()}{words[1:]}" if start else words


def _problem(place: str, message: str, remedy: str, *, blocking: bool = True) -> Problem:
    return Problem(message, remedy, place=place, blocking=blocking)
