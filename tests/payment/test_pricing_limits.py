"""Limiting cases, constants, and one object for wording and price. Every figure is invented."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from sca_toolkit.payment import Arrangement
from sca_toolkit.payment.cautions import cautions
from sca_toolkit.payment.columns import Episodes
from sca_toolkit.payment.episode import Episode
from sca_toolkit.payment.gathering import gathered
from sca_toolkit.payment.pricing import collected_many, price_all, price_many, price_one
from sca_toolkit.values.marks import plain
from tests.benchmarks.pricing_speed import drawn, episodes
from tests.payment.cases import CASES, case, episode_of
from tests.payment.changes import with_value
from tests.payment.contracts import CONTRACTS, LEVELS, NOTHING_ELSE, RULES, contract, strings

PATHS = episodes(drawn(4_096, 7))


def arrangement(base: str, rules: str = RULES) -> Arrangement:
    return Arrangement.model_validate(strings(f"base: {base}\n{NOTHING_ELSE}{rules}"))


# limiting cases ------------------------------------------------------------------------------------------------------


def test_nobody_infused_leaves_only_the_not_infused_rule() -> None:
    rows = PATHS.take(np.isnan(PATHS.infusion))
    assert 0 < len(rows) < len(PATHS)
    for name in CONTRACTS:
        found = price_all(contract(name), rows)
        paid = {
            key
            for at, key in enumerate(found.keys)
            if found.amounts is not None and found.amounts[:, at].any()
        }
        assert all("not infused" in key.what for key in paid), name


def test_without_intensive_care_its_rate_does_not_matter() -> None:
    name = "per diem + invoice, outpatient 50%"
    dearer = Arrangement.model_validate(strings(CONTRACTS[name].replace("$9,500", "$99,500")))
    assert price_one(contract(name), case("C2")).allowed != price_one(dearer, case("C3")).allowed
    calm = episode_of(CASES["C3"].replace('"0200"', '"0120"'))
    assert price_one(contract(name), calm).allowed == price_one(dearer, calm).allowed


def test_per_diems_at_cost_leave_no_margin_on_the_days() -> None:
    """Days at 9,500, 6,200 and 4,300 that cost just that, and the product at invoice."""
    cost = 9 * 9_500 + 8 * 6_200 + 13 * 4_300
    episode = episode_of(CASES["C3"].replace("$276,000", f"${cost:,}"))
    spent = episode.cost()
    assert spent is not None
    assert price_one(contract("per diem + invoice, outpatient 50%"), episode).collected == spent


def test_a_percentage_that_is_the_ratio_of_cost_to_charges_leaves_no_margin() -> None:
    """All charges are cost divided by 0.4, the product's 480,000 / 0.4 = 1,200,000."""
    share = arrangement(
        "{kind: percent_of_charges, percent: 40%, applies_to: all_billed, product_included: yes, "
        "bundling_edits_waived: yes}"
    )
    for label in ("C1", "C2", "C3", "C4"):
        episode = episode_of(CASES[label].replace("$1,440,000", "$1,200,000"))
        assert price_one(share, episode).collected == episode.cost()


def test_cost_plus_nothing_leaves_no_margin() -> None:
    node = "{kind: cost_plus, plus: 0%, cost_definition: audited_records, product_included: yes}"
    for label in ("C1", "C2", "C3", "C4"):
        assert price_one(arrangement(node), case(label)).collected == case(label).cost()


@pytest.mark.parametrize("label", ["C2", "C3", "C4"])
def test_with_a_window_without_end_the_straddle_rules_are_one(label: str) -> None:
    node = f"{{kind: per_diem, product_included: no, window: {{start_day: -999, end_day: 999}}, {_flow(LEVELS)}}}"
    paid = {
        price_one(arrangement(node, RULES.replace("service_date", follows)), case(label)).allowed
        for follows in ("admission_date", "service_date", "discharge_date")
    }
    assert len(paid) == 1


def _flow(block: str) -> str:
    data = strings(block.replace("\n      ", "\n"))
    return ", ".join(f"{key}: {_written(value)}" for key, value in data.items())


def _written(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_written(each) for each in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_written(each)}' for key, each in value.items())}}}"
    return f'"{value}"'


def test_one_path_is_priced_without_ado() -> None:
    found = price_all(contract("42% of charges"), gathered([case("C3")]))
    assert found.collected.tolist() == [894_600.0]


# constants, blocks ---------------------------------------------------------------------------------------------------


def test_two_case_rates_differ_by_their_constant_on_every_infused_path() -> None:
    """The standard error of the difference is 0, because both are paid on the same paths."""
    higher = Arrangement.model_validate(
        strings(CONTRACTS["150,000 + invoice"].replace("$150,000", "$170,000"))
    )
    first, second = price_many((contract("150,000 + invoice"), higher), PATHS)
    difference = (second.collected - first.collected)[~np.isnan(PATHS.infusion)]
    assert np.unique(difference).tolist() == [20_000.0]


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_path_is_paid_the_same_in_whatever_block_it_stands(name: str) -> None:
    whole = price_all(contract(name), PATHS)
    parts = price_all(contract(name), PATHS, block=1_000)
    turned = price_all(contract(name), PATHS.take(np.arange(len(PATHS))[::-1]), lines=False)
    assert np.array_equal(whole.collected, parts.collected)
    assert np.array_equal(whole.collected, turned.collected[::-1])
    assert whole.amounts is not None
    assert np.allclose(whole.amounts.sum(axis=1), whole.collected, rtol=1e-12)


# one object ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "path", "value", "label"),
    [
        ("150,000 + invoice", "base.parts[0].amount", "$151,000", "C2"),
        ("150,000 + invoice + 5,000 a day after day 20", "base.parts[0].per_day", "$6,000", "C3"),
        ("150,000 + invoice + 5,000 a day after day 20", "base.parts[0].after_day", "25", "C3"),
        ("phased + invoice x 1.02", "base.parts[1].basis.percent", "3%", "C2"),
        ("phased + invoice x 1.02", "base.parts[0].phases[3].trigger", "on_completion", None),
        ("per diem + invoice, outpatient 50%", "base.parts[0].levels[0].amount", "$9,600", "C3"),
        ("per diem + invoice, outpatient 50%", "rules.day_counting.census", "any_part", "C2"),
        ("per diem + invoice, outpatient 50%", "base.parts[1].percent", "60%", "C4"),
        ("42% of charges", "base.percent", "43%", "C1"),
        ("42% of charges", "base.applies_to", "covered", None),
        ("lesser of 42% and 720,000", "base.members[1].amount", "$700,000", "C3"),
        ("global 720,000", "rules.not_infused.product_liability", "provider", None),
    ],
)
def test_a_changed_field_changes_the_wording_and_the_price(
    name: str, path: str, value: str, label: str | None
) -> None:
    before = contract(name)
    data = with_value(before.model_dump(mode="json", exclude_none=True), path, value)
    if path.endswith("product_liability"):
        data["rules"]["not_infused"].pop("net_of_manufacturer_credit")
    after = Arrangement.model_validate(data)
    assert [plain(each) for each in after.phrase()] != [plain(each) for each in before.phrase()]
    if label is not None:
        assert price_one(after, case(label)).allowed != price_one(before, case(label)).allowed


# who bears what ------------------------------------------------------------------------------------------------------


def longer(episode: Episode) -> Episode:
    """Three ward days more, with 30,000 more in charges."""
    return changed(episode, days=3, code="0120")


def graver(episode: Episode) -> Episode:
    """Three ward days turned into intensive care, with 30,000 more in charges."""
    return changed(episode, days=0, code="0200")


def changed(episode: Episode, days: int, code: str) -> Episode:
    (stay,) = episode.stays
    first = stay.levels[0]
    runs = (
        first.model_copy(update={"days": first.days + days - (3 if code == "0200" else 0)}),
        *(() if code != "0200" else (first.model_copy(update={"code": code, "days": 3}),)),
        *stay.levels[1:],
    )
    billed = stay.charges[0].model_copy(update={"charge": stay.charges[0].charge + 30_000})
    moved = stay.model_copy(
        update={
            "levels": runs,
            "charges": (billed,),
            "discharged": stay.discharged.fromordinal(stay.discharged.toordinal() + days),
        }
    )
    return episode.model_copy(update={"stays": (moved,)})


def dearer(episode: Episode) -> Episode:
    """A product that costs 20,000 more and is billed at 60,000 more."""
    bought = episode.product
    update = {
        "invoice": (bought.invoice or Decimal(0)) + 20_000,
        "charge": (bought.charge or Decimal(0)) + 60_000,
    }
    return episode.model_copy(update={"product": bought.model_copy(update=update)})


@pytest.mark.parametrize(
    ("name", "stay", "severity", "price"),
    [
        ("global 720,000", False, False, False),
        ("150,000 + invoice", False, False, True),
        ("phased + invoice x 1.02", False, False, True),
        ("per diem + invoice, outpatient 50%", True, True, True),
        ("per diem all-in, roll-in, outpatient 50%", True, True, False),
        ("42% of charges", True, True, True),
        ("lesser of 42% and 720,000", True, True, True),
    ],
)
def test_the_payer_pays_more_only_for_what_it_bears(
    name: str, stay: bool, severity: bool, price: bool
) -> None:
    """Days, severity and product price, on the ordinary inpatient case."""
    before = price_one(contract(name), case("C2")).allowed
    moved = [
        price_one(contract(name), change(case("C2"))).allowed > before for change in (longer, graver, dearer)
    ]
    assert moved == [stay, severity, price]


# impossible input ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (CASES["C2"].replace("discharged: 2026-03-23", "discharged: 2026-03-01"), "is before admitted"),
        (CASES["C2"].replace("discharged: 2026-03-23", "discharged: 2026-03-24"), "levels has 14 days"),
        (CASES["C2"].replace("end: infused", "end: withdrawn"), "dates.infusion is given"),
        (CASES["C1"].replace("site: outpatient", "site: inpatient"), "no stay is of kind infusion"),
        (CASES["C2"].replace("site: inpatient", "site: outpatient"), "call that stay a conversion"),
        (CASES["C2"].replace("lymphodepletion: 2026-03-05", "lymphodepletion: 2026-04-05"), "comes before"),
        (
            CASES["C2"].replace("2026-03-09", "2026-03-20").replace("2026-03-23", "2026-04-03"),
            "outside the infusion",
        ),
        (CASES["C2"].replace("$210,000", "$-210,000"), "negative"),
    ],
)
def test_an_impossible_episode_is_refused(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        episode_of(text)


def test_two_stays_that_overlap_are_refused() -> None:
    data = case("C2").model_dump(mode="json", by_alias=True, exclude_none=True)
    second = dict(data["stays"][0]) | {"kind": "readmission"}
    with pytest.raises(ValueError, match="two stays overlap"):
        Episode.model_validate(data | {"stays": [data["stays"][0], second]})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"infusion": np.zeros(4_096)}, "infusion must be a day"),
        ({"invoice": np.full(4_096, np.nan)}, "invoice has a value that is missing"),
        ({"invoice": np.zeros(3)}, "invoice has shape"),
        ({"discharge": PATHS.admit - 1}, "discharged before it is admitted"),
        ({"segment_days": PATHS.segment_days + 1}, "segment_days must add up"),
    ],
)
def test_impossible_columns_are_refused(change: dict[str, Any], words: str) -> None:
    given = {name: getattr(PATHS, name) for name in PATHS.__dataclass_fields__}
    with pytest.raises(ValueError, match=words):
        Episodes(**(given | change))


def test_a_threshold_that_counts_a_product_paid_on_its_own_is_told() -> None:
    node = """{kind: first_dollar_stop_loss, threshold_basis: charges, threshold: "$1,000,000", charges: all_billed,
      measured_over: episode, product_in_threshold: yes, percent_above: 45%, product_in_percentage: yes,
      of: {kind: sum, parts: [
        {kind: case_rate, amount: "$150,000", window: {start_day: -5, end_day: 30}, product_included: no,
         professional_fees_included: yes},
        {kind: product, basis: {kind: invoice}, price_date_rule: invoice_date, handling_fee: $0, discounts: none,
         rule_340b: not_purchased, invoice_attached: yes, payable_when: on_infusion}]}}"""
    told = cautions(arrangement(node), case("C1"))
    assert [
        "also paid on its own line" in told[0],
        "even the mildest case" in told[1],
        "paid less" in told[2],
    ] == [
        True,
        True,
        True,
    ]
    assert cautions(contract("150,000 + invoice"), case("C1")) == ()


def test_four_workers_collect_the_same_money_as_one() -> None:
    contracts = [contract(name) for name in CONTRACTS]
    expected = [each.collected for each in price_many(contracts, PATHS)]
    found = collected_many(contracts, PATHS, block=1_000, workers=4)
    assert all(np.array_equal(*pair) for pair in zip(found, expected, strict=True))
