"""An event as it is written, and which events count. Every case is invented."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sca_toolkit.events import DelayReason, Detail, Event, Stage, Step, standing

NOON = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)


def event(step: Step = Step.note, at: datetime = NOON, **more: Any) -> Event:
    return Event(case="CASE-1", step=step, at=at, **more)


def test_a_time_without_its_zone_is_refused() -> None:
    with pytest.raises(ValidationError, match="has no time zone"):
        event(at=datetime(2026, 11, 22, 12, 0))  # noqa: DTZ001


def test_an_unknown_step_is_refused() -> None:
    with pytest.raises(ValidationError):
        Event.model_validate({"case": "CASE-1", "step": "aproved", "at": NOON})


def test_a_loss_without_its_reason_is_refused() -> None:
    with pytest.raises(ValidationError, match="why the patient was lost"):
        event(Step.lost_while_waiting)
    assert event(Step.lost_while_waiting, note="progression").ends_case


def test_details_are_read_with_their_types() -> None:
    held = event(
        Step.slot_booked,
        details={
            "planned": "2026-12-03",
            "cut_off": "2026-11-30T17:00:00-05:00",
            "amount": "$523,100",
            "own": "x",
        },
    )
    assert held.moment(Detail.planned) == date(2026, 12, 3)
    assert held.moment(Detail.cut_off) == datetime(2026, 11, 30, 22, 0, tzinfo=UTC)
    assert held.money() == Decimal("523100.00")
    assert held.day(Detail.valid_to) is None


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("valid_to", "12/31/2026"),
        ("valid_to", "2026-02-30"),
        ("planned", "2026-12-03T10:00"),
        ("amount", "a lot"),
        ("amount", "-5"),
        ("urgency", "fast"),
        ("outcome", "yes"),
    ],
)
def test_a_detail_that_cannot_be_read_is_refused_by_its_key(key: str, text: str) -> None:
    with pytest.raises(ValidationError, match=f"`{key}`"):
        event(details={key: text})


def test_a_corrected_event_no_longer_counts_and_a_removed_one_never_happened() -> None:
    wrong = event(Step.pa_approved)
    right = event(Step.pa_approved, at=NOON + timedelta(days=1), corrects=wrong.id)
    mistaken = event(Step.collected)
    gone = event(Step.collected, corrects=mistaken.id, removed=True)
    assert standing((wrong, right, mistaken, gone)) == (right,)


def test_a_correction_may_itself_be_corrected() -> None:
    first = event(Step.pa_approved)
    second = event(Step.pa_approved, corrects=first.id)
    third = event(Step.pa_denied, corrects=second.id)
    assert standing((first, second, third)) == (third,)


@given(st.permutations([event(Step.referred, NOON + timedelta(hours=hour)) for hour in range(6)]))
def test_the_order_of_entry_does_not_matter(entered: list[Event]) -> None:
    assert [each.at for each in standing(tuple(entered))] == sorted(each.at for each in entered)


def test_every_step_of_the_journey_belongs_to_one_stage() -> None:
    assert {step.stage for step in Step} == {*Stage, None}
    assert Step.collected.stage is Stage.collection
    assert Step.contact_made.stage is None


@pytest.mark.parametrize(
    ("reason", "levels"),
    [
        (DelayReason.capacity, ("capacity",)),
        (DelayReason.clinical, ("clinical or operational",)),
        (DelayReason.agreement, ("financial agreement",)),
        (DelayReason.agreement_lengthy_approval, ("financial agreement", "lengthy approval")),
        (
            DelayReason.authorization_many_steps,
            ("prior authorization", "administrative burden", "multiple authorization steps"),
        ),
        (DelayReason.order_approval, ("approval of the product order",)),
    ],
)
def test_a_delay_is_told_in_up_to_three_levels(reason: DelayReason, levels: tuple[str, ...]) -> None:
    assert reason.levels == levels


def test_capacity_is_a_flag_and_not_days() -> None:
    assert [reason for reason in DelayReason if not reason.measured_in_days] == [DelayReason.capacity]
