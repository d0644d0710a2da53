"""Checks of dates: nothing may lapse before the episode it pays for is over. All days are inclusive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sca_toolkit.case import Authorization, Component
from sca_toolkit.checks.finding import Evidence, Finding
from sca_toolkit.clauses import Stance
from sca_toolkit.terms import AgreementTerms, contract_date, last_window_day
from sca_toolkit.timeline import WINDOW_WHEN_UNSAID


def last_paid_day(terms: AgreementTerms) -> date | None:
    """Planned Day 0 plus the inclusion window; None while no infusion is planned."""
    if terms.episode.projected_day0 is None:
        return None
    window = last_window_day(terms.payment)
    return terms.episode.projected_day0 + timedelta(days=WINDOW_WHEN_UNSAID if window is None else window)


def nothing_lapses(terms: AgreementTerms, evidence: Evidence) -> Iterator[Finding]:
    """Check 3: agreement and authorizations last until the part of the episode they cover is over."""
    last = last_paid_day(terms)
    if last is None:
        yield Finding(
            "lapse",
            "SCA-12",
            "episode.projected_day0",
            "No infusion is planned, so nobody can say whether approvals last long enough.",
            "Enter the planned infusion date.",
            blocking=False,
        )
        return
    end = terms.period.end_date
    if end and end < last:
        yield Finding(
            "agreement-lapses",
            "SCA-35",
            "period.end_date",
            f"The agreement ends on {contract_date(end)}, before the window closes on {contract_date(last)}.",
            "Move the end date past the window.",
        )
    for index, approval in enumerate(terms.authorization.approvals):
        needed = _needed_until(approval, terms, evidence, last)
        if needed and approval.valid_to and approval.valid_to < needed:
            yield Finding(
                "authorization-lapses",
                "SCA-10",
                f"authorization.approvals[{index}].valid_to",
                f"The {approval.component.words} authorization ends on {contract_date(approval.valid_to)}, "
                f"before {contract_date(needed)}.",
                "Ask for an extension in writing before the collection starts.",
            )


def _needed_until(
    approval: Authorization, terms: AgreementTerms, evidence: Evidence, last: date
) -> date | None:
    planned = evidence.case.dates if evidence.case else None
    match approval.component:
        case Component.evaluation:
            return planned.evaluation if planned else None
        case Component.collection:
            return planned.collection if planned else None
        case Component.lymphodepletion:
            return planned.lymphodepletion if planned else None
        case Component.product:
            return terms.episode.projected_day0
    return last


def plan_year(terms: AgreementTerms, _: Evidence) -> Iterator[Finding]:
    """Check 9: an infusion after the plan year needs a rule that keeps the payer; the payer's own rule does not."""
    day0, end = terms.episode.projected_day0, terms.member.plan_year_end
    if not day0 or not end or day0 <= end:
        return
    choice = terms.positions.get("SCA-36")
    unsafe = choice is not None and choice.position is Stance.payer
    yield Finding(
        "plan-year",
        "SCA-36",
        "member.plan_year_end",
        f"The infusion is planned for {contract_date(day0)}, after the plan year ends on {contract_date(end)}.",
        "Choose our or the middle position on coverage change, so that the payer at the start pays to the end."
        if unsafe
        else "Confirm next year's coverage in writing; cost share starts anew.",
        blocking=unsafe,
    )
