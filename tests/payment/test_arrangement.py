"""The arrangement: its gaps with paths, which rules it asks for, its order, and where it pays for the product."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from sca_toolkit.payment import (
    STANDARD_ORDER,
    Arrangement,
    CaseRate,
    PriceDateRule,
    conversion_rule,
    has_product_basis,
    inclusion_window,
    interest,
    needs_price_date_rule,
    parts,
    price_date_rule,
    product_treatment,
    products,
    stop_losses,
    walk,
    windows,
)
from sca_toolkit.values.marks import gaps_in, plain
from tests.payment.contracts import CONTRACTS, contract


def arrangement(text: str) -> Arrangement:
    data: Any = yaml.load(text, Loader=yaml.BaseLoader)
    return Arrangement.model_validate(data)


def gap_paths(given: Arrangement) -> set[str]:
    return {gap.path for gap in given.gaps()}


DRAFT = """
base:
  kind: sum
  parts:
    - {kind: case_rate}
    - {kind: product, basis: {kind: invoice_plus_percent}}
"""


def test_an_arrangement_about_which_nothing_is_known_is_valid_and_names_what_is_missing() -> None:
    empty = Arrangement()
    assert {"base", "order", "rules.conversion.rule", "rules.not_infused.services"} <= gap_paths(empty)
    assert set(gaps_in(" ".join(empty.phrase()))) == {gap.label for gap in empty.gaps()}


def test_gaps_are_named_with_the_path_inside_the_arrangement() -> None:
    paths = gap_paths(arrangement(DRAFT))
    assert {
        "base.parts[0].amount",
        "base.parts[0].window",
        "base.parts[0].product_included",
        "base.parts[1].basis.percent",
        "base.parts[1].price_date_rule",
        "default_rate",
        "rules.straddle.follows",
        "order",
    } <= paths


def test_the_words_of_a_draft_show_every_gap_and_no_other() -> None:
    draft = arrangement(DRAFT)
    assert set(gaps_in(" ".join(draft.phrase()))) == {gap.label for gap in draft.gaps()}


def test_a_half_open_window_shows_which_end_is_missing() -> None:
    draft = arrangement("base: {kind: case_rate, window: {end_day: 30}}")
    assert "base.window.start_day" in gap_paths(draft)
    assert "from [MISSING: first day of the window] through Day 30" in plain(" ".join(draft.phrase()))


def test_rules_about_days_and_windows_are_asked_for_only_where_they_matter() -> None:
    charges = gap_paths(arrangement("base: {kind: percent_of_charges}"))
    assert not any(
        path.startswith(("rules.straddle", "rules.day_counting", "rules.readmission")) for path in charges
    )
    per_diem = gap_paths(arrangement("base: {kind: per_diem}"))
    assert "rules.day_counting.census" in per_diem
    assert "rules.straddle.follows" not in per_diem
    rate = gap_paths(arrangement("base: {kind: case_rate}"))
    assert {"rules.straddle.follows", "rules.readmission.scope"} <= rate
    assert "rules.day_counting.census" not in rate


def test_a_rule_that_is_stated_is_printed_even_where_it_is_not_needed() -> None:
    given = arrangement("{base: {kind: percent_of_charges}, rules: {straddle: {follows: admission_date}}}")
    assert any("period in which the Member was admitted" in text for text in given.phrase())


@pytest.mark.parametrize(
    ("base", "asked"),
    [
        ("{kind: percent_of_charges}", False),
        ("{kind: per_diem}", True),
        ("{kind: per_diem, ancillaries_included: no}", True),
        ("{kind: sum, parts: [{kind: per_diem}, {kind: product}]}", True),
        ("{kind: sum, parts: [{kind: per_diem}, {kind: percent_of_charges, setting: outpatient}]}", False),
        ("{kind: lesser_of, members: [{kind: case_rate}, {kind: percent_of_charges}]}", False),
        ("{kind: case_rate}", True),
        ("{kind: drg}", True),
        ("{kind: fee_schedule}", True),
        ("{kind: percent_of_charges, window: {start_day: 0, end_day: 9}}", True),
        ("{kind: cap, of: {kind: phased_case_rates}}", True),
    ],
)
def test_a_default_rate_is_asked_for_where_services_can_fall_outside(base: str, asked: bool) -> None:
    assert ("default_rate" in gap_paths(arrangement(f"base: {base}"))) is asked


def test_a_default_rate_is_asked_for_when_a_rule_points_to_it() -> None:
    given = arrangement("{base: {kind: percent_of_charges}, rules: {not_infused: {services: default_rate}}}")
    assert "default_rate" in gap_paths(given)


def test_a_default_rate_that_leaves_a_group_of_services_unnamed_is_a_gap() -> None:
    given = arrangement("""
        base: {kind: case_rate, includes: [infusion]}
        default_rate: {covers: [outside_window], not_payable: yes}
    """)
    assert "default_rate.covers" in gap_paths(given)
    assert "payment for services that are not listed by any other rate" in gaps_in(" ".join(given.phrase()))


def test_the_default_rate_is_part_of_the_promise_only_where_something_is_paid() -> None:
    first = contract("global 720,000").phrase()[0]
    assert plain(first) == (
        "For Covered Services, the Payer pays the Provider the Case Rate, and the Default Rate where it applies."
    )
    nothing = arrangement("""
        base: {kind: case_rate}
        default_rate: {covers: [outside_window], not_payable: yes}
    """)
    assert plain(nothing.phrase()[0]) == "For Covered Services, the Payer pays the Provider the Case Rate."


def test_named_billing_entities_are_paid_for_their_own_claims() -> None:
    given = arrangement("base: {kind: percent_of_charges, billed_by: [Hospital A, Practice B]}")
    text = plain(" ".join(given.phrase()))
    assert "An amount for the claims of a named Provider is paid to that Provider." in text
    assert "billed by Hospital A or Practice B" in text


def test_standard_stands_for_the_ten_steps_in_their_usual_order() -> None:
    given = arrangement("{base: {kind: percent_of_charges}, order: standard}")
    assert given.order == STANDARD_ORDER
    assert [step.value for step in STANDARD_ORDER] == [
        "eligibility",
        "base",
        "product",
        "outlier",
        "switch",
        "bound",
        "charge_limit",
        "adjust",
        "cost_share",
        "timing",
    ]


def test_another_order_is_printed_as_it_is_declared() -> None:
    text = arrangement("{base: {kind: percent_of_charges}, order: [base, bound]}").phrase()[-1]
    assert "(1) each base rate is computed; (2) lesser-of terms, floors, and caps are applied." in text


def test_rebates_are_printed_and_summarized() -> None:
    given = arrangement("""
        base: {kind: percent_of_charges, percent: 42%, applies_to: all_billed, product_included: yes}
        rebates: [{kind: outcomes_rebate, endpoint: remission, test_day: 30, share: 30%, basis: wac}]
    """)
    assert "Outcomes Rebate" in plain(" ".join(given.phrase()))
    assert given.summary() == (
        "42% of all billed charges (product included); 30% of wac back if remission is not met on Day 30"
    )
    assert any(row.method == "Outcomes Rebate" for row in given.rate_rows())


TREATMENT = {
    "global 720,000": ("inside_base", ("base",)),
    "150,000 + invoice": ("carve_out", ("base.parts[1]",)),
    "150,000 + invoice + 5,000 a day after day 20": ("carve_out", ("base.parts[1]",)),
    "phased + invoice x 1.02": ("carve_out", ("base.parts[1]",)),
    "per diem + invoice, outpatient 50%": ("carve_out", ("base.parts[2]",)),
    "per diem all-in, roll-in, outpatient 50%": ("several", ("base.parts[0]", "base.parts[1]")),
    "42% of charges": ("percentage", ("base",)),
    "lesser of 42% and 720,000": ("several", ("base.members[0]", "base.members[1]")),
}


@pytest.mark.parametrize("name", CONTRACTS)
def test_it_is_known_where_each_contract_pays_for_the_product(name: str) -> None:
    treatment = product_treatment(contract(name))
    assert (treatment.where, treatment.paths) == TREATMENT[name]


def test_a_product_that_nothing_pays_for_is_told_from_one_that_is_not_settled() -> None:
    assert product_treatment(arrangement("base: {kind: case_rate, product_included: no}")).where == "nowhere"
    assert product_treatment(arrangement("base: {kind: case_rate}")).where == "not_settled"
    assert product_treatment(Arrangement()).where == "not_settled"


def test_a_first_dollar_percentage_that_covers_the_product_pays_for_it() -> None:
    given = arrangement("""
        base:
          kind: first_dollar_stop_loss
          product_in_percentage: yes
          of: {kind: case_rate, product_included: no}
    """)
    assert product_treatment(given).where == "percentage"


def test_the_product_questions_of_a_completeness_check_are_answered() -> None:
    invoice = contract("150,000 + invoice")
    assert has_product_basis(invoice)
    assert price_date_rule(invoice) is PriceDateRule.invoice_date
    assert not needs_price_date_rule(invoice)
    draft = arrangement(DRAFT)
    assert needs_price_date_rule(draft)
    assert price_date_rule(draft) is None
    assert not has_product_basis(arrangement("base: {kind: product}"))
    assert not has_product_basis(contract("42% of charges"))
    assert [at for at, _ in products(draft)] == ["base.parts[1]"]


def test_a_fixed_price_needs_no_price_date() -> None:
    fixed = arrangement("base: {kind: product, basis: {kind: fixed, amount: $470}}")
    assert not needs_price_date_rule(fixed)
    assert "base.price_date_rule" not in gap_paths(fixed)


def test_the_other_questions_of_a_completeness_check_are_answered() -> None:
    roll_in = contract("per diem all-in, roll-in, outpatient 50%")
    assert conversion_rule(roll_in) == "roll_in"
    assert conversion_rule(Arrangement()) is None
    rule = interest(roll_in)
    assert rule is not None
    assert rule.annual_rate is not None
    assert interest(Arrangement()) is None
    window = inclusion_window(contract("global 720,000"))
    assert window is not None
    assert window.end_day == 30
    assert inclusion_window(contract("42% of charges")) is None


def test_stop_losses_are_found_at_any_depth_with_their_paths() -> None:
    given = arrangement("""
        base:
          kind: cap
          of:
            kind: first_dollar_stop_loss
            called: High-Charge Payment
            of: {kind: second_dollar_stop_loss, of: {kind: case_rate}}
    """)
    assert [at for at, _ in stop_losses(given)] == ["base.of", "base.of.of"]


def test_walking_names_every_node_outer_before_inner() -> None:
    assert [at for at, _ in walk(contract("lesser of 42% and 720,000"))] == [
        "base",
        "base.members[0]",
        "base.members[1]",
        "default_rate",
        "default_rate.pays",
    ]
    phased = contract("phased + invoice x 1.02")
    assert [at for at, _ in windows(phased)] == [f"base.parts[0].phases[{at}].window" for at in range(4)]
    assert "rules.conversion" in [at for at, _ in parts(phased)]


def test_a_layered_stop_loss_is_one_inside_another() -> None:
    given = arrangement("""
        base:
          kind: second_dollar_stop_loss
          called: Second Layer
          threshold_basis: charges
          threshold: $2,000,000
          of:
            kind: second_dollar_stop_loss
            called: First Layer
            threshold_basis: charges
            threshold: $1,000,000
            maximum: $450,000
            of: {kind: case_rate}
    """)
    text = plain(" ".join(given.phrase()))
    assert "Up to the Second Layer Threshold, the Second Layer equals the First Layer." in text
    assert "The amount added above the First Layer Threshold is never more than $450,000.00." in text


def test_a_frozen_arrangement_can_stand_as_a_default_without_being_shared_by_mistake() -> None:
    first, second = Arrangement(), Arrangement(base=CaseRate())
    assert first.rules == second.rules
    assert first.base is None
