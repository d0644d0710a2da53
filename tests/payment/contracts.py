"""The eight contracts of the worked comparison, as data. Every figure is invented for arithmetic.

They are written as a person would write them in YAML and read as strings, the way the strict reader reads them. The
same objects will be priced on the five worked cases, so nothing that decides a dollar is left open.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

from sca_toolkit.payment import Arrangement

LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Reads every scalar as a string."""

RULES = """
rules:
  straddle: {follows: service_date}
  day_counting: {census: midnight, same_day_stay: one_day, transfer_day: receiving}
  readmission: {scope: all_cause, same_facility_only: no}
  conversion: {rule: separate, observation: outpatient_service}
  not_infused: {services: nothing, product_liability: payer, net_of_manufacturer_credit: yes}
  repeat_collection: {paid: no, bridging_paid: no, window_restarts: no}
  out_of_spec: {covered: yes, product_price: zero, services: same_rates}
  rounding: {level: line, method: half_up}
  late_payment: {interest: agreement, annual_rate: 12%, base: unpaid_amount, day_count: 365}
order: standard
"""

NOTHING_ELSE = "default_rate: {covers: [outside_window, not_listed, other_setting], not_payable: yes}\n"
"""No payment for what no other rate reaches."""

DEFAULT = """
default_rate:
  covers: [outside_window, not_listed]
  pays:
    kind: percent_of_charges
    called: Default Percentage
    percent: 50%
    applies_to: covered
    product_included: no
    bundling_edits_waived: yes
"""

EPISODE = "{start_day: 0, start_from: evaluation, end_day: 30}"

CASE_RATE = f"""
      kind: case_rate
      amount: $150,000
      window: {EPISODE}
      product_included: no
      professional_fees_included: yes
"""

PRODUCT_TERMS = """
      price_date_rule: invoice_date
      handling_fee: $0
      discounts: on_invoice
      rule_340b: not_purchased
      invoice_attached: yes
      payable_when: on_infusion
"""

PRODUCT_AT_INVOICE = f"""
      kind: product
      basis: {{kind: invoice}}
{PRODUCT_TERMS}
"""

GLOBAL = f"""
base:
  kind: case_rate
  amount: $720,000
  window: {EPISODE}
  product_included: yes
  professional_fees_included: yes
{DEFAULT}{RULES}"""

CASE_RATE_AND_INVOICE = f"""
base:
  kind: sum
  parts:
    - {CASE_RATE.strip()}
    - {PRODUCT_AT_INVOICE.strip()}
{DEFAULT}{RULES}"""

CASE_RATE_AND_OUTLIER_DAYS = f"""
base:
  kind: sum
  parts:
    - kind: day_outlier
      after_day: 20
      counted_as: inpatient_days
      per_day: $5,000
      counts_icu_days: yes
      counts_readmission_days: yes
      needs_approval: no
      of: {{kind: case_rate, amount: "$150,000", window: {EPISODE}, product_included: no,
           professional_fees_included: yes}}
    - {PRODUCT_AT_INVOICE.strip()}
{DEFAULT}{RULES}"""

PHASED = f"""
base:
  kind: sum
  parts:
    - kind: phased_case_rates
      product_included: no
      professional_fees_included: yes
      gap_rule: default_rate
      phases:
        - phase: evaluation
          amount: $12,000
          trigger: on_start
          repeatable: no
          window: {{start_day: 0, start_from: evaluation, end_day: -1, end_from: collection}}
        - phase: collection
          amount: $18,000
          trigger: on_start
          repeatable: yes
          window: {{start_day: 0, start_from: collection, end_day: -1, end_from: lymphodepletion}}
        - phase: pre_infusion
          amount: $15,000
          trigger: on_start
          repeatable: no
          window: {{start_day: 0, start_from: lymphodepletion, end_day: -1}}
        - phase: infusion_episode
          amount: $120,000
          trigger: on_start
          repeatable: no
          window: {{start_day: 0, end_day: 30}}
    - kind: product
      basis: {{kind: invoice_plus_percent, percent: 2%}}
{PRODUCT_TERMS}
{DEFAULT}{RULES}"""
PHASED = PHASED.replace("services: nothing", "services: phases_begun")
PHASED = PHASED.replace("{paid: no,", "{paid: yes, paid_at: phase_rate, maximum: 1, without_approval: 1,")
PHASED = PHASED.replace("[outside_window, not_listed]", "[outside_window, not_listed, between_phases]")

LEVELS = """
      levels:
        - {level: intensive care, revenue_codes: ["0200", "0201"], amount: "$9,500"}
        - {level: step-down, revenue_codes: ["0206"], amount: "$6,200"}
        - {level: ward, revenue_codes: ["0110", "0120"], amount: "$4,300"}
      day_level_rule: midnight
      unlisted_level: ward
      ancillaries_included: yes
      professional_fees_included: yes
"""

OUTPATIENT_HALF = """
      kind: percent_of_charges
      setting: outpatient
      percent: 50%
      applies_to: covered
      bundling_edits_waived: yes
"""

PER_DIEM_AND_INVOICE = f"""
base:
  kind: sum
  parts:
    - kind: per_diem
      product_included: no
{LEVELS}
    - {OUTPATIENT_HALF.strip()}
      product_included: no
    - {PRODUCT_AT_INVOICE.strip()}
{RULES}""".replace("services: nothing", "services: agreement_rates")

PER_DIEM_ALL_IN = f"""
base:
  kind: sum
  parts:
    - kind: per_diem
      product_included: yes
{LEVELS}
    - {OUTPATIENT_HALF.strip()}
      product_included: yes
{RULES}""".replace("services: nothing", "services: agreement_rates").replace(
    "{rule: separate,", "{rule: roll_in, window_hours: 72, same_entity_only: no,"
)

PERCENT_42 = f"""
base:
  kind: percent_of_charges
  percent: 42%
  applies_to: all_billed
  product_included: yes
  bundling_edits_waived: yes
{RULES}""".replace("services: nothing", "services: agreement_rates")

LESSER_OF = f"""
base:
  kind: lesser_of
  level: claim
  product_included: yes
  members:
    - kind: percent_of_charges
      percent: 42%
      applies_to: all_billed
      product_included: yes
      bundling_edits_waived: yes
    - kind: case_rate
      amount: $720,000
      window: {EPISODE}
      product_included: yes
      professional_fees_included: yes
{DEFAULT}{RULES}"""

CONTRACTS: dict[str, str] = {
    "global 720,000": GLOBAL,
    "150,000 + invoice": CASE_RATE_AND_INVOICE,
    "150,000 + invoice + 5,000 a day after day 20": CASE_RATE_AND_OUTLIER_DAYS,
    "phased + invoice x 1.02": PHASED,
    "per diem + invoice, outpatient 50%": PER_DIEM_AND_INVOICE,
    "per diem all-in, roll-in, outpatient 50%": PER_DIEM_ALL_IN,
    "42% of charges": PERCENT_42,
    "lesser of 42% and 720,000": LESSER_OF,
}
"""The contracts by their name in the comparison."""


def strings(text: str) -> dict[str, Any]:
    """YAML as the strict reader hands it over: every scalar is a string."""
    data: dict[str, Any] = yaml.load(text, Loader=LOADER)
    return data


@cache
def contract(name: str) -> Arrangement:
    """One of the eight contracts."""
    return Arrangement.model_validate(strings(CONTRACTS[name]))
