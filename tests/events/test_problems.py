"""What cannot be right in a case's events is told, and what can be right is left alone. Every case is invented."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sca_toolkit.events import Event, Step, implausible

START = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
AS_OF = datetime(2026, 12, 31, 15, 0, tzinfo=UTC)


def on(day: float, step: Step, **more: Any) -> Event:
    return Event(case="CASE-1", step=step, at=START + timedelta(days=day), **more)


def told(*events: Event, as_of: datetime = AS_OF) -> list[str]:
    return [problem.message for problem in implausible(events, as_of)]


def test_an_ordinary_case_has_no_problem() -> None:
    steps = (
        Step.referred, Step.benefits_requested, Step.benefits_answered, Step.pa_submitted, Step.pa_approved,
        Step.agreement_requested, Step.payer_replied, Step.draft_sent, Step.payer_signed, Step.center_signed,
        Step.order_requested, Step.order_approved, Step.collected, Step.product_received,
        Step.lymphodepletion_started, Step.infused,
    )  # fmt: skip
    assert told(*(on(day, step) for day, step in enumerate(steps))) == []


def test_an_end_before_its_start_names_both_days() -> None:
    found = told(on(5, Step.pa_submitted), on(3, Step.pa_approved))
    assert found == [
        "Prior authorization approved on Nov 5, 2026 comes before prior authorization submitted on Nov 7, 2026."
    ]


def test_an_answer_on_the_day_of_the_question_is_fine_when_one_time_is_unknown() -> None:
    """The question is known by its day only and stands at noon; the answer came at 10 a.m. of the same day."""
    asked = on(0.2, Step.benefits_requested, time_known=False)
    assert told(asked, on(0.1, Step.benefits_answered)) == []
    assert told(on(0.2, Step.benefits_requested), on(0.1, Step.benefits_answered)) != []


def test_a_decision_without_a_request_is_not_a_problem() -> None:
    assert told(on(3, Step.pa_approved)) == []


def test_an_event_in_the_future_is_told() -> None:
    later = on(1, Step.collected)
    assert "is in the future" in told(later, as_of=later.at - timedelta(minutes=1))[0]
    assert told(later, as_of=later.at) == []


def test_a_day_known_without_its_time_may_be_today() -> None:
    today = on(1, Step.collected, time_known=False)
    assert told(today, as_of=today.at - timedelta(hours=4)) == []
    assert told(today, as_of=today.at - timedelta(hours=13)) != []


def test_two_signatures_of_one_side_are_told_unless_the_agreement_was_revised() -> None:
    assert told(on(1, Step.payer_signed), on(2, Step.payer_signed)) == [
        "The agreement is signed by the payer twice."
    ]
    assert told(on(1, Step.payer_signed), on(2, Step.revised), on(3, Step.payer_signed)) == []
    assert told(on(1, Step.payer_signed), on(2, Step.center_signed)) == []


def test_an_infusion_after_the_end_is_told_once() -> None:
    found = told(on(1, Step.withdrawn), on(2, Step.infused))
    assert len(found) == 1
    assert "already ended" in found[0]


@pytest.mark.parametrize(("end", "wrong"), [("2026-11-01", True), ("2026-11-20", False)])
def test_an_approval_that_ended_before_it_was_given_is_told(end: str, wrong: bool) -> None:
    assert bool(told(on(1, Step.pa_approved, details={"valid_to": end}))) is wrong


def test_an_approval_that_ends_before_it_starts_blocks() -> None:
    dates = {"valid_from": "2026-12-02", "valid_to": "2026-12-01"}
    (problem,) = implausible((on(1, Step.pa_approved, details=dates),), AS_OF)
    assert problem.blocking


def test_a_correction_of_nothing_and_two_corrections_of_one_event_are_told() -> None:
    first = on(1, Step.pa_approved)
    assert "does not have" in told(on(2, Step.pa_denied, corrects="nothing"))[0]
    both = told(first, on(1, Step.pa_denied, corrects=first.id), on(1, Step.pa_approved, corrects=first.id))
    assert all("corrected more than once" in message for message in both)
    assert len(both) == 2


def test_two_events_with_one_id_are_told() -> None:
    assert "Two events carry the id" in told(on(1, Step.note, id="a"), on(2, Step.note, id="a"))[0]


def test_a_resumption_needs_a_pause() -> None:
    assert told(on(1, Step.resumed)) == ["The case was resumed without having been paused."]
    assert told(on(1, Step.paused), on(2, Step.resumed)) == []
