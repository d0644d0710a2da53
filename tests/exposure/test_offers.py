"""Offers on the same patients: what must hold exactly, break-even, the cost of words, records and refusals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pytest

from sca_toolkit.errors import ScaError, UsageProblem
from sca_toolkit.exposure.bearing import Bearer, who_bears_what
from sca_toolkit.exposure.breakeven import break_even
from sca_toolkit.exposure.cliffs import cliffs
from sca_toolkit.exposure.cohort import Cohort
from sca_toolkit.exposure.crossing import Rates, crossing, rates_of
from sca_toolkit.exposure.offers import Comparison, Offer, compare, paid
from sca_toolkit.exposure.places import number_at, numbers, reworded, with_number
from sca_toolkit.exposure.portfolio import OpenCase, portfolio
from sca_toolkit.exposure.ranking import Dominance, dominance, equal_mean, regret
from sca_toolkit.exposure.record import RunRecord
from sca_toolkit.exposure.story import worst_story
from sca_toolkit.exposure.tornado import tornado
from sca_toolkit.exposure.unsure import loss_chances
from sca_toolkit.exposure.words import cost_of_words
from sca_toolkit.library import load_text
from sca_toolkit.payment import Arrangement
from tests.exposure.made import arrangement, cohort, inpatients, library, offer, outpatients

approx = pytest.approx
RATE = "base.parts[0].amount"
NAMES = (
    "case-rate",
    "case-rate-stop-loss",
    "case-rate-outlier-days",
    "per-diem",
    "per-diem-all-in",
    "percent-of-charges",
)
INFUSED = {"not_infused": 0.0, "attrition": 0.0, "manufacturing_failure": 0.0, "out_of_specification": 0.0}


@cache
def compared(inside: bool = True) -> Comparison:
    return compare(inpatients() if inside else outpatients(), [offer(name) for name in NAMES])


def changed(name: str, **values: Any) -> Arrangement:
    """An example offer with other words at some places."""
    found = reworded(arrangement(name), values)
    assert found is not None
    return found


@pytest.mark.parametrize("name", library().offer_ids())
def test_every_example_offer_can_be_priced_in_both_settings(name: str) -> None:
    for patients in (inpatients(), outpatients()):
        found = paid(patients, arrangement(name))
        assert np.isfinite(found).all()
        assert found.min() >= 0


def test_offers_a_constant_apart_differ_without_error() -> None:
    dearer = with_number(arrangement("case-rate"), RATE, 80_000)
    everybody = cohort(INFUSED, inpatient=True)
    found = compare(everybody, [offer("case-rate"), Offer("dearer", dearer)])
    gap = found.difference("dearer", "case-rate")
    assert gap.value == approx(5_000)
    assert gap.error == 0.0
    assert found.difference("case-rate", "dearer").value == approx(-5_000)


def test_a_case_rate_ignores_severity_inside_its_window_and_charges_follow_it() -> None:
    everybody = cohort(INFUSED | {"readmission": 0.0, "stay_median": 8.0, "stay_sigma": 0.2}, inpatient=True)
    care = paid(everybody, arrangement("case-rate")) - everybody.columns["invoice"]
    assert np.allclose(care, 75_000)
    outcome = compare(everybody, [offer("percent-of-charges")]).outcomes[0]
    assert outcome.summary.pass_through.value == approx(0.32 / 0.26, rel=1e-3)


def test_percent_of_charges_at_the_cost_to_charge_ratio_leaves_nothing() -> None:
    """26% of charges, the product charged at 1 / 0.26 of its invoice: payment is cost, on every path."""
    at_cost = with_number(arrangement("percent-of-charges"), "base.percent", 0.26)
    everybody = cohort(INFUSED | {"product_markup": 1 / 0.26, "cost_of_capital": 0.0}, inpatient=True)
    assert np.allclose(paid(everybody, at_cost), everybody.cost)


def test_a_per_diem_at_the_cost_of_a_day_leaves_the_other_costs() -> None:
    per_diem = arrangement("per-diem")
    for at, price in enumerate((10_281.0, 5_140.0, 3_427.0)):
        per_diem = with_number(per_diem, f"base.parts[0].levels[{at}].amount", price)
    everybody = cohort(INFUSED | {"residual_sigma": 0.0, "cost_of_capital": 0.0}, inpatient=True)
    left = paid(everybody, per_diem) - everybody.cost
    c = everybody.columns
    paid_outside = (
        0.30 / 0.26 * (c["cost_collection"] + c["cost_repeat_collection"] + c["cost_lymphodepletion"])
    )
    others = (
        c["cost_collection"] + c["cost_repeat_collection"] + c["cost_lymphodepletion"] + c["cost_stay_drugs"]
    )
    assert np.allclose(left, paid_outside - others)


def test_the_product_at_invoice_makes_its_price_indifferent() -> None:
    cheap, dear = (
        cohort(INFUSED | {"cost_of_capital": 0.0}, inpatient=True, invoice=each) for each in (4e5, 6e5)
    )
    margins = [paid(each, arrangement("case-rate")) - each.cost for each in (cheap, dear)]
    assert np.allclose(margins[0], margins[1])


def test_the_equivalent_case_rate_of_a_case_rate_is_itself() -> None:
    everybody = cohort(INFUSED | {"readmission": 0.0, "stay_median": 8.0, "stay_sigma": 0.2}, inpatient=True)
    found = compare(everybody, [offer("case-rate")]).outcomes[0].equivalent_case_rate
    assert found.value == approx(75_000)


def test_break_even_put_back_gives_a_mean_of_zero() -> None:
    for name, path in (("case-rate", RATE), ("case-rate-stop-loss", "base.parts[0].threshold")):
        even = break_even(inpatients(), arrangement(name), path)
        rate = even.for_mean()
        assert rate is not None
        again = paid(inpatients(), with_number(arrangement(name), path, rate.pooled)) - inpatients().cost
        assert abs(float(again.mean())) <= 1.0


def test_the_rate_for_a_rare_loss_put_back_keeps_losses_rare() -> None:
    even = break_even(inpatients(), arrangement("case-rate"), RATE)
    for risk in (0.10, 0.20, 0.30):
        rate = even.for_risk(risk)
        assert rate is not None
        again = (
            paid(inpatients(), with_number(arrangement("case-rate"), RATE, rate.pooled + 0.01))
            - inpatients().cost
        )
        assert float((again < 0).mean()) <= risk
        assert even.loss_at(rate.pooled + 0.01) <= risk < even.loss_at(rate.pooled - 500) + 0.01


def test_the_slider_answers_as_pricing_would() -> None:
    even = break_even(inpatients(), arrangement("case-rate"), RATE)
    assert even.straight
    for rate in (0.0, 60_000.0, 75_000.0, 150_000.0):
        priced = paid(inpatients(), with_number(arrangement("case-rate"), RATE, rate)) - inpatients().cost
        assert np.allclose(even.margin_at(rate), priced)


def test_no_rate_helps_a_patient_who_is_never_infused() -> None:
    even = break_even(inpatients(), arrangement("case-rate"), RATE)
    missed = inpatients().columns["end"] == 2
    assert even.never == approx(float((missed & (inpatients().cost > 0)).mean()), abs=0.03)
    assert even.for_risk(0.01) is None
    assert even.for_tail() is None


def test_a_lower_threshold_helps_and_is_found() -> None:
    even = break_even(inpatients(), arrangement("case-rate-stop-loss"), "base.parts[0].threshold")
    assert even.sign == -1.0
    rate = even.for_risk(0.40)
    assert rate is not None
    assert 0 < rate.value < 300_000


def test_a_number_that_is_not_there_is_named() -> None:
    with pytest.raises(UsageProblem, match=r"base\.parts\[0\]\.amount"):
        number_at(arrangement("case-rate"), "base.amount")
    kinds = {each.path: each.kind for each in numbers(arrangement("case-rate-stop-loss"))}
    assert kinds["base.parts[0].threshold"] == "dollars"
    assert kinds["base.parts[0].percent_above"] == "percent"


def test_the_dearest_word_of_an_all_in_per_diem_is_the_roll_in() -> None:
    found = cost_of_words(outpatients(), arrangement("per-diem-all-in")).costs
    assert found[0].word.path == "rules.conversion.rule"
    assert found[0].word.now == "roll in"
    assert found[0].margin.value > 100_000
    assert found[0].loss < 0


def test_a_word_changed_there_and_back_costs_the_same() -> None:
    there = cost_of_words(inpatients(), arrangement("case-rate-stop-loss")).costs
    product = next(each for each in there if each.word.title == "product in the stop-loss")
    other = changed("case-rate-stop-loss", **product.word.changes)
    back = cost_of_words(inpatients(), other).costs
    again = next(each for each in back if each.word.title == "product in the stop-loss")
    assert again.margin.value == approx(-product.margin.value)


def test_who_bears_what_under_a_case_rate_and_a_per_diem() -> None:
    rate = {each.risk: each.bearer for each in who_bears_what(inpatients(), arrangement("case-rate"))}
    daily = {each.risk: each for each in who_bears_what(inpatients(), arrangement("per-diem"))}
    assert rate["length of stay"] is rate["intensive care"] is Bearer.provider
    assert rate["product price"] is rate["never infused"] is Bearer.payer
    assert rate["late payment"] is Bearer.provider
    assert daily["length of stay"].bearer is Bearer.payer
    assert daily["cost of a day"].share == approx(0.0)


def test_the_crossing_of_a_case_rate_and_a_per_diem() -> None:
    rates = Rates(150_000, 4_300, 6_200, 9_500)
    assert rates.ward_days() == approx(34.9, abs=0.05)
    assert rates.ward_days(9, 8) + 17 == approx(20.5, abs=0.05)
    assert rates_of(arrangement("case-rate"), arrangement("per-diem")).intensive == 9_500
    with pytest.raises(UsageProblem, match="a case rate"):
        rates_of(arrangement("per-diem"), arrangement("per-diem"))
    found = crossing(compared().outcome("case-rate"), compared().outcome("per-diem"))
    assert found.at is not None
    assert found.at <= rates_of(arrangement("case-rate"), arrangement("per-diem")).ward_days()
    assert 0.2 < found.chance < 0.8


def test_a_second_dollar_stop_loss_has_no_cliff_and_a_first_dollar_one_has() -> None:
    second = cliffs(inpatients(), arrangement("case-rate-stop-loss"))[0]
    assert second.step == 0.0
    assert not second.hurts
    assert 0 < second.near < 0.2
    file = library().folder("offers") / "case-rate-stop-loss.yaml"
    text = (
        file.read_text()
        .replace("second_dollar", "first_dollar")
        .replace("percent_above: 20%", "percent_above: 15%")
    )
    first = load_text(Arrangement, text, "first-dollar.yaml")
    found = cliffs(inpatients(), first)[0]
    assert found.step == approx(0.15 * 300_000 - 68_000, rel=0.15)
    assert found.hurts


def test_equal_mean_shows_what_can_be_won_without_more_money() -> None:
    plain = compared().outcome("case-rate")
    wanted = float(plain.payment.mean())
    points = {
        each.name: each for each in equal_mean(inpatients(), [offer(name) for name in NAMES[:3]], wanted)
    }
    assert points["case-rate"].rate == approx(75_000, abs=1)
    assert points["case-rate-stop-loss"].tail < 0.6 * points["case-rate"].tail
    assert points["case-rate-stop-loss"].loss > points["case-rate"].loss


def test_dominance_and_regret() -> None:
    better = Offer("better", with_number(arrangement("case-rate"), RATE, 90_000))
    found = compare(inpatients(), [offer("case-rate"), better, offer("per-diem")])
    plain, more, daily = found.outcomes
    assert dominance(more, plain) is Dominance.every_path
    assert dominance(plain, more) is Dominance.none
    assert dominance(plain, daily) is Dominance.none
    given_up = regret([plain, more])
    assert given_up["better"] == 0.0
    assert given_up["case-rate"] == approx(found.difference("better", "case-rate").pooled)


def test_the_tornado_marks_assumptions_and_sorts_by_width() -> None:
    small = cohort(inpatient=True, design=replace(inpatients().design, points=256))
    found = tornado(small, arrangement("case-rate"), replicates=2)
    widths = [each.width for each in found.bars]
    assert widths == sorted(widths, reverse=True)
    by_name = {each.name: each for each in found.bars}
    assert by_name["ward_day"].at_high.expected < by_name["ward_day"].at_low.expected
    assert by_name["residual_sigma"].assumed
    assert "rho_icu_stay" in by_name
    assert "cost_to_charge_ratio" in {
        each.name for each in tornado(small, arrangement("percent-of-charges"), 2).bars
    }


def test_the_story_of_the_worst_path_adds_up() -> None:
    outcome = compared().outcome("case-rate")
    told = worst_story(outcome, date(2026, 12, 28))
    assert told.margin == approx(float(outcome.margin.min()))
    assert sum(each.dollars or 0.0 for each in told.lines) == approx(told.margin)
    days = [each.on for each in told.lines if each.on]
    assert days == sorted(days)
    assert any("in intensive care" in each.words for each in told.lines)


def test_what_we_do_not_know_gives_an_interval_around_the_chance_of_a_loss() -> None:
    found = loss_chances(inpatients(), arrangement("case-rate"), draws=12, points=256)
    here = compared().outcome("case-rate").summary.loss.value
    assert found.min() < here < found.max()


def open_case(name: str, patients: Cohort, signing: float) -> OpenCase:
    c = patients.columns
    payment = paid(patients, arrangement("case-rate"))
    return OpenCase(
        name, f"payer {name}", "axi-cel", signing, payment, c["care_cost"], c["product_cost"] + c["carry"]
    )


def test_contributions_of_cases_add_up_to_the_tail_of_all() -> None:
    cases = [open_case(str(at), inpatients(), 0.5 + at / 10) for at in range(5)]
    found = portfolio(cases, seed=3)
    assert sum(found.contributions.values()) == approx(found.tail, rel=1e-9)
    assert found.diversification is not None
    assert found.diversification < 1
    assert found.by_payer == approx(0.2, abs=0.02)
    assert found.by_product == approx(1.0)


def test_a_common_drift_of_cost_takes_away_some_of_the_pooling() -> None:
    cases = [open_case(str(at), inpatients(), 1.0) for at in range(12)]
    calm, drifting = (portfolio(cases, seed=3, drift=each) for each in (0.0, 0.25))
    assert drifting.tail > calm.tail


def test_no_result_without_its_record() -> None:
    record = compared().record
    assert record.n == 8192
    assert set(record.contracts) == set(NAMES)
    with pytest.raises(TypeError):
        RunRecord(seed=1)  # type: ignore[call-arg]
    for name in ("parameters", "scenario", "episodes", "contracts", "basis", "worst_confidence"):
        empty: Any = {name: {} if name == "contracts" else ""}
        with pytest.raises(ValueError, match=name):
            replace(record, **empty)
    with pytest.raises(TypeError):
        Comparison(outcomes=compared().outcomes)  # type: ignore[call-arg]


def test_a_run_can_be_repeated_from_its_record() -> None:
    again = compare(cohort(inpatient=True), [offer(name) for name in NAMES])
    assert again.record == compared().record
    assert [each.summary for each in again.outcomes] == [each.summary for each in compared().outcomes]


def test_an_offer_without_a_rule_for_the_never_infused_is_refused_by_name() -> None:
    silent = changed("case-rate", **{"rules.not_infused.services": None})
    with pytest.raises(ScaError, match="not_infused"):
        paid(inpatients(), silent)


def test_a_denied_claim_pays_nothing() -> None:
    denied = cohort(inpatient=True, denial_share=0.1)
    found = paid(denied, arrangement("case-rate"))
    plain = paid(inpatients(), arrangement("case-rate"))
    zero = denied.columns["denied"].astype(bool)
    assert not found[zero].any()
    assert np.array_equal(found[~zero], plain[~zero])
    assert float(zero.mean()) == approx(0.1, abs=0.002)
