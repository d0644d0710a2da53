"""Deadlines of a request: the payer's decision, our answer to its question, appeal, external review.

A limit is counted from the day of the event; when the payer received it is not known. What the other side wrote in
its letter (`due`) comes before any rule. A limit that stands still for missing information runs on by as many days as
the answer took. Where two rules bind one request, both stand on the ladder, and the earlier one is acted on.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sca_toolkit.case import Component
from sca_toolkit.events import Detail, Event, Outcome, Side, Step
from sca_toolkit.timeline.calendar import Due
from sca_toolkit.timeline.clocks import Act
from sca_toolkit.timeline.deadline import Deadline, counted, counting_of, deadline, start_of
from sca_toolkit.timeline.kinds import ApprovalKind, Counting, DeadlineKind
from sca_toolkit.timeline.limits import Limit, limits, no_limit_known, urgency_of
from sca_toolkit.timeline.situation import Situation
from sca_toolkit.timeline.tracks import asked_parts, events_of

_AFTER: dict[Step, Act] = {
    Step.pa_submitted: Act.decision,
    Step.pa_information_sent: Act.decision,
    Step.pa_information_asked: Act.information,
    Step.pa_denied: Act.appeal,
    Step.appeal_filed: Act.appeal_decision,
    Step.appeal_decided: Act.external_review,
    Step.external_review_filed: Act.external_review_decision,
}
"""What is due after the last event of a part; nothing after an approval."""

_TEXTS: dict[Act, tuple[str, str, Side]] = {
    Act.decision: (
        "The payer must decide on the prior authorization ({parts}).",
        "Call and ask for the decision; cite the limit.",
        Side.payer,
    ),
    Act.information: (
        "The payer waits for information on the prior authorization ({parts}).",
        "Send what is missing.",
        Side.us,
    ),
    Act.appeal: (
        "An appeal against the denial ({parts}) must be filed.",
        "Ask for a peer-to-peer review and file the appeal.",
        Side.us,
    ),
    Act.appeal_decision: (
        "The payer must decide on the appeal ({parts}).",
        "Call and ask for the decision; cite the limit.",
        Side.payer,
    ),
    Act.external_review: (
        "A review outside the plan ({parts}) must be asked for.",
        "Decide on it with counsel and file it.",
        Side.us,
    ),
    Act.external_review_decision: (
        "The review outside the plan ({parts}) must be decided.",
        "Ask the reviewer for the decision.",
        Side.payer,
    ),
}
Found = tuple[Act, Event, Limit | None, Due]
"""What is due, the event it is counted from, its limit (None where the payer's letter gave the day), and the day."""


def of_requests(s: Situation) -> Iterator[Deadline]:
    """What is due for the parts of the authorization that are asked for and not settled, equal limits put together."""
    together: dict[tuple[Act, str, Due], tuple[Found, list[Component]]] = {}
    for part in asked_parts(s):
        for found in _due_for(s, part):
            act, _, limit, due = found
            together.setdefault((act, limit.id if limit else "letter", due), (found, []))[1].append(part)
    yield from (_written(s, found, tuple(parts)) for found, parts in together.values())


def unknown_limits(s: Situation) -> tuple[str, ...]:
    """Sentences on requests for which no limit is known: an open question is not a free pass."""
    said: dict[str, None] = {}
    line = s.case.coverage.line_of_business
    for part in asked_parts(s):
        act, event, begun = _pending(s, part)
        if act is None or event is None or begun is None or event.moment(Detail.due):
            continue
        if no_limit_known(s, act, part, begun, urgency_of(_request(s, part))):
            whose = line.words if line else "coverage of an unknown line of business"
            said[
                f"No limit is known for the {act.words} under {whose} ({part.words}); read the payer’s letter."
            ] = None
    return tuple(said)


def _due_for(s: Situation, part: Component) -> Iterator[Found]:
    act, event, begun = _pending(s, part)
    if act is None or event is None or begun is None:
        return
    written = event.moment(Detail.due)
    if written and act is not Act.decision:
        yield act, event, None, s.practice.calendar.due(written)
        return
    seen: set[Due] = set()
    for limit in limits(s, act, part, begun, urgency_of(_request(s, part))):
        due = s.practice.calendar.after(start_of(s, begun), limit.within)
        if limit.stops_for_information and (stood := _days_stood_still(s, part, begun)):
            due = Due(due.on + timedelta(days=stood), due.at and due.at + timedelta(days=stood))
        if due not in seen:
            seen.add(due)
            yield act, begun, limit, due


def _pending(s: Situation, part: Component) -> tuple[Act | None, Event | None, Event | None]:
    """What is due for a part, the event that made it due, and the event from which its limit is counted."""
    events = [
        event
        for event in events_of(s, ApprovalKind.prior_authorization, part)
        if event.step is not Step.peer_to_peer_held
    ]
    if not events:
        return None, None, None
    last = events[-1]
    act = _AFTER.get(last.step)
    if last.step is Step.appeal_decided and last.says(Detail.outcome) == Outcome.granted:
        act = None
    if act is Act.decision:
        submitted = [event for event in events if event.step is Step.pa_submitted]
        return act, last, submitted[-1] if submitted else last
    return act, last, last


def _request(s: Situation, part: Component) -> Event | None:
    """The latest event that said on which track the request is."""
    events = events_of(s, ApprovalKind.prior_authorization, part)
    tracks = [event for event in events if event.says(Detail.urgency)]
    return tracks[-1] if tracks else None


def _days_stood_still(s: Situation, part: Component, begun: Event) -> int:
    """Days between the payer's questions and our answers since `begun`."""
    days, asked = 0, None
    for event in events_of(s, ApprovalKind.prior_authorization, part):
        if event.at < begun.at:
            continue
        if event.step is Step.pa_information_asked and asked is None:
            asked = s.day_of(event.at)
        elif event.step is Step.pa_information_sent and asked:
            days, asked = days + (s.day_of(event.at) - asked).days, None
    return days


def _written(s: Situation, found: Found, parts: tuple[Component, ...]) -> Deadline:
    act, event, limit, due = found
    what, next_step, owner = _TEXTS[act]
    names = ", ".join(part.words for part in parts)
    extension = f"Extension: {limit.extension}." if limit and limit.extension else ""
    return deadline(
        s,
        DeadlineKind(act.value),
        due,
        what=what.format(parts=names),
        counted_from=counted(s, limit.within, event) if limit else "as the payer wrote",
        counting=counting_of(limit.within) if limit else Counting.given,
        source=limit.source if limit else "the payer’s letter",
        url=limit.url if limit else None,
        next_step=next_step,
        owner=owner,
        subject=f"{limit.id if limit else 'letter'}/{'+'.join(parts)}",
        parts=parts,
        note=" ".join(text for text in (extension, limit.note if limit else None) if text) or None,
    )
