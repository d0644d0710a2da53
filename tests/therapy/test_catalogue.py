from datetime import date

import pytest

from sca_toolkit.errors import UsageProblem
from sca_toolkit.therapy import CareStep, Catalogue, CodeSystem, ProductKind, Rems, StepCodes, unknowns
from sca_toolkit.values import Duration

TODAY = date(2026, 11, 22)


def listed(step: StepCodes) -> list[str]:
    return [code.code for code in step.codes]


@pytest.mark.parametrize(
    "name",
    ["axi-cel", "Yescarta", "YESCARTA", "axicabtagene ciloleucel", "Axicabtagene  Ciloleucel", "axi cel"],
)
def test_a_product_is_found_by_id_brand_or_generic_name(catalogue: Catalogue, name: str) -> None:
    assert catalogue.product(name).id == "axi-cel"


def test_a_product_is_found_by_its_name_with_suffix_and_by_its_second_brand(catalogue: Catalogue) -> None:
    assert catalogue.product("teclistamab-cqyv").brand.value == "Tecvayli"
    assert catalogue.product("Lunsumio VELO").id == "mosunetuzumab"


def test_an_unknown_product_names_the_nearest(catalogue: Catalogue) -> None:
    with pytest.raises(UsageProblem, match=r"'Yescata'.*Did you mean Yescarta \(axi-cel\)"):
        catalogue.product("Yescata")


def test_a_product_far_from_any_lists_what_there_is(catalogue: Catalogue) -> None:
    with pytest.raises(UsageProblem, match="The catalog holds Yescarta, Tecartus"):
        catalogue.product("aspirin")


def test_all_eighteen_products_ship(catalogue: Catalogue) -> None:
    kinds = [product.kind for product in catalogue.products.products]
    assert kinds.count(ProductKind.car_t) == 7
    assert kinds.count(ProductKind.til) == 1
    assert kinds.count(ProductKind.tcr_t) == 1
    assert kinds.count(ProductKind.bispecific) == 9


def test_the_rems_of_the_six_products_ends_on_june_26_2025(catalogue: Catalogue) -> None:
    for name in ("axi-cel", "brexu-cel", "tisa-cel", "liso-cel", "ide-cel", "cilta-cel"):
        rems = catalogue.product(name).rems
        assert rems is not None
        before, after = rems.on(date(2025, 6, 25)), rems.on(date(2025, 6, 26))
        assert before is not None
        assert after is not None
        assert (before.value, after.value) == (Rems.required, Rems.eliminated)


def test_monitoring_near_the_center_falls_from_four_to_two_weeks(catalogue: Catalogue) -> None:
    history = catalogue.product("Breyanzi").monitoring
    assert history is not None
    before, after = history.on(date(2025, 6, 25)), history.on(date(2025, 6, 26))
    assert before is not None
    assert after is not None
    assert before.value.near_center == Duration(count=28, unit="calendar days")
    assert after.value.near_center == Duration(count=14, unit="calendar days")


def test_aucatzyl_never_had_a_rems_and_its_watch_periods_are_not_known(catalogue: Catalogue) -> None:
    product = catalogue.product("Aucatzyl")
    assert product.rems is not None
    assert [entry.value for entry in product.rems] == [Rems.never_required]
    assert product.monitoring is None
    assert any("do not carry its periods over" in caution.value for caution in product.cautions)


def test_the_code_map_changes_with_the_day_of_service(catalogue: Catalogue) -> None:
    old = catalogue.codes_for(CareStep.infusion, "Yescarta", date(2021, 9, 30))
    new = catalogue.codes_for(CareStep.infusion, "Yescarta", date(2021, 10, 1))
    assert "XW033C3" in listed(old)
    assert "XW033H7" not in listed(old)
    assert "XW033H7" in listed(new)
    assert "XW033C3" not in listed(new)
    last_of_2024 = catalogue.codes_for(CareStep.collection, "Yescarta", date(2024, 12, 31))
    assert {"0537T", "0538T"} <= set(listed(last_of_2024))
    first_of_2025 = catalogue.codes_for(CareStep.collection, "Yescarta", date(2025, 1, 1))
    assert {"38225", "38226"} <= set(listed(first_of_2025))
    assert "0537T" not in listed(first_of_2025)


def test_the_code_map_shows_only_the_codes_of_its_own_product(catalogue: Catalogue) -> None:
    shown = {code.code for step in catalogue.code_map("Abecma", TODAY) for code in step.codes}
    assert {"Q2055", "XW033K7", "XW043K7", "38228", "0874", "86"} <= shown
    assert not shown & {"Q2041", "XW033H7", "J9380", "XW033C7"}


def test_a_stand_in_code_appears_only_while_the_product_has_none_of_its_own(catalogue: Catalogue) -> None:
    assert "XW033C7" in listed(catalogue.codes_for(CareStep.infusion, "Aucatzyl", TODAY))
    assert "XW033C7" not in listed(catalogue.codes_for(CareStep.infusion, "Yescarta", TODAY))
    assert "J3590" in listed(catalogue.codes_for(CareStep.product, "Amtagvi", TODAY))


def test_every_step_says_its_codes_or_its_gap(catalogue: Catalogue) -> None:
    for product in catalogue.products.products:
        steps = catalogue.code_map(product.id, TODAY)
        assert [step.step for step in steps] == list(CareStep)
        for step in steps:
            assert step.codes or step.gaps, f"{product.id} {step.step}"


def test_what_is_not_known_is_said_in_words(catalogue: Catalogue) -> None:
    assert (
        "No HCPCS code of its own is known for Amtagvi."
        in catalogue.codes_for(CareStep.product, "Amtagvi", TODAY).gaps
    )
    aucatzyl = catalogue.codes_for(CareStep.product, "Aucatzyl", TODAY)
    assert any("one unit of Q2058" in gap for gap in aucatzyl.gaps)
    bridging = catalogue.codes_for(CareStep.bridging, "Yescarta", TODAY)
    assert any("regimen" in gap for gap in bridging.gaps)


def test_a_bispecific_has_no_collection(catalogue: Catalogue) -> None:
    step = catalogue.codes_for(CareStep.collection, "Tecvayli", TODAY)
    assert step.codes == ()
    assert step.gaps == ("No cells are collected for a bispecific.",)


def test_a_bispecific_stay_is_not_in_the_car_t_payment_group(catalogue: Catalogue) -> None:
    code = catalogue.code(CodeSystem.icd10_pcs, "XW01348")
    assert code is not None
    assert code.ms_drg is None


def test_unknown_facts_of_a_product_are_named(catalogue: Catalogue) -> None:
    assert "Whether a REMS applies" in unknowns(catalogue.product("Columvi"))
    assert unknowns(catalogue.product("Breyanzi")) == ()
