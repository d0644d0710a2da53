"""Target and walk-away of a case in the record, and every offer held against them.

They are kept as a note event, so that the trail says who entered them and when; new ones correct the old ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.exposure_answers import OfferRow
from sca_toolkit.errors import UsageProblem
from sca_toolkit.events import Detail, Event, Side, Step, standing
from sca_toolkit.exposure.goals import Goal, Measure, Verdict
from sca_toolkit.store import Read, add_events, events_of, trail_of
from sca_toolkit.values import whole_dollars

KIND = "target and walk-away"
"""What tells the note from other notes."""


@dataclass(frozen=True)
class KeptGoals:
    """What the center set itself for a case."""

    goals: tuple[Goal, ...]
    who: str
    at: datetime
    """In the time of the center."""


@dataclass(frozen=True)
class Held:
    """One offer against one goal."""

    measure: Measure
    value: float
    error: float | None
    target: float
    walk_away: float
    verdict: Verdict
    sure: bool
    """False where the error of the simulation reaches over the target or the walk-away."""


def goals_of(desk: Desk, case_id: str) -> KeptGoals | None:
    """Target and walk-away of a case; None without a record or before they are entered.

    Raises UsageProblem for a note that somebody changed so that it cannot be read.
    """
    if desk.address is None:
        return None
    with desk.record.reading() as read:
        event = _newest(read, case_id)
        if event is None:
            return None
        who = next((each.who for each in trail_of(read, case_id) if each.key == event.id), "")
    goals = _read(event)
    if not goals:
        raise UsageProblem(
            f"Target and walk-away of case {case_id} cannot be read from its note. "
            "Enter them with `sca exposure goals`."
        )
    return KeptGoals(goals, who, event.at.astimezone(desk.library.practice().calendar.zone))


def keep_goals(desk: Desk, case_id: str, goals: Iterable[Goal], now: datetime) -> None:
    """Keep target and walk-away of a case, in place of those before.

    Raises UsageProblem without a goal, for a measure named twice, and for a case that the record does not have.
    """
    wanted = tuple(sorted(goals, key=lambda goal: list(Measure).index(goal.measure)))
    if not wanted:
        raise UsageProblem("Enter a target and a walk-away for at least one measure.")
    if len({goal.measure for goal in wanted}) != len(wanted):
        raise UsageProblem("A measure is named twice. Enter each once.")
    with desk.record.writing(who=desk.who, now=now) as write:
        write.need_case(case_id)
        before = _newest(write, case_id)
        if before is None or _read(before) != wanted:
            add_events(write, (_event(case_id, wanted, now, before),))


def held_against(goals: Iterable[Goal], row: OfferRow) -> tuple[Held, ...]:
    """An offer against each goal."""
    return tuple(_held(goal, *_measured(goal.measure, row)) for goal in goals)


def _held(goal: Goal, value: float, error: float | None) -> Held:
    sure = goal.sure(value, error)
    return Held(goal.measure, value, error, goal.target, goal.walk_away, goal.verdict(value), sure)


def _measured(measure: Measure, row: OfferRow) -> tuple[float, float | None]:
    return {
        Measure.mean_margin: (row.expected, row.expected_error),
        Measure.worst_loss: (row.tail, row.tail_error),
        Measure.loss_chance: (row.loss, row.loss_error),
    }[measure]


def amount_words(measure: Measure, value: float) -> str:
    """`$40,000`, `-$5,000`, `10%`."""
    if measure is Measure.loss_chance:
        return f"{value * 100:.4g}%"
    return whole_dollars(value)


def goal_words(goal: Goal) -> str:
    """`mean margin: target $40,000, walk-away $0`."""
    target, last = (amount_words(goal.measure, each) for each in (goal.target, goal.walk_away))
    return f"{goal.measure.words}: target {target}, walk-away {last}"


def _newest(read: Read, case_id: str) -> Event | None:
    notes = [each for each in standing(events_of(read, case_id)) if each.says(Detail.kind) == KIND]
    return notes[-1] if notes else None


def _event(case_id: str, goals: tuple[Goal, ...], now: datetime, before: Event | None) -> Event:
    details = {Detail.kind.value: KIND}
    for goal in goals:
        details[f"{goal.measure}_target"] = repr(goal.target)
        details[f"{goal.measure}_walk_away"] = repr(goal.walk_away)
    told = "; ".join(goal_words(goal) for goal in goals)
    return Event(
        case=case_id,
        step=Step.note,
        at=now,
        by=Side.us,
        note=f"Target and walk-away: {told}",
        details=details,
        corrects=before.id if before else None,
    )


def _read(event: Event) -> tuple[Goal, ...]:
    """The goals of a note; none where a number in it is missing or wrong."""
    said = event.details
    try:
        return tuple(
            Goal(
                measure=each, target=float(said[f"{each}_target"]), walk_away=float(said[f"{each}_walk_away"])
            )
            for each in Measure
            if f"{each}_target" in said
        )
    except (KeyError, ValueError):
        return ()
