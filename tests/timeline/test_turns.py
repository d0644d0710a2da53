"""Whose turn it is, and the days of each side, by hand calculation. Every case is invented."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sca_toolkit.events import DelayReason, Event, Side, Step
from sca_toolkit.timeline import ApprovalKind, case_clock, case_spells, clock_of, silences, spells_of
from tests.timeline.situations import agreed, at, happened, situation

AGREEMENT = ApprovalKind.agreement
PA = ApprovalKind.prior_authorization


@pytest.mark.parametrize(
    ("steps", "side"),
    [
        (("agreement_requested",), Side.payer),
        (("agreement_requested", "payer_replied"), Side.us),
        (("agreement_requested", "payer_replied", "draft_sent"), Side.payer),
        (("agreement_requested", "draft_sent", "offer_received"), Side.us),
        (("agreement_requested", "draft_sent", "offer_received", "draft_sent"), Side.payer),
        (("agreement_requested", "terms_agreed"), Side.us),
        (("agreement_requested", "payer_signed"), Side.us),
        (("agreement_requested", "center_signed"), Side.payer),
        (("agreement_requested", "payer_signed", "center_signed"), None),
        (("agreement_requested", "payer_signed", "center_signed", "revised"), Side.us),
        (("agreement_requested", "payer_signed", "center_signed", "revised", "payer_signed"), Side.us),
        (("agreement_requested", "agreement_refused"), None),
        ((), None),
    ],
)
def test_each_act_on_the_agreement_hands_the_turn_over(steps: tuple[str, ...], side: Side | None) -> None:
    events = (happened(step, f"11-{4 + day:02}") for day, step in enumerate(steps))
    assert clock_of(situation(*events), AGREEMENT).side is side


@pytest.mark.parametrize(
    ("steps", "side"),
    [
        (("pa_submitted",), Side.payer),
        (("pa_submitted", "pa_information_asked"), Side.us),
        (("pa_submitted", "peer_to_peer_held"), Side.payer),
        (("pa_submitted", "pa_denied"), Side.us),
        (("pa_submitted", "pa_denied", "appeal_filed"), Side.payer),
        (("pa_submitted", "pa_approved"), None),
    ],
)
def test_each_act_on_the_authorization_hands_the_turn_over(steps: tuple[str, ...], side: Side | None) -> None:
    events = (happened(step, f"11-{4 + day:02}") for day, step in enumerate(steps))
    assert clock_of(situation(*events), PA).side is side


def test_days_of_both_sides() -> None:
    """Asked on November 4; reply on 9 (5 payer); draft on 12 (3 us); offer on 20 (8 payer); today 22 (2 us)."""
    events = (
        happened("agreement_requested", "11-04"),
        happened("payer_replied", "11-09"),
        happened("draft_sent", "11-12"),
        happened("offer_received", "11-20"),
    )
    clock = clock_of(situation(*events), AGREEMENT)
    assert (clock.days_payer, clock.days_us, clock.days) == (13, 5, 18)
    assert (clock.side, clock.since, clock.because) == (Side.us, date(2026, 11, 20), Step.offer_received)


def test_a_second_draft_in_one_turn_does_not_restart_the_payers_days() -> None:
    events = (happened("draft_sent", "11-04"), happened("draft_sent", "11-10"))
    clock = clock_of(situation(*events), AGREEMENT)
    assert (clock.since, clock.days_payer) == (date(2026, 11, 4), 18)


def test_a_pause_takes_days_from_both_and_keeps_its_reason() -> None:
    """Payer from November 4; paused 10 to 15 (5 days); payer again to 22: 6 + 7 = 13."""
    events = (
        happened("agreement_requested", "11-04"),
        happened("paused", "11-10", reason=DelayReason.clinical),
        happened("resumed", "11-15"),
    )
    clock = clock_of(situation(*events), AGREEMENT)
    assert (clock.days_payer, clock.days_paused, clock.side) == (13, 5, Side.payer)
    paused = clock_of(situation(*events[:2]), AGREEMENT)
    assert (paused.side, paused.paused, paused.days_paused) == (None, DelayReason.clinical, 12)


def test_a_pause_of_one_approval_leaves_the_others_running() -> None:
    events = (
        happened("pa_submitted", "11-04"),
        happened("agreement_requested", "11-04"),
        happened("paused", "11-10", details={"kind": "agreement"}),
    )
    s = situation(*events)
    assert clock_of(s, AGREEMENT).paused is DelayReason.other
    assert clock_of(s, PA).side is Side.payer


def test_the_authorization_is_ours_while_any_part_is() -> None:
    events = (
        happened("pa_submitted", "11-04", part="product"),
        happened("pa_submitted", "11-04", part="stay"),
        happened("pa_information_asked", "11-06", part="stay"),
        happened("pa_approved", "11-08", part="product"),
    )
    assert clock_of(situation(*events), PA).side is Side.us
    assert clock_of(situation(*events[:3]), PA).side is Side.us
    assert clock_of(situation(*events[:2]), PA).side is Side.payer


def test_time_in_which_nobody_was_asked_is_ours() -> None:
    """Referred November 2, benefit check asked on 5 (3 us), answered on 9 (4 payer), nothing since: 13 us."""
    events = (
        happened("referred", "11-02"),
        happened("benefits_requested", "11-05"),
        happened("benefits_answered", "11-09"),
    )
    clock = case_clock(situation(*events))
    assert (clock.days_us, clock.days_payer, clock.side) == (16, 4, Side.us)


def test_the_maker_has_the_days_between_collection_and_product() -> None:
    events = (happened("collected", "11-04"), happened("product_received", "11-20"))
    assert case_clock(situation(*events)).days_maker == 16


def test_the_wait_stops_at_infusion() -> None:
    events = (happened("agreement_requested", "11-02"), happened("infused", "11-12"))
    clock = case_clock(situation(*events))
    assert (clock.days, clock.side) == (10, None)


def test_a_day_is_the_centers_day_and_not_utc() -> None:
    """11 p.m. on November 4 in New York is November 5 in UTC; to noon on November 5 it is one day, not none."""
    events = (happened("agreement_requested", "11-04", 23), happened("payer_replied", "11-05", 12))
    assert clock_of(situation(*events), AGREEMENT).days_payer == 1


def test_days_over_the_end_of_daylight_saving_time_are_whole() -> None:
    """October 31 to November 2, 2026, over a day of 25 hours: two days."""
    events = (happened("agreement_requested", "10-31", 23), happened("payer_replied", "11-02", 1))
    assert clock_of(situation(*events), AGREEMENT).days_payer == 2


def test_silence_is_counted_in_business_days_from_the_last_word_of_the_payer() -> None:
    """Asked on Thursday, November 19; Friday 20 and Monday 23 to Wednesday 25 are four, Thursday is Thanksgiving."""
    asked = happened("agreement_requested", "11-19")
    (silence,) = silences(situation(asked, as_of="11-26"))
    assert (silence.business_days, silence.heard) == (4, date(2026, 11, 19))
    call = happened("contact_made", "11-24", reference="C-77")
    (silence,) = silences(situation(asked, call, as_of="11-26"))
    assert silence.business_days == 4
    assert silence.words.endswith("Last contact: Nov 24, 2026, reference C-77.")


def test_a_word_of_the_payer_in_its_own_turn_breaks_the_silence() -> None:
    held = happened("peer_to_peer_held", "11-18")
    (silence,) = silences(situation(happened("pa_submitted", "11-09"), held, as_of="11-20"))
    assert (silence.heard, silence.business_days) == (date(2026, 11, 18), 2)


STEPS = st.sampled_from(
    [step for step in Step if step not in (Step.restarted, Step.lost_while_waiting, Step.withdrawn)]
)


@st.composite
def histories(draw: st.DrawFn) -> tuple[Event, ...]:
    """Any steps at any time in November; the order need not make sense."""
    found = draw(st.lists(st.tuples(STEPS, st.integers(0, 24 * 20)), min_size=1, max_size=14))
    return tuple(
        Event(case="CASE-1", step=step, at=at("11-01") + timedelta(hours=hour)) for step, hour in found
    )


@given(histories())
def test_the_days_of_all_sides_add_up_to_the_days_of_the_case(events: tuple[Event, ...]) -> None:
    s = situation(*events)
    begun, over = s.history[0], s.first(Step.infused, Step.moved_to_other_payer)
    whole = (s.day_of(over.at if over else s.as_of) - s.day_of(begun.at)).days
    assert case_clock(s).days == whole


@given(histories(), st.sampled_from(ApprovalKind))
def test_spells_follow_one_another_without_gap_or_overlap(
    events: tuple[Event, ...], kind: ApprovalKind
) -> None:
    s = situation(*events)
    for stretch in (case_spells(s), spells_of(s, kind)):
        for spell, following in pairwise(stretch):
            assert spell.until == following.since
        assert all(spell.until for spell in stretch[:-1])


def test_a_signed_agreement_is_nobodys_turn() -> None:
    clock = clock_of(situation(*agreed("11-04", "11-18")), AGREEMENT)
    assert (clock.side, clock.days_payer, clock.days_us) == (None, 14, 0)
