"""Stages, path, ends and restarts, by hand calculation. Every case is invented."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sca_toolkit.case import Component
from sca_toolkit.events import DelayReason, Event, Stage, Step
from sca_toolkit.timeline import (
    between,
    capacity_flag,
    delays,
    intervals,
    journey,
    stage_now,
    stage_since,
    stamps,
)
from tests.timeline.situations import at, authorized, case, happened, situation

WHOLE = (
    happened("referred", "09-01"),
    happened("consulted", "09-04"),
    happened("benefits_requested", "09-04"),
    happened("benefits_answered", "09-11"),
    happened("pa_submitted", "09-14"),
    happened("agreement_requested", "09-16"),
    happened("payer_replied", "09-20"),
    happened("pa_approved", "09-24"),
    happened("terms_agreed", "10-02"),
    happened("payer_signed", "10-05"),
    happened("center_signed", "10-06"),
    happened("order_requested", "10-06"),
    happened("order_placed", "10-08"),
    happened("collected", "10-12"),
    happened("product_received", "11-05"),
    happened("lymphodepletion_started", "11-09"),
    happened("admitted", "11-13"),
    happened("infused", "11-14"),
    happened("discharged", "11-20"),
)


@pytest.mark.parametrize(
    ("as_of", "stage", "since"),
    [
        ("09-02", Stage.identification, "09-01"),
        ("09-05", Stage.benefits, "09-04"),
        ("09-12", Stage.authorization, "09-11"),
        ("09-20", Stage.authorization, "09-11"),
        ("09-25", Stage.agreement, "09-24"),
        ("10-07", Stage.collection, "10-06"),
        ("10-13", Stage.manufacturing, "10-12"),
        ("11-06", Stage.lymphodepletion, "11-05"),
        ("11-15", Stage.infusion, "11-14"),
        ("11-21", Stage.follow_up, "11-20"),
    ],
)
def test_the_stage_is_the_lowest_one_that_is_not_finished(as_of: str, stage: Stage, since: str) -> None:
    found = journey(situation(*WHOLE, as_of=as_of))
    assert (found.stage, found.since) == (stage, date.fromisoformat(f"2026-{since}"))


def test_a_stage_worked_on_in_parallel_is_open_beside_it() -> None:
    assert journey(situation(*WHOLE, as_of="09-20")).also_open == (Stage.agreement,)


def test_spans_overlap_and_the_path_does_not() -> None:
    """Authorization 14 to 24 September (10 days) and agreement 16 September to 6 October (20 days) overlap by 8.

    The path gives September 11 to 24 (13) to the authorization and 24 September to 6 October (12) to the agreement.
    """
    found = journey(situation(*WHOLE, as_of="11-21"))
    spans = {span.stage: span.days for span in found.spans}
    assert (spans[Stage.authorization], spans[Stage.agreement]) == (10, 20)
    path = {leg.stage: leg.days for leg in found.path}
    assert (path[Stage.authorization], path[Stage.agreement]) == (13, 12)


def test_days_are_split_into_ours_to_shorten_and_not() -> None:
    """September 1 to November 14 are 74 days: 41 to the collection on October 12, then 33 outside our control."""
    found = journey(situation(*WHOLE, as_of="11-21"))
    assert (found.days, found.days_in_our_control, found.days_outside_our_control) == (74, 41, 33)


def test_a_center_may_say_that_a_stage_is_in_its_control() -> None:
    found = journey(situation(*WHOLE, as_of="11-21", practice={"outside_control": ["manufacturing"]}))
    assert found.days_outside_our_control == 24


def test_a_stage_the_center_does_not_use_is_passed_over() -> None:
    used = ["authorization", "agreement", "collection", "infusion"]
    s = situation(*WHOLE, as_of="09-02", practice={"stages": used})
    assert stage_now(s) is Stage.authorization


def test_a_benefit_check_nobody_recorded_does_not_hold_the_case() -> None:
    assert (
        stage_now(situation(happened("referred", "11-02"), happened("pa_submitted", "11-04")))
        is Stage.authorization
    )


def test_a_new_question_opens_the_benefit_check_again() -> None:
    events = (happened("benefits_answered", "11-04"), happened("benefits_requested", "11-06"))
    assert stage_now(situation(*events)) is Stage.benefits
    assert stage_now(situation(*events, happened("benefits_answered", "11-08"))) is Stage.authorization


def test_cells_collected_without_papers_are_past_the_paper_stages() -> None:
    assert (
        stage_now(situation(happened("pa_submitted", "11-04"), happened("collected", "11-10")))
        is Stage.manufacturing
    )


def test_an_agreement_asked_for_first_does_not_skip_the_authorization() -> None:
    assert stage_now(situation(happened("agreement_requested", "11-04"))) is Stage.authorization


def test_no_agreement_stage_where_a_contract_covers_it() -> None:
    s = situation(*authorized(), profile={"contract": [{"state": "covers"}]})
    assert stage_now(s) is Stage.collection


def test_the_authorization_stage_lasts_until_every_part_asked_for_is_approved() -> None:
    events = (
        happened("pa_submitted", "11-04", part="product"),
        happened("pa_submitted", "11-05", part="stay"),
        happened("pa_approved", "11-09", part="product"),
    )
    assert stage_now(situation(*events)) is Stage.authorization
    assert stage_now(situation(*events, happened("pa_approved", "11-10", part="stay"))) is Stage.agreement


def test_a_failed_product_brings_the_case_back_to_the_collection() -> None:
    events = (*WHOLE[:14], happened("manufacturing_failed", "11-01"))
    found = journey(situation(*events, as_of="11-03"))
    assert (found.stage, found.since) == (Stage.collection, date(2026, 11, 1))
    again = journey(situation(*events, happened("collected", "11-10"), as_of="11-12"))
    assert again.stage is Stage.manufacturing


def test_an_outpatient_infusion_without_a_stay_goes_to_follow_up() -> None:
    assert (
        stage_now(situation(happened("collected", "10-12"), happened("infused", "11-14"))) is Stage.follow_up
    )


@pytest.mark.parametrize("step", ["withdrawn", "lost_while_waiting", "moved_to_other_payer"])
def test_an_end_stops_the_count_and_keeps_its_reason(step: str) -> None:
    ended = happened(step, "09-30", note="progression", reason=DelayReason.clinical)
    found = journey(situation(*WHOLE[:8], ended))
    assert found.end is not None
    assert (found.end.step, found.end.why, found.end.infused) == (Step(step), "progression", False)
    assert (found.stage, found.days) == (None, 29)


def test_infusion_is_an_end_of_the_wait_and_not_of_the_case() -> None:
    found = journey(situation(*WHOLE, as_of="11-21"))
    assert found.end is not None
    assert found.end.infused
    assert found.stage is Stage.follow_up


def test_a_restart_is_not_a_revision_and_is_timed() -> None:
    """The transplant's authorization began on September 14; the restart on September 28 took back 14 days."""
    restart = happened("restarted", "09-28", note="from transplant to CAR T", reason=DelayReason.clinical)
    found = journey(situation(*WHOLE[:8], restart, happened("revised", "09-29"), as_of="10-01"))
    assert found.stage is Stage.authorization
    assert found.revisions == 1
    (only,) = found.restarts
    assert (only.stage, only.days_taken_back, only.why) == (
        Stage.authorization,
        14,
        "from transplant to CAR T",
    )


def test_a_restart_may_name_its_stage() -> None:
    restart = happened("restarted", "09-28", details={"restarts_from": "benefits"})
    assert stage_now(situation(*WHOLE[:8], restart, as_of="10-01")) is Stage.benefits


def test_a_case_without_events_stands_where_its_own_entries_put_it() -> None:
    listed = [{"component": "whole_episode", "number": "PA-1", "valid_to": "2027-03-01"}]
    assert stage_now(situation(case=case(authorizations=listed))) is Stage.agreement
    assert journey(situation()).stage is Stage.identification


STAGE_STEPS = [step for step in Step if step.stage and step is not Step.infused]


# A case may be finished (its follow-up ended) only at its end, so that the path has no hole.
STAGE_STEPS.remove(Step.follow_up_ended)


@settings(max_examples=50)
@given(st.lists(st.tuples(st.sampled_from(STAGE_STEPS), st.integers(0, 480)), min_size=1, max_size=14))
def test_the_legs_of_the_path_add_up_to_the_days_of_the_case(found: list[tuple[Step, int]]) -> None:
    events = [Event(case="CASE-1", step=step, at=at("11-01") + timedelta(hours=hour)) for step, hour in found]
    s = situation(*events)
    seen = journey(s)
    gaps = sum((after.since - (before.until or after.since)).days for before, after in pairwise(seen.path))
    assert gaps == 0
    if seen.stage is not None:
        assert seen.days == (s.today - s.day_of(s.history[0].at)).days
    assert seen.days == seen.days_in_our_control + seen.days_outside_our_control
    assert stage_since(s) == (seen.stage, seen.since)


def test_ten_moments_stand_for_the_eight_clocks() -> None:
    found = {stamp.step: stamp.on for stamp in stamps(situation(*WHOLE))}
    assert found[Step.pa_approved] == date(2026, 9, 24)
    assert found[Step.terms_agreed] == date(2026, 10, 2)
    assert found[Step.terms_loaded] is None


def test_the_days_between_two_moments_say_what_they_measure() -> None:
    """September 16 to October 6 are 20 days and 14 business days (no holiday among them)."""
    found = between(situation(*WHOLE), Step.agreement_requested, Step.center_signed)
    assert found is not None
    assert found.words == (
        "20 days (14 business days) from “agreement requested” on Sep 16, 2026 to “signed by the center” on Oct 6, 2026"
    )


def test_days_to_a_moment_that_has_not_come_are_not_known() -> None:
    assert between(situation(*WHOLE), Step.agreement_requested, Step.terms_loaded) is None
    assert len(intervals(situation(*WHOLE))) == 9 * 8 / 2


def test_the_authorization_is_decided_with_its_last_part() -> None:
    events = (
        happened("pa_submitted", "11-04", part="product"),
        happened("pa_submitted", "11-05", part="stay"),
        happened("pa_approved", "11-09", part="product"),
    )
    stamp = {each.step: each for each in stamps(situation(*events))}[Step.pa_approved]
    assert stamp.on is None
    denied = happened("pa_denied", "11-12", part="stay")
    stamp = {each.step: each for each in stamps(situation(*events, denied))}[Step.pa_approved]
    assert stamp.on == date(2026, 11, 12)


def test_terms_agreed_again_after_signature_do_not_move_the_moment() -> None:
    found = {each.step: each.on for each in stamps(situation(*WHOLE, happened("terms_agreed", "11-01")))}
    assert found[Step.terms_agreed] == date(2026, 10, 2)


def test_days_lost_to_missing_items_are_counted_once_for_all_parts() -> None:
    """Asked on November 9, answered on 13: four days, once, though the request covers four parts."""
    events = (
        happened("pa_submitted", "11-04"),
        happened("pa_information_asked", "11-09"),
        happened("pa_information_sent", "11-13"),
    )
    (only,) = delays(situation(*events))
    assert (only.reason, only.days) == (DelayReason.authorization_documents, 4)
    assert only.levels == ("prior authorization", "administrative burden", "documents")


def test_a_noted_delay_keeps_its_part_and_capacity_is_never_days() -> None:
    events = (
        happened("delay_noted", "11-04", reason=DelayReason.capacity, details={"until": "2026-11-20"}),
        happened(
            "delay_noted",
            "11-05",
            reason=DelayReason.authorization_payer_education,
            part="product",
            details={"until": "2026-11-08"},
        ),
    )
    s = situation(*events)
    first, second = delays(s)
    assert (first.days, capacity_flag(s)) == (None, True)
    assert (second.days, second.component) == (3, Component.product)
