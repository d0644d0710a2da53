"""Which paper does this case need? Payers, people and dates are invented."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sca_toolkit.case import Case, Center
from sca_toolkit.clauses import DocumentType
from sca_toolkit.payer import PayerProfile
from sca_toolkit.terms import Advice, ReasonCode, which_document

TODAY = date(2026, 11, 22)
OHIO = Center(id="example", name="Example Center (invented)", state="OH", invented=True)


def entry(value: Any, since: str = "2026-01-01") -> dict[str, Any]:
    """A dated value."""
    return {"value": value, "from": since, "source": "made"}


def payer(**facts: Any) -> PayerProfile:
    """An invented payer with the given facts."""
    source = {"title": "Invented for this test", "grade": "invented", "read_on": "2026-11-22"}
    base = {
        "id": "example",
        "name": "Example",
        "invented": "yes",
        "summary": "Invented.",
        "sources": {"made": source},
    }
    return PayerProfile.model_validate(base | facts)


def advise(profile: PayerProfile, **case: Any) -> Advice:
    """Advice for a case with this payer."""
    base = {"id": "C-1", "product": "axi-cel", "diagnosis": {"text": "relapsed large B-cell lymphoma"}}
    return which_document(profile, Case.model_validate(base | case), TODAY, center=OHIO)


def test_medicare_fee_for_service_needs_no_agreement_and_no_letter() -> None:
    advice = advise(payer(role=[entry("medicare_ffs")]))
    assert advice.document is None
    assert advice.letter is False
    assert "110.24" in advice.reasons[0].text


def test_medicare_advantage_of_the_same_member_is_negotiated() -> None:
    advice = advise(
        payer(role=[entry("medicare_advantage")]), coverage={"line_of_business": "medicare_advantage"}
    )
    assert advice.document is DocumentType.sca


def test_a_plan_that_excludes_car_t_needs_a_benefit_first() -> None:
    advice = advise(payer(), coverage={"cart_covered": "no"})
    assert advice.document is None
    assert "excludes" in advice.headline


def test_a_contract_that_covers_product_and_indication_needs_no_agreement() -> None:
    covers = entry({"state": "covers", "product": "axi-cel", "indication": "large B-cell lymphoma"})
    assert advise(payer(contract=[covers])).document is None


def test_a_contract_for_another_indication_does_not_count() -> None:
    other = entry({"state": "covers", "product": "axi-cel", "indication": "follicular lymphoma"})
    assert advise(payer(contract=[other])).document is DocumentType.sca


@pytest.mark.parametrize(("infusion", "needed"), [("2026-12-31", None), ("2027-01-01", DocumentType.sca)])
def test_a_contract_counts_through_its_last_day_at_the_planned_infusion(
    infusion: str, needed: DocumentType | None
) -> None:
    covers = entry({"state": "covers", "ends": "2026-12-31"})
    assert advise(payer(contract=[covers]), dates={"infusion": infusion}).document is needed


def test_a_transplant_agreement_is_amended() -> None:
    advice = advise(
        payer(contract=[entry({"state": "transplant_only", "agreement": "Transplant agreement of 2024"})])
    )
    assert advice.document is DocumentType.amendment
    assert "Transplant agreement of 2024" in advice.headline
    assert ReasonCode.contract_lacks_car_t_rate in advice.codes


def test_a_new_product_missing_from_the_contract_is_said_to_be_new() -> None:
    general, new = entry({"state": "covers"}), entry({"state": "lacks", "product": "axi-cel"})
    advice = advise(payer(contract=[general, new]))
    assert advice.document is DocumentType.amendment
    assert advice.codes[0] is ReasonCode.new_product_or_indication


def test_an_unknown_contract_is_not_read_as_none() -> None:
    assert "records no contract" in advise(payer()).reasons[0].text
    known = advise(payer(contract=[entry({"state": "no_contract"})]))
    assert known.reasons[0].text == "There is no contract with this payer."


@pytest.mark.parametrize(("permitted", "letter"), [("yes", True), ("no", False)])
def test_a_payer_that_may_not_sign_letters_gets_none(permitted: str, letter: bool) -> None:
    assert advise(payer(letters={"permitted": [entry(permitted)]})).letter is letter


def test_whether_letters_are_allowed_is_unknown_until_somebody_knows() -> None:
    advice = advise(payer())
    assert advice.letter is None
    assert advice.letter_reason.startswith("Not known")


def test_reasons_follow_from_what_is_known() -> None:
    profile = payer(network=[entry("out_of_network")], experience=[entry("first_cases")])
    case = {"coverage": {"funding": "self_funded"}, "member": {"state": "KY"}}
    assert set(advise(profile, **case).codes) == {
        ReasonCode.no_contract,
        ReasonCode.out_of_network_benefit_inadequate,
        ReasonCode.payer_inexperience,
        ReasonCode.out_of_area_member,
        ReasonCode.employer_carve_out,
    }
