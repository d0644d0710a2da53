"""Simulated patients against closed forms, limiting cases, seeds and workers."""

from __future__ import annotations

import numpy as np
import pytest

from sca_toolkit.exposure import columns as registry
from sca_toolkit.exposure.cohort import simulate, simulate_unsure
from sca_toolkit.exposure.draws import Design, seed_of
from sca_toolkit.exposure.exact.severity import Lognormal
from sca_toolkit.exposure.exact.stays import (
    StayAndIcu,
    both_above,
    category_correlation,
    chance_past,
    whole_day_mean,
)
from sca_toolkit.exposure.measures import Estimate, estimate
from sca_toolkit.exposure.shapes import Array
from tests.exposure.made import DESIGN, cohort, inpatients, outpatients, parameters, scenario

approx = pytest.approx
BED = {
    "stay_median": 14.0, "stay_sigma": 0.60, "stay_multiplier": 1.0, "icu_inpatient": 0.20, "rho_icu_stay": 0.45,
    "rho_crs_icu": 0.45, "rho_crs_stay": 0.35, "crs_any": 0.82, "crs_severe": 0.09, "not_infused": 0.0,
    "manufacturing_failure": 0.0, "out_of_specification": 0.0, "attrition": 0.0,
}  # fmt: skip
"""The test bed: everybody is infused; stay, intensive care and toxicity as in the closed forms."""


def mean_of(values: Array, replicates: int = DESIGN.replicates) -> Estimate:
    return estimate(values.reshape(replicates, -1).mean(axis=1), float(values.mean()))


def near(found: Estimate, expected: float, floor: float = 0.0) -> bool:
    """Within four standard errors."""
    assert found.error is not None
    return abs(found.value - expected) <= max(4 * found.error, floor)


@pytest.fixture(scope="module")
def bed() -> dict[str, Array]:
    return dict(cohort(BED, inpatient=True).columns)


def test_the_mean_stay_in_whole_days(bed: dict[str, Array]) -> None:
    """17.261 days when every begun day counts; cutting at 120 days takes 0.01 off."""
    assert near(mean_of(bed["days"]), whole_day_mean(Lognormal(14, 0.6), 119), 0.01)


def test_a_stay_is_longer_with_intensive_care(bed: dict[str, Array]) -> None:
    """23.78 and 15.01 days before rounding up, which adds half a day."""
    exact = StayAndIcu(Lognormal(14, 0.6), 0.20, 0.45)
    icu = (bed["icu_days"] > 0).astype(float)
    assert near(mean_of(icu), 0.20)
    assert float(bed["days"][icu > 0].mean()) == approx(exact.mean_with_icu() + 0.5, abs=0.35)
    assert float(bed["days"][icu == 0].mean()) == approx(exact.mean_without_icu() + 0.5, abs=0.15)


def test_how_often_a_stay_passes_the_crossing(bed: dict[str, Array]) -> None:
    past = mean_of((bed["days"] > 17.857).astype(float))
    assert near(past, chance_past(Lognormal(14, 0.6), 17.857, whole=True), 1 / DESIGN.points)
    assert near(mean_of(np.minimum(bed["days"], 119) * 4_200), 72_496.36, 60)


def test_toxicity_goes_with_the_stay_as_the_latent_correlation_says(bed: dict[str, Array]) -> None:
    found = float(np.corrcoef(bed["crs"], np.log(bed["days"] - 0.5))[0, 1])
    assert found == approx(category_correlation((0.18, 0.73, 0.09), 0.35), abs=0.015)


def test_intensive_care_and_severe_toxicity_together(bed: dict[str, Array]) -> None:
    both = ((bed["icu_days"] > 0) & (bed["crs"] == 2)).astype(float)
    assert near(mean_of(both), both_above(0.20, 0.09, 0.45), 0.001)


def test_the_mean_cost_is_not_moved_by_its_spread() -> None:
    calm, wild = (cohort(BED | {"residual_sigma": sigma}, inpatient=True).care_cost for sigma in (0.0, 0.4))
    assert float(wild.mean()) == approx(float(calm.mean()), rel=0.01)
    assert wild.std() > calm.std()


def test_every_path_ends_in_one_way() -> None:
    c = outpatients().columns
    assert set(np.unique(c["end"])) == {0.0, 1.0, 2.0, 3.0, 4.0}
    assert np.array_equal(c["infused"].astype(bool), c["end"] >= 3)
    assert not c["days"][c["end"] < 3].any()
    assert not c["product_charge"][c["end"] < 3].any()


def test_attrition_after_collection_is_that_of_the_trial() -> None:
    """10 of 111 for any reason: manufacturing failure is part of it and is not counted twice."""
    c = outpatients().columns
    collected = c["collected"].astype(bool)
    found = float((c["end"][collected] == 2).mean())
    assert found == approx(parameters()["not_infused"], abs=0.01)


def test_admissions_after_an_outpatient_infusion() -> None:
    c = outpatients().columns
    infused = c["infused"].astype(bool)
    share, days = parameters()["outpatient_admitted"], c["admit"][c["stays"].astype(bool)]
    assert float(c["stays"][infused].mean()) == approx(share, abs=0.01)
    assert float((days <= 3).mean()) == approx(parameters()["admitted_day_0_3"], abs=0.015)
    assert days.min() >= 0
    assert days.max() <= 30


@pytest.mark.parametrize("inside", [True, False])
def test_days_of_a_stay_add_up_and_intensive_care_is_taken_from_them(inside: bool) -> None:
    c = cohort(inpatient=inside, numbers={"step_down_share": 0.3}).columns
    parts = c["ward_before"] + c["icu_days"] + c["step_down_days"] + c["ward_after"]
    assert np.array_equal(parts, c["days"])
    assert (
        min(float(c[name].min()) for name in ("ward_before", "icu_days", "step_down_days", "ward_after")) >= 0
    )


def test_no_intensive_care_means_none_and_its_price_does_not_matter() -> None:
    none = {"icu_inpatient": 0.0}
    first, second = (cohort(none | {"icu_day": price}, inpatient=True) for price in (1.0, 99_999.0))
    assert not first.columns["icu_days"].any()
    assert np.array_equal(first.care_cost, second.care_cost)


def test_nobody_infused_leaves_only_the_collection() -> None:
    c = cohort({"not_infused": 1.0, "attrition": 0.0, "manufacturing_failure": 0.0}).columns
    assert (c["end"] == 2).all()
    assert np.allclose(c["care_cost"], c["cost_collection"])


def test_a_cancelled_product_costs_nothing_and_a_paid_one_its_invoice() -> None:
    lost = {"not_infused": 1.0, "attrition": 0.0, "manufacturing_failure": 0.0}
    free, charged = (cohort(lost, charged_if_not_infused=each).columns for each in (False, True))
    assert not free["product_cost"].any()
    assert np.array_equal(charged["product_cost"], charged["invoice"])


def test_all_known_is_one_path_repeated() -> None:
    spread = (
        "stay_sigma",
        "residual_sigma",
        "vein_to_vein_sigma",
        "agreement_days_sigma",
        "payment_days_sigma",
    )
    rare = ("readmission", "icu_inpatient", "tocilizumab_given_crs", "not_infused", "attrition")
    never = ("manufacturing_failure", "out_of_specification")
    sure = dict.fromkeys((*spread, *rare, *never), 0.0)
    found = cohort(sure, inpatient=True)
    assert float(np.ptp(found.cost)) == 0.0
    assert found.columns["days"][0] == 14.0


def test_the_longest_stays_are_the_ones_in_intensive_care_when_they_fully_go_together() -> None:
    alone = {"rho_icu_stay": 0.9999, "rho_crs_icu": 0.0, "rho_crs_stay": 0.0, "rho_icans_icu": 0.0,
             "rho_icans_stay": 0.0, "rho_crs_icans": 0.0}  # fmt: skip
    c = cohort(BED | alone, inpatient=True).columns
    icu = c["icu_days"] > 0
    assert c["days"][icu].min() >= c["days"][~icu].max() - 1


def test_one_and_four_workers_give_the_same_patients() -> None:
    one, four = (cohort(design=Design(11, 256, 8), workers=each) for each in (1, 4))
    assert one.fingerprint == four.fingerprint
    assert all(np.array_equal(one.columns[name], four.columns[name], equal_nan=True) for name in one.columns)


def test_the_same_seed_repeats_and_another_case_differs() -> None:
    first, again = (cohort(design=Design(seed_of("CASE-1"), 256, 2)) for _ in range(2))
    other = cohort(design=Design(seed_of("CASE-2"), 256, 2))
    assert first.fingerprint == again.fingerprint != other.fingerprint


def test_a_new_column_at_the_end_leaves_every_path_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    before = cohort(design=Design(5, 256, 2))
    monkeypatch.setattr(registry, "PROCESS", (*registry.PROCESS, "new_choice"))
    monkeypatch.setattr(registry, "PARAMETERS", (*registry.PARAMETERS, "rho_crs_icu"))
    assert cohort(design=Design(5, 256, 2)).fingerprint == before.fingerprint
    known = simulate_unsure(parameters(), scenario(), Design(5, 256, 2)).columns["vein_to_vein"]
    monkeypatch.undo()
    assert np.array_equal(
        known, simulate_unsure(parameters(), scenario(), Design(5, 256, 2)).columns["vein_to_vein"]
    )


def test_a_change_in_one_branch_moves_no_other() -> None:
    """More readmissions leave stays, toxicity and attrition of every path as they were."""
    before, after = inpatients().columns, cohort({"readmission": 0.5}, inpatient=True).columns
    for name in ("end", "days", "icu_days", "crs", "icans", "doses", "vein_to_vein", "invoice"):
        assert np.array_equal(before[name], after[name]), name
    assert after["readmitted"].sum() > before["readmitted"].sum()


def test_what_we_do_not_know_widens_what_may_happen() -> None:
    sure, unsure = (
        simulate(parameters(), scenario(inpatient=True), DESIGN),
        simulate_unsure(parameters(), scenario(inpatient=True), DESIGN),
    )
    assert unsure.care_cost.std() > 1.05 * sure.care_cost.std()


def test_the_stress_switch_deepens_the_tail_of_cost() -> None:
    calm, stressed = inpatients().care_cost, cohort(inpatient=True, stress=True).care_cost
    assert np.quantile(stressed, 0.99) > np.quantile(calm, 0.99)


@pytest.mark.long
def test_the_error_of_the_mean_covers_the_truth() -> None:
    """200 runs of the test bed: the 95% interval of 8 scramblings holds the exact mean of a stay in 90% to 99%."""
    exact = whole_day_mean(Lognormal(14, 0.6), 119)
    hits = 0
    for seed in range(200):
        days = cohort(BED, design=Design(seed, 256, 16), inpatient=True).columns["days"]
        interval = mean_of(days, 16).interval
        assert interval is not None
        hits += interval[0] <= exact <= interval[1]
    assert 180 <= hits <= 198
