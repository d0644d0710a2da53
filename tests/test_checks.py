"""Each completeness check on both sides of its edge. Every person, payer and figure here is invented."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sca_toolkit.case import Case, Center
from sca_toolkit.checks import CHECKS, Evidence, check_terms
from sca_toolkit.clauses import Stance
from sca_toolkit.payer import KnownPosition
from sca_toolkit.payment import Arrangement
from sca_toolkit.terms import AgreementTerms, with_values

HOSPITAL = {
    "legal_name": "Example Hospital",
    "role": "infusing_hospital",
    "tin": "99-9000011",
    "npi": "2000000002",
}
PRACTICE = {"legal_name": "Example Practice", "role": "outpatient_practice", "tin": "99-9000012"}
OHIO = Center(id="example", name="Example Center (invented)", state="OH", invented=True)


def terms(**values: Any) -> AgreementTerms:
    """Terms with the given fields; `payer__role` stands for `payer.role`."""
    return with_values(AgreementTerms(), {path.replace("__", "."): value for path, value in values.items()})


def found(agreed: AgreementTerms, evidence: Evidence | None = None) -> set[str]:
    """Names of the checks that speak."""
    return {finding.check for finding in check_terms(agreed, evidence or Evidence())}


def blocking(agreed: AgreementTerms, evidence: Evidence | None = None) -> set[str]:
    """Names of the checks that stop a final."""
    return {finding.check for finding in check_terms(agreed, evidence or Evidence()) if finding.blocking}


def paid(**rules: Any) -> Arrangement:
    """An arrangement with the given rules and nothing else."""
    return Arrangement.model_validate({"rules": rules})


def test_all_fifteen_checks_and_the_code_check_run() -> None:
    assert len(CHECKS) == 16


def test_1_an_agreement_that_nobody_signs_for_the_payer_is_stopped() -> None:
    signed = {
        "payer__legal_name": "Example Plan",
        "payer__signatory_name": "Jordan Sample",
        "payer__role": "insurer",
    }
    assert "payer-signatory" in blocking(terms())
    assert "payer-signatory" not in found(terms(**signed))


@pytest.mark.parametrize(
    "role", ["aso_administrator", "cost_containment_vendor", "network_lessee", "delegated_group"]
)
def test_1_a_payer_that_only_administers_needs_a_plan_sponsor(role: str) -> None:
    assert "payer-only-administers" in blocking(terms(payer__role=role))
    assert "payer-only-administers" not in found(terms(payer__role=role, payer__plan_sponsor="Example Mills"))


def test_2_an_entity_without_a_tax_id_is_named() -> None:
    nameless = {key: value for key, value in HOSPITAL.items() if key != "tin"}
    assert "billing-entities" in blocking(terms(providers=(nameless,), setting__planned="inpatient"))
    assert "billing-entities" not in found(terms(providers=(HOSPITAL,), setting__planned="inpatient"))


def test_2_an_outpatient_infusion_needs_a_hospital_that_would_admit() -> None:
    assert "billing-entities" in blocking(
        terms(providers=(PRACTICE,), setting__planned="hospital_outpatient")
    )
    assert "billing-entities" not in found(
        terms(providers=(PRACTICE, HOSPITAL), setting__planned="hospital_outpatient")
    )


def test_2_an_infusion_in_an_office_needs_the_practice() -> None:
    assert "billing-entities" in blocking(terms(providers=(HOSPITAL,), setting__planned="physician_office"))
    assert "billing-entities" not in found(
        terms(providers=(HOSPITAL, PRACTICE), setting__planned="physician_office")
    )


def test_2_who_bills_a_phase_must_be_a_party() -> None:
    phase = {
        "name": "collection",
        "starts": "the first Collection",
        "ends": "the last",
        "billed_by": "Blood Center",
    }
    assert "billing-entities" in blocking(
        terms(providers=(HOSPITAL,), setting__planned="inpatient", episode__phases=(phase,))
    )


def test_2_an_unknown_setting_is_named() -> None:
    assert "setting" in blocking(terms(providers=(HOSPITAL,)))


WINDOW_30 = {"base": {"kind": "case_rate", "window": {"start_day": "0", "end_day": "30"}}}


@pytest.mark.parametrize(("end", "lapses"), [("2027-01-08", True), ("2027-01-09", False)])
def test_3_the_agreement_must_last_through_the_last_day_of_the_window(end: str, lapses: bool) -> None:
    """Day 0 on December 10, 2026 plus a window through day 30 is January 9, 2027, inclusive."""
    agreed = terms(episode__projected_day0="2026-12-10", period__end_date=end, payment=WINDOW_30)
    assert ("agreement-lapses" in blocking(agreed)) is lapses


@pytest.mark.parametrize(
    ("component", "valid_to", "lapses"),
    [
        ("stay", "2027-01-08", True),
        ("stay", "2027-01-09", False),
        ("product", "2026-12-09", True),
        ("product", "2026-12-10", False),
        ("collection", "2026-11-19", True),
        ("collection", "2026-11-20", False),
    ],
)
def test_3_an_authorization_lasts_until_its_part_is_over(component: str, valid_to: str, lapses: bool) -> None:
    case = Case.model_validate({"id": "C-1", "dates": {"collection": "2026-11-20"}})
    approval = {"component": component, "number": "EX-1", "valid_to": valid_to}
    agreed = terms(
        episode__projected_day0="2026-12-10", authorization__approvals=(approval,), payment=WINDOW_30
    )
    assert ("authorization-lapses" in blocking(agreed, Evidence(case=case))) is lapses


def test_3_without_a_planned_infusion_it_says_that_it_cannot_judge() -> None:
    assert "lapse" in found(terms()) - blocking(terms())


def test_4_an_outpatient_plan_without_a_conversion_rule_is_stopped() -> None:
    assert "conversion" in blocking(terms(setting__planned="hospital_outpatient"))
    assert "conversion" in blocking(terms(setting__planned="hospital_outpatient", payment=paid()))
    settled = paid(conversion={"rule": "separate"})
    assert "conversion" not in found(terms(setting__planned="hospital_outpatient", payment=settled))
    assert "conversion" not in found(terms(setting__planned="inpatient", payment=paid()))


def test_5_a_product_at_invoice_says_which_invoice_counts() -> None:
    product: dict[str, Any] = {"kind": "product", "basis": {"kind": "invoice"}}
    open_date = terms(payment={"base": product})
    assert "price-date" in blocking(open_date)
    assert "price-date" not in found(terms(payment={"base": product | {"price_date_rule": "invoice_date"}}))


@pytest.mark.parametrize(
    ("basis", "threshold", "speaks"), [("charges", "$500,000", True), ("covered_days", "20 days", False)]
)
def test_6_a_stop_loss_on_charges_says_whether_the_product_counts(
    basis: str, threshold: str, speaks: bool
) -> None:
    node = {
        "kind": "second_dollar_stop_loss",
        "threshold_basis": basis,
        "threshold": threshold,
        "of": {"kind": "case_rate", "product_included": "yes"},
    }
    assert ("stop-loss-product" in blocking(terms(payment={"base": node}))) is speaks
    if speaks:
        assert "stop-loss-product" not in found(
            terms(payment={"base": node | {"product_in_threshold": "no"}})
        )


def test_7_a_product_never_infused_and_a_repeat_collection_are_settled() -> None:
    assert {"not-infused", "repeat-collection"} <= blocking(terms())
    settled = paid(not_infused={"product_liability": "payer"}, repeat_collection={"paid": "no"})
    assert not {"not-infused", "repeat-collection"} & found(terms(payment=settled))


def test_8_toxicity_drugs_are_named() -> None:
    assert "toxicity-drugs" in blocking(terms())
    assert "toxicity-drugs" not in found(terms(toxicity__drugs=({"name": "tocilizumab"},)))


@pytest.mark.parametrize(
    ("allowed", "practice", "speaks"), [(2, 1, True), (1, 1, False), (1, 2, False), (None, 1, False)]
)
def test_8_a_drug_limited_to_grades_above_the_programs_practice_is_stopped(
    allowed: int | None, practice: int, speaks: bool
) -> None:
    drug = {"name": "tocilizumab", "min_grade": allowed}
    agreed = terms(toxicity__drugs=(drug,), toxicity__practice_min_grade=practice)
    assert ("toxicity-grade" in blocking(agreed)) is speaks


@pytest.mark.parametrize(("infusion", "speaks"), [("2026-12-31", False), ("2027-01-01", True)])
def test_9_an_infusion_after_the_plan_year_is_flagged(infusion: str, speaks: bool) -> None:
    agreed = terms(episode__projected_day0=infusion, member__plan_year_end="2026-12-31")
    assert ("plan-year" in found(agreed)) is speaks


def test_9_it_blocks_only_where_the_payers_own_coverage_rule_was_taken() -> None:
    late = {"episode__projected_day0": "2027-01-05", "member__plan_year_end": "2026-12-31"}
    ours = terms(**late, positions={"SCA-36": KnownPosition(position=Stance.provider)})
    theirs = terms(**late, positions={"SCA-36": KnownPosition(position=Stance.payer)})
    assert "plan-year" not in blocking(ours)
    assert "plan-year" in blocking(theirs)


def test_10_a_self_funded_plan_needs_contractual_interest() -> None:
    by_law = paid(late_payment={"interest": "law_only"})
    agreed = paid(late_payment={"interest": "agreement", "annual_rate": "12%"})
    assert "interest" in blocking(terms(payer__funding="self_funded", payment=by_law))
    assert "interest" not in found(terms(payer__funding="self_funded", payment=agreed))
    assert "interest" not in found(terms(payer__funding="fully_insured", payment=by_law))


def test_11_recoupment_left_to_law_is_stopped_across_state_lines() -> None:
    away = terms(payer__domicile_state="TX", audit__lookback="12 months")
    home = terms(payer__domicile_state="OH")
    by_law = {"SCA-33": ("The Payer may recover as applicable law allows.",)}
    assert "recoupment" in blocking(terms(payer__domicile_state="TX"), Evidence(center=OHIO))
    assert "recoupment" in blocking(away, Evidence(center=OHIO, texts=by_law))
    assert "recoupment" not in found(away, Evidence(center=OHIO))
    assert "recoupment" not in found(home, Evidence(center=OHIO))


def test_12_an_out_of_state_medicaid_member_needs_enrolled_entities() -> None:
    medicaid = {"member__line_of_business": "medicaid_managed_care", "member__state": "KY"}
    enrolled = HOSPITAL | {"medicaid_ids": {"KY": "0000001"}}
    assert "medicaid-enrollment" in blocking(terms(providers=(HOSPITAL,), **medicaid), Evidence(center=OHIO))
    assert "medicaid-enrollment" not in found(terms(providers=(enrolled,), **medicaid), Evidence(center=OHIO))
    at_home = medicaid | {"member__state": "OH"}
    assert "medicaid-enrollment" not in found(terms(providers=(HOSPITAL,), **at_home), Evidence(center=OHIO))
    commercial = medicaid | {"member__line_of_business": "commercial"}
    assert "medicaid-enrollment" not in found(
        terms(providers=(HOSPITAL,), **commercial), Evidence(center=OHIO)
    )


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("The hospital shall be certified under the REMS program for the Product.", True),
        ("Each physician is enrolled in the product's REMS.", True),
        ("The Member shall remain within two hours of the center for at least four weeks.", True),
        ("The Member stays near the hospital for 4 weeks after infusion.", True),
        ("The Member shall remain near the center for two weeks.", False),
        ("No REMS applies to the Product.", False),
        ("The Payer answers within four weeks.", False),
        ("An inpatient stay of four weeks is paid by the day.", False),
        ("The invoice is paid in four weeks.", False),
    ],
)
def test_13_retired_duties_in_any_wording_are_stopped(text: str, speaks: bool) -> None:
    assert ("retired-duty" in blocking(terms(), Evidence(texts={"SCA-18": (text,)}))) is speaks


def test_14_two_different_papers_called_loa_are_stopped() -> None:
    trap = (("Letter of Agreement", "SCA"), ("Interim Letter of Agreement", "INTERIM_LOA"))
    clear = (("Single-Case Agreement", "SCA"), ("Interim Letter of Agreement", "INTERIM_LOA"))
    assert "two-letters" in blocking(terms(), Evidence(papers=trap))
    assert "two-letters" not in found(terms(), Evidence(papers=clear))


def test_15_the_rate_is_gross_or_net_of_cost_share() -> None:
    assert "cost-share" in blocking(terms())
    assert "cost-share" not in found(terms(cost_share__deducted_from_rate="no"))


def test_every_blocking_finding_says_what_to_do() -> None:
    case = Case.model_validate({"id": "C-1", "dates": {"infusion": date(2026, 12, 10)}})
    for finding in check_terms(terms(setting__planned="hospital_outpatient"), Evidence(case=case)):
        assert finding.remedy, finding
        assert finding.clause.startswith(("SCA", "LOA")), finding
