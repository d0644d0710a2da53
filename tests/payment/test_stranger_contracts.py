"""Contracts worded as hospitals and payers word them, written from the documentation alone, and priced by hand first.

Each contract and episode is a file in `strangers/`, read as a user's file is. Every figure is invented.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from sca_toolkit.errors import DataError
from sca_toolkit.library import load
from sca_toolkit.payment import Arrangement
from sca_toolkit.payment.cautions import cautions
from sca_toolkit.payment.episode import Episode
from sca_toolkit.payment.gathering import gathered
from sca_toolkit.payment.pricing import CannotPrice, Priced, price_all, price_one
from sca_toolkit.values.marks import plain

FOLDER = Path(__file__).parent / "strangers"


@cache
def contract(name: str) -> Arrangement:
    return load(Arrangement, FOLDER / f"{name}.yaml")


@cache
def episode(name: str) -> Episode:
    return load(Episode, FOLDER / f"{name}.yaml")


def changed(name: str, *pairs: tuple[str, str]) -> Arrangement:
    """A contract with some of its words replaced."""
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    data: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)
    return Arrangement.model_validate(data)


def both(arrangement: Arrangement, happened: Episode) -> Priced:
    """The exact price, once the vector price was found to be the same to half a cent a line."""
    exact = price_one(arrangement, happened)
    paths = price_all(arrangement, gathered([happened]))
    assert abs(float(paths.collected[0]) - float(exact.collected)) <= 0.005 * max(1, len(exact.lines))
    assert sum((line.amount for line in exact.lines), Decimal(0)) == exact.collected
    return exact


def paid(name: str, happened: str) -> Decimal:
    return both(contract(name), episode(happened)).collected


def said(arrangement: Arrangement) -> str:
    return " ".join(plain(text) for text in arrangement.phrase())


# the contracts -------------------------------------------------------------------------------------------------------


def test_lesser_of_by_line_within_lesser_of_by_claim() -> None:
    """Claim 1: min(62% x 10,000, fee 5,000) = 5,000; at most 60% x 10,000 = 6,000: 5,000.

    Claim 2: min(620, 900) + min(12,400, 2 x 7,000) = 13,020; at most 60% x 21,000 = 12,600: 12,600.
    With the product at 400,000: 417,600.
    """
    assert paid("lesser-of-line-and-claim", "lesser-of-two-claims") == 417_600


def test_a_code_without_a_fee_is_paid_by_the_payment_that_reaches_it() -> None:
    """5,000 + 620 + 12,400 + 62% x 500 = 18,330, at most 60% x 31,500 = 18,900; the product 400,000: 418,330.

    The sentence must say so: the code is in the percentage, so it is neither unpaid nor at the default 50%.
    """
    assert paid("lesser-of-line-and-claim", "lesser-of-one-claim") == 418_330
    assert "not compared; it is paid by the first of them that reaches it" in said(
        contract("lesser-of-line-and-claim")
    )


def test_tiered_per_diems_with_an_intensive_care_add_on() -> None:
    """22 days: 5 x 6,500 + 10 x 5,200 + 7 x 4,100 = 113,200. Intensive care 4 x 3,000 = 12,000; step-down adds none.

    Outpatient 55% x 12,000 = 6,600. Product 450,000. Together 581,800.
    """
    assert paid("per-diem-tiers-and-icu-add-on", "three-levels") == 581_800


def test_a_per_diem_with_a_minimum_and_a_cap_of_days() -> None:
    """Stay of 2 ward days, paid as 4: 20,000. Stay of 25 days, 20 paid: 3 x 8,000 + 17 x 5,000 = 109,000.

    Outpatient 50% x 30,000 = 15,000. Product 400,000. Together 544,000.
    """
    assert paid("per-diem-minimum-and-cap", "short-and-long-stay") == 544_000


def test_the_missing_days_of_a_short_intensive_care_stay_are_ward_days() -> None:
    """8,000 + 3 x 5,000 = 23,000, and the product 400,000."""
    assert paid("per-diem-minimum-and-cap", "one-night-in-intensive-care") == 423_000


def test_a_case_rate_with_the_product_carved_out_at_the_lesser_of_invoice_and_list_plus_3() -> None:
    """165,000. Product min(480,000, 103% x 460,000 = 473,800) + 2,500 = 476,300.

    Collection before Day -7: 55% x 20,000 = 11,000. Physicians, not in the rate: 55% x 8,000 = 4,400. Together 656,700.
    """
    assert paid("case-rate-and-carve-out", "invoice-above-list") == 656_700


def test_a_discount_on_the_invoice_lowers_the_product_payment_whichever_price_is_the_lower() -> None:
    """165,000 + 473,800 - 20,000 + 2,500 = 621,300."""
    assert paid("case-rate-and-carve-out", "invoice-with-discount") == 621_300


def test_a_percentage_of_charges_neutral_to_increases_above_4_percent() -> None:
    """Charges rose by 8%: 45% x 1.04 / 1.08 = 43 1/3% of 1,200,000 and of 600,001; a line not covered adds nothing.

    520,000.00 + 260,000.43 = 780,000.43. Risen by 3%: 45% flat, 540,000.00 + 270,000.45 = 810,000.45.
    """
    assert paid("charges-with-increase-limit", "charges-rose-8") == Decimal("780000.43")
    assert paid("charges-with-increase-limit", "charges-rose-3") == Decimal("810000.45")


def test_medicare_drg_018_with_outlier_and_new_technology_times_a_multiple() -> None:
    """Cost 24% x 2,400,000 = 576,000. Add-on min(65% x 400,000, 65% x (576,000 - 310,000)) = 172,900.

    Outlier 80% x (576,000 - 310,000 - 172,900 - 46,000) = 37,680. Sum 520,580 x 130% = 676,754.
    Outpatient 50% x 12,000 = 6,000. Together 682,754. Below all thresholds: 310,000 x 130% = 403,000.
    """
    assert paid("medicare-drg-multiple", "drg-outlier") == 682_754
    assert paid("medicare-drg-multiple", "drg-plain") == 403_000


def test_a_first_dollar_stop_loss_without_product_and_readmission() -> None:
    """Charges 1,000,000, readmission of 100,000 apart: 55% x 1,000,000 = 550,000, and the product 420,000: 970,000.

    Charges of just 900,000 do not exceed the threshold: 200,000 + 420,000 = 620,000.
    """
    assert paid("first-dollar-stop-loss", "readmitted-above-threshold") == 970_000
    assert paid("first-dollar-stop-loss", "readmitted-at-threshold") == 620_000


def test_two_layers_of_second_dollar_stop_loss() -> None:
    """Charges 1,300,000, a readmission apart: 60% from 500,000 to 1,000,000 = 300,000; 80% x 300,000 = 240,000.

    180,000 + 300,000 + 240,000 + 430,000 = 1,150,000. Charges 700,000: 180,000 + 120,000 + 430,000 = 730,000.
    """
    assert paid("layered-second-dollar-stop-loss", "both-layers") == 1_150_000
    assert paid("layered-second-dollar-stop-loss", "first-layer") == 730_000


def test_phased_case_rates_with_gaps() -> None:
    """6,000 + 20,000 + 140,000 + 15,000; between phases 50% x (1,000 + 16,000) = 8,500; ASP 440,000 x 106% = 466,400.

    Together 655,900. Collected twice and never infused: 6,000 + 2 x 20,000 = 46,000, nothing for the gaps.
    """
    assert paid("phased-with-gaps", "all-phases") == 655_900
    assert paid("phased-with-gaps", "collected-twice-not-infused") == 46_000


@pytest.mark.parametrize(("rule", "out", "into"), [("sending", 7, 5), ("receiving", 6, 6), ("both", 7, 6)])
def test_the_day_of_a_transfer_belongs_to_whom_the_contract_says(rule: str, out: int, into: int) -> None:
    """Six midnights. Sent out, the sender has the day of leaving too; taken in, the first day falls to the sender.

    Days x 5,500, and the product 400,000.
    """
    arrangement = changed("transfer", ("transfer_day: sending", f"transfer_day: {rule}"))
    assert both(arrangement, episode("transferred-out")).collected == 400_000 + out * 5_500
    assert both(arrangement, episode("transferred-in")).collected == 400_000 + into * 5_500


def test_a_state_surcharge_on_all_but_the_product() -> None:
    """9.63% x 151,237 = 14,564.1231: 14,564.12. With 151,237 and 400,000: 565,801.12."""
    assert paid("state-surcharge", "inpatient") == Decimal("565801.12")


@pytest.mark.parametrize(
    ("rule", "by_hand"),
    [
        ("roll_in, window_hours: 72", 80_000),
        ("roll_in_except_product, window_hours: 72", 510_000),
        ("separate", 527_500),
    ],
)
def test_an_outpatient_infusion_that_becomes_inpatient_within_72_hours(rule: str, by_hand: int) -> None:
    """Per diems 2 x 9,000 + 8 x 6,000 = 66,000. Admitted June 17: June 14 through 16 roll in, June 13 does not.

    Roll in: 50% x (20,000 + 6,000 + 2,000) = 14,000, the product inside: 80,000. Product apart: + 430,000 = 510,000.
    Separate: 50% x 63,000 = 31,500 + 430,000 + 66,000 = 527,500.
    """
    words = "rule: roll_in, window_hours: 72, same_entity_only: no"
    new = f"rule: {rule}" + (", same_entity_only: no" if "72" in rule else "")
    arrangement = changed("outpatient-to-inpatient", (words, new))
    assert both(arrangement, episode("admitted-on-day-2")).collected == by_hand


def test_an_aggregate_stop_loss_over_the_year() -> None:
    """Case 575,000. 3,700,000 before: 275,000 lies above 4,000,000, of which 40% is lost: 575,000 - 110,000 = 465,000.

    4,200,000 before: 60% x 575,000 = 345,000.
    """
    assert paid("aggregate-stop-loss", "year-threshold-crossed") == 465_000
    assert paid("aggregate-stop-loss", "year-threshold-passed") == 345_000


def test_an_outcomes_rebate_that_the_plan_gets_moves_no_money_of_the_provider() -> None:
    """150,000 + 450,000 = 600,000; the manufacturer's 40% x 450,000 = 180,000 goes to the plan."""
    priced = both(contract("outcomes-rebate-to-the-plan"), episode("no-response"))
    assert priced.collected == priced.payer_pays == 600_000
    assert priced.from_manufacturer == 0


def test_an_outcomes_rebate_that_the_provider_passes_on_lowers_what_the_payer_pays() -> None:
    """600,000 - 180,000 = 420,000 from the payer, 180,000 from the manufacturer."""
    passed_on = ("kept_by: payer", "kept_by: provider\n    reduces_product_payment: yes")
    priced = both(changed("outcomes-rebate-to-the-plan", passed_on), episode("no-response"))
    assert priced.payer_pays == 420_000
    assert priced.from_manufacturer == 180_000


def test_who_keeps_a_rebate_settles_whether_the_payer_pays_less() -> None:
    given = contract("outcomes-rebate-to-the-plan")
    assert "rebates[0].reduces_product_payment" not in {gap.path for gap in given.gaps()}
    assert "does not reduce what the Payer pays" in said(given)


def test_interest_on_late_payment_by_the_order_of_the_contract() -> None:
    """Paid 45 days late: 600,000 x 12% x 45 / 365 = 8,876.71. With a copayment of 5,000 and the cost share deducted

    first, interest runs on 595,000: 8,802.74; by the standard order it runs on the whole 600,000.
    """
    assert paid("late-payment", "paid-45-days-late") == Decimal("608876.71")
    assert paid("late-payment", "paid-late-with-copayment") == Decimal("608876.71")
    steps = "eligibility, base, product, outlier, switch, bound, charge_limit, cost_share, adjust, timing"
    share_first = changed("late-payment", ("order: standard", f"order: [{steps}]"))
    assert both(share_first, episode("paid-late-with-copayment")).collected == Decimal("608802.74")


def test_cost_plus_in_a_corridor() -> None:
    """30% x 1,000,000 x 112% = 336,000; of 1,200,000: 403,200, at most 350,000; of 300,000: 100,800, at least 120,000.

    The product at 410,000 comes in addition.
    """
    assert paid("cost-plus-corridor", "charges-1000") == 746_000
    assert paid("cost-plus-corridor", "charges-1200") == 760_000
    assert paid("cost-plus-corridor", "charges-300") == 530_000


def test_lesser_of_charges_and_case_rate_with_a_greatest_discount() -> None:
    """max(35% x C, min(C, 200,000)): C 900,000 gives 315,000; C 400,000 gives 200,000; C 150,000 gives 150,000.

    The product at 410,000 comes in addition.
    """
    assert paid("maximum-discount", "charges-900") == 725_000
    assert paid("maximum-discount", "charges-400") == 610_000
    assert paid("maximum-discount", "charges-150") == 560_000
    assert "Because the Case Rate is not divided by claim" in said(contract("maximum-discount"))


# what the wording must settle ----------------------------------------------------------------------------------------


BY_CLAIM = ("measured_over: episode", "measured_over: claim")


def test_a_stop_loss_by_claim_holds_each_claim_against_its_threshold() -> None:
    """Two claims of 1,250,000 and 50,000: only the first passes 500,000 and 1,000,000: 300,000 + 80% x 250,000.

    180,000 + 300,000 + 200,000 + 430,000 = 1,110,000; measured together it would be 1,150,000.
    """
    happened = episode("both-layers")
    second = happened.services[0].model_copy(update={"claim": "2"})
    apart = happened.model_copy(update={"services": (second,)})
    assert both(changed("layered-second-dollar-stop-loss", BY_CLAIM), apart).collected == 1_110_000


def test_only_services_that_the_rate_pays_for_count_toward_its_stop_loss() -> None:
    """Collection before the window, 200,000: at the default 50%, and not in the stop-loss. 970,000 + 100,000."""
    happened = episode("readmitted-above-threshold")
    lines = episode("case-with-collection").services
    with_collection = happened.model_copy(update={"services": lines})
    given = contract("first-dollar-stop-loss")
    assert both(given, with_collection).collected == 1_070_000
    assert "Only services that the Case Rate pays for are counted." in said(given)


def test_services_outside_every_rate_are_refused_while_the_default_rate_is_open() -> None:
    with pytest.raises(CannotPrice, match=r"^default_rate: .* not_payable: yes"):
        price_one(contract("transfer"), episode("admitted-on-day-2"))
    assert "default_rate" in {gap.path for gap in contract("transfer").gaps()}


def test_the_setting_of_the_product_payment_leaves_outpatient_services_to_the_default_rate() -> None:
    """Outpatient services of 63,000 at 50%, two intensive care days and eight ward days, the product."""
    other = changed("per-diem-minimum-and-cap", ("[not_listed, other_setting]", "[other_setting]"))
    assert both(other, episode("admitted-on-day-2")).collected == 31_500 + 2 * 8_000 + 8 * 5_000 + 400_000


# bad input -----------------------------------------------------------------------------------------------------------

SLIPS = [
    ("state-surcharge", "$151,237", "-$151,237", "-$151,237 is negative; an agreed amount is zero or more"),
    ("state-surcharge", "$151,237", "151237", "write the currency, for example $480,000.00"),
    ("charges-with-increase-limit", "percent: 45%", "percent: 145%", "145% is more than 100% of charges"),
    ("charges-with-increase-limit", "percent: 45%", "percent: 0.45", "write the sign, for example 42%"),
    ("cost-plus-corridor", "ratio: 30%", "ratio: 130%", "130% is outside 0% to 100%"),
    ("cost-plus-corridor", "$120,000", "$420,000", "the cap of $350,000 is below the floor of $420,000"),
    ("first-dollar-stop-loss", "$900,000", "40 days", "a threshold on charges is in dollars"),
    (
        "state-surcharge",
        "start_day: -5",
        "start_day: 1",
        "leaves out Day 0, the day of infusion; move its ends",
    ),
    ("state-surcharge", "end_day: 30", "end_day: -9", "before it starts on day -5; write the earlier day"),
    ("phased-with-gaps", "start_day: 31", "start_day: 20", "list the phases in order of time"),
    (
        "per-diem-tiers-and-icu-add-on",
        "from_day: 6",
        "from_day: 7",
        "begins on day 7, but the one before it ends on day 5",
    ),
    ("per-diem-minimum-and-cap", "maximum_days: 20", "maximum_days: 3", "below minimum_days, which is 4"),
    ("state-surcharge", "percent: 9.63%", "percnt: 9.63%", "Did you mean `percent`?"),
]


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"), SLIPS, ids=[f"{row[0]}: {row[2]}" for row in SLIPS]
)
def test_a_slip_in_a_contract_is_refused_with_file_place_and_remedy(
    name: str, old: str, new: str, sentence: str, tmp_path: Path
) -> None:
    told = refusal(Arrangement, name, old, new, tmp_path)
    assert f"{name}.yaml:" in told
    assert "(base" in told
    assert sentence in told


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("days: 14", "days: 15", "levels has 15 days, but the stay from 2026-06-14 to 2026-06-28 has 14"),
        (
            "discharged: 2026-06-28",
            "discharged: 2026-06-10",
            "before admitted 2026-06-14; correct one of them",
        ),
        ("infusion: 2026-06-15", "infusion: 2026-05-15", "comes before lymphodepletion (2026-06-10)"),
        ("discharged: 2026-06-28", "discharged: 06/28/2026", "Write year, month and day"),
    ],
)
def test_an_impossible_stay_is_refused_with_file_place_and_remedy(
    old: str, new: str, sentence: str, tmp_path: Path
) -> None:
    told = refusal(Episode, "inpatient", old, new, tmp_path)
    assert "inpatient.yaml:" in told
    assert sentence in told


def refusal(kind: type[Arrangement | Episode], name: str, old: str, new: str, folder: Path) -> str:
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    assert old in text
    written = folder / f"{name}.yaml"
    written.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError) as refused:
        load(kind, written)
    return str(refused.value)


@pytest.mark.parametrize(
    ("name", "happened", "place"),
    [
        ("case-rate-and-carve-out", "inpatient", "product.list_price.invoice_date"),
        ("phased-with-gaps", "inpatient", "product.asp.infusion_quarter"),
        ("charges-with-increase-limit", "inpatient", "charge_increase"),
        ("aggregate-stop-loss", "inpatient", "paid_before"),
        ("medicare-drg-multiple", "inpatient", "public_rates.medicare.full_payment"),
    ],
)
def test_a_value_of_the_episode_that_is_missing_is_named(name: str, happened: str, place: str) -> None:
    with pytest.raises(CannotPrice) as refused:
        price_one(contract(name), episode(happened))
    assert refused.value.path == place


CAUTIONS = [
    ("layered-second-dollar-stop-loss", "$1,000,000", "$400,000", "both layers pay for the same excess"),
    (
        "layered-second-dollar-stop-loss",
        "maximum: $300,000",
        "maximum: $900,000",
        "let the First Layer end there",
    ),
    ("state-surcharge", "9.63%", "963%", "more than doubles the payment"),
    (
        "first-dollar-stop-loss",
        "product_in_threshold: no",
        "product_in_threshold: yes",
        "so even the mildest case does",
    ),
    (
        "medicare-drg-multiple",
        "product_included: yes",
        "product_included: no",
        "nothing pays for the Product; add",
    ),
]


@pytest.mark.parametrize(("name", "old", "new", "sentence"), CAUTIONS, ids=[row[3] for row in CAUTIONS])
def test_what_a_contract_may_say_but_rarely_means_is_told(
    name: str, old: str, new: str, sentence: str
) -> None:
    happened = episode("readmitted-above-threshold")
    assert not any(sentence in told for told in cautions(contract(name), happened))
    assert any(sentence in told for told in cautions(changed(name, (old, new)), happened))
