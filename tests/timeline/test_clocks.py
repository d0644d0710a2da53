"""Clocks set by law: which plan and which part they reach, from which day. Every case is invented."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from sca_toolkit.case import Component, Coverage, Funding, LineOfBusiness
from sca_toolkit.payer import Urgency
from sca_toolkit.timeline import Act, Clocks
from sca_toolkit.values import Grade
from tests.timeline.situations import law

PRODUCT, STAY = Component.product, Component.stay
STANDARD, EXPEDITED = Urgency.standard, Urgency.expedited


def decision(
    line: str, part: Component | None, urgency: Urgency, day: str = "2026-11-22", **more: str
) -> list[str]:
    coverage = Coverage.model_validate({"line_of_business": line, **more})
    found = law().for_act(Act.decision, coverage, part, urgency, date.fromisoformat(day))
    return [str(entry.value.within) for entry in found]


@pytest.mark.parametrize("line", ["medicare_advantage", "medicaid_ffs", "medicaid_managed_care"])
def test_cms_0057_f_reaches_services_of_these_lines(line: str) -> None:
    assert decision(line, STAY, STANDARD) == ["7 calendar days"]
    assert decision(line, STAY, EXPEDITED) == ["72 hours"]


@pytest.mark.parametrize(
    "line", ["medicaid_ffs", "medicaid_managed_care", "exchange", "tricare", "federal_employee"]
)
def test_cms_0057_f_reaches_no_drugs(line: str) -> None:
    assert decision(line, PRODUCT, STANDARD) == []


def test_cms_0057_f_does_not_reach_exchange_plans() -> None:
    assert decision("exchange", STAY, STANDARD) == []


def test_part_b_drugs_of_medicare_advantage_have_their_own_clock() -> None:
    assert decision("medicare_advantage", PRODUCT, STANDARD) == ["72 hours"]
    assert decision("medicare_advantage", PRODUCT, EXPEDITED) == ["24 hours"]
    assert decision("medicare_advantage", Component.tocilizumab, STANDARD) == ["72 hours"]


def test_a_request_for_all_meets_the_clock_of_drugs_and_that_of_services() -> None:
    assert sorted(decision("medicare_advantage", None, STANDARD)) == ["7 calendar days", "72 hours"]


@pytest.mark.parametrize(
    ("day", "within"), [("2025-12-31", "14 calendar days"), ("2026-01-01", "7 calendar days")]
)
def test_the_change_of_2026_comes_on_its_day(day: str, within: str) -> None:
    assert decision("medicare_advantage", STAY, STANDARD, day) == [within]


def test_state_medicaid_has_no_federal_clock_before_2026() -> None:
    assert decision("medicaid_ffs", STAY, STANDARD, "2025-12-31") == []


@pytest.mark.parametrize("funding", list(Funding))
def test_erisa_binds_commercial_plans_however_they_are_funded(funding: Funding) -> None:
    assert decision("commercial", PRODUCT, STANDARD, funding=funding.value) == ["15 calendar days"]
    assert decision("commercial", STAY, EXPEDITED, funding=funding.value) == ["72 hours"]


def test_no_clock_is_guessed_for_an_unknown_line_of_business() -> None:
    for act in Act:
        assert law().for_act(act, Coverage(), None, STANDARD, date(2026, 11, 22)) == ()


def test_a_proposed_rule_is_shown_and_never_applied() -> None:
    assert decision("medicaid_ffs", PRODUCT, STANDARD, "2027-12-01") == []
    assert any(entry.value.proposed for entry in law().clocks)


@pytest.mark.parametrize(
    ("line", "act", "within"),
    [
        ("commercial", Act.appeal, "180 calendar days"),
        ("exchange", Act.appeal, "180 calendar days"),
        ("medicare_advantage", Act.appeal, "60 calendar days"),
        ("medicaid_managed_care", Act.appeal, "60 calendar days"),
        ("federal_employee", Act.appeal, "6 months"),
        ("tricare", Act.appeal, "90 calendar days"),
        ("commercial", Act.external_review, "4 months"),
        ("medicaid_managed_care", Act.external_review, "120 calendar days"),
        ("commercial", Act.information, "45 calendar days"),
    ],
)
def test_windows_to_appeal(line: str, act: Act, within: str) -> None:
    coverage = Coverage(line_of_business=LineOfBusiness(line))
    found = law().for_act(act, coverage, PRODUCT, STANDARD, date(2026, 11, 22))
    assert [str(entry.value.within) for entry in found] == [within]


def test_every_source_is_used_dated_and_public() -> None:
    used = {key for entry in law().clocks for key in (entry.source, *entry.value.also)}
    assert used == set(law().sources)
    assert all(page.url and page.grade is not Grade.invented for page in law().sources.values())


def test_a_clock_without_its_source_is_refused() -> None:
    data = law().model_dump(by_alias=True, mode="json")
    data["sources"].pop("ma-65-days")
    with pytest.raises(ValidationError, match="ma-65-days"):
        Clocks.model_validate(data)


def test_one_clock_with_two_limits_on_one_day_is_refused() -> None:
    data = law().model_dump(by_alias=True, mode="json")
    data["clocks"].append(data["clocks"][0])
    with pytest.raises(ValidationError, match="stands twice"):
        Clocks.model_validate(data)
