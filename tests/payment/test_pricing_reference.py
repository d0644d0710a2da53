"""Worked numbers for each way of paying, by hand. Every figure is invented for arithmetic."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sca_toolkit.payment import Arrangement
from sca_toolkit.payment.episode import Episode
from sca_toolkit.payment.pricing import CannotCombine, CannotPrice, price_one
from tests.payment.cases import CASES, case, episode_of
from tests.payment.contracts import CASE_RATE_AND_INVOICE, CONTRACTS, DEFAULT, RULES, contract, strings

CASE_RATE = """{kind: case_rate, amount: "$150,000", window: {start_day: 0, start_from: evaluation, end_day: 30},
  product_included: no, professional_fees_included: yes}"""
INVOICE = """{kind: product, basis: {kind: invoice}, price_date_rule: invoice_date, handling_fee: $0,
  discounts: on_invoice, rule_340b: not_purchased, invoice_attached: yes, payable_when: on_infusion}"""
BOTH = f"{{kind: sum, parts: [{CASE_RATE}, {INVOICE}]}}"
EVERYTHING = (
    "{kind: percent_of_charges, percent: 100%, applies_to: all_billed, product_included: yes, "
    "bundling_edits_waived: yes}"
)


def arrangement(base: str, rules: str = RULES, more: str = "") -> Arrangement:
    return Arrangement.model_validate(strings(f"base: {base}\n{more}\n{rules}"))


def allowed(base: str, label: str, rules: str = RULES, more: str = "") -> Decimal:
    return price_one(arrangement(base, rules, more), case(label)).allowed


# product -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("basis", "on", "expected"),
    [
        ("{kind: invoice}", "invoice_date", "480000"),
        ("{kind: invoice_plus_percent, percent: 2%}", "invoice_date", "489600"),
        ("{kind: wac, percent_of_wac: 100%}", "agreement_date", "465000"),
        ("{kind: wac, percent_of_wac: 100%}", "order_date", "480000"),
        ("{kind: asp_plus_percent, percent: 6%, quarter_rule: infusion_quarter}", None, "498200"),
        ("{kind: fixed, amount: '$470,000'}", None, "470000"),
        (
            "{kind: lesser_of, bases: [{kind: invoice}, {kind: fixed, amount: '$470,000'}]}",
            "invoice_date",
            "470000",
        ),
    ],
)
def test_a_product_is_paid_by_its_basis(basis: str, on: str | None, expected: str) -> None:
    dated = f"price_date_rule: {on}, " if on else ""
    rise = "price_increase_passes_through: no, " if on in ("agreement_date", "order_date") else ""
    node = (
        f"{{kind: product, basis: {basis}, {dated}{rise}handling_fee: $0, discounts: none, "
        "rule_340b: not_purchased, invoice_attached: yes, payable_when: on_infusion}"
    )
    assert allowed(node, "C2") == Decimal(expected)


def test_a_handling_fee_is_added_and_a_rise_is_paid_where_the_contract_says_so() -> None:
    """465,000 on signing, 480,000 on the invoice: the payer bears the 15,000; and 7,500 for handling."""
    node = (
        "{kind: product, basis: {kind: invoice}, price_date_rule: agreement_date, "
        "price_increase_passes_through: %s, handling_fee: '$7,500', discounts: none, rule_340b: not_purchased, "
        "invoice_attached: yes, payable_when: on_infusion}"
    )
    assert allowed(node % "yes", "C2") == 487_500
    assert allowed(node % "no", "C2") == 472_500


# lesser-of, charge limit ---------------------------------------------------------------------------------------------


def test_lesser_of_by_line_pays_less_than_by_claim() -> None:
    """Claim: min(1,500,000; 630,000). Line: min(1,440,000; 480,000) + min(60,000; 150,000)."""
    node = "{kind: lesser_of, level: %s, product_included: yes, members: [%s, %s]}"
    assert allowed(node % ("claim", EVERYTHING, BOTH), "C1") == 630_000
    assert allowed(node % ("line", EVERYTHING, BOTH), "C1") == 540_000


def test_a_charge_limit_lowers_the_percentage() -> None:
    """0.42 x 1.03 / 1.08 of 1,650,000 is 660,916.67."""
    node = (
        "{kind: percent_of_charges, percent: 42%, applies_to: all_billed, product_included: yes, "
        "bundling_edits_waived: yes, charge_limit: {limit: 3%, charges_as_of: 2026-01-01, notice: 60 calendar days}}"
    )
    risen = case("C2").model_copy(update={"charge_increase": Decimal("0.08")})
    services, product = Decimal("84116.67"), Decimal("576800.00")
    assert price_one(arrangement(node), risen).allowed == services + product
    still = case("C2").model_copy(update={"charge_increase": Decimal("0.03")})
    assert price_one(arrangement(node), still).allowed == 693_000


# DRG -----------------------------------------------------------------------------------------------------------------


def drg(multiplier: str, scope: str) -> str:
    return (
        '{kind: drg, ms_drg: "018", basis: payer_base_rate, base_rate: "$300,000", relative_weight: 1, '
        f"rates_as_of: discharge_date, multiplier: {multiplier}, multiplier_scope: {scope}, outlier_included: yes, "
        'new_technology_included: no, fixed_loss: "$46,000", marginal_share: 80%, cost_to_charge_ratio: 25%, '
        "product_included: yes, no_cost_product: no_reduction}"
    )


@pytest.mark.parametrize(
    ("label", "multiplier", "scope", "expected"),
    [
        ("C3", "100%", "base_only", 449_200),
        ("C3", "180%", "base_only", 689_200),
        ("C3", "180%", "base_and_outlier", 808_560),
        ("C2", "100%", "base_only", 353_200),
    ],
)
def test_a_group_payment_with_outlier(label: str, multiplier: str, scope: str, expected: int) -> None:
    assert allowed(drg(multiplier, scope), label) == expected


def test_a_group_payment_is_paid_once_although_the_other_payment_does_not_reach_every_line() -> None:
    """The lesser of 449,200 and 720,000; physicians, whom the case rate leaves out, do not pay the group again."""
    rate = CASE_RATE.replace("$150,000", "$720,000").replace("product_included: no", "product_included: yes")
    rate = rate.replace("professional_fees_included: yes", "professional_fees_included: no")
    node = f"{{kind: lesser_of, level: claim, product_included: yes, members: [{rate}, {drg('100%', 'base_only')}]}}"
    more = '[{charge: "$600,000", cost: "$276,000"}, {charge: "$90,000", group: professional, cost: $0}]'
    episode = episode_of(CASES["C3"].replace('[{charge: "$690,000", cost: "$276,000"}]', more))
    covered = "default_rate: {covers: [outside_window, not_listed], not_payable: yes}"
    # Compared are only the charges that both reach: 2,040,000 x 25% = 510,000, outlier 80% x 164,000.
    assert price_one(arrangement(node, more=covered), episode).allowed == 300_000 + 131_200


# stop-loss -----------------------------------------------------------------------------------------------------------


def stop_loss(kind: str, counted: str, threshold: str, of: str = BOTH) -> str:
    return (
        f"{{kind: {kind}_dollar_stop_loss, threshold_basis: charges, threshold: '{threshold}', charges: all_billed, "
        f"measured_over: episode, product_in_threshold: {counted}, percent_above: 45%, "
        f"product_in_percentage: {counted}, of: {of}}}"
    )


@pytest.mark.parametrize(
    ("label", "kind", "counted", "threshold", "expected"),
    [
        ("C1", "first", "yes", "$1,000,000", 675_000),
        ("C1", "second", "yes", "$1,000,000", 855_000),
        ("C3", "first", "yes", "$1,000,000", 958_500),
        ("C3", "second", "yes", "$1,000,000", 1_138_500),
        ("C3", "first", "no", "$500,000", 790_500),
        ("C3", "second", "no", "$500,000", 715_500),
        ("C1", "second", "no", "$500,000", 630_000),
    ],
)
def test_a_stop_loss(label: str, kind: str, counted: str, threshold: str, expected: int) -> None:
    assert allowed(stop_loss(kind, counted, threshold), label) == expected


def test_a_first_dollar_stop_loss_falls_just_above_its_threshold() -> None:
    """At 1,000,000 the payment is 630,000; one dollar more and it is 45% of 1,000,001."""
    found = [
        price_one(arrangement(stop_loss("first", "yes", "$1,000,000")), billed).allowed
        for billed in (charged(1_000_000), charged(1_000_001))
    ]
    assert found == [Decimal(630_000), Decimal("450000.45")]


def charged(total: int) -> Episode:
    """C1 with charges of `total`, the product's included."""
    product = f"${total - 60_000:,}"
    return episode_of(CASES["C1"].replace("$1,440,000", product))


# windows, days, settings ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("follows", "extra"), [("admission_date", 0), ("service_date", 21_500), ("discharge_date", 47_300)]
)
def test_a_stay_across_the_edge_of_the_window_follows_the_rule(follows: str, extra: int) -> None:
    """Day 25 to discharge on day 36: 11 days, five of them after day 30, at 4,300 a day outside the window."""
    episode = episode_of(
        CASES["C1"]
        .replace("services:", "")
        .replace('  - {date: 2026-03-10, charge: "$60,000", cost: "$24,000"}\n', "")
        + """
stays:
  - kind: readmission
    admitted: 2026-04-04
    discharged: 2026-04-15
    levels: [{code: "0120", days: 11}]
"""
    )
    more = """
default_rate:
  covers: [outside_window]
  pays:
    kind: per_diem
    levels: [{level: ward, revenue_codes: ["0120"], amount: "$4,300"}]
    day_level_rule: midnight
    unlisted_level: ward
    product_included: no
    ancillaries_included: yes
    professional_fees_included: yes
"""
    rules = RULES.replace("service_date", follows)
    assert price_one(arrangement(CASE_RATE, rules, more), episode).allowed == 150_000 + extra


@pytest.mark.parametrize(
    ("rule", "expected"),
    [("separate", 547_900), ("roll_in_except_product, window_hours: 72, same_entity_only: no", 532_900)],
)
def test_outpatient_services_before_an_admission_follow_the_rule(rule: str, expected: int) -> None:
    """52,900 for the days, 480,000 for the product, and 15,000 for outpatient services where these stand."""
    text = CONTRACTS["per diem + invoice, outpatient 50%"].replace("rule: separate", f"rule: {rule}")
    assert price_one(Arrangement.model_validate(strings(text)), case("C4")).allowed == expected


def test_roll_in_with_an_all_inclusive_per_diem_leaves_the_product_with_the_provider() -> None:
    episode = case("C4")
    cost = episode.cost()
    priced = price_one(contract("per diem all-in, roll-in, outpatient 50%"), episode)
    assert cost is not None
    assert (int(priced.allowed), int(priced.collected - cost)) == (52_900, -523_100)


# not infused, repeats, late payment ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paid", "times"), [("yes, paid_at: phase_rate, maximum: 1, without_approval: 1,", 2), ("no,", 1)]
)
def test_a_repeat_collection_is_paid_at_the_phase_rate_where_the_rule_says_so(paid: str, times: int) -> None:
    text = CONTRACTS["phased + invoice x 1.02"].replace(
        "{paid: yes, paid_at: phase_rate, maximum: 1, without_approval: 1,", f"{{paid: {paid}"
    )
    if times == 1:
        text = text.replace("repeatable: yes", "repeatable: no")
    again = episode_of(CASES["C5"].replace("[2026-01-20]", "[2026-01-20, 2026-02-20]"))
    assert price_one(Arrangement.model_validate(strings(text)), again).allowed == 12_000 + times * 18_000


@pytest.mark.parametrize(
    ("liability", "expected"),
    [
        ("product_liability: payer, net_of_manufacturer_credit: yes", 380_000),
        ("product_liability: payer, net_of_manufacturer_credit: no", 480_000),
        ("product_liability: shared, payer_share: 50%, net_of_manufacturer_credit: yes", 190_000),
        ("product_liability: provider", 0),
        ("product_liability: manufacturer", 0),
    ],
)
def test_a_product_ordered_and_not_infused_is_paid_by_the_rule(liability: str, expected: int) -> None:
    text = CASE_RATE_AND_INVOICE.replace(
        "product_liability: payer, net_of_manufacturer_credit: yes", liability
    )
    bought = episode_of(CASES["C5"].replace("charged: no,", 'charged: yes, manufacturer_credit: "$100,000",'))
    assert price_one(Arrangement.model_validate(strings(text)), bought).allowed == expected


def test_late_payment_bears_simple_interest() -> None:
    """640,000 at 12%, 88 days late: 18,516.16."""
    late = "\n  payment_due: 2026-06-01\n  paid: 2026-08-28"
    episode = episode_of(CASES["C3"].replace("\n  infusion: 2026-03-10", f"\n  infusion: 2026-03-10{late}"))
    node = CASE_RATE.replace("$150,000", "$640,000").replace("product_included: no", "product_included: yes")
    priced = price_one(arrangement(node), episode)
    assert (priced.interest, priced.allowed) == (Decimal("18516.16"), Decimal("658516.16"))


@pytest.mark.parametrize(
    ("met", "seen", "expected"), [("no", "yes", 144_000), ("yes", "yes", 0), ("no", "no", 0)]
)
def test_an_outcomes_rebate_comes_from_the_manufacturer(met: str, seen: str, expected: int) -> None:
    """30% of 480,000 where the endpoint is missed by a member who could be observed."""
    more = """
rebates:
  - {kind: outcomes_rebate, endpoint: complete response, test_day: 90, share: 30%, basis: invoice, kept_by: provider,
     reduces_product_payment: no, if_unobservable: no_rebate, data_duty: provider}
"""
    episode = episode_of(CASES["C2"] + f"endpoint_met: {met}\nobservable: {seen}\n")
    priced = price_one(arrangement(BOTH, more=more), episode)
    assert (int(priced.from_manufacturer), int(priced.allowed)) == (expected, 630_000)
    lowers = more.replace("reduces_product_payment: no", "reduces_product_payment: yes")
    assert price_one(arrangement(BOTH, more=lowers), episode).collected == 630_000


def test_member_and_other_payer_pay_their_part_first() -> None:
    episode = episode_of(CASES["C2"] + 'member_share: "$5,000"\nother_payer: "$700,000"\n')
    priced = price_one(arrangement(BOTH), episode)
    paid = (priced.member_pays, priced.other_payer_pays, priced.payer_pays)
    assert [int(each) for each in paid] == [5_000, 625_000, 0]


def test_an_aggregate_stop_loss_cuts_what_passes_the_threshold_of_the_year() -> None:
    """4,900,000 paid before; of 150,000 more, 50,000 pass 5,000,000, and half of that is paid."""
    node = (
        "{kind: aggregate_stop_loss, threshold: '$5,000,000', year: calendar_year, percent_above: 50%, "
        f"product_included: no, of: {CASE_RATE}}}"
    )
    episode = episode_of(CASES["C2"] + 'paid_before: "$4,900,000"\n')
    assert price_one(arrangement(node), episode).allowed == 125_000
    with pytest.raises(CannotPrice, match="paid earlier in the contract year"):
        price_one(arrangement(node), case("C2"))


def test_a_surcharge_is_paid_on_the_payment_below_it() -> None:
    node = f"{{kind: surcharge, percent: 5%, product_included: no, of: {BOTH}}}"
    assert allowed(node, "C2") == 157_500 + 480_000


# limits --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bound", "label", "expected"),
    [
        ("{kind: cap, amount: '$900,000', measured_over: episode, product_included: yes, of: %s}", "C3", 894_600),
        ("{kind: cap, amount: '$800,000', measured_over: episode, product_included: yes, of: %s}", "C3", 800_000),
        ("{kind: floor, amount: '$650,000', measured_over: episode, product_included: yes, of: %s}", "C1", 650_000),
        ("{kind: corridor, low: '$650,000', high: '$700,000', measured_over: episode, product_included: yes, of: %s}",
         "C3", 700_000),
    ],
)  # fmt: skip
def test_a_payment_is_held_within_its_limits(bound: str, label: str, expected: int) -> None:
    percent = EVERYTHING.replace("100%", "42%")
    priced = price_one(arrangement(bound % percent), case(label))
    assert priced.allowed == expected
    assert sum(line.amount for line in priced.lines) == expected


# refusals ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "episode", "named"),
    [
        (CONTRACTS["150,000 + invoice"], CASES["C2"].replace("  invoice: $480,000\n", ""), "invoice of the product"),
        (CONTRACTS["150,000 + invoice"].replace("services: nothing, ", ""), CASES["C5"], "payment for services when"),
        (CONTRACTS["150,000 + invoice"].replace("order: standard", ""), CASES["C2"], "order in which payment"),
        (CONTRACTS["42% of charges"].replace("percent: 42%\n", "\n"), CASES["C2"], "percentage for the Percentage"),
        (CONTRACTS["42% of charges"], CASES["C2"].replace("  charge: $1,440,000\n", ""), "charge of the product"),
        (CONTRACTS["per diem + invoice, outpatient 50%"].replace("census: midnight, ", ""), CASES["C2"],
         "how inpatient days are counted"),
        (CONTRACTS["per diem all-in, roll-in, outpatient 50%"].replace("window_hours: 72, ", ""), CASES["C4"],
         "hours before admission"),
        (CONTRACTS["150,000 + invoice"], CASES["C2"].replace("  evaluation: 2026-01-10\n", ""), "evaluation begins"),
    ],
)  # fmt: skip
def test_what_is_missing_is_refused_by_name_and_never_filled_in(text: str, episode: str, named: str) -> None:
    with pytest.raises(CannotPrice) as refused:
        price_one(Arrangement.model_validate(strings(text)), episode_of(episode))
    assert named in str(refused.value)
    assert "missing" in str(refused.value)


def test_a_missing_ratio_of_medicare_is_refused_by_name() -> None:
    node = drg("100%", "base_only").replace("cost_to_charge_ratio: 25%, ", "")
    with pytest.raises(CannotPrice, match=r"Medicare’s cost to charge ratio on the date of discharge"):
        allowed(node, "C2")


def test_a_reason_that_the_not_infused_rule_does_not_name_is_refused() -> None:
    rules = RULES.replace("services: nothing,", "services: nothing, reasons: [death],")
    with pytest.raises(CannotCombine, match="speaks of death only"):
        allowed(CASE_RATE, "C5", rules)


def test_a_cap_by_admission_on_a_rate_for_the_episode_is_refused() -> None:
    node = (
        f"{{kind: cap, amount: '$100,000', measured_over: admission, product_included: no, of: {CASE_RATE}}}"
    )
    with pytest.raises(CannotCombine, match="pays for the episode; measure it by episode"):
        allowed(node, "C2")


def test_a_stranger_composes_what_the_language_offers() -> None:
    """Tiered days, an add-on, stop-loss with exclusions, DRG beside it, a nested lesser-of, a surcharge."""
    base = f"""
  kind: lesser_of
  level: claim
  product_included: no
  called: Negotiated Payment
  members:
    - kind: second_dollar_stop_loss
      threshold_basis: charges
      threshold: $300,000
      charges: covered
      measured_over: episode
      product_in_threshold: no
      percent_above: 40%
      product_in_percentage: no
      excludes: [dialysis]
      of:
        kind: per_diem
        levels:
          - level: intensive care
            revenue_codes: ["0200"]
            tiers:
              - {{from_day: 1, through_day: 7, amount: "$9,500"}}
              - {{from_day: 8, amount: "$8,000"}}
          - {{level: ward, revenue_codes: ["0120"], amount: "$4,300"}}
        day_level_rule: midnight
        unlisted_level: ward
        product_included: no
        ancillaries_included: yes
        professional_fees_included: yes
        maximum_days: 25
    - kind: surcharge
      percent: 10%
      product_included: no
      of: {CASE_RATE}
"""
    priced = price_one(arrangement(base.rstrip(), more=DEFAULT), case("C3"))
    # Days: 4 ward, then ICU on days 5 to 13 (3 at 9,500, 6 at 8,000), then 12 of 17 other days at the ward rate.
    days = 4 * 4_300 + 3 * 9_500 + 6 * 8_000 + 12 * 4_300
    stop_loss_pays = days + Decimal("0.40") * (690_000 - 300_000)
    assert priced.allowed == min(stop_loss_pays, Decimal(165_000))
