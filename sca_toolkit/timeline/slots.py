"""Deadlines before the collection: slot, needed-by, last day to sign, order cut-off, 48 hours before, committee."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sca_toolkit.events import Detail, Event, Side, Step
from sca_toolkit.payer import on
from sca_toolkit.payer.words import day_in_words
from sca_toolkit.timeline.approvals import approval
from sca_toolkit.timeline.calendar import Due
from sca_toolkit.timeline.deadline import Deadline, counting_of, deadline
from sca_toolkit.timeline.gates import GateFinding, check_gates
from sca_toolkit.timeline.kinds import ApprovalKind, Counting, DeadlineKind, Status
from sca_toolkit.timeline.meetings import next_meeting
from sca_toolkit.timeline.situation import Situation
from sca_toolkit.values import Duration

LINE = Duration(count=48, unit="hours")
"""Approval may arrive only 48 hours before the collection; without it the slot is in danger from here on."""
_PLAN = "the case’s planned dates"


def before_collection(s: Situation) -> Iterator[Deadline]:
    """Deadlines that end with the collection, or with the signed agreement."""
    if s.done(Step.collected) is None:
        closed = check_gates(s, Step.collected)
        yield from _slot(s, closed)
        yield from _order_cut_off(s)
        yield from _line(s, closed)
    status = approval(s, ApprovalKind.agreement).status
    if status in (Status.not_started, Status.requested, Status.information_asked):
        yield from _signing(s)
        yield from _committee(s)


def booked_slot(s: Situation) -> Event | None:
    """The collection slot that is booked and not lost."""
    booked, lost = s.last(Step.slot_booked), s.last(Step.slot_lost)
    return None if booked is None or (lost and lost.at >= booked.at) else booked


def collection_moment(s: Situation) -> date | datetime | None:
    """The planned collection: the slot's time where it falls on the planned day, else the planned day."""
    slot = booked_slot(s)
    booked = slot.moment(Detail.planned) if slot else None
    planned = s.case.dates.collection
    if isinstance(booked, datetime) and planned in (None, s.day_of(booked)):
        return booked
    return planned or booked


def _slot(s: Situation, closed: tuple[GateFinding, ...]) -> Iterator[Deadline]:
    slot = booked_slot(s)
    moment = slot.moment(Detail.planned) if slot else None
    if slot and moment:
        due = s.practice.calendar.due(moment)
        yield deadline(
            s,
            DeadlineKind.slot,
            due,
            what=f"The collection slot is booked for {day_in_words(due.on)}.",
            counted_from=f"slot booked on {day_in_words(s.day_of(slot.at))}",
            source="the booking",
            next_step=_missing(closed) or "Everything the center asks for is there; confirm the slot.",
            owner=Side.us,
            at_risk=bool(closed),
            judged_at=due.on,
        )


def _line(s: Situation, closed: tuple[GateFinding, ...]) -> Iterator[Deadline]:
    moment = collection_moment(s)
    if moment is None or not closed:
        return
    day = s.practice.calendar.due(moment).on
    over = day < s.today
    yield deadline(
        s,
        DeadlineKind.collection_line,
        s.practice.calendar.before(moment, LINE),
        what=f"The collection planned for {day_in_words(day)} is not recorded, and its approvals are missing."
        if over
        else f"The collection on {day_in_words(day)} lacks what it waits for.",
        counted_from=f"48 hours before the collection planned for {day_in_words(day)}",
        counting=Counting.hours,
        source=_PLAN,
        next_step="Record the collection or move its date." if over else _missing(closed),
        owner=Side.us,
        at_risk=True,
        judged_at=day,
    )


def _order_cut_off(s: Situation) -> Iterator[Deadline]:
    if s.last(Step.order_placed):
        return
    slot, moment = booked_slot(s), collection_moment(s)
    given = slot.moment(Detail.cut_off) if slot else None
    length = s.practice.cut_off_for(s.case.product)
    if given:
        due, origin, counting = s.practice.calendar.due(given), "the slot’s own cut-off", Counting.given
    elif moment and length:
        due, counting = s.practice.calendar.before(moment, length), counting_of(length)
        day = s.practice.calendar.due(moment).on
        origin = f"{length} before the collection planned for {day_in_words(day)}"
    else:
        return
    closed = check_gates(s, Step.order_placed)
    yield deadline(
        s,
        DeadlineKind.order_cut_off,
        due,
        what="The order number must be with the manufacturer, or the slot is lost.",
        counted_from=origin,
        counting=counting,
        source="the booking" if given else "the center’s entry for this manufacturer",
        next_step=_missing(closed) or "Place the order.",
        owner=Side.us,
        at_risk=bool(closed) and due.on - s.today <= timedelta(days=s.practice.soon_days),
    )


def _signing(s: Situation) -> Iterator[Deadline]:
    found = approval(s, ApprovalKind.agreement)
    turn = "Ask the payer for its answer." if found.clock.side is Side.payer else "Send what is due from us."
    rows = (
        (
            DeadlineKind.needed_by,
            s.agreement.needed_by or s.case.dates.needed_by,
            "The agreement must be signed, or the collection slot is lost.",
        ),
        (DeadlineKind.signature, s.agreement.signature_deadline, "The offer lapses if it is not signed."),
    )
    for kind, day, what in rows:
        if day:
            yield deadline(
                s,
                kind,
                Due(day),
                what=what,
                counted_from="a given day",
                source="the terms" if kind is DeadlineKind.signature or s.agreement.needed_by else _PLAN,
                next_step=turn if found.status is not Status.not_started else "Ask for the agreement.",
                owner=found.clock.side or Side.us,
            )


def _committee(s: Situation) -> Iterator[Deadline]:
    rule = on(s.profile.committee, s.today) if s.profile else None
    if rule is None or s.profile is None:
        return
    earliest, due, meeting = s.today, None, next_meeting(rule.meets, s.today)
    while meeting:
        due = s.practice.calendar.before(meeting, rule.packet_due) if rule.packet_due else Due(meeting)
        if due.on >= s.today:
            break
        earliest = meeting + timedelta(days=1)
        meeting = next_meeting(rule.meets, earliest)
    if meeting is None or due is None:
        return
    yield deadline(
        s,
        DeadlineKind.committee_packet,
        due,
        what=f"The payer’s committee meets on {day_in_words(meeting)}.",
        counted_from=f"{rule.packet_due or 'the day'} before the meeting ({rule.meets})",
        counting=counting_of(rule.packet_due) if rule.packet_due else Counting.given,
        source=f"profile of {s.profile.name}",
        next_step="Send the complete packet, or the next meeting decides.",
        owner=Side.us,
    )


def _missing(closed: tuple[GateFinding, ...]) -> str:
    """What to do first, why, and how much more is missing; empty when nothing is."""
    if not closed:
        return ""
    first = next((each for each in closed if each.stops), closed[0])
    why = first.sentence.split(": ", 1)[1]
    text = f"{first.opens} {why[0].upper()}{why[1:]}"
    return f"{text} {len(closed) - 1} more missing." if len(closed) > 1 else text
