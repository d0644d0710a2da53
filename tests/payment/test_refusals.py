"""What is refused, and the sentence that says why."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from sca_toolkit.payment import (
    Arrangement,
    Cap,
    CaseRate,
    Corridor,
    CostPlus,
    DayOutlier,
    DefaultRate,
    DrgPayment,
    FeeSchedule,
    FirstDollarStopLoss,
    Floor,
    GreaterOf,
    LesserOf,
    Level,
    OutcomesRebate,
    Part,
    PercentOfCharges,
    PerDiem,
    PhasedCaseRates,
    Product,
    SecondDollarStopLoss,
    Sum,
    Window,
)
from sca_toolkit.payment.rules import (
    Conversion,
    LatePayment,
    NotInfused,
    OutOfSpec,
    Readmission,
    RepeatCollection,
)

RATE = "{kind: case_rate, amount: $150}"
RATE_WITH_PRODUCT = "{kind: case_rate, amount: $150, product_included: yes}"
RATE_WITHOUT_PRODUCT = "{kind: case_rate, amount: $150, product_included: no}"
CHARGES_WITH_PRODUCT = "{kind: percent_of_charges, percent: 40%, product_included: yes}"
AT_INVOICE = "{kind: product, basis: {kind: invoice}}"
TIERS = "[{from_day: 1, through_day: 5}, {from_day: %s}]"

REFUSED: list[tuple[type[Part], str, str]] = [
    # Amounts and percentages
    (CaseRate, "{amount: -$5}", "-$5 is negative; an agreed amount is zero or more"),
    (CaseRate, "{amount: 150000}", "is not an amount of money; write the currency"),
    (CaseRate, "{amount: USD -5.00}", "$5 is negative; an agreed amount is zero or more"),
    (CaseRate, "{rate: $5}", "Extra inputs are not permitted"),
    (PercentOfCharges, "{percent: 104%}", "104% is more than 100% of charges; write 100% or less"),
    (PercentOfCharges, "{percent: 42}", "is not a percentage; write the sign"),
    (NotInfused, "{services: percent_of_charges, percent: 101%}", "101% is more than 100% of charges"),
    (FirstDollarStopLoss, f"{{of: {RATE}, percent_above: 120%}}", "120% is more than 100% of charges"),
    # Windows
    (Window, "{start_day: 5, end_day: 3}", "the window ends on day 3, before it starts on day 5"),
    (Window, "{start_day: -5, end_day: 30, excludes_day0_on_purpose: yes}", "but the window contains Day 0"),
    (CaseRate, "{window: {start_day: 1, end_day: 30}}", "the window of the Case Rate leaves out Day 0"),
    (CaseRate, "{window: {start_day: -9, end_day: -1}}", "write excludes_day0_on_purpose: yes"),
    # Phases
    (
        PhasedCaseRates,
        "{phases: [{phase: collection}, {phase: collection}]}",
        "the phase collection stands twice",
    ),
    (
        PhasedCaseRates,
        "{phases: [{phase: pre_infusion, window: {start_day: -5, end_day: 0}},"
        " {phase: infusion_episode, window: {start_day: 0, end_day: 30}}]}",
        "the infusion episode begins before the pre-infusion phase has ended",
    ),
    (
        PhasedCaseRates,
        "{phases: [{phase: infusion_episode, window: {start_day: 1, end_day: 30}}]}",
        "the window of the infusion episode leaves out Day 0",
    ),
    (PhasedCaseRates, "{gap_rule: not_paid}", "gap_rule is about care between two phases"),
    # Levels and tiers
    (PerDiem, "{levels: [{level: ICU}, {level: icu}]}", "the level 'icu' stands twice"),
    (
        PerDiem,
        "{levels: [{level: a, revenue_codes: ['0200']}, {level: b, revenue_codes: ['0200']}]}",
        "the revenue code '0200' stands twice",
    ),
    (
        PerDiem,
        "{levels: [{level: ICU}], unlisted_level: ward}",
        "unlisted_level is 'ward', which is not one of",
    ),
    (PerDiem, "{setting: outpatient}", "a per diem pays inpatient days"),
    (PerDiem, "{minimum_days: 5, maximum_days: 3}", "maximum_days is 3, below minimum_days, which is 5"),
    (PerDiem, "{minimum_days: 0}", "should be greater than 0"),
    (PerDiem, "{maximum_days: 0}", "should be greater than 0"),
    (Level, f"{{level: ward, tiers: {TIERS % 7}}}", "must follow one another without overlap or hole"),
    (Level, f"{{level: ward, tiers: {TIERS % 5}}}", "must follow one another without overlap or hole"),
    (Level, "{level: ward, tiers: [{from_day: 2}]}", "the first tier of 'ward' must begin on day 1"),
    (
        Level,
        "{level: ward, tiers: [{from_day: 1, through_day: 4}]}",
        "the last tier of 'ward' must run to discharge",
    ),
    (
        Level,
        "{level: ward, tiers: [{from_day: 1, through_day: 0}, {from_day: 1}]}",
        "a tier of 'ward' ends on day 0, before it begins",
    ),
    (Level, "{level: ward, amount: $4, tiers: [{from_day: 1}]}", "has both one amount and tiers"),
    (Level, "{level: ward, revenue_codes: [200]}", "is not a four-digit revenue code"),
    # Lists
    (
        CaseRate,
        "{includes: [dialysis], excludes: [dialysis]}",
        "dialysis stands under both includes and excludes",
    ),
    (
        FeeSchedule,
        "{fees: [{code: '38228', service: a}, {code: '38228', service: b}]}",
        "the code 38228 stands twice",
    ),
    (FeeSchedule, "{fees: [{code: CART, service: a}]}", "'CART' is not a service code"),
    (FeeSchedule, "{percent_of_schedule: 110%}", "need the name of a schedule"),
    (DefaultRate, "{covers: [not_listed, not_listed]}", "covers names a group of services twice"),
    # Fields that mean nothing beside the choice made
    (
        CostPlus,
        "{cost_definition: cost_report, cost_to_charge_ratio: 25%}",
        "only with cost_definition: charges_at_ratio",
    ),
    (
        DrgPayment,
        "{basis: medicare_base_only, base_rate: $5}",
        "base_rate means something only with basis: payer_base_rate",
    ),
    (DrgPayment, "{ms_drg: '18'}", "String should match pattern"),
    (DrgPayment, "{outlier_included: no, multiplier_scope: base_and_outlier}", "outlier_included is no"),
    (DrgPayment, "{outlier_included: no, fixed_loss: $5}", "need outlier_included: yes"),
    (DrgPayment, "{setting: outpatient}", "a DRG pays an inpatient stay"),
    (
        DrgPayment,
        "{new_technology_included: no, multiplier_scope: base_outlier_and_new_technology}",
        "new_technology_included is no",
    ),
    (
        Product,
        "{basis: {kind: fixed, amount: $4}, price_date_rule: order_date}",
        "price_date_rule means something only with a price",
    ),
    (
        Product,
        "{basis: {kind: invoice}, price_date_rule: invoice_date, price_increase_passes_through: yes}",
        "price_increase_passes_through means something only with",
    ),
    (
        Product,
        "{basis: {kind: lesser_of, bases: [{kind: invoice}]}}",
        "a comparison needs two or more prices",
    ),
    (Product, "{basis: {kind: list}}", "does not match any of the expected tags"),
    (Conversion, "{rule: separate, window_hours: 72}", "have no meaning with rule: separate"),
    (Conversion, "{rule: roll_in, window_hours: 0}", "greater than 0"),
    (
        Readmission,
        "{scope: none, same_facility_only: yes}",
        "means something only with scope: all_cause or related_only",
    ),
    (NotInfused, "{services: nothing, amount: $5}", "amount means something only with services: fixed"),
    (
        NotInfused,
        "{product_liability: payer, payer_share: 5%}",
        "payer_share means something only with product_liability: shared",
    ),
    (RepeatCollection, "{paid: no, maximum: 2}", "maximum means something only with paid: yes"),
    (
        RepeatCollection,
        "{paid: yes, maximum: 1, without_approval: 2}",
        "without_approval is more than maximum",
    ),
    (OutOfSpec, "{covered: no, services: same_rates}", "services means something only with covered: yes"),
    (
        LatePayment,
        "{interest: law_only, annual_rate: 12%}",
        "annual_rate means something only with interest: agreement",
    ),
    (OutcomesRebate, "{test_day: 0}", "the result is tested after Day 0"),
    (OutcomesRebate, "{kept_by: payer, reduces_product_payment: yes}", "it would be counted twice"),
    (
        DefaultRate,
        f"{{not_payable: yes, pays: {RATE}}}",
        "not_payable is yes, but a rate is given under pays",
    ),
    # Stop-loss
    (
        FirstDollarStopLoss,
        f"{{of: {RATE}, threshold_basis: covered_days, threshold: $500}}",
        "a threshold on covered days is in days, for example 20 days; $500 is not",
    ),
    (
        SecondDollarStopLoss,
        f"{{of: {RATE}, threshold_basis: charges, threshold: 20 days}}",
        "a threshold on charges is in dollars, for example $500,000; 20 days is not",
    ),
    (
        SecondDollarStopLoss,
        f"{{of: {RATE}, threshold_basis: ratio_to_rate, threshold: $5}}",
        "is in times, for example 2.5 times",
    ),
    (
        FirstDollarStopLoss,
        f"{{of: {RATE}, threshold: '500000'}}",
        "is not a threshold; write dollars ($500,000)",
    ),
    (FirstDollarStopLoss, f"{{of: {RATE}, threshold: 1.5 days}}", "1.5 days is not a whole number of days"),
    (FirstDollarStopLoss, f"{{of: {RATE}, threshold: 0 days}}", "greater than 0"),
    (
        FirstDollarStopLoss,
        f"{{of: {RATE}, threshold_basis: covered_days, product_in_threshold: no}}",
        "product_in_threshold means something only with a threshold that is not counted in days",
    ),
    (
        SecondDollarStopLoss,
        f"{{of: {RATE}, threshold_basis: charges, per_day: $5}}",
        "per_day goes with threshold_basis: covered_days only",
    ),
    (
        SecondDollarStopLoss,
        f"{{of: {RATE}, threshold_basis: covered_days, per_day: $5, percent_above: 4%}}",
        "percent_above means something only with a percentage above the threshold (not with per_day)",
    ),
    (
        SecondDollarStopLoss,
        f"{{of: {RATE}, threshold_basis: charges, product_in_threshold: yes, product_in_percentage: no}}",
        "product_in_threshold and product_in_percentage must be the same",
    ),
    (
        FirstDollarStopLoss,
        f"{{of: {RATE_WITH_PRODUCT}, product_in_percentage: no}}",
        "above the threshold nothing would pay for the Product",
    ),
    # Outlier days
    (
        DayOutlier,
        f"{{of: {RATE}, counted_as: inpatient_days, after_day: 0}}",
        "a count of inpatient days is 1 or more",
    ),
    (
        DayOutlier,
        "{of: {kind: case_rate, window: {start_day: 0, end_day: 30}}, counted_as: calendar_days, after_day: -3}",
        "before the window begins on Day 0",
    ),
    (
        DayOutlier,
        "{of: {kind: case_rate, window: {start_day: 0, end_day: 30}}, counted_as: calendar_days, after_day: 30}",
        "but the window ends on Day 30; none could be paid",
    ),
    # Bounds and comparisons
    (Corridor, f"{{of: {RATE}, low: $500, high: $400}}", "the cap of $400 is below the floor of $500"),
    (
        Cap,
        f"{{amount: $4, of: {{kind: floor, amount: $5, of: {RATE}}}}}",
        "the cap of $4 is below the floor of $5",
    ),
    (
        Floor,
        f"{{amount: $9, of: {{kind: cap, amount: $5, of: {RATE}}}}}",
        "the cap of $5 is below the floor of $9",
    ),
    (
        Cap,
        f"{{amount: $4, of: {{kind: cap, amount: $5, of: {RATE}}}}}",
        "one cap stands directly inside another",
    ),
    (Floor, f"{{of: {{kind: floor, of: {RATE}}}}}", "one floor stands directly inside another"),
    (LesserOf, f"{{members: [{RATE}]}}", "a comparison needs two or more members"),
    (GreaterOf, "{members: []}", "a comparison needs two or more members"),
    (Sum, f"{{parts: [{RATE}]}}", "a sum needs two or more parts"),
    # Where the product is paid
    (Sum, f"{{parts: [{RATE_WITH_PRODUCT}, {AT_INVOICE}]}}", "would both pay for the Product"),
    (Sum, f"{{parts: [{AT_INVOICE}, {AT_INVOICE}]}}", "two nodes pay for the Product, parts[0] and parts[1]"),
    (
        Sum,
        f"{{parts: [{{kind: cap, of: {CHARGES_WITH_PRODUCT}}}, {AT_INVOICE}]}}",
        "parts[0].of (Percentage Payment) and parts[1] (Product Payment) would both pay for the Product",
    ),
    (
        Sum,
        f"{{parts: [{{kind: first_dollar_stop_loss, of: {RATE}, product_in_percentage: yes}}, {AT_INVOICE}]}}",
        "would both pay for the Product",
    ),
    (
        LesserOf,
        f"{{product_included: no, members: [{CHARGES_WITH_PRODUCT}, {RATE}]}}",
        "the comparison leaves the Product out, but members[0] (Percentage Payment) pays for it",
    ),
    (
        LesserOf,
        f"{{product_included: yes, members: [{CHARGES_WITH_PRODUCT}, {RATE_WITHOUT_PRODUCT}]}}",
        "members[1] (Case Rate) does not pay for it; compare like with like",
    ),
    (
        Cap,
        f"{{product_included: no, of: {RATE_WITH_PRODUCT}}}",
        "the cap leaves the Product out, but the Case Rate",
    ),
    (
        Floor,
        f"{{product_included: yes, of: {RATE_WITHOUT_PRODUCT}}}",
        "but nothing below it pays for the Product",
    ),
    # The whole arrangement
    (
        Arrangement,
        f"{{base: {{kind: sum, parts: [{RATE}, {RATE}]}}}}",
        "base.parts[0] and base.parts[1] are both called 'Case Rate'; give one of them its own name under called.",
    ),
    (
        Arrangement,
        f"{{base: {AT_INVOICE}, rules: {{conversion: {{rule: roll_in}}}}}}",
        "write roll_in_except_product, or limit the product to setting: outpatient",
    ),
    (
        Arrangement,
        f"{{base: {RATE}, rules: {{not_infused: {{services: phases_begun}}}}}}",
        "rules.not_infused says phases_begun, but base has no phased_case_rates",
    ),
    (
        Arrangement,
        f"{{base: {RATE}, rules: {{not_infused: {{services: agreement_rates}}}}}}",
        "a case rate is earned only by infusion",
    ),
    (
        Arrangement,
        f"{{base: {RATE}, rules: {{repeat_collection: {{paid: yes, paid_at: phase_rate}}}}}}",
        "but base has no collection phase",
    ),
    (
        Arrangement,
        "{base: {kind: phased_case_rates, phases: [{phase: collection, repeatable: yes}]},"
        " rules: {repeat_collection: {paid: no}}}",
        "the collection phase is repeatable, but rules.repeat_collection says that a repeat is not paid",
    ),
    (
        Arrangement,
        "{base: {kind: phased_case_rates, phases: [{phase: collection, repeatable: no}]},"
        " rules: {repeat_collection: {paid: yes, paid_at: phase_rate}}}",
        "but the collection phase is not repeatable",
    ),
    (
        Arrangement,
        f"{{base: {RATE}, default_rate: {{not_payable: yes}}, rules: {{out_of_spec: {{covered: yes,"
        " services: default_rate}}}",
        "default_rate says not_payable, but a rule points to the default rate",
    ),
    (
        Arrangement,
        "{base: {kind: phased_case_rates, gap_rule: default_rate, phases: [{phase: evaluation}, {phase: collection}]},"
        " default_rate: {covers: [outside_window]}}",
        "default_rate does not cover between_phases; add it",
    ),
    (
        Arrangement,
        "{base: {kind: phased_case_rates, gap_rule: not_paid, phases: [{phase: evaluation}, {phase: collection}]},"
        " default_rate: {covers: [between_phases]}}",
        "default_rate covers between_phases, but the gap_rule of the phases says otherwise",
    ),
    (
        Arrangement,
        f"{{base: {{kind: cap, of: {{kind: day_outlier, of: {RATE}}}}}, order: [base, bound, outlier]}}",
        "order does not allow for base, in which base, then outlier, then bound follow one another",
    ),
    (Arrangement, f"{{base: {RATE}, order: [eligibility]}}", "order does not allow for base"),
    (Arrangement, "{order: [sideways]}", "Input should be 'eligibility'"),
]


def _strings(text: str) -> Any:
    return yaml.load(text, Loader=yaml.BaseLoader)


@pytest.mark.parametrize(("kind", "text", "sentence"), REFUSED)
def test_it_is_refused_with_a_sentence(kind: type[Part], text: str, sentence: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        kind.model_validate(_strings(text))
    assert sentence in str(refusal.value)


ALLOWED: list[tuple[type[Part], str]] = [
    (CaseRate, "{window: {start_day: 1, end_day: 30, excludes_day0_on_purpose: yes}}"),
    (CaseRate, "{amount: $0}"),
    (PercentOfCharges, "{percent: 100%}"),
    (DrgPayment, "{multiplier: 250%}"),
    (FeeSchedule, "{schedule: Medicare Physician Fee Schedule, percent_of_schedule: 180%}"),
    (PerDiem, "{minimum_days: 3, maximum_days: 3}"),
    (Corridor, f"{{of: {RATE}, low: $500, high: $500}}"),
    (LesserOf, f"{{product_included: yes, members: [{CHARGES_WITH_PRODUCT}, {RATE}]}}"),
    (
        Sum,
        "{parts: [{kind: case_rate, product_included: yes, setting: inpatient},"
        " {kind: product, setting: outpatient}]}",
    ),
    (
        Sum,
        "{parts: [{kind: case_rate, product_included: yes, billed_by: [Hospital A]},"
        " {kind: product, billed_by: [Practice B]}]}",
    ),
    (
        Sum,
        "{parts: [{kind: case_rate, product_included: yes, products: [first]}, {kind: product, products: [second]}]}",
    ),
    (GreaterOf, f"{{product_included: yes, members: [{CHARGES_WITH_PRODUCT}, {AT_INVOICE}]}}"),
    (Cap, f"{{product_included: no, of: {{kind: sum, parts: [{RATE_WITHOUT_PRODUCT}, {AT_INVOICE}]}}}}"),
    (Arrangement, "{base: {kind: product, setting: outpatient}, rules: {conversion: {rule: roll_in}}}"),
    (
        Arrangement,
        f"{{base: {{kind: sum, parts: [{RATE}, {{kind: case_rate, called: Add-On, setting: outpatient}}]}}}}",
    ),
    (
        Arrangement,
        f"{{base: {{kind: cap, of: {{kind: day_outlier, of: {{kind: lesser_of, members: [{RATE},"
        " {kind: percent_of_charges}]}}}, order: [base, bound, outlier, bound]}",
    ),
]


@pytest.mark.parametrize(("kind", "text"), ALLOWED)
def test_what_only_looks_like_a_contradiction_is_allowed(kind: type[Part], text: str) -> None:
    kind.model_validate(_strings(text))


def test_all_contradictions_of_an_arrangement_are_named_at_once() -> None:
    text = f"{{base: {RATE}, order: [eligibility], rules: {{not_infused: {{services: phases_begun}}}}}}"
    with pytest.raises(ValidationError) as refusal:
        Arrangement.model_validate(_strings(text))
    assert "phased_case_rates" in str(refusal.value)
    assert "order does not allow for base" in str(refusal.value)
