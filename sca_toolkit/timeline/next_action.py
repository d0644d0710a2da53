"""One next action a case, with its reason and its rank: what a worklist shows and sorts by.

Ranks in order: a slot that is about to be lost, the 48-hour line, another deadline of ours, an approval that will end
too early, a payer past its time limit, a payer that has been silent, an answer we owe, the next step, waiting.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import IntEnum

from sca_toolkit.events import Side, Stage
from sca_toolkit.payer.words import day_in_words
from sca_toolkit.timeline.deadline import Deadline
from sca_toolkit.timeline.deadlines import deadlines
from sca_toolkit.timeline.kinds import ApprovalKind, DeadlineKind, Severity
from sca_toolkit.timeline.silence import silences
from sca_toolkit.timeline.situation import Situation
from sca_toolkit.timeline.stages import ending, stage_now
from sca_toolkit.timeline.steps_ahead import next_step, ours
from sca_toolkit.timeline.turns import clock_of
from sca_toolkit.values import Model


class Risk(IntEnum):
    """Why a case comes first; the smaller, the more urgent."""

    slot = 1
    line = 2
    deadline = 3
    lapse = 4
    payer_late = 5
    silence = 6
    our_turn = 7
    next_step = 8
    waiting = 9
    done = 10

    @property
    def words(self) -> str:
        """The risk as people say it."""
        return _WORDS[self]


_WORDS = {
    Risk.slot: "slot at risk",
    Risk.line: "48-hour line",
    Risk.deadline: "deadline",
    Risk.lapse: "ends too early",
    Risk.payer_late: "payer is late",
    Risk.silence: "payer is silent",
    Risk.our_turn: "our turn",
    Risk.next_step: "next step",
    Risk.waiting: "waiting",
    Risk.done: "nothing to do",
}
_SLOT = (DeadlineKind.slot, DeadlineKind.needed_by, DeadlineKind.signature, DeadlineKind.order_cut_off)
_ENDINGS = (
    DeadlineKind.authorization_ends,
    DeadlineKind.exception_ends,
    DeadlineKind.agreement_ends,
    DeadlineKind.test_ends,
    DeadlineKind.plan_year_ends,
    DeadlineKind.coverage_ends,
)


class NextAction(Model):
    """What to do next in one case, and why."""

    case: str
    action: str
    reason: str
    owner: Side
    """Whose act it is, or whose answer is waited for."""
    risk: Risk
    severity: Severity = Severity.fine
    due: date | None = None
    since: date | None = None
    """Since when it waits, where it is due by no day."""
    stage: Stage | None = None

    @property
    def rank(self) -> tuple[int, date, str]:
        """Sorts a worklist: by risk, then by the day it is due or has waited since, then by case."""
        return (self.risk, self.due or self.since or date.max, self.case)


def next_action(s: Situation) -> NextAction:
    """The one thing to do next in this case."""
    end = ending(s)
    stage = stage_now(s)
    if end is not None and not end.infused:
        due = next(_from_ladder(s, stage), None)
        return due or _action(
            s, stage, Risk.done, "Nothing to do.", f"The case ended: {end.step.words}.", Side.us
        )
    found = (*_from_ladder(s, stage), *_silences(s, stage), *_our_turns(s, stage), *_ahead(s, stage))
    if not found:
        return _action(s, stage, Risk.done, "Nothing to do.", "Every step is recorded.", Side.us)
    return min(found, key=lambda each: each.rank)


def worklist(situations: Iterable[Situation]) -> tuple[NextAction, ...]:
    """The next action of every case, the most urgent first."""
    return tuple(sorted((next_action(s) for s in situations), key=lambda each: each.rank))


def _from_ladder(s: Situation, stage: Stage | None) -> Iterator[NextAction]:
    for each in deadlines(s):
        risk = _risk(s, each)
        if risk:
            yield NextAction(
                case=s.case.id,
                action=each.next_step,
                reason=each.what,
                owner=each.owner,
                risk=risk,
                severity=each.severity,
                due=each.on,
                stage=stage,
            )


def _risk(s: Situation, each: Deadline) -> Risk | None:
    near = (each.on - s.today).days <= s.practice.soon_days
    if each.kind in _ENDINGS:
        return Risk.lapse if each.at_risk else None
    if not near:
        return None
    if each.kind is DeadlineKind.slot:
        return Risk.slot if each.at_risk else None
    if each.kind in _SLOT:
        return Risk.slot
    if each.kind is DeadlineKind.collection_line:
        return Risk.line
    if each.owner is Side.payer:
        return Risk.payer_late if each.severity is Severity.late else None
    return Risk.deadline


def _silences(s: Situation, stage: Stage | None) -> Iterator[NextAction]:
    for each in silences(s):
        if each.business_days >= s.practice.silence_days:
            action = f"Ask the payer about the {each.kind.words}."
            yield _action(s, stage, Risk.silence, action, each.words, Side.payer, since=each.heard)


def _our_turns(s: Situation, stage: Stage | None) -> Iterator[NextAction]:
    for found, action in ours(s):
        since = f" since {day_in_words(found.clock.since)}" if found.clock.since else ""
        reason = (
            f"It is our turn{since}: {found.clock.because.words if found.clock.because else found.stands}."
        )
        yield _action(s, stage, Risk.our_turn, action, reason, Side.us, since=found.clock.since)


def _ahead(s: Situation, stage: Stage | None) -> Iterator[NextAction]:
    step = next_step(s, stage)
    if step:
        risk = Risk.next_step if step.owner is Side.us else Risk.waiting
        yield _action(s, stage, risk, step.action, step.reason, step.owner)
    for kind in ApprovalKind:
        clock = clock_of(s, kind)
        if clock.side is Side.payer and clock.since:
            reason = f"With the payer since {day_in_words(clock.since)}, {clock.days_payer} days in all."
            yield _action(s, stage, Risk.waiting, f"Wait for the payer: {kind.words}.", reason, Side.payer)


def _action(
    s: Situation,
    stage: Stage | None,
    risk: Risk,
    action: str,
    reason: str,
    owner: Side,
    *,
    since: date | None = None,
) -> NextAction:
    return NextAction(
        case=s.case.id, action=action, reason=reason, owner=owner, risk=risk, since=since, stage=stage
    )
