"""Gates on both sides: closed, open, passed, and in their three modes. Every case and figure is invented."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from sca_toolkit.case import Component
from sca_toolkit.events import Event, Step
from sca_toolkit.timeline import Gate, GateFinding, GateMode, Practice, check_gates, sign_offs
from tests.timeline.situations import agreed, authorized, case, happened, situation

LIMITS: list[dict[str, Any]] = [
    {"up_to": "$250,000", "roles": ["pharmacy director"]},
    {"up_to": "$600,000", "roles": ["pharmacy director", "finance director"]},
    {"roles": ["pharmacy director", "finance director", "chief financial officer"]},
]


def before_collection(*events: Event, **more: Any) -> list[GateFinding]:
    return list(check_gates(situation(*events, **more), Step.collected))


def test_no_collection_without_authorization_and_agreement() -> None:
    found = before_collection()
    assert [(each.gate, each.component) for each in found] == [
        (Gate.collection_needs_authorization, Component.collection),
        (Gate.collection_needs_authorization, Component.product),
        (Gate.collection_needs_agreement, None),
    ]
    assert all(each.stops for each in found)


def test_the_collection_is_free_with_both() -> None:
    assert before_collection(*authorized(), *agreed()) == []


def test_a_missing_part_is_named_with_what_opens_it() -> None:
    events = (
        happened("pa_submitted", "11-04"),
        happened("pa_approved", "11-12", part="collection"),
        *agreed(),
    )
    (only,) = before_collection(*events)
    assert only.sentence == "No collection yet: the authorization of the product is not decided."
    assert only.opens == (
        "Ask the payer for the authorization of the product: it is the payer’s turn since Nov 4, 2026."
    )


@pytest.mark.parametrize(("last_day", "closed"), [("2026-12-03", False), ("2026-12-02", True)])
def test_the_authorization_must_reach_the_planned_collection(last_day: str, closed: bool) -> None:
    found = before_collection(*authorized(valid_to=last_day), *agreed())
    assert bool([each for each in found if each.component is Component.collection]) is closed


@pytest.mark.parametrize(("effective", "closed"), [("2026-12-03", False), ("2026-12-04", True)])
def test_the_agreement_must_have_begun_at_the_collection(effective: str, closed: bool) -> None:
    found = before_collection(*authorized(), *agreed(), agreement={"effective": effective})
    assert bool(found) is closed


def test_an_agreement_signed_by_one_side_is_no_agreement() -> None:
    (only,) = before_collection(*authorized(), *agreed()[:2])
    assert only.sentence == "No collection yet: the agreement is not signed by both sides."
    assert only.opens == "Send what is due from us for the agreement: it is our turn since Nov 18, 2026."


def test_a_gate_may_warn_or_be_off() -> None:
    warn = {"gates": {"collection_needs_agreement": "warn"}}
    off = {"gates": {"collection_needs_agreement": "off"}}
    (only,) = before_collection(*authorized(), practice=warn)
    assert (only.mode, only.stops) == (GateMode.warn, False)
    assert before_collection(*authorized(), practice=off) == []


def test_a_gate_left_out_keeps_its_default() -> None:
    practice = Practice.model_validate({"gates": {"collection_needs_agreement": "off"}})
    assert practice.gates[Gate.collection_needs_authorization] is GateMode.hard


def test_a_gate_that_was_passed_closed_stays_a_finding() -> None:
    """Collected on December 3; the agreement was signed on December 5."""
    events = (*authorized(), *agreed("11-04", "12-05"), happened("collected", "12-03"))
    (only,) = before_collection(*events, as_of="12-20")
    assert (only.passed, only.stops) == (True, False)
    assert only.sentence == "Collected on Dec 3, 2026 although the agreement is not signed by both sides."


def test_a_gate_that_was_open_at_its_time_says_nothing_later() -> None:
    events = (*authorized(valid_to="2026-12-04"), *agreed(), happened("collected", "12-03"))
    assert before_collection(*events, as_of="12-20") == []


def test_a_serial_center_asks_for_the_agreement_after_the_authorization() -> None:
    serial = {"gates": {"agreement_waits_for_authorization": "hard"}}
    assert check_gates(situation(), Step.agreement_requested) == ()
    assert len(check_gates(situation(practice=serial), Step.agreement_requested)) == 4
    assert check_gates(situation(*authorized(), practice=serial), Step.agreement_requested) == ()


def order(amount: str, *approvals: dict[str, str], **more: Any) -> list[str]:
    events = [
        happened("exposure_approved", "11-18"),
        happened("order_requested", "11-19", details={"amount": amount}),
    ]
    events += [
        happened("order_approved", "11-20", 9 + hour, details=each) for hour, each in enumerate(approvals)
    ]
    s = situation(*events, practice={"order_limits": LIMITS}, **more)
    return [each.sentence for each in check_gates(s, Step.order_placed)]


@pytest.mark.parametrize(
    ("amount", "missing"),
    [
        ("$250,000", []),
        ("$250,000.01", ["finance director"]),
        ("$600,000", ["finance director"]),
        ("$600,000.01", ["finance director", "chief financial officer"]),
    ],
)
def test_an_order_needs_the_offices_of_its_amount(amount: str, missing: list[str]) -> None:
    found = order(amount, {"role": "pharmacy director"})
    assert bool(found) is bool(missing)
    assert all(f"needs the approval of {', '.join(missing)}." in sentence for sentence in found)


def test_every_office_opens_the_gate() -> None:
    assert order("$523,100", {"role": "Pharmacy Director"}, {"role": "finance director"}) == []


def test_an_approval_of_a_smaller_amount_does_not_count() -> None:
    first = {"role": "pharmacy director", "amount": "$523,099"}
    assert "pharmacy director" in order("$523,100", first, {"role": "finance director"})[0]
    exact = {"role": "pharmacy director", "amount": "$523,100"}
    assert order("$523,100", exact, {"role": "finance director"}) == []


def test_an_order_of_unknown_amount_needs_the_widest_list() -> None:
    s = situation(happened("order_requested", "11-19"), practice={"order_limits": LIMITS})
    assert sign_offs(s).missing == ("pharmacy director", "finance director", "chief financial officer")


def test_a_new_request_needs_new_approvals() -> None:
    events = (
        happened("order_requested", "11-18", details={"amount": "$200,000"}),
        happened("order_approved", "11-19", details={"role": "pharmacy director"}),
        happened("order_requested", "11-20", details={"amount": "$210,000"}),
    )
    s = situation(*events, practice={"order_limits": LIMITS})
    assert (sign_offs(s).amount, sign_offs(s).complete) == (Decimal("210000.00"), False)


def test_without_a_list_any_one_approval_opens_the_order() -> None:
    asked = happened("order_requested", "11-18")
    assert not sign_offs(situation(asked)).complete
    assert sign_offs(situation(asked, happened("order_approved", "11-19"))).complete


def test_the_exposure_only_warns_by_default() -> None:
    events = (happened("order_requested", "11-18"), happened("order_approved", "11-19"))
    (only,) = check_gates(situation(*events), Step.order_placed)
    assert (only.gate, only.mode) == (Gate.order_needs_exposure_approved, GateMode.warn)


def test_traditional_medicare_passes_the_authorization_gate() -> None:
    medicare = case(coverage={"line_of_business": "medicare_ffs"})
    found = before_collection(case=medicare, profile={"negotiates": False})
    assert found == []


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ([{"up_to": "$100", "roles": ["a"]}], "without `up_to`"),
        ([{"up_to": "$100", "roles": ["a"]}, {"up_to": "$100", "roles": ["b"]}], "same amount"),
        ([{"roles": []}], "at least 1"),
    ],
)
def test_a_list_of_limits_with_a_hole_is_refused(limits: list[dict[str, Any]], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Practice.model_validate({"order_limits": limits})


def test_a_stage_is_written_by_its_name_and_an_unknown_one_is_refused() -> None:
    assert Practice.model_validate({"stages": ["infusion", "benefits"]}).model_dump(mode="json")[
        "stages"
    ] == [
        "benefits",
        "infusion",
    ]
    with pytest.raises(ValidationError, match="is not a stage"):
        Practice.model_validate({"stages": ["apheresis"]})
