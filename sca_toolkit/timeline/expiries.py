"""What ends: authorizations, exception, agreement, test results, plan year, coverage. Judged at the planned date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sca_toolkit.case import ClinicalCriterion, Component
from sca_toolkit.events import Side, Step
from sca_toolkit.payer import in_force, on
from sca_toolkit.payer.words import day_in_words
from sca_toolkit.timeline.ages import Age, JudgedAt, age_of
from sca_toolkit.timeline.approvals import Approval, approval, authorization
from sca_toolkit.timeline.calendar import Due
from sca_toolkit.timeline.deadline import Deadline, counting_of, deadline
from sca_toolkit.timeline.kinds import ApprovalKind, DeadlineKind, Status
from sca_toolkit.timeline.needs import infusion_day, planned_or_done
from sca_toolkit.timeline.situation import Situation
from sca_toolkit.timeline.tracks import PARTS, needed_parts

_GIVEN = (Status.approved, Status.expiring, Status.expired)


def that_end(s: Situation) -> Iterator[Deadline]:
    """Everything that ends before, or near, the day it is needed for."""
    for part in PARTS:
        if not planned_or_done(s, part)[1]:
            yield from _ends(
                s, authorization(s, part), DeadlineKind.authorization_ends, "an extension in writing"
            )
    infused, done = infusion_day(s)
    if not done:
        exception = approval(s, ApprovalKind.network_exception)
        yield from _ends(s, exception, DeadlineKind.exception_ends, "a new exception")
        yield from _tests(s)
        yield from _coverage(s, infused)
    agreed = approval(s, ApprovalKind.agreement)
    if agreed.needed_until is None or agreed.needed_until >= s.today:
        yield from _ends(s, agreed, DeadlineKind.agreement_ends, "a signed extension")


def _ends(s: Situation, found: Approval, kind: DeadlineKind, ask_for: str) -> Iterator[Deadline]:
    if found.status not in _GIVEN or found.valid_to is None:
        return
    short = found.needed_until is not None and found.valid_to < found.needed_until
    need = day_in_words(found.needed_until) if found.needed_until else "a day not planned yet"
    last = day_in_words(found.valid_to)
    extends = kind is DeadlineKind.agreement_ends and s.agreement.extension
    notes = [
        f"It extends by itself by {s.agreement.extension} while the episode is unfinished."
        if extends
        else "",
        "The last day is not written; it follows from how long this payer’s approvals last."
        if found.expected
        else "",
    ]
    yield deadline(
        s,
        kind,
        Due(found.valid_to),
        what=f"The {found.name} ends on {last}, before {need}."
        if short
        else f"The {found.name} ends on {last}; it is needed until {need}.",
        counted_from="its last day, as the payer’s approvals usually last"
        if found.expected
        else "its last day",
        source=f"reference {found.reference}" if found.reference else "the approval",
        next_step=f"Ask for {ask_for}." if short else "Nothing while the plan holds.",
        owner=Side.us,
        parts=(found.component,) if found.component else (),
        at_risk=short and not extends,
        judged_at=found.needed_until,
        note=" ".join(note for note in notes if note) or None,
    )


def _tests(s: Situation) -> Iterator[Deadline]:
    for row in s.case.criteria:
        age = age_of(row.valid_for or _payers_limit(s, row))
        if row.as_of and age:
            yield from _test(s, row, row.as_of, age)


def _test(s: Situation, row: ClinicalCriterion, tested: date, age: Age) -> Iterator[Deadline]:
    judged, day = _judged(s, age)
    if judged is JudgedAt.request and _requested(s):
        return  # it counted when it was sent; the payer asks if it did not
    due = s.practice.calendar.after(tested, age.length)
    short = day is not None and due.on < day
    about = f"“{row.criterion}”"
    event = (
        "request"
        if judged is JudgedAt.request
        else f"{judged} planned for {day_in_words(day)}"
        if day
        else judged
    )
    yield deadline(
        s,
        DeadlineKind.test_ends,
        due,
        what=f"The result for {about} of {day_in_words(tested)} counts until {day_in_words(due.on)}"
        + (f", before the {event}." if short else f"; it must reach the {event}."),
        counted_from=f"{age.length} after the result of {day_in_words(tested)}",
        counting=counting_of(age.length),
        source=row.source or "the case’s criteria",
        next_step="Send the request before that day." if judged is JudgedAt.request else _repeat(short),
        owner=Side.us,
        subject=row.criterion.casefold(),
        at_risk=short,
        judged_at=day,
    )


def _requested(s: Situation) -> bool:
    """Whether every part that is needed has been asked for, or stands as approved in the case."""
    started = (authorization(s, part).status is not Status.not_started for part in needed_parts(s))
    return s.last(Step.pa_submitted) is not None or all(started)


def _repeat(short: bool) -> str:
    return "Plan to repeat the test." if short else "Nothing while the plan holds."


def _judged(s: Situation, age: Age) -> tuple[JudgedAt, date | None]:
    """The event a result must reach, and its planned day; a collection already done gives way to the infusion."""
    judged = age.judged_at or JudgedAt(s.practice.tests_judged_at)
    if judged is JudgedAt.request:
        return judged, s.today
    day, done = planned_or_done(s, _PARTS[judged])
    if done or day is None:
        return JudgedAt.infusion, infusion_day(s)[0]
    return judged, day


_PARTS = {
    JudgedAt.collection: Component.collection,
    JudgedAt.lymphodepletion: Component.lymphodepletion,
    JudgedAt.infusion: Component.product,
}


def _payers_limit(s: Situation, row: ClinicalCriterion) -> str | None:
    """How old the payer lets the result of the same name be."""
    rows = in_force(s.profile.criteria, s.today) if s.profile else ()
    named = (entry.value for entry in rows if entry.value.criterion.casefold() == row.criterion.casefold())
    return next((each.valid_for for each in named if each.valid_for), None)


def _coverage(s: Situation, infused: date | None) -> Iterator[Deadline]:
    coverage, listed = s.case.coverage, "the case’s coverage"
    rule = on(s.profile.plan_year_end, s.today) if s.profile else None
    usual = rule.end_after(s.today) if rule else None
    year = coverage.plan_year_end or usual
    if year and not _checked_since(s, year):
        source = listed if coverage.plan_year_end else "the payer’s profile"
        yield _end_of(s, DeadlineKind.plan_year_ends, year, infused, source)
    if coverage.ends:
        yield _end_of(s, DeadlineKind.coverage_ends, coverage.ends, infused, listed)


_ASK = {
    DeadlineKind.plan_year_ends: "Confirm next year’s coverage in writing; cost share starts anew.",
    DeadlineKind.coverage_ends: "Ask who pays after that day.",
}


def _end_of(s: Situation, kind: DeadlineKind, day: date, infused: date | None, source: str) -> Deadline:
    short = infused is not None and infused > day
    name = "plan year" if kind is DeadlineKind.plan_year_ends else "coverage"
    planned = (
        f"the infusion planned for {day_in_words(infused)}" if infused else "an infusion not planned yet"
    )
    where = f", before {planned}" if short else f"; judged against {planned}"
    return deadline(
        s,
        kind,
        Due(day),
        what=f"The {name} ends on {day_in_words(day)}{where}.",
        counted_from="its last day",
        source=source,
        next_step=_ASK[kind] if short else "Nothing while the plan holds.",
        owner=Side.us,
        at_risk=short,
        judged_at=infused,
    )


def _checked_since(s: Situation, year_end: date) -> bool:
    """Whether the benefits of the next plan year have been answered."""
    answered = s.last(Step.benefits_answered)
    return answered is not None and s.day_of(answered.at) > year_end
