"""The examples that come with the toolkit: invented, said to be so, whole, and fit for what they show."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

import pytest

from sca_toolkit.case import BillingEntity, Case, Center
from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.drafting import Drafting, begin
from sca_toolkit.errors import UsageProblem
from sca_toolkit.library import Library, read_case_table
from sca_toolkit.terms import field_at
from sca_toolkit.therapy import CareStep, CodeSystem, Fit
from tests.conftest import ROOT

TODAY = date(2026, 11, 22)
EXAMPLES = ROOT / "sca_toolkit" / "examples"
CASES = sorted(path.stem for path in (EXAMPLES / "cases").glob("*.yaml"))
SHAPES = sorted(path.stem for path in (ROOT / "templates" / "arrangements").glob("*.yaml"))


@cache
def library() -> Library:
    return Library()


@cache
def center() -> Center:
    found = library().center()
    assert found is not None
    return found


@cache
def drafting(case: str) -> Drafting:
    return begin(Desk(library()), library().case(case), TODAY)


@cache
def from_csv() -> tuple[Case, ...]:
    table = read_case_table((EXAMPLES / "cases.csv").read_bytes(), "cases.csv")
    assert table.all_problems == ()
    return table.cases


def every_case() -> tuple[Case, ...]:
    return (*(library().case(name) for name in CASES), *from_csv())


def every_entity() -> tuple[BillingEntity, ...]:
    others = (entity for case in every_case() for entity in case.other_entities)
    return (*center().entities.values(), *others)


# --- invented, and said to be so ----------------------------------------------------------------------------


def test_there_are_five_cases_in_files_and_three_in_a_spreadsheet() -> None:
    assert len(CASES) == 5
    assert len(from_csv()) == 3


def test_every_person_is_invented_and_named_so() -> None:
    for case in every_case():
        assert case.synthetic, case.id
        assert re.fullmatch(r"[A-Z][a-z]+ Example \(invented\)", case.member.name or ""), case.id
        assert "EX" in (case.member.member_id or "") or (case.member.member_id or "").startswith("000"), (
            case.id
        )


@pytest.mark.parametrize("name", CASES)
def test_every_file_says_in_its_first_words_that_it_is_invented(name: str) -> None:
    assert (EXAMPLES / "cases" / f"{name}.yaml").read_text(encoding="utf-8").startswith("# INVENTED")


def test_the_center_is_invented_and_says_so() -> None:
    assert center().invented
    assert (EXAMPLES / "center.yaml").read_text(encoding="utf-8").startswith("# An INVENTED center.")


def test_no_entity_carries_a_number_that_was_issued() -> None:
    for entity in every_entity():
        assert entity.npi is not None
        assert entity.npi.startswith("2"), "numbers that start with 2 have not been issued"
        assert entity.tin is not None
        assert entity.tin.startswith("99-1")
    numbers = [entity.npi for entity in every_entity()] + [entity.tin for entity in every_entity()]
    assert len(set(numbers)) == len(numbers)


def test_phone_numbers_and_addresses_lead_nowhere() -> None:
    for contact in center().contacts:
        assert re.fullmatch(r"\d{3}-555-01\d\d", contact.phone or ""), contact.role
        assert (contact.email or "x@center.example").endswith(".example")


# --- whole ----------------------------------------------------------------------------------------------------


def test_a_case_is_in_the_file_of_its_own_id() -> None:
    assert [library().case(name).id for name in CASES] == CASES


def test_case_ids_are_used_once() -> None:
    ids = [case.id for case in every_case()]
    assert len(set(ids)) == len(ids)


def test_every_case_names_a_payer_entities_and_a_product_that_exist() -> None:
    for case in every_case():
        assert case.coverage.payer in library().profile_ids(), case.id
        assert case.bills_through, case.id
        assert set(case.bills_through) <= set(center().entities), case.id
        library().catalogue().product(case.product or "")


def test_every_diagnosis_code_is_valid_on_the_day_and_fits_the_product() -> None:
    catalogue = library().catalogue()
    for case in every_case():
        assert case.dates.infusion is not None
        for code in case.diagnosis.icd10:
            assert catalogue.check_code(CodeSystem.icd10_cm, code, case.dates.infusion) is None, case.id
            assert catalogue.diagnosis_matches(code, case.product or "").fit is Fit.fits, case.id


def test_dates_lie_where_a_reader_of_today_expects_them() -> None:
    for case in every_case():
        infusion = case.dates.infusion
        assert infusion is not None
        assert date(2026, 12, 15) <= infusion <= date(2027, 2, 28), case.id
        assert case.coverage.eligibility_verified_on is not None
        assert case.coverage.eligibility_verified_on <= TODAY, case.id


def test_every_opening_term_of_the_center_is_a_field() -> None:
    for path in center().usual_terms:
        assert field_at(path).path == path


def test_the_center_covers_each_part_an_episode_needs() -> None:
    roles = {entity.role.value for entity in center().entities.values()}
    assert roles == {
        "infusing_hospital", "outpatient_practice", "partner_hospital", "collection_center", "professional_group",
    }  # fmt: skip


# --- fit for what they show -----------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", ["sca", "interim_loa", "term_sheet", "rate_summary"])
def test_the_first_case_has_no_gap_and_nothing_that_blocks_a_final(paper: str) -> None:
    work = drafting("CASE-2026-101")
    made = work.paper(paper)
    assert [gap.path for gap in made.gaps] == []
    assert [finding.message for finding in work.findings(made) if finding.blocking] == []


def test_the_case_with_a_real_payer_keeps_open_what_nobody_knows() -> None:
    work = drafting("CASE-2026-102")
    assert not work.profile.invented
    gaps = {gap.path for gap in work.paper("sca").gaps}
    assert {"payer.legal_name", "payer.signatory_name", "authorization.approvals"} <= gaps
    assert any(path.startswith("payment.") for path in gaps)


def test_the_out_of_state_medicaid_case_is_stopped_by_enrollment_and_may_have_no_letter() -> None:
    work = drafting("CASE-2026-103")
    found = {finding.check for finding in work.findings(work.paper("sca")) if finding.blocking}
    assert "medicaid-enrollment" in found
    assert work.advice.letter is False


def test_the_self_funded_case_is_infused_after_the_plan_year() -> None:
    work = drafting("CASE-2026-104")
    assert work.case.coverage.plan_sponsor
    checks = {finding.check for finding in work.findings(work.paper("sca"))}
    assert {"plan-year", "interest"} <= checks


def test_the_medicare_case_needs_no_agreement() -> None:
    advice = drafting("CASE-2026-105").advice
    assert advice.document is None
    assert advice.letter is False


@pytest.mark.parametrize("case", ["CASE-2026-201", "CASE-2026-202", "CASE-2026-203"])
def test_a_case_from_the_spreadsheet_can_be_drafted(case: str) -> None:
    found = next(each for each in from_csv() if each.id == case)
    work = begin(Desk(library()), found, TODAY)
    assert work.paper("sca").articles


# --- standing lists and payment shapes ------------------------------------------------------------------------

SETTLED = (
    "evaluation visits", "evaluation tests", "collection of cells", "cell laboratory", "storage",
    "bridging therapy with", "radiation", "line", "lymphodepletion", "the product", "infusion of the product",
    "inpatient days", "intensive care", "tocilizumab", "toxicity drugs", "ivig", "growth factors", "antibiotics",
    "transfusions", "dialysis", "imaging", "professional fees", "emergency visits", "home monitoring",
    "local follow-up", "late effects", "unrelated", "clinical trial",
)  # fmt: skip


@pytest.mark.parametrize("item", SETTLED)
def test_the_standing_lists_take_a_position_on_what_is_argued_about(item: str) -> None:
    standards = library().standards()
    services = [line.service.casefold() for line in (*standards.included, *standards.excluded)]
    assert any(item in service for service in services)


def test_every_excluded_service_says_who_pays_instead() -> None:
    assert all(line.paid_under for line in library().standards().excluded)


def test_the_phases_are_those_of_an_episode_in_their_order() -> None:
    names = [rule.name.value for rule in library().standards().phases]
    assert names == ["evaluation", "collection", "bridging", "lymphodepletion", "infusion", "follow_up"]


def test_codes_in_the_standing_lists_are_in_the_catalog_and_valid_today() -> None:
    catalogue, standards = library().catalogue(), library().standards()
    codes = [(CodeSystem.cpt, line.code) for line in standards.included if line.code_system == "CPT"]
    codes += [(CodeSystem.hcpcs, drug.hcpcs) for drug in standards.toxicity_drugs if drug.hcpcs]
    assert len(codes) == 7
    for system, code in codes:
        assert catalogue.check_code(system, code or "", TODAY) is None


def test_tocilizumab_is_named_for_every_setting_and_grade() -> None:
    named = [drug for drug in library().standards().toxicity_drugs if "tocilizumab" in drug.name]
    assert {drug.hcpcs for drug in named} == {
        code.code for code in library().catalogue().codes_for(CareStep.toxicity, "axi-cel", TODAY).codes
        if "tocilizumab" in code.meaning
    }  # fmt: skip
    assert all(drug.any_setting and drug.min_grade is None and drug.max_doses is None for drug in named)


def test_there_are_three_payment_shapes() -> None:
    assert SHAPES == ["case-rate-product-carved-out", "per-diem-product-carved-out", "phased-case-rates"]
    assert center().arrangement in SHAPES


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_holds_no_figure_of_money_and_leaves_a_gap_for_each(name: str) -> None:
    text = (ROOT / "templates" / "arrangements" / f"{name}.yaml").read_text(encoding="utf-8")
    assert "$" not in text
    assert "%" not in text
    shape = library().arrangement(name)
    gaps = {gap.path for gap in shape.gaps()}
    assert any(path.endswith("amount") for path in gaps)
    assert any(path.endswith("percent") for path in gaps)
    assert "rules.late_payment.annual_rate" in gaps


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_settles_what_costs_most_when_it_is_left_out(name: str) -> None:
    gaps = {gap.path for gap in library().arrangement(name).gaps()}
    for rule in (
        "conversion.rule",
        "not_infused.product_liability",
        "repeat_collection.paid",
        "out_of_spec.covered",
    ):
        assert f"rules.{rule}" not in gaps
    assert not any(
        path.endswith(("price_date_rule", "product_in_threshold", "product_included")) for path in gaps
    )


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_can_be_chosen_for_a_payer_that_is_not_known(name: str) -> None:
    work = begin(Desk(library()), library().case("CASE-2026-102"), TODAY, arrangement=name)
    assert work.paper("sca").articles
    assert work.terms.payment is not None


def test_an_unknown_shape_is_refused() -> None:
    with pytest.raises(UsageProblem, match="no payment shape"):
        begin(Desk(library()), library().case("CASE-2026-102"), TODAY, arrangement="case-rates")


def test_the_agreement_of_the_first_case_outlasts_its_window() -> None:
    terms = drafting("CASE-2026-101").terms
    assert terms.period.end_date is not None
    assert terms.episode.projected_day0 is not None
    assert terms.period.end_date >= terms.episode.projected_day0 + timedelta(days=30)
