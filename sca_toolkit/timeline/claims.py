"""Deadlines after the treatment: the first claim and a corrected one.

The agreement comes before the payer's usual limit. Where nobody says from which event the limit is counted, it is
counted from the day of service, which is the earliest and so the safe one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sca_toolkit.events import Side, Step
from sca_toolkit.payer import ClockStart, on
from sca_toolkit.payer.words import day_in_words
from sca_toolkit.timeline.approvals import approval
from sca_toolkit.timeline.deadline import Deadline, counting_of, deadline
from sca_toolkit.timeline.kinds import ApprovalKind, DeadlineKind
from sca_toolkit.timeline.rulings import ruling
from sca_toolkit.timeline.situation import Situation
from sca_toolkit.timeline.tracks import asked_parts
from sca_toolkit.values import Duration


def of_claims(s: Situation) -> Iterator[Deadline]:
    """Until when claims may be filed; nothing before there is a service to bill."""
    filed, denied, paid = s.last(Step.claim_filed), s.last(Step.claim_denied), s.last(Step.claim_paid)
    if paid and (denied is None or paid.at >= denied.at):
        return
    if filed is None:
        yield from _claim(s, DeadlineKind.claim, s.agreement.filing or _usual(s, "initial"))
    elif denied and filed.at <= denied.at:
        yield from _claim(
            s, DeadlineKind.corrected_claim, s.agreement.corrected_filing or _usual(s, "corrected")
        )


def _claim(s: Situation, kind: DeadlineKind, within: Duration | None) -> Iterator[Deadline]:
    day, label, assumed = _start(s)
    if within is None or day is None:
        return
    due = s.practice.calendar.after(day, within)
    corrected = kind is DeadlineKind.corrected_claim
    yield deadline(
        s,
        kind,
        due,
        what=f"The {'corrected ' if corrected else ''}claim must be filed by {day_in_words(due.on)}.",
        counted_from=f"{within} after {label} on {day_in_words(day)}",
        counting=counting_of(within),
        source="the agreement" if _agreed(s, kind) else "the payer’s profile",
        next_step="Send the corrected claim."
        if corrected
        else "File the claim with the agreement’s reference.",
        owner=Side.us,
        note="Nobody says from which event it is counted; the earliest one is taken." if assumed else None,
    )


def _agreed(s: Situation, kind: DeadlineKind) -> bool:
    return (s.agreement.filing if kind is DeadlineKind.claim else s.agreement.corrected_filing) is not None


def _usual(s: Situation, which: str) -> Duration | None:
    found = on(getattr(s.profile.timely_filing, which), s.today) if s.profile else None
    return found if isinstance(found, Duration) else None


def _start(s: Situation) -> tuple[date | None, str, bool]:
    """The day from which the limit runs, what it is, and whether that was assumed."""
    profile = on(s.profile.timely_filing.clock_start, s.today) if s.profile else None
    rule = s.agreement.filing_starts or profile
    service = s.done(Step.infused) or s.done(Step.collected)
    if rule is None:
        return service, "the day of service", True
    signed = approval(s, ApprovalKind.agreement).decided
    signature = s.day_of(signed) if signed else None
    phase_end = s.done(Step.discharged) or s.done(Step.infused)
    days: dict[ClockStart, date | None] = {
        ClockStart.date_of_service: service,
        ClockStart.discharge: s.done(Step.discharged)
        or (None if s.last(Step.admitted) else s.done(Step.infused)),
        ClockStart.last_service_in_phase: phase_end,
        ClockStart.agreement_signature: signature if service else None,
        ClockStart.authorization: _authorized(s) if service else None,
        ClockStart.later_of_phase_end_and_signature: max(phase_end, signature)
        if phase_end and signature
        else phase_end,
    }
    return days[rule], rule.words, False


def _authorized(s: Situation) -> date | None:
    moments = [ruling(s, ApprovalKind.prior_authorization, part).decided for part in asked_parts(s)]
    return max((s.day_of(moment) for moment in moments if moment), default=None)
