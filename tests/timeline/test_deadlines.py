"""The ladder, each rung on both sides of its edge, with hand calculations. Every case and payer is invented."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from sca_toolkit.events import Event, Side
from sca_toolkit.timeline import Counting, Deadline, DeadlineKind, Severity, deadlines, unknown_limits
from tests.timeline.situations import agreed, at, authorized, case, happened, situation

ADVANTAGE = {"line_of_business": "medicare_advantage", "funding": "government"}


def ladder(kind: str, *events: Event, **more: Any) -> list[Deadline]:
    return [each for each in deadlines(situation(*events, **more)) if each.kind is DeadlineKind(kind)]


def one(kind: str, *events: Event, **more: Any) -> Deadline:
    (only,) = ladder(kind, *events, **more)
    return only


def test_the_ladder_is_sorted_by_day_and_names_each_thing_once() -> None:
    events = (
        happened("pa_submitted", "11-13", part="product"),
        happened("pa_submitted", "11-13", part="stay"),
        happened("agreement_requested", "11-13"),
        happened("slot_booked", "11-14", details={"planned": "2026-12-03"}),
    )
    found = deadlines(situation(*events, case=case(coverage={**ADVANTAGE, "plan_year_end": "2026-12-31"})))
    assert [each.on for each in found] == sorted(each.on for each in found)
    assert len({each.id for each in found}) == len(found) == 6


# --- before the collection ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of", "hour", "severity"),
    [
        ("11-23", 10, Severity.soon),
        ("11-30", 23, Severity.soon),
        ("12-01", 0, Severity.late),
        ("12-02", 10, Severity.late),
    ],
)
def test_48_hours_before_the_collection_without_approval_are_red(
    as_of: str, hour: int, severity: Severity
) -> None:
    """The collection on December 3 has no time, so the line is the first moment of December 1."""
    line = one("collection_line", as_of=as_of, hour=hour)
    assert (line.severity, line.on, line.counting) == (severity, date(2026, 12, 1), Counting.hours)


def test_the_line_follows_the_time_of_the_slot() -> None:
    """The slot is at 8 a.m. on December 3; the line is 8 a.m. on December 1."""
    slot = happened("slot_booked", "11-14", details={"planned": "2026-12-03T08:00:00-05:00"})
    line = one("collection_line", slot)
    assert line.at == datetime(2026, 12, 1, 13, 0, tzinfo=UTC)
    assert one("collection_line", slot, as_of="12-01", hour=7).severity is Severity.today
    assert one("collection_line", slot, as_of="12-01", hour=8).severity is Severity.late


def test_no_line_once_authorization_and_agreement_are_there() -> None:
    assert ladder("collection_line", *authorized(), *agreed()) == []
    assert len(ladder("collection_line", *authorized())) == 1


def test_a_collection_whose_day_has_passed_asks_for_the_record() -> None:
    line = one("collection_line", as_of="12-05")
    assert line.next_step == "Record the collection or move its date."


def test_a_slot_is_at_risk_while_something_is_missing() -> None:
    slot = happened("slot_booked", "11-14", details={"planned": "2026-12-03"})
    assert one("slot", slot).at_risk
    ready = one("slot", slot, *authorized(), *agreed())
    assert (ready.at_risk, ready.severity) == (False, Severity.fine)
    assert ladder("slot", slot, happened("slot_lost", "11-20")) == []
    assert ladder("slot", slot, happened("collected", "12-03"), as_of="12-04") == []


@pytest.mark.parametrize(
    ("as_of", "severity"),
    [
        ("11-23", Severity.fine),
        ("11-24", Severity.soon),
        ("12-01", Severity.today),
        ("12-02", Severity.late),
    ],
)
def test_needed_by_is_late_when_its_day_is_over(as_of: str, severity: Severity) -> None:
    assert one("needed_by", as_of=as_of).severity is severity


def test_needed_by_of_the_terms_comes_before_that_of_the_case_and_goes_with_the_signatures() -> None:
    assert one("needed_by", agreement={"needed_by": "2026-11-28"}).on == date(2026, 11, 28)
    assert ladder("needed_by", *agreed()) == []


def test_needed_by_is_the_payers_to_answer_in_its_turn() -> None:
    assert one("needed_by", happened("agreement_requested", "11-10")).owner is Side.payer
    assert one("needed_by").owner is Side.us


def test_the_order_cut_off_is_the_slots_own_or_the_makers() -> None:
    """Three business days before December 3: December 2, December 1, November 30."""
    given = happened(
        "slot_booked", "11-14", details={"cut_off": "2026-11-30T17:00:00-05:00", "planned": "2026-12-03"}
    )
    assert one("order_cut_off", given).next_step.startswith("Get the purchase order approved")
    assert one("order_cut_off", given).at == datetime(2026, 11, 30, 22, 0, tzinfo=UTC)
    practice = {"order_cut_offs": [{"product": "axi-cel", "before_collection": "3 business days"}]}
    mine = case(product="axi-cel")
    assert one("order_cut_off", case=mine, practice=practice).on == date(2026, 11, 30)
    assert ladder("order_cut_off", case=case(product="other"), practice=practice) == []
    assert ladder("order_cut_off", given, happened("order_placed", "11-20")) == []


def test_a_packet_is_due_business_days_before_the_committee() -> None:
    """The committee meets on December 1; five business days before: 30, 27, 25, 24, 23 (26 is Thanksgiving)."""
    profile = {"committee": {"meets": "first and third Tuesday", "packet_due": "5 business days"}}
    assert one("committee_packet", profile=profile).on == date(2026, 11, 23)
    assert one("committee_packet", profile=profile, as_of="11-23").severity is Severity.today
    missed = one("committee_packet", profile=profile, as_of="11-24")
    assert (missed.on, missed.what) == (date(2026, 12, 8), "The payer’s committee meets on Dec 15, 2026.")
    assert ladder("committee_packet", *agreed(), profile=profile) == []


# --- the payer's clock ------------------------------------------------------------------------------------------------


def test_a_medicare_advantage_request_runs_two_clocks() -> None:
    """Sent on November 20 at 10 a.m.: drugs in 72 hours, November 23 at 10 a.m.; services in 7 days, November 27."""
    drug, service = ladder("decision", happened("pa_submitted", "11-20"), case=case(coverage=ADVANTAGE))
    assert (drug.at, [part.value for part in drug.parts]) == (at("11-23", 10), ["product", "lymphodepletion"])
    assert (service.on, [part.value for part in service.parts]) == (
        date(2026, 11, 27),
        ["collection", "stay"],
    )
    assert service.source.startswith(
        "42 CFR 422.568 as changed by CMS-0057-F (secondary source, read Nov 22, 2026"
    )
    assert drug.owner is Side.payer


def test_an_expedited_request_runs_the_short_clocks() -> None:
    sent = happened("pa_submitted", "11-20", details={"urgency": "expedited"})
    drug, service = ladder("decision", sent, case=case(coverage=ADVANTAGE))
    assert (drug.at, service.at) == (at("11-21", 10), at("11-23", 10))


@pytest.mark.parametrize(
    ("as_of", "hour", "severity"),
    [("11-23", 9, Severity.today), ("11-23", 10, Severity.late), ("11-24", 0, Severity.late)],
)
def test_a_payer_is_late_after_the_last_hour(as_of: str, hour: int, severity: Severity) -> None:
    sent = happened("pa_submitted", "11-20", part="product")
    assert one("decision", sent, case=case(coverage=ADVANTAGE), as_of=as_of, hour=hour).severity is severity


def test_hours_of_a_request_whose_time_is_unknown_run_from_the_end_of_its_day() -> None:
    sent = happened("pa_submitted", "11-20", 12, part="product", time_known=False)
    found = one("decision", sent, case=case(coverage=ADVANTAGE))
    assert (found.on, found.at) == (date(2026, 11, 23), at("11-24", 0))


def test_the_15_days_of_erisa_stand_still_while_we_owe_information() -> None:
    """Sent November 4, due on 19; asked on 9, answered on 13: four days on, November 23."""
    sent, asked = happened("pa_submitted", "11-04"), happened("pa_information_asked", "11-09")
    answered = happened("pa_information_sent", "11-13")
    assert one("decision", sent).on == date(2026, 11, 19)
    assert one("decision", sent, asked, answered).on == date(2026, 11, 23)


def test_a_question_of_the_payer_gives_us_a_deadline_instead() -> None:
    """45 days after November 9 are December 24; the date in the letter comes first."""
    sent = happened("pa_submitted", "11-04")
    found = one("information", sent, happened("pa_information_asked", "11-09"))
    assert (found.on, found.owner) == (date(2026, 12, 24), Side.us)
    assert ladder("decision", sent, happened("pa_information_asked", "11-09")) == []
    written = happened("pa_information_asked", "11-09", details={"due": "2026-11-25"})
    assert (one("information", sent, written).on, one("information", sent, written).source) == (
        date(2026, 11, 25),
        "the payer’s letter",
    )


def test_a_decided_part_has_no_clock() -> None:
    assert ladder("decision", *authorized()) == []


def test_the_payers_own_clock_stands_beside_the_law_and_one_day_stands_once() -> None:
    sent = happened("pa_submitted", "11-20")
    own = {
        "decision_clocks": [{"within": "5 business days", "urgency": "standard", "authority": "its manual"}]
    }
    same = {"decision_clocks": [{"within": "15 calendar days", "urgency": "standard"}]}
    assert [each.counting for each in ladder("decision", sent, profile=own)] == [
        "business_days",
        "calendar_days",
    ]
    assert len(ladder("decision", sent, profile=same)) == 1


def test_an_unknown_limit_is_said_and_not_guessed() -> None:
    s = situation(happened("pa_submitted", "11-20"), case=case(coverage={"line_of_business": "tricare"}))
    assert ladder("decision", *s.events, case=s.case) == []
    assert unknown_limits(s)[0] == (
        "No limit is known for the decision under TRICARE (collection); read the payer’s letter."
    )
    assert unknown_limits(situation(happened("pa_submitted", "11-20"))) == ()


DENIED = (happened("pa_submitted", "11-04"), happened("pa_denied", "11-09"))


@pytest.mark.parametrize(
    ("line", "last_day"),
    [
        ("commercial", "2027-05-08"),
        ("medicare_advantage", "2027-01-08"),
        ("medicaid_managed_care", "2027-01-08"),
        ("federal_employee", "2027-05-09"),
        ("tricare", "2027-02-07"),
    ],
)
def test_a_denial_opens_the_window_to_appeal(line: str, last_day: str) -> None:
    """From November 9: 180 days end on May 8, 60 on January 8, six months on May 9, 90 days on February 7."""
    found = one("appeal", *DENIED, case=case(coverage={"line_of_business": line}))
    assert (found.on.isoformat(), found.owner) == (last_day, Side.us)


def test_the_day_in_the_denial_letter_comes_before_the_rule() -> None:
    letter = happened("pa_denied", "11-09", details={"due": "2026-12-01"})
    assert one("appeal", DENIED[0], letter).on == date(2026, 12, 1)


def test_an_appeal_is_the_payers_to_decide_and_a_refusal_opens_the_outside_review() -> None:
    """Appeal on November 10: 30 days end on December 10. Refused on November 20: four months end on March 20."""
    filed = happened("appeal_filed", "11-10")
    assert one("appeal_decision", *DENIED, filed).on == date(2026, 12, 10)
    refused = happened("appeal_decided", "11-20", details={"outcome": "refused"})
    assert one("external_review", *DENIED, filed, refused).on == date(2027, 3, 20)
    granted = happened("appeal_decided", "11-20", details={"outcome": "granted"})
    assert ladder("external_review", *DENIED, filed, granted) == []


# --- what ends ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("last_day", "at_risk"), [("2026-12-28", False), ("2026-12-27", True)])
def test_an_authorization_is_judged_at_the_planned_infusion(last_day: str, at_risk: bool) -> None:
    found = {each.id: each for each in ladder("authorization_ends", *authorized(valid_to=last_day))}
    product = found["authorization_ends/product"]
    assert (product.at_risk, product.judged_at) == (at_risk, date(2026, 12, 28))
    assert product.severity is (Severity.soon if at_risk else Severity.fine)


def test_an_authorization_that_was_used_leaves_the_ladder() -> None:
    events = (*authorized(valid_to="2027-01-31"), happened("collected", "12-03"))
    names = [each.id for each in ladder("authorization_ends", *events, as_of="12-05")]
    assert "authorization_ends/collection" not in names
    assert "authorization_ends/product" in names


@pytest.mark.parametrize(("ends", "at_risk"), [("2027-01-27", False), ("2027-01-26", True)])
def test_an_agreement_must_reach_the_end_of_its_window(ends: str, at_risk: bool) -> None:
    """December 28 plus 30 days is January 27."""
    assert one("agreement_ends", *agreed(), agreement={"ends": ends, "window_days": 30}).at_risk is at_risk


def test_an_agreement_that_extends_by_itself_is_not_at_risk() -> None:
    terms = {"ends": "2027-01-26", "window_days": 30, "extension": "60 calendar days"}
    found = one("agreement_ends", *agreed(), agreement=terms)
    assert not found.at_risk
    assert "extends by itself" in (found.note or "")


def result(as_of: str, valid_for: str | None) -> dict[str, Any]:
    return {"criterion": "Echocardiogram", "as_of": as_of, "valid_for": valid_for}


@pytest.mark.parametrize(("day", "at_risk"), [("2026-10-29", False), ("2026-10-28", True)])
def test_a_test_is_judged_at_the_planned_infusion(day: str, at_risk: bool) -> None:
    """October 29 plus 60 days is December 28, the day of infusion; a day earlier is too old."""
    found = one("test_ends", case=case(criteria=[result(day, "60 calendar days")]))
    assert (found.at_risk, found.judged_at) == (at_risk, date(2026, 12, 28))


def test_a_test_is_judged_where_the_payer_says() -> None:
    """November 1 plus 32 days is December 3, the day of the collection."""
    fresh, old = (
        result("2026-11-01", "32 days before leukapheresis"),
        result("2026-10-31", "32 days before collection"),
    )
    assert not one("test_ends", case=case(criteria=[fresh])).at_risk
    assert one("test_ends", case=case(criteria=[old])).at_risk


def test_a_test_for_the_request_goes_when_the_request_is_sent() -> None:
    """November 1 plus 30 days: the request must go by December 1."""
    mine = case(criteria=[result("2026-11-01", "30 days before the request")])
    assert one("test_ends", case=mine).on == date(2026, 12, 1)
    assert one("test_ends", case=mine, as_of="12-02").severity is Severity.late
    assert ladder("test_ends", happened("pa_submitted", "11-20"), case=mine) == []


def test_the_payers_own_age_serves_where_the_case_has_none() -> None:
    profile = {"criteria": [{"criterion": "echocardiogram", "valid_for": "6 months"}]}
    found = one("test_ends", case=case(criteria=[result("2026-10-29", None)]), profile=profile)
    assert found.on == date(2027, 4, 29)


def test_an_age_nobody_can_read_gives_no_deadline() -> None:
    assert ladder("test_ends", case=case(criteria=[result("2026-10-29", "not stated")])) == []


@pytest.mark.parametrize(("year_end", "at_risk"), [("2026-12-28", False), ("2026-12-27", True)])
def test_a_plan_year_that_ends_before_the_infusion_is_at_risk(year_end: str, at_risk: bool) -> None:
    assert one("plan_year_ends", case=case(coverage={"plan_year_end": year_end})).at_risk is at_risk


def test_the_plan_year_of_the_profile_serves_where_the_case_has_none() -> None:
    found = one("plan_year_ends", profile={"plan_year_end": {"month": 12, "day": 15}})
    assert (found.on, found.source) == (date(2026, 12, 15), "the payer’s profile")


def test_a_benefit_check_in_the_new_year_settles_the_old_one() -> None:
    mine = case(coverage={"plan_year_end": "2026-11-10"})
    assert one("plan_year_ends", case=mine).severity is Severity.late
    assert ladder("plan_year_ends", happened("benefits_answered", "11-11"), case=mine) == []
    assert len(ladder("plan_year_ends", happened("benefits_answered", "11-10"), case=mine)) == 1


def test_coverage_that_ends_before_the_infusion_is_at_risk() -> None:
    assert one("coverage_ends", case=case(coverage={"ends": "2026-12-27"})).at_risk
    assert not one("coverage_ends", case=case(coverage={"ends": "2026-12-28"})).at_risk


# --- claims ---------------------------------------------------------------------------------------------------------

TREATED = (
    *authorized(),
    *agreed(signed="12-20"),
    happened("collected", "12-03"),
    happened("admitted", "12-27"),
    happened("infused", "12-28"),
    happened("discharged", "2027-01-08"),
)


@pytest.mark.parametrize(
    ("starts", "last_day"),
    [
        ("date_of_service", "2027-06-26"),
        ("discharge", "2027-07-07"),
        ("agreement_signature", "2027-06-18"),
        ("authorization", "2027-05-11"),
        ("later_of_phase_end_and_signature", "2027-07-07"),
        (None, "2027-06-26"),
    ],
)
def test_a_claim_is_due_180_days_after_its_start(starts: str | None, last_day: str) -> None:
    """180 days after December 28, January 8, December 20 and November 12."""
    terms = {"filing": "180 calendar days", "filing_starts": starts}
    found = one("claim", *TREATED, as_of="2027-01-10", agreement=terms)
    assert found.on.isoformat() == last_day
    assert bool(found.note) is (starts is None)


def test_no_claim_is_due_before_there_is_a_service() -> None:
    assert ladder("claim", *authorized(), *agreed(), agreement={"filing": "180 calendar days"}) == []


def test_a_claim_counted_from_discharge_waits_for_the_discharge() -> None:
    terms = {"filing": "180 calendar days", "filing_starts": "discharge"}
    assert ladder("claim", *TREATED[:-1], as_of="2027-01-05", agreement=terms) == []


def test_a_filed_claim_leaves_the_ladder_and_a_denied_one_comes_back() -> None:
    terms = {
        "filing": "180 calendar days",
        "filing_starts": "discharge",
        "corrected_filing": "365 calendar days",
    }
    filed = happened("claim_filed", "2027-01-20")
    denied = happened("claim_denied", "2027-02-20")
    more: dict[str, Any] = {"as_of": "2027-03-01", "agreement": terms}
    assert ladder("claim", *TREATED, filed, **more) == []
    assert one("corrected_claim", *TREATED, filed, denied, **more).on == date(2028, 1, 8)
    paid = happened("claim_paid", "2027-02-25")
    assert ladder("corrected_claim", *TREATED, filed, denied, paid, **more) == []
    taken_back = happened("claim_denied", "2027-02-27")
    assert len(ladder("corrected_claim", *TREATED, filed, paid, taken_back, **more)) == 1
    again = happened("claim_filed", "2027-02-25")
    assert ladder("corrected_claim", *TREATED, filed, denied, again, **more) == []


def test_the_payers_limit_serves_where_the_agreement_has_none() -> None:
    """Twelve months after the day of service, December 28; nobody says from which event, so from the earliest."""
    profile = {"timely_filing": {"initial": "12 months"}}
    found = one("claim", *TREATED, as_of="2027-01-10", profile=profile)
    assert (found.on, found.source) == (date(2027, 12, 28), "the payer’s profile")
    assert ladder("claim", *TREATED, as_of="2027-01-10") == []


def test_after_an_end_without_infusion_only_claims_are_left() -> None:
    ended = happened("withdrawn", "12-10")
    events = (*authorized(valid_to="2026-12-20"), happened("collected", "12-03"), ended)
    found = deadlines(situation(*events, as_of="12-15", agreement={"filing": "90 calendar days"}))
    assert [each.kind for each in found] == [DeadlineKind.claim]
