"""Five approvals, each on both sides of its edges. Every person, payer and figure is invented."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sca_toolkit.case import Component
from sca_toolkit.events import Event, Side, Step
from sca_toolkit.timeline import ApprovalKind, Status, approval, approvals, authorization, requests_split
from tests.timeline.situations import agreed, authorized, case, happened, situation

PA = ApprovalKind.prior_authorization
PRODUCT = Component.product


def statuses(*events: Event, **more: Any) -> dict[str, str]:
    return {each.name: each.status.value for each in approvals(situation(*events, **more))}


def product(*events: Event, **more: Any) -> Status:
    return authorization(situation(*events, **more), PRODUCT).status


def test_there_are_ten_approvals_and_never_one() -> None:
    names = list(statuses())
    assert names == [
        "benefit check",
        "authorization of the evaluation",
        "authorization of the collection",
        "authorization of the product",
        "authorization of the stay",
        "authorization of lymphodepletion",
        "authorization of tocilizumab",
        "network exception",
        "agreement",
        "purchase order",
    ]


def test_approval_of_the_product_leaves_the_other_parts_open() -> None:
    found = statuses(happened("pa_submitted", "11-04"), happened("pa_approved", "11-12", part="product"))
    assert found["authorization of the product"] == "approved"
    assert found["authorization of the collection"] == "requested"
    assert found["authorization of the stay"] == "requested"
    assert found["agreement"] == "not_started"


def test_a_request_for_all_does_not_speak_for_a_part_nobody_needs() -> None:
    found = statuses(happened("pa_submitted", "11-04"))
    assert found["authorization of the evaluation"] == "not_needed"
    assert found["authorization of tocilizumab"] == "not_needed"


def test_tocilizumab_is_needed_for_an_outpatient_infusion() -> None:
    assert statuses(case=case(setting="hospital_outpatient"))["authorization of tocilizumab"] == "not_started"
    assert statuses(case=case(setting="inpatient"))["authorization of tocilizumab"] == "not_needed"


def test_traditional_medicare_needs_neither_authorization_nor_exception() -> None:
    found = statuses(case=case(coverage={"line_of_business": "medicare_ffs"}))
    assert found["authorization of the product"] == "not_needed"
    assert found["network exception"] == "not_needed"


@pytest.mark.parametrize(
    ("steps", "status"),
    [
        (("pa_submitted",), Status.requested),
        (("pa_submitted", "pa_information_asked"), Status.information_asked),
        (("pa_submitted", "pa_information_asked", "pa_information_sent"), Status.requested),
        (("pa_submitted", "peer_to_peer_held"), Status.requested),
        (("pa_submitted", "pa_denied"), Status.denied),
        (("pa_submitted", "pa_denied", "peer_to_peer_held"), Status.denied),
        (("pa_submitted", "pa_denied", "appeal_filed"), Status.requested),
        (("pa_submitted", "pa_denied", "pa_submitted"), Status.requested),
        (("pa_submitted", "pa_approved"), Status.approved),
        (("pa_submitted", "pa_approved", "pa_denied"), Status.denied),
    ],
)
def test_the_last_deciding_event_of_a_part_counts(steps: tuple[str, ...], status: Status) -> None:
    assert product(*(happened(step, f"11-{4 + day:02}") for day, step in enumerate(steps))) is status


@pytest.mark.parametrize(("outcome", "status"), [("granted", Status.approved), ("refused", Status.denied)])
def test_an_appeal_turns_a_denial_or_upholds_it(outcome: str, status: Status) -> None:
    steps = (
        happened("pa_submitted", "11-04"),
        happened("pa_denied", "11-06"),
        happened("appeal_filed", "11-08"),
    )
    assert product(*steps, happened("appeal_decided", "11-20", details={"outcome": outcome})) is status


def test_an_appeal_decided_without_an_outcome_is_not_taken_for_a_grant() -> None:
    steps = (
        happened("pa_submitted", "11-04"),
        happened("pa_denied", "11-06"),
        happened("appeal_filed", "11-08"),
    )
    assert product(*steps, happened("appeal_decided", "11-20")) is Status.denied


@pytest.mark.parametrize(
    ("last_day", "status"),
    [
        ("2026-12-28", Status.approved),
        ("2026-12-27", Status.expiring),
        ("2026-11-22", Status.expiring),
        ("2026-11-21", Status.expired),
    ],
)
def test_an_approval_is_judged_at_the_planned_infusion(last_day: str, status: Status) -> None:
    """Looked at on November 22; the infusion is planned for December 28; both days are inside."""
    assert product(*authorized(valid_to=last_day)) is status


def test_the_collection_is_judged_at_its_own_day_and_the_stay_at_the_end_of_the_window() -> None:
    """Collection December 3; the window of 20 days after December 28 ends on January 17."""
    s = situation(*authorized(valid_to="2026-12-10"), agreement={"window_days": 20})
    assert authorization(s, Component.collection).status is Status.approved
    stay = authorization(s, Component.stay)
    assert (stay.status, stay.needed_until) == (Status.expiring, date(2027, 1, 17))


def test_an_approval_that_was_used_in_time_does_not_expire_later() -> None:
    events = (*authorized(valid_to="2026-12-05"), happened("collected", "12-03"))
    s = situation(*events, as_of="12-20")
    assert authorization(s, Component.collection).status is Status.approved
    assert authorization(s, PRODUCT).status is Status.expired


@pytest.mark.parametrize(
    ("last_day", "status"), [("2026-12-03", Status.approved), ("2026-12-02", Status.expired)]
)
def test_a_service_given_after_the_approval_ended_shows(last_day: str, status: Status) -> None:
    events = (*authorized(valid_to=last_day), happened("collected", "12-03"))
    assert authorization(situation(*events, as_of="12-20"), Component.collection).status is status


def test_an_unknown_last_day_follows_the_payers_usual_time_and_says_so() -> None:
    """Approved on November 12; three months end on February 12."""
    profile = {"authorization_validity": [{"lasts": "3 months"}]}
    found = authorization(situation(*authorized(), profile=profile), PRODUCT)
    assert (found.valid_to, found.expected) == (date(2027, 2, 12), True)
    written = authorization(situation(*authorized(valid_to="2027-01-31"), profile=profile), PRODUCT)
    assert (written.valid_to, written.expected) == (date(2027, 1, 31), False)


LISTED = [{"component": "product", "number": "PA-9", "valid_from": "2026-11-01", "valid_to": "2027-02-01"}]


def test_an_approval_the_case_lists_counts_without_an_event() -> None:
    found = authorization(situation(case=case(authorizations=LISTED)), PRODUCT)
    assert (found.status, found.reference, found.valid_to) == (Status.approved, "PA-9", date(2027, 2, 1))


def test_a_listed_approval_stands_in_for_a_decision_nobody_recorded() -> None:
    found = authorization(
        situation(happened("pa_submitted", "11-04"), case=case(authorizations=LISTED)), PRODUCT
    )
    assert found.status is Status.approved
    assert found.doubt == "No event says when it was approved; record it."


def test_a_listed_approval_does_not_outweigh_a_recorded_denial() -> None:
    events = (happened("pa_submitted", "11-04"), happened("pa_denied", "11-12"))
    found = authorization(situation(*events, case=case(authorizations=LISTED)), PRODUCT)
    assert found.status is Status.denied
    assert "Correct one" in (found.doubt or "")


def test_an_agreement_needs_both_signatures() -> None:
    request, payer_signed, center_signed = agreed()
    agreement = ApprovalKind.agreement
    assert approval(situation(request, payer_signed), agreement).status is Status.requested
    assert approval(situation(request, payer_signed, center_signed), agreement).status is Status.approved


def test_a_revision_leaves_the_signed_agreement_standing() -> None:
    found = approval(situation(*agreed(), happened("revised", "11-20")), ApprovalKind.agreement)
    assert found.status is Status.approved


def test_a_refused_agreement_is_asked_for_again_by_a_new_draft() -> None:
    refused = happened("agreement_refused", "11-10")
    kind = ApprovalKind.agreement
    assert approval(situation(agreed()[0], refused), kind).status is Status.denied
    assert (
        approval(situation(agreed()[0], refused, happened("draft_sent", "11-12")), kind).status
        is Status.requested
    )


def test_a_signature_of_an_earlier_version_does_not_sign_the_revised_one() -> None:
    steps = ("agreement_requested", "payer_signed", "revised", "center_signed")
    events = [happened(step, f"11-{4 + day:02}") for day, step in enumerate(steps)]
    kind = ApprovalKind.agreement
    assert approval(situation(*events), kind).status is Status.requested
    assert approval(situation(*events, happened("payer_signed", "11-15")), kind).status is Status.approved


def test_a_signed_agreement_is_judged_at_the_end_of_its_window() -> None:
    """Infusion December 28 plus 30 days is January 27."""
    short = {"ends": "2027-01-26", "window_days": 30}
    enough = {"ends": "2027-01-27", "window_days": 30}
    agreement = ApprovalKind.agreement
    assert approval(situation(*agreed(), agreement=short), agreement).status is Status.expiring
    assert approval(situation(*agreed(), agreement=enough), agreement).status is Status.approved


def test_no_agreement_is_needed_where_a_contract_covers_the_product() -> None:
    covers = {"contract": [{"state": "covers", "product": "axi-cel"}]}
    other = {"contract": [{"state": "covers", "product": "liso-cel"}]}
    ended = {"contract": [{"state": "covers", "product": "axi-cel", "ends": "2026-11-21"}]}
    kind = ApprovalKind.agreement
    for profile, status in ((covers, "not_needed"), (other, "not_started"), (ended, "not_started")):
        s = situation(case=case(product="axi-cel"), profile=profile)
        assert approval(s, kind).status.value == status


def test_an_exception_is_unknown_while_the_network_is_unknown() -> None:
    kind = ApprovalKind.network_exception
    assert approval(situation(), kind).stands == "not known whether one is needed"
    assert approval(situation(profile={"network": "in_network"}), kind).status is Status.not_needed
    assert approval(situation(profile={"network": "out_of_network"}), kind).stands == "not started"


def test_a_benefit_check_holds_to_the_end_of_the_plan_year() -> None:
    answered = (
        happened("benefits_requested", "11-03"),
        happened("benefits_answered", "11-05", reference="B-1"),
    )
    s = situation(*answered, case=case(coverage={"plan_year_end": "2026-12-27"}))
    found = approval(s, ApprovalKind.benefit_check)
    assert (found.status, found.valid_to, found.reference) == (Status.expiring, date(2026, 12, 27), "B-1")


def test_eligibility_without_an_answer_on_car_t_is_not_an_approval() -> None:
    coverage = {"eligibility_verified_on": "2026-11-19"}
    assert statuses(case=case(coverage=coverage))["benefit check"] == "requested"
    assert statuses(case=case(coverage={**coverage, "cart_covered": True}))["benefit check"] == "approved"
    assert statuses(case=case(coverage={"cart_covered": False}))["benefit check"] == "denied"


def test_each_approval_runs_its_own_clock() -> None:
    """Submitted November 4, asked on 9, answered on 11, approved on 16: 5 + 5 days payer, 2 days us."""
    events = (
        happened("pa_submitted", "11-04"),
        happened("pa_information_asked", "11-09"),
        happened("pa_information_sent", "11-11"),
        happened("pa_approved", "11-16"),
        happened("agreement_requested", "11-06"),
    )
    s = situation(*events)
    clock = authorization(s, PRODUCT).clock
    assert (clock.days_us, clock.days_payer, clock.side) == (2, 10, None)
    agreement = approval(s, ApprovalKind.agreement).clock
    assert (agreement.days_payer, agreement.side, agreement.since) == (16, Side.payer, date(2026, 11, 6))


def test_an_owner_is_the_last_one_named_else_the_centers_own() -> None:
    practice = {"owners": {"agreement": "contracting"}}
    assert approval(situation(practice=practice), ApprovalKind.agreement).owner == "contracting"
    handed = happened("agreement_requested", "11-04", details={"owner": "R. Example"})
    assert approval(situation(handed, practice=practice), ApprovalKind.agreement).owner == "R. Example"
    assert approval(situation(), ApprovalKind.agreement).owner is None


def test_a_restart_takes_back_the_authorization_and_keeps_the_evaluation() -> None:
    events = (
        happened("pa_approved", "11-05", part="evaluation"),
        happened("pa_submitted", "11-04"),
        happened("pa_approved", "11-12", reference="HSCT-1"),
        happened("restarted", "11-15", note="from transplant to CAR T"),
    )
    listed = [{"component": "product", "number": "HSCT-1", "valid_to": "2027-02-01"}]
    s = situation(*events, case=case(authorizations=listed))
    assert authorization(s, Component.evaluation).status is Status.approved
    assert authorization(s, PRODUCT).status is Status.not_started


def test_requests_sent_apart_are_told_from_one_request() -> None:
    one = situation(happened("pa_submitted", "11-04"))
    apart = situation(
        happened("pa_submitted", "11-04", part="product"), happened("pa_submitted", "11-05", part="stay")
    )
    assert (requests_split(one), requests_split(apart)) == (False, True)


def test_an_earlier_moment_shows_the_case_as_it_stood() -> None:
    events = authorized(sent="11-04", approved="11-12")
    assert product(*events, as_of="11-11") is Status.requested
    assert product(*events, as_of="11-03") is Status.not_started


def test_every_step_of_an_approval_moves_one_approval_only() -> None:
    from sca_toolkit.timeline.tracks import STEPS_OF

    every = [step for steps in STEPS_OF.values() for step in steps]
    assert len(every) == len(set(every))
    assert Step.peer_to_peer_held in STEPS_OF[PA]
