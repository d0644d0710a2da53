"""Gates: steps that wait for an approval. Each is hard, warns, or is off, as the center decides.

A gate that was passed while it was closed stays a finding: the service was given without the approval.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from sca_toolkit.case import Component
from sca_toolkit.events import Event, Side, Step
from sca_toolkit.payer.words import day_in_words
from sca_toolkit.timeline.approvals import Approval, approval, authorization
from sca_toolkit.timeline.kinds import ApprovalKind, Gate, GateMode, Status
from sca_toolkit.timeline.needs import first_day
from sca_toolkit.timeline.orders import sign_offs
from sca_toolkit.timeline.situation import Situation, once
from sca_toolkit.timeline.tracks import needed_parts
from sca_toolkit.values import Model, dollars

GUARDED = {
    Gate.collection_needs_authorization: Step.collected,
    Gate.collection_needs_agreement: Step.collected,
    Gate.order_needs_exposure_approved: Step.order_placed,
    Gate.order_needs_approval: Step.order_placed,
    Gate.agreement_waits_for_authorization: Step.agreement_requested,
}
"""The step that each gate guards."""


class GateFinding(Model):
    """One reason why a gate is closed."""

    gate: Gate
    mode: GateMode
    guards: Step
    """The step that waits."""
    component: Component | None = None
    sentence: str
    opens: str
    """What to do to open it, as an instruction, and who has the turn."""
    passed: bool = False
    """True when the step was taken all the same."""

    @property
    def stops(self) -> bool:
        """Whether the step must not be recorded without a word: a hard gate that has not been passed yet."""
        return self.mode is GateMode.hard and not self.passed


@once
def check_gates(s: Situation, before: Step | None = None) -> tuple[GateFinding, ...]:
    """Why gates are closed. With `before`, those in front of that step only; a gate that is off says nothing."""
    found: list[GateFinding] = []
    for gate, step in GUARDED.items():
        mode = s.practice.gates[gate]
        if mode is not GateMode.off and before in (None, step):
            found += _of_gate(s, gate, mode, step)
    return tuple(found)


def _of_gate(s: Situation, gate: Gate, mode: GateMode, step: Step) -> Iterator[GateFinding]:
    taken = s.last(step) if s.done(step) else None
    then = replace(s, as_of=taken.at) if taken else s
    for part, sentence, opens in _REASONS[gate](then):
        yield GateFinding(
            gate=gate,
            mode=mode,
            guards=step,
            component=part,
            sentence=_past(s, taken, sentence) if taken else sentence,
            opens=opens,
            passed=taken is not None,
        )


Reason = tuple[Component | None, str, str]


def _collection_authorized(s: Situation) -> Iterator[Reason]:
    day = first_day(s)
    wanted = [part for part in s.practice.collection_needs if part in needed_parts(s)]
    for part in wanted:
        found = authorization(s, part)
        why = _why_not(found, day)
        if why:
            yield part, f"No collection yet: the {found.name} {why}.", _how(found)


def _collection_agreed(s: Situation) -> Iterator[Reason]:
    found = approval(s, ApprovalKind.agreement)
    day, effective = first_day(s), s.agreement.effective
    why = _why_not(found, day, "is not signed by both sides")
    if why is None and found.status is not Status.not_needed and effective and day and effective > day:
        why = f"starts on {day_in_words(effective)}, after the collection on {day_in_words(day)}"
        yield None, f"No collection yet: the agreement {why}.", "Agree on an earlier first day."
    elif why:
        yield None, f"No collection yet: the agreement {why}.", _how(found)


def _order_approved(s: Situation) -> Iterator[Reason]:
    found = sign_offs(s)
    if found.complete:
        return
    money = f" of {dollars(found.amount)}" if found.amount is not None else ""
    if found.missing:
        amount = (
            "" if found.amount is not None else " Its amount is not recorded, so the widest list applies."
        )
        missing = ", ".join(found.missing)
        yield (
            None,
            f"No purchase order yet: an order{money} needs the approval of {missing}.{amount}",
            f"Get the purchase order approved by {missing}.",
        )
    else:
        yield (
            None,
            f"No purchase order yet: nobody has approved an order{money}.",
            "Get the purchase order approved, and record who approved it.",
        )


def _exposure_approved(s: Situation) -> Iterator[Reason]:
    if s.last(Step.exposure_approved) is None:
        yield (
            None,
            "No purchase order yet: the authorizing body has not approved the financial exposure.",
            "Get the financial exposure approved by billing, finance and clinical administration.",
        )


def _agreement_waits(s: Situation) -> Iterator[Reason]:
    for part in needed_parts(s):
        found = authorization(s, part)
        if not found.status.holds:
            yield (
                part,
                f"No request for an agreement yet: the {found.name} {_why_not(found, None)}.",
                _how(found),
            )


_REASONS = {
    Gate.collection_needs_authorization: _collection_authorized,
    Gate.collection_needs_agreement: _collection_agreed,
    Gate.order_needs_exposure_approved: _exposure_approved,
    Gate.order_needs_approval: _order_approved,
    Gate.agreement_waits_for_authorization: _agreement_waits,
}
_WHY = {
    Status.not_started: "has not been asked for",
    Status.requested: "is not decided",
    Status.information_asked: "waits for what the payer asked for",
    Status.denied: "is denied",
}


def _why_not(found: Approval, day: date | None, undecided: str | None = None) -> str | None:
    """What is wrong with an approval on `day`; None when it holds until then."""
    if found.status in _WHY:
        return undecided if undecided and found.status is Status.requested else _WHY[found.status]
    if found.valid_to and (found.status is Status.expired or (day and found.valid_to < day)):
        late = f", before {day_in_words(day)}" if day and found.valid_to < day else ""
        return f"ends on {day_in_words(found.valid_to)}{late}"
    return None


def _how(found: Approval) -> str:
    turn, since = found.clock.side, found.clock.since
    if found.status in (Status.expired, Status.expiring, Status.approved):
        return f"Get a written extension of the {found.name}."
    if turn and since:
        waiting = day_in_words(since)
        if turn is Side.payer:
            return f"Ask the payer for the {found.name}: it is the payer’s turn since {waiting}."
        return f"Send what is due from us for the {found.name}: it is our turn since {waiting}."
    return (
        f"Appeal the {found.name}, or ask again."
        if found.status is Status.denied
        else f"Ask for the {found.name}."
    )


def _past(s: Situation, taken: Event, sentence: str) -> str:
    done = f"{taken.step.words[0].upper()}{taken.step.words[1:]} on {day_in_words(s.day_of(taken.at))}"
    return f"{done} although {sentence.split(': ', 1)[1]}"
