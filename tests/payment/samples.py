"""One or more complete examples of every kind and every rule, as a person would write them. All figures are invented.

The documentation page prints them, and the tests change each of their fields in turn.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import yaml

from sca_toolkit.payment import (
    AggregateStopLoss,
    Cap,
    CaseRate,
    Clause,
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
    OutcomesRebate,
    PercentOfCharges,
    PerDiem,
    PhasedCaseRates,
    Product,
    SecondDollarStopLoss,
    Sum,
    Surcharge,
)
from sca_toolkit.payment.rules import (
    Conversion,
    DayCounting,
    LatePayment,
    NotInfused,
    OutOfSpec,
    Readmission,
    RepeatCollection,
    Rounding,
    Straddle,
)


class Sample(NamedTuple):
    """An example: its class, what it shows, and its YAML."""

    kind: type[Clause]
    title: str
    text: str

    def data(self) -> dict[str, Any]:
        """The example with every scalar as a string, the way the strict reader hands it over."""
        data: dict[str, Any] = yaml.load(self.text, Loader=yaml.BaseLoader)
        return data

    def build(self) -> Clause:
        """The example as an object."""
        return self.kind.model_validate(self.data())


CASE_RATE = """\
kind: case_rate
amount: $150,000
window: {start_day: -5, end_day: 30}
product_included: no
professional_fees_included: yes
"""

OUTPATIENT_ADD_ON = """\
kind: case_rate
called: Outpatient Add-On
setting: outpatient
billed_by: [Example Infusion Practice, Example Hospital]
products: [first example product, second example product]
amount: $9,500
window: {start_day: 0, end_day: 14}
product_included: no
professional_fees_included: no
includes: [daily monitoring visits, remote monitoring]
excludes: [dialysis, unrelated care]
"""

PHASED = """\
kind: phased_case_rates
product_included: no
professional_fees_included: yes
gap_rule: default_rate
phases:
  - phase: collection
    amount: $18,000
    window: {start_day: 0, start_from: collection, end_day: 3, end_from: collection}
    trigger: on_start
    repeatable: yes
    includes: [collection, cell laboratory]
  - phase: infusion_episode
    amount: $120,000
    window: {start_day: -5, end_day: 30}
    trigger: on_completion
    repeatable: no
"""

PER_DIEM = """\
kind: per_diem
levels:
  - level: intensive care
    revenue_codes: ["0200", "0201"]
    tiers:
      - {from_day: 1, through_day: 10, amount: "$9,500"}
      - {from_day: 11, amount: "$8,000"}
  - {level: ward, revenue_codes: ["0110", "0120"], amount: "$4,300"}
day_level_rule: midnight
unlisted_level: ward
product_included: no
ancillaries_included: yes
professional_fees_included: no
"""

PER_DIEM_LIMITED = """\
kind: per_diem
window: {start_day: 0, end_day: 60}
billed_by: [Example Hospital]
levels:
  - {level: ward, revenue_codes: ["0110"], amount: "$4,300"}
day_level_rule: highest_of_day
unlisted_level: ward
product_included: yes
ancillaries_included: yes
professional_fees_included: yes
minimum_days: 3
maximum_days: 40
"""

PERCENT = """\
kind: percent_of_charges
percent: 42%
applies_to: all_billed
product_included: yes
bundling_edits_waived: yes
charge_limit:
  limit: 3%
  charges_as_of: 2026-07-01
  notice: 60 calendar days
"""

PERCENT_OUTPATIENT = """\
kind: percent_of_charges
called: Outpatient Percentage
setting: outpatient
window: {start_day: 0, end_day: 30}
percent: 50%
applies_to: allowed
product_included: no
bundling_edits_waived: no
"""

DRG = """\
kind: drg
ms_drg: "018"
basis: medicare_full_payment
rates_as_of: discharge_date
multiplier: 180%
multiplier_scope: base_only
outlier_included: yes
new_technology_included: no
product_included: yes
no_cost_product: medicare_reduction
"""

DRG_OWN_RATE = """\
kind: drg
ms_drg: "018"
basis: payer_base_rate
base_rate: $8,000
relative_weight: 35.5
rates_as_of: admission_date
multiplier: 100%
multiplier_scope: base_and_outlier
outlier_included: yes
fixed_loss: $46,000
marginal_share: 80%
cost_to_charge_ratio: 25%
new_technology_included: yes
product_included: no
no_cost_product: no_reduction
"""

FEE_SCHEDULE = """\
kind: fee_schedule
setting: outpatient
schedule: Medicare Physician Fee Schedule
schedule_date: 2026-01-01
percent_of_schedule: 120%
product_included: no
fees:
  - {code: "38228", service: administration of the cells, amount: "$2,400", unit: service}
"""

FEE_ROWS = """\
kind: fee_schedule
window: {start_day: 31, end_day: 90, excludes_day0_on_purpose: yes}
product_included: no
fees:
  - {code: "38225", service: collection, amount: "$9,000", unit: collection}
  - {code: "0762", service: observation, amount: "$90", unit: hour}
"""

COST_PLUS = """\
kind: cost_plus
plus: 10%
cost_definition: charges_at_ratio
cost_to_charge_ratio: 25%
product_included: no
"""

COST_REPORT = """\
kind: cost_plus
setting: inpatient
window: {start_day: 0, end_day: 60}
plus: 0%
cost_definition: cost_report
product_included: no
"""

PRODUCT = """\
kind: product
basis: {kind: invoice_plus_percent, percent: 2%}
price_date_rule: order_date
price_increase_passes_through: yes
handling_fee: $7,500
discounts: on_invoice
rule_340b: not_purchased
invoice_attached: yes
payable_when: on_infusion
"""

PRODUCT_TWO_BASES = """\
kind: product
basis:
  kind: lesser_of
  bases:
    - {kind: invoice}
    - {kind: wac, percent_of_wac: 103%}
    - {kind: fixed, amount: "$470,000"}
price_date_rule: invoice_date
handling_fee: $0
discounts: none
rule_340b: acquisition_cost
invoice_attached: no
payable_when: on_invoice
"""

PRODUCT_ASP = """\
kind: product
setting: outpatient
billed_by: [Example Infusion Practice]
products: [first example product]
basis: {kind: asp_plus_percent, percent: 6%, quarter_rule: infusion_quarter}
handling_fee: $0
discounts: all_discounts
rule_340b: not_paid
invoice_attached: yes
payable_when: on_delivery
"""

PRODUCT_GREATER = """\
kind: product
basis:
  kind: greater_of
  bases:
    - {kind: asp_plus_percent, percent: 6%, quarter_rule: order_quarter}
    - {kind: fixed, amount: "$450,000"}
handling_fee: $0
discounts: none
rule_340b: same_payment
invoice_attached: no
payable_when: on_infusion
"""


def _inside(text: str, indent: int = 2) -> str:
    return "\n".join(f"{' ' * indent}{line}" for line in text.strip().splitlines()).strip()


SUM = f"""\
kind: sum
parts:
  - {_inside(CASE_RATE, 4)}
  - {_inside(PRODUCT, 4)}
"""

LESSER_OF = f"""\
kind: lesser_of
level: claim
product_included: no
members:
  - kind: percent_of_charges
    percent: 60%
    applies_to: covered
    product_included: no
    bundling_edits_waived: no
  - {_inside(CASE_RATE, 4)}
"""

GREATER_OF = LESSER_OF.replace("lesser_of", "greater_of")

CAP = f"""\
kind: cap
amount: $900,000
measured_over: episode
product_included: yes
of:
  {_inside(PERCENT)}
"""

FLOOR = f"""\
kind: floor
amount: $60,000
measured_over: claim
product_included: no
of:
  {_inside(COST_PLUS)}
"""

CORRIDOR = f"""\
kind: corridor
low: $100,000
high: $400,000
measured_over: admission
product_included: no
of:
  {_inside(COST_PLUS)}
"""

FIRST_DOLLAR = f"""\
kind: first_dollar_stop_loss
threshold_basis: charges
threshold: $500,000
charges: covered
measured_over: admission
product_in_threshold: no
percent_above: 45%
product_in_percentage: no
excludes: [implants]
of:
  {_inside(CASE_RATE)}
"""

FIRST_DOLLAR_RATIO = f"""\
kind: first_dollar_stop_loss
called: High-Charge Payment
threshold_basis: ratio_to_rate
threshold: 2.5 times
charges: all_billed
measured_over: episode
product_in_threshold: no
percent_above: 40%
product_in_percentage: no
maximum: $800,000
of:
  {_inside(CASE_RATE)}
"""

FIRST_DOLLAR_COST = f"""\
kind: first_dollar_stop_loss
threshold_basis: cost_at_ccr
threshold: $300,000
charges: all_billed
cost_to_charge_ratio: 25%
measured_over: episode
product_in_threshold: no
percent_above: 100%
product_in_percentage: no
of:
  {_inside(CASE_RATE)}
"""

FIRST_DOLLAR_DAYS = f"""\
kind: first_dollar_stop_loss
threshold_basis: covered_days
threshold: 40 days
charges: all_billed
measured_over: admission
percent_above: 40%
product_in_percentage: no
needs_approval: no
of:
  {_inside(CASE_RATE)}
"""

FIRST_DOLLAR_PAYMENT = f"""\
kind: first_dollar_stop_loss
threshold_basis: reimbursement
threshold: $160,000
charges: all_billed
measured_over: episode
product_in_threshold: no
percent_above: 40%
product_in_percentage: no
of:
  {_inside(CASE_RATE)}
"""

SECOND_DOLLAR = f"""\
kind: second_dollar_stop_loss
threshold_basis: cost_at_ccr
threshold: $200,000
charges: covered
cost_to_charge_ratio: 25%
measured_over: episode
product_in_threshold: no
percent_above: 60%
product_in_percentage: no
maximum: $300,000
of:
  {_inside(CASE_RATE)}
"""

SECOND_DOLLAR_DAYS = f"""\
kind: second_dollar_stop_loss
threshold_basis: covered_days
threshold: 20 days
measured_over: admission
per_day: $5,000
needs_approval: yes
of:
  {_inside(CASE_RATE)}
"""

SECOND_DOLLAR_DAY_CHARGES = f"""\
kind: second_dollar_stop_loss
threshold_basis: covered_days
threshold: 20 days
charges: covered
measured_over: admission
percent_above: 35%
product_in_percentage: no
needs_approval: no
of:
  {_inside(CASE_RATE)}
"""

SECOND_DOLLAR_PAYMENT = f"""\
kind: second_dollar_stop_loss
threshold_basis: reimbursement
threshold: $600,000
measured_over: episode
product_in_threshold: yes
percent_above: 50%
product_in_percentage: yes
of:
  {_inside(PERCENT)}
"""

SECOND_DOLLAR_CHARGES = f"""\
kind: second_dollar_stop_loss
threshold_basis: charges
threshold: $500,000
charges: all_billed
measured_over: claim
product_in_threshold: no
percent_above: 45%
product_in_percentage: no
of:
  {_inside(CASE_RATE)}
"""

SURCHARGE = f"""\
kind: surcharge
percent: 5%
product_included: no
of:
  {_inside(CASE_RATE)}
"""

AGGREGATE = f"""\
kind: aggregate_stop_loss
threshold: $5,000,000
year: calendar_year
percent_above: 50%
product_included: no
of:
  {_inside(CASE_RATE)}
"""

DAY_OUTLIER = f"""\
kind: day_outlier
after_day: 20
counted_as: inpatient_days
per_day: $5,000
counts_icu_days: yes
counts_readmission_days: no
needs_approval: no
maximum: $100,000
of:
  {_inside(CASE_RATE)}
"""

DEFAULT_RATE = f"""\
kind: default_rate
covers: [outside_window, not_listed]
pays:
  {_inside(PERCENT)}
"""

DEFAULT_NOTHING = """\
kind: default_rate
covers: [not_listed]
not_payable: yes
"""

REBATE = """\
kind: outcomes_rebate
endpoint: complete response
test_day: 90
share: 30%
basis: invoice
kept_by: provider
reduces_product_payment: yes
if_unobservable: no_rebate
data_duty: provider
"""

SAMPLES: tuple[Sample, ...] = (
    Sample(CaseRate, "a case rate for the whole episode", CASE_RATE),
    Sample(CaseRate, "an add-on for one setting, for named billing entities", OUTPATIENT_ADD_ON),
    Sample(PhasedCaseRates, "two phases", PHASED),
    Sample(PerDiem, "two levels of care, one of them in tiers", PER_DIEM),
    Sample(PerDiem, "one all-inclusive level with limits", PER_DIEM_LIMITED),
    Sample(PercentOfCharges, "a percentage with a limit on charge increases", PERCENT),
    Sample(PercentOfCharges, "a percentage of outpatient charges for a run of days", PERCENT_OUTPATIENT),
    Sample(DrgPayment, "a multiple of what Medicare would pay", DRG),
    Sample(DrgPayment, "the payer's own base rate, with its own outlier terms", DRG_OWN_RATE),
    Sample(FeeSchedule, "a named schedule with one code of its own", FEE_SCHEDULE),
    Sample(FeeSchedule, "a list of codes", FEE_ROWS),
    Sample(CostPlus, "cost plus a percentage", COST_PLUS),
    Sample(CostPlus, "cost by the cost report", COST_REPORT),
    Sample(Product, "invoice plus a percentage", PRODUCT),
    Sample(Product, "the lowest of three prices", PRODUCT_TWO_BASES),
    Sample(Product, "average sales price, for one billing entity", PRODUCT_ASP),
    Sample(Product, "the higher of two prices that need no price date", PRODUCT_GREATER),
    Sample(Sum, "a case rate and the product", SUM),
    Sample(LesserOf, "the lesser of charges and a case rate", LESSER_OF),
    Sample(GreaterOf, "the greater of charges and a case rate", GREATER_OF),
    Sample(Cap, "a cap on a percentage of charges", CAP),
    Sample(Floor, "a floor under cost plus", FLOOR),
    Sample(Corridor, "cost plus between two limits", CORRIDOR),
    Sample(FirstDollarStopLoss, "past charges of an amount", FIRST_DOLLAR),
    Sample(FirstDollarStopLoss, "past a multiple of the rate", FIRST_DOLLAR_RATIO),
    Sample(FirstDollarStopLoss, "past an amount of estimated cost", FIRST_DOLLAR_COST),
    Sample(FirstDollarStopLoss, "past a number of days", FIRST_DOLLAR_DAYS),
    Sample(FirstDollarStopLoss, "past an amount of payment", FIRST_DOLLAR_PAYMENT),
    Sample(SecondDollarStopLoss, "a share of cost above an amount", SECOND_DOLLAR),
    Sample(SecondDollarStopLoss, "a share of charges above an amount", SECOND_DOLLAR_CHARGES),
    Sample(SecondDollarStopLoss, "a rate for each further day", SECOND_DOLLAR_DAYS),
    Sample(SecondDollarStopLoss, "a share of the charges of further days", SECOND_DOLLAR_DAY_CHARGES),
    Sample(SecondDollarStopLoss, "a share of payment above an amount", SECOND_DOLLAR_PAYMENT),
    Sample(DayOutlier, "a daily rate after twenty inpatient days", DAY_OUTLIER),
    Sample(Surcharge, "a percentage on top of a case rate", SURCHARGE),
    Sample(AggregateStopLoss, "half of each dollar past the threshold of a year", AGGREGATE),
    Sample(DefaultRate, "a percentage for everything else", DEFAULT_RATE),
    Sample(DefaultRate, "nothing for what is not listed", DEFAULT_NOTHING),
    Sample(OutcomesRebate, "a rebate that lowers what the payer pays", REBATE),
    Sample(Straddle, "each day on its own", "follows: service_date\n"),
    Sample(
        DayCounting,
        "midnight census",
        "census: midnight\nsame_day_stay: one_day\ntransfer_day: receiving\n",
    ),
    Sample(
        Readmission,
        "only related readmissions to the same facility",
        "scope: related_only\nrelated_means: cytokine release syndrome or neurotoxicity\nsame_facility_only: yes\n",
    ),
    Sample(Readmission, "all readmissions", "scope: all_cause\nsame_facility_only: no\n"),
    Sample(Readmission, "no readmission", "scope: none\n"),
    Sample(
        Conversion,
        "roll in, but never the product",
        "rule: roll_in_except_product\nwindow_hours: 72\nsame_entity_only: yes\nobservation: outpatient_service\n",
    ),
    Sample(Conversion, "paid separately", "rule: separate\nobservation: inpatient_day\n"),
    Sample(
        NotInfused,
        "phases begun, and the plan bears part of the product",
        "services: phases_begun\nproduct_liability: shared\npayer_share: 50%\nnet_of_manufacturer_credit: yes\n",
    ),
    Sample(
        NotInfused,
        "a fixed amount, for named reasons",
        "services: fixed\namount: $40,000\nreasons: [death, progression, infection]\nproduct_liability: manufacturer\n",
    ),
    Sample(
        NotInfused,
        "a percentage of charges",
        "services: percent_of_charges\npercent: 50%\ncharges: all_billed\n"
        "product_liability: payer\nnet_of_manufacturer_credit: no\n",
    ),
    Sample(
        NotInfused,
        "cost plus",
        "services: cost_plus\npercent: 5%\ncharges: covered\ncost_to_charge_ratio: 25%\n"
        "product_liability: provider\n",
    ),
    Sample(
        RepeatCollection,
        "one repeat at the phase rate",
        "paid: yes\npaid_at: phase_rate\nmaximum: 2\nwithout_approval: 1\nbridging_paid: yes\nwindow_restarts: yes\n",
    ),
    Sample(
        RepeatCollection,
        "a fixed amount, always by approval",
        "paid: yes\npaid_at: fixed\namount: $15,000\nmaximum: 1\nwithout_approval: 0\nbridging_paid: no\n"
        "window_restarts: no\n",
    ),
    Sample(RepeatCollection, "not paid", "paid: no\nbridging_paid: no\nwindow_restarts: no\n"),
    Sample(
        OutOfSpec,
        "covered, the product at what the manufacturer charges",
        "covered: yes\nproduct_price: manufacturer_policy\nservices: share_of_rates\nshare: 90%\n",
    ),
    Sample(
        OutOfSpec, "covered at the same rates", "covered: yes\nproduct_price: zero\nservices: same_rates\n"
    ),
    Sample(OutOfSpec, "not covered", "covered: no\n"),
    Sample(Rounding, "each line", "level: line\nmethod: half_up\n"),
    Sample(
        LatePayment,
        "a contract rate",
        "interest: agreement\nannual_rate: 12%\nbase: unpaid_amount\nday_count: 365\n",
    ),
    Sample(LatePayment, "the law only", "interest: law_only\n"),
)
"""Every kind and every rule, complete: no example has a gap."""
