"""The one next action of a case, its reason and its rank. Every case is invented."""

from __future__ import annotations

from typing import Any

import pytest

from sca_toolkit.events import Event, Side
from sca_toolkit.timeline import NextAction, Risk, next_action, worklist
from tests.timeline.situations import agreed, authorized, case, happened, situation


def act(*events: Event, **more: Any) -> NextAction:
    return next_action(situation(*events, **more))


FAR = {"dates": {"collection": "2027-02-03", "lymphodepletion": "2027-02-23", "infusion": "2027-02-28"}}


def far(**more: Any) -> Any:
    """The case with its dates so far away that no deadline speaks."""
    dates = {**FAR["dates"], "needed_by": "2027-02-01"}
    return case(dates=dates, **more)


def test_a_slot_about_to_be_lost_comes_first() -> None:
    """Needed by December 1, looked at on November 25."""
    found = act(*authorized(valid_to="2026-12-10"), happened("agreement_requested", "11-04"), as_of="11-25")
    assert (found.risk, found.action) == (Risk.slot, "Ask the payer for its answer.")
    assert found.reason == "The agreement must be signed, or the collection slot is lost."


def test_the_48_hour_line_comes_next() -> None:
    mine = case(dates={"needed_by": None})
    assert act(case=mine, as_of="12-01").risk is Risk.line


def test_an_approval_that_ends_too_early_comes_before_a_silent_payer() -> None:
    events = (*authorized(valid_to="2027-02-27"), happened("agreement_requested", "11-04"))
    found = act(*events, case=far())
    assert (found.risk, found.action) == (Risk.lapse, "Ask for an extension in writing.")


def test_an_approval_that_lasts_long_enough_is_no_risk() -> None:
    events = (*authorized("11-18", "11-20", valid_to="2027-03-31"), happened("agreement_requested", "11-20"))
    assert act(*events, case=far()).risk is Risk.waiting


@pytest.mark.parametrize(("as_of", "risk"), [("11-12", Risk.silence), ("11-11", Risk.waiting)])
def test_a_payer_is_silent_after_five_business_days(as_of: str, risk: Risk) -> None:
    """Asked on Wednesday, November 4: 5, 6, 9, 10, and 12; the 11th is Veterans Day."""
    found = act(*authorized(), happened("agreement_requested", "11-04"), case=far(), as_of=as_of)
    assert found.risk is risk
    assert found.owner is Side.payer


def test_a_center_sets_its_own_patience() -> None:
    events = (*authorized(), happened("agreement_requested", "11-04"))
    assert act(*events, case=far(), as_of="11-09", practice={"silence_days": 3}).risk is Risk.silence


def test_a_payer_past_its_limit_is_told_with_the_limit() -> None:
    """Sent on November 4: 15 days end on November 19."""
    found = act(happened("pa_submitted", "11-04"), case=far(), as_of="11-20")
    assert (found.risk, found.action) == (Risk.payer_late, "Call and ask for the decision; cite the limit.")


@pytest.mark.parametrize(
    ("steps", "action"),
    [
        (("agreement_requested", "payer_replied"), "Answer the payer’s reply on the agreement."),
        (("agreement_requested", "offer_received"), "Answer the payer’s offer."),
        (("agreement_requested", "terms_agreed"), "Send the agreement for signature."),
        (("agreement_requested", "payer_signed"), "Sign the agreement."),
    ],
)
def test_an_answer_we_owe(steps: tuple[str, ...], action: str) -> None:
    events = (happened(step, f"11-{16 + day}") for day, step in enumerate(steps))
    found = act(*authorized(), *events, case=far())
    assert (found.risk, found.action, found.owner) == (Risk.our_turn, action, Side.us)


def test_the_next_step_of_each_stage() -> None:
    events: list[Event] = [happened("referred", "11-02")]
    assert act(*events, case=far()).action == "Ask for the benefit check."
    events += [happened("benefits_requested", "11-03"), happened("benefits_answered", "11-04")]
    assert act(*events, case=far()).action == (
        "Submit the prior authorization for: collection, product, stay, lymphodepletion."
    )
    events += authorized("11-05", "11-06")
    assert act(*events, case=far()).action == "Ask for the agreement."
    events += agreed("11-07", "11-10")
    assert act(*events, case=far()).action == "Book the collection slot."
    events.append(happened("slot_booked", "11-11", details={"planned": "2027-02-03"}))
    assert act(*events, case=far()).action == "Request the purchase order."
    events.append(happened("order_requested", "11-12"))
    assert act(*events, case=far()).action == "Get the purchase order approved."
    events.append(happened("order_approved", "11-13"))
    assert act(*events, case=far()).action == "Place the purchase order."
    events.append(happened("order_placed", "11-14"))
    assert act(*events, case=far()).action == "Collect the cells planned for Feb 3, 2027 and record it."


def test_the_agreement_may_be_asked_for_while_the_payer_decides() -> None:
    sent = happened("pa_submitted", "11-20")
    assert act(sent, case=far()).action == "Ask for the agreement."
    serial = {"gates": {"agreement_waits_for_authorization": "hard"}}
    waiting = act(sent, case=far(), practice=serial)
    assert (waiting.risk, waiting.action) == (Risk.waiting, "Wait for the payer: prior authorization.")


def test_an_ended_case_has_nothing_to_do() -> None:
    found = act(happened("referred", "11-02"), happened("withdrawn", "11-10"))
    assert (found.risk, found.reason) == (Risk.done, "The case ended: withdrawn.")


def test_after_the_infusion_the_terms_must_be_loaded_and_the_claim_filed() -> None:
    events = (
        *authorized(),
        *agreed(),
        happened("collected", "12-03"),
        happened("infused", "12-28"),
    )
    assert "loaded" in act(*events, as_of="2027-02-10").action
    loaded = happened("terms_loaded", "2027-02-01")
    assert act(*events, loaded, as_of="2027-02-10").action == "File the claim with the agreement’s reference."


def test_the_worklist_is_sorted_by_risk_then_day() -> None:
    calm = situation(happened("referred", "11-02"), case=far(id="CASE-1"))
    line = situation(case=case(id="CASE-2", dates={"needed_by": None}), as_of="12-01")
    slot = situation(case=case(id="CASE-3"), as_of="11-30")
    later = situation(case=case(id="CASE-4"), as_of="11-29")
    found = worklist([calm, line, slot, later])
    assert [each.case for each in found] == ["CASE-3", "CASE-4", "CASE-2", "CASE-1"]
