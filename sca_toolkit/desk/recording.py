"""Recording: what happened, who was reached, what is planned now. Every write names who made it and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sca_toolkit.case import Case
from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.standing import situation_of
from sca_toolkit.errors import DataError, Problem, UsageProblem
from sca_toolkit.events import Event, Step, implausible
from sca_toolkit.store import (
    ContactMade,
    StoredCase,
    Write,
    add_case,
    add_events,
    assign,
    case_history,
    events_of,
    log_contact,
    save_case,
    stored_case,
)
from sca_toolkit.store.summary import facts_of
from sca_toolkit.timeline import GateFinding, check_gates


@dataclass(frozen=True)
class Recorded:
    """An event that was kept, and the gates that only warn."""

    event: Event
    warnings: tuple[GateFinding, ...]


def open_case(desk: Desk, case: Case, now: datetime) -> None:
    """Put a new case into the record. Raises UsageProblem when its number is taken."""
    with desk.record.writing(who=desk.who, now=now) as write:
        add_case(write, case)


def change_case(desk: Desk, case: Case, version: int, now: datetime) -> int:
    """Keep a changed case that was read as `version`; returns the new version.

    Raises Conflict when somebody saved it meanwhile, naming what changed; nothing is lost.
    """
    with desk.record.writing(who=desk.who, now=now) as write:
        return save_case(write, case, version=version)


def take_over(desk: Desk, case_id: str, owner: str | None, now: datetime) -> None:
    """Say who looks after a case; None for nobody."""
    with desk.record.writing(who=desk.who, now=now) as write:
        assign(write, case_id, owner)


def record_event(desk: Desk, event: Event, now: datetime, *, despite: str = "") -> Recorded:
    """Keep an event. A hard gate stops the step unless `despite` says why it was taken all the same.

    The reason is kept with the event, also where a gate only warns.

    Raises DataError naming each closed gate and what opens it, or what is wrong with the event itself.
    """
    with desk.record.writing(who=desk.who, now=now) as write:
        found = _gates(desk, write, event)
        stopping = [each for each in found if each.stops]
        if stopping and not despite.strip():
            raise DataError(
                [Problem(each.sentence, each.opens, place=each.guards.words) for each in stopping]
            )
        said = f"Despite a closed gate: {despite.strip()}" if found and despite.strip() else ""
        note = "; ".join(part for part in (event.note, said) if part)
        kept = event.model_copy(update={"note": note or None})
        _refuse_implausible(write, kept)
        add_events(write, (kept,))
    return Recorded(kept, tuple(each for each in found if not each.stops))


def _gates(desk: Desk, write: Write, event: Event) -> tuple[GateFinding, ...]:
    facts = facts_of(write.connection, [event.case], event.at).get(event.case)
    if facts is None:
        raise UsageProblem(f"There is no case {event.case!r} in the record.")
    situation = situation_of(desk.library, facts, event.at)
    return tuple(each for each in check_gates(situation, event.step) if not each.passed)


def _refuse_implausible(write: Write, event: Event) -> None:
    """Raise DataError for what `event` makes implausible: a wrong order, a second signature, a step after the end."""
    known = events_of(write, event.case)
    before = set(implausible(known, write.now))
    fresh = [problem for problem in implausible((*known, event), write.now) if problem not in before]
    if fresh:
        raise DataError(fresh)


def correct_event(desk: Desk, wrong: str, right: Event, now: datetime) -> Event:
    """Replace the event `wrong` by `right`; both stay in the trail, only `right` counts."""
    correction = right.model_copy(update={"corrects": wrong})
    with desk.record.writing(who=desk.who, now=now) as write:
        _refuse_implausible(write, correction)
        add_events(write, (correction,))
    return correction


def remove_event(desk: Desk, case_id: str, wrong: str, now: datetime, why: str) -> Event:
    """Say that an event never happened. Raises UsageProblem for an unknown event."""
    with desk.record.writing(who=desk.who, now=now) as write:
        found = next((event for event in events_of(write, case_id) if event.id == wrong), None)
        if found is None:
            raise UsageProblem(f"Case {case_id} has no event {wrong!r}.")
        removal = Event.model_validate(
            {**found.model_dump(exclude={"id", "corrects"}), "corrects": wrong, "removed": True, "note": why}
        )
        add_events(write, (removal,))
    return removal


def log_call(desk: Desk, case_id: str, contact: ContactMade, now: datetime) -> int:
    """Log a call, message or letter; returns its number."""
    with desk.record.writing(who=desk.who, now=now) as write:
        return log_contact(write, case_id, contact)


def move_plan(
    desk: Desk,
    case_id: str,
    moved: Mapping[str, date | None],
    now: datetime,
    why: str = "",
    *,
    version: int | None = None,
) -> Case:
    """Move planned dates of a case that was read as `version` (None: as it stands), and keep an event for each move.

    Raises DataError when the new dates are in the wrong order, Conflict naming what changed when somebody saved
    another version since, UsageProblem for an unknown case or version. What somebody else moved to the same day is
    not moved again.
    """
    with desk.record.writing(who=desk.who, now=now) as write:
        stored = stored_case(write, case_id)
        seen = stored if version in (None, stored.version) else _seen(write, case_id, version)
        changed = _with_dates(seen.case, moved)
        if save_case(write, changed, version=seen.version) == stored.version:
            return stored.case
        add_events(write, tuple(_moved(case_id, name, day, now, why) for name, day in moved.items()))
    return changed


def _seen(write: Write, case_id: str, version: int | None) -> StoredCase:
    for each in case_history(write, case_id):
        if each.version == version:
            return each
    raise UsageProblem(f"Case {case_id} has no version {version}.")


def _with_dates(case: Case, moved: Mapping[str, date | None]) -> Case:
    try:
        return Case.model_validate({**case.model_dump(), "dates": {**case.dates.model_dump(), **moved}})
    except ValueError as error:
        raise DataError(Problem(_sentence(error), place="dates", file=f"case {case.id}")) from None


def _sentence(error: ValueError) -> str:
    return str(error).split("Value error, ")[-1].split(" [type=")[0]


def _moved(case_id: str, name: str, day: date | None, now: datetime, why: str) -> Event:
    details = {"kind": name} | ({"planned": day.isoformat()} if day else {})
    return Event(case=case_id, step=Step.plan_moved, at=now, note=why or None, details=details)
