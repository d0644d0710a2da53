"""What every way of paying must satisfy, on contracts and episodes drawn at random (P1 to P11)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from functools import cache
from textwrap import dedent
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st

from sca_toolkit.payment import Arrangement
from sca_toolkit.payment.episode import Episode, Stay
from sca_toolkit.payment.gathering import gathered
from sca_toolkit.payment.pricing import CannotCombine, price_all, price_one
from sca_toolkit.payment.service import Standing
from tests.payment.cases import CASES, case, episode_of
from tests.payment.contracts import LEVELS, NOTHING_ELSE, RULES, contract, strings
from tests.payment.random_contracts import arrangements
from tests.payment.random_episodes import CODES, episodes

FEW, MANY = 40, 500
PENNY = 1e-4
"""What float64 may lose on amounts of a few million dollars."""


class Property(NamedTuple):
    """A property, what is drawn for it, and the check."""

    sentence: str
    drawn: Mapping[str, st.SearchStrategy[Any]]
    check: Callable[..., None]


def paid(arrangement: Arrangement, episode: Episode) -> float:
    """What is allowed, without rounding; a contract whose terms cannot go together is passed over."""
    try:
        return float(price_all(arrangement, gathered([episode]), lines=False).allowed[0])
    except CannotCombine:
        return reject()


@cache
def arrangement_of(base: str, rules: str = RULES) -> Arrangement:
    """An arrangement with a base written in YAML."""
    text = (
        rules.replace("services: nothing", "services: agreement_rates") if "case_rate" not in base else rules
    )
    return Arrangement.model_validate(strings(f"base:\n{_indented(base)}\n{NOTHING_ELSE}{text}"))


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.strip().splitlines())


# P1 ------------------------------------------------------------------------------------------------------------------

_MONEY = re.compile(r'"USD (-?[\d.]+)"')


def times_all_dollars(value: Any, times: int) -> Any:
    """The same record with every amount of dollars multiplied."""
    text = json.dumps(value.model_dump(mode="json", exclude_none=True, by_alias=True))
    data = json.loads(_MONEY.sub(lambda found: f'"USD {Decimal(found[1]) * times}"', text))
    return type(value).model_validate(data)


def check_scale(arrangement: Arrangement, episode: Episode, times: int) -> None:
    once = paid(arrangement, episode)
    scaled = paid(times_all_dollars(arrangement, times), times_all_dollars(episode, times))
    assert scaled == pytest.approx(times * once, rel=1e-9, abs=PENNY)


# P2 ------------------------------------------------------------------------------------------------------------------


def may_fall(arrangement: Arrangement) -> bool:
    """Whether a term of the contract may lower the payment when charges rise, by design."""
    text = arrangement.model_dump_json()
    return "first_dollar" in text or "ratio_to_rate" in text


def can_be_priced(arrangement: Arrangement, episode: Episode) -> bool:
    """Whether the terms have a common meaning: an amount for the episode has none by admission."""
    try:
        paid(arrangement, episode)
    except CannotCombine:
        return False
    return True


def dearer(episode: Episode, times: str) -> Episode:
    """The same episode with all charges and the invoice raised."""
    share = Decimal(times)

    def raised(line: Any) -> Any:
        return line.model_copy(update={"charge": line.charge * share})

    stays = tuple(
        stay.model_copy(update={"charges": tuple(raised(line) for line in stay.charges)})
        for stay in episode.stays
    )
    bought = episode.product
    product = bought.model_copy(
        update={"invoice": (bought.invoice or 0) * share, "charge": (bought.charge or 0) * share}
    )
    services = tuple(raised(line) for line in episode.services)
    return episode.model_copy(update={"stays": stays, "services": services, "product": product})


def check_not_falling(arrangement: Arrangement, episode: Episode) -> None:
    assume(not may_fall(arrangement) and can_be_priced(arrangement, episode))
    assert paid(arrangement, dearer(episode, "1.25")) >= paid(arrangement, episode) - PENNY


def check_days_not_falling(lengths: tuple[int, int, int], more: int) -> None:
    for base in (PER_DIEM, OUTLIER_DAYS):
        arrangement = arrangement_of(base)
        longer = (lengths[0], lengths[1], lengths[2] + more)
        assert paid(arrangement, inpatient(longer)) >= paid(arrangement, inpatient(lengths))


PER_DIEM = f"kind: per_diem\nproduct_included: no\n{dedent(LEVELS)}"

OUTLIER_DAYS = """
kind: day_outlier
after_day: 10
counted_as: inpatient_days
per_day: $5,000
counts_icu_days: yes
counts_readmission_days: yes
needs_approval: no
of: {kind: case_rate, amount: "$150,000", window: {start_day: -20, end_day: 90}, product_included: no,
     professional_fees_included: yes}
"""


def inpatient(lengths: tuple[int, ...], charge: int = 210_000, order: tuple[int, ...] = (0, 1, 2)) -> Episode:
    """An inpatient episode with days at ward, intensive care and step-down, in some order."""
    worked = inpatient_case()
    stay = worked.stays[0]
    changed = {
        "kind": "infusion",
        "admitted": stay.admitted,
        "discharged": stay.admitted + timedelta(days=sum(lengths)),
        "levels": [{"code": CODES[at], "days": lengths[at]} for at in order if lengths[at]],
        "charges": [stay.charges[0].model_copy(update={"charge": Decimal(charge)})],
    }
    return worked.model_copy(update={"stays": (Stay.model_validate(changed),)})


@cache
def inpatient_case() -> Episode:
    """The ordinary inpatient case."""
    return case("C2")


# P3 to P5 ------------------------------------------------------------------------------------------------------------


def check_global_rate_ignores(episode_days: tuple[int, int, int], charge: int) -> None:
    assert price_one(contract("global 720,000"), inpatient(episode_days, charge)).allowed == 720_000


def check_per_diem_order(lengths: tuple[int, int, int], order: tuple[int, ...]) -> None:
    arrangement = arrangement_of(PER_DIEM)
    rates = (4_300, 9_500, 6_200)
    by_hand = sum(days * rate for days, rate in zip(lengths, rates, strict=True))
    assert price_one(arrangement, inpatient(lengths, order=order)).allowed == by_hand


MEMBERS = (
    "{kind: percent_of_charges, percent: 42%, applies_to: all_billed, product_included: no, "
    "bundling_edits_waived: yes}",
    "{kind: cost_plus, plus: 10%, cost_definition: audited_records, product_included: no}",
    "{kind: percent_of_charges, called: Covered Share, percent: 55%, applies_to: all_billed, product_included: no, "
    "bundling_edits_waived: yes}",
)


def comparison(kind: str, level: str, members: tuple[str, ...]) -> Arrangement:
    """A comparison of some of `MEMBERS`."""
    return arrangement_of(
        f"kind: {kind}\nlevel: {level}\nproduct_included: no\nmembers: [{', '.join(members)}]"
    )


def check_comparisons(episode: Episode, first: str, second: str) -> None:
    assume(first != second)
    episode = all_covered(episode)
    branches = [paid(arrangement_of(each), episode) for each in (first, second)]
    lesser = paid(comparison("lesser_of", "claim", (first, second)), episode)
    greater = paid(comparison("greater_of", "claim", (first, second)), episode)
    by_line = paid(comparison("lesser_of", "line", (first, second)), episode)
    assert lesser <= min(branches) + PENNY
    assert greater >= max(branches) - PENNY
    assert by_line <= lesser + PENNY


def all_covered(episode: Episode) -> Episode:
    """The same episode with nothing denied."""
    covered = {"standing": Standing.covered}
    stays = tuple(
        stay.model_copy(update={"charges": tuple(line.model_copy(update=covered) for line in stay.charges)})
        for stay in episode.stays
    )
    services = tuple(line.model_copy(update=covered) for line in episode.services)
    return episode.model_copy(update={"stays": stays, "services": services})


# P6 and P7 -----------------------------------------------------------------------------------------------------------

DRG = """
kind: drg
ms_drg: "018"
basis: payer_base_rate
base_rate: $300,000
relative_weight: 1
rates_as_of: discharge_date
multiplier: 100%
multiplier_scope: base_only
outlier_included: yes
fixed_loss: $46,000
marginal_share: 80%
cost_to_charge_ratio: 25%
new_technology_included: yes
product_included: yes
no_cost_product: no_reduction
"""

PUBLIC = """
public_rates:
  medicare:
    - {as_of: discharge_date, new_technology_share: 65%, new_technology_cost: "$300,000"}
"""


def check_drg_parts(charge: int) -> None:
    cost = Decimal(charge + 1_440_000) / 4
    priced = price_one(arrangement_of(DRG), with_public(inpatient((10, 0, 4), charge)))
    parts = {line.what.split(",")[0]: line.amount for line in priced.lines}
    added, outlier = parts.get("new-technology add-on", Decimal(0)), parts.get("outlier payment", Decimal(0))
    assert added == min(Decimal("0.65") * max(Decimal(0), cost - 300_000), Decimal("0.65") * 300_000)
    threshold = 300_000 + added + 46_000
    assert outlier == round(Decimal("0.8") * max(Decimal(0), cost - threshold), 2)


def with_public(episode: Episode) -> Episode:
    """The episode with invented public rates."""
    return episode.model_copy(update={"public_rates": episode_of(CASES["C2"] + PUBLIC).public_rates})


SECOND = """
kind: second_dollar_stop_loss
threshold_basis: charges
threshold: $500,000
charges: all_billed
measured_over: episode
product_in_threshold: no
percent_above: 45%
product_in_percentage: no
of: {kind: case_rate, amount: "$150,000", window: {start_day: -20, end_day: 90}, product_included: no,
     professional_fees_included: yes}
"""


def check_second_dollar_slope(charge: int) -> None:
    by_hand = 150_000 + Decimal("0.45") * max(0, charge - 500_000)
    assert price_one(arrangement_of(SECOND), inpatient((10, 0, 4), charge)).allowed == by_hand


# P8 to P11 -----------------------------------------------------------------------------------------------------------


def check_phases_sum(lengths: tuple[int, int, int]) -> None:
    phased = price_one(contract("phased + invoice x 1.02"), inpatient(lengths)).allowed
    assert phased == 12_000 + 18_000 + 15_000 + 120_000 + Decimal("489600.00")


def check_invoice_passes_through(label: str, invoice: int) -> None:
    episode = case(label)
    changed = episode.model_copy(
        update={"product": episode.product.model_copy(update={"invoice": Decimal(invoice)})}
    )
    margins = []
    for each in (episode, changed):
        cost = each.cost()
        assert cost is not None
        margins.append(price_one(contract("150,000 + invoice"), each).collected - cost)
    assert margins[0] == margins[1]


def check_no_stop_loss(episode: Episode, how: str) -> None:
    base = "kind: case_rate\namount: $150,000\nwindow: {start_day: -20, end_day: 90}\nproduct_included: no\n"
    base += "professional_fees_included: yes"
    other = {"threshold": "threshold: $999,999,999,999", "percent": "percent_above: 0%"}[how]
    found = (
        SECOND.replace("threshold: $500,000", other)
        if how == "threshold"
        else SECOND.replace("percent_above: 45%", other)
    )
    plain, wrapped = arrangement_of(base), arrangement_of(found)
    assert price_one(wrapped, episode).allowed == price_one(plain, episode).allowed
    assert paid(wrapped, episode) == paid(plain, episode)


def check_split_stay(before: int, after: int, charge: int) -> None:
    whole = inpatient((before + after, 0, 0), charge * (before + after))
    halves = split(whole, before)
    percent = "kind: percent_of_charges\npercent: 42%\napplies_to: all_billed\nproduct_included: yes\n"
    percent += "bundling_edits_waived: yes"
    for base in (PER_DIEM, percent):
        arrangement = arrangement_of(base)
        assert price_one(arrangement, whole).allowed == price_one(arrangement, halves).allowed
        assert paid(arrangement, whole) == pytest.approx(paid(arrangement, halves), abs=PENNY)


def split(episode: Episode, days: int) -> Episode:
    """The stay cut at midnight after some days into two stays that meet."""
    stay = episode.stays[0]
    run, billed = stay.levels[0], stay.charges[0]
    cut = stay.admitted + (stay.discharged - stay.admitted) * days / run.days
    parts = [(stay.admitted, cut, days, "infusion"), (cut, stay.discharged, run.days - days, "readmission")]
    stays = [
        {
            "kind": kind,
            "admitted": first,
            "discharged": last,
            "levels": [{"code": run.code, "days": count}],
            "charges": [billed.model_copy(update={"charge": billed.charge * count / run.days})],
        }
        for first, last, count, kind in parts
    ]
    data = episode.model_dump(exclude={"stays"}) | {"stays": stays}
    data["services"] = episode.services
    return Episode.model_validate(data)


lengths = st.tuples(st.integers(1, 15), st.integers(0, 12), st.integers(0, 12))
short = st.tuples(st.integers(1, 10), st.integers(0, 8), st.integers(0, 8))
charges = st.integers(0, 3_000_000)
infused = episodes().filter(lambda episode: episode.end.was_infused)

PROPERTIES = (
    Property(
        "P1 all dollars times a number, payment times the number",
        {"arrangement": arrangements(), "episode": episodes(), "times": st.integers(2, 5)},
        check_scale,
    ),
    Property(
        "P2 dearer care is never paid less",
        {"arrangement": arrangements(), "episode": episodes()},
        check_not_falling,
    ),
    Property(
        "P2 a longer stay is never paid less",
        {"lengths": lengths, "more": st.integers(1, 10)},
        check_days_not_falling,
    ),
    Property(
        "P3 a global rate ignores charges and days",
        {"episode_days": short, "charge": charges},
        check_global_rate_ignores,
    ),
    Property(
        "P4 per diems add up over days in any order",
        {"lengths": lengths, "order": st.permutations((0, 1, 2)).map(tuple)},
        check_per_diem_order,
    ),
    Property(
        "P5 lesser-of is at most each branch, and by line at most by claim",
        {"episode": infused, "first": st.sampled_from(MEMBERS), "second": st.sampled_from(MEMBERS)},
        check_comparisons,
    ),
    Property(
        "P6 add-on and outlier keep to their limits",
        {"charge": charges.map(lambda charge: 80 * charge)},
        check_drg_parts,
    ),
    Property("P7 second-dollar is continuous with slope q", {"charge": charges}, check_second_dollar_slope),
    Property("P8 phases add up to the global rate", {"lengths": short}, check_phases_sum),
    Property(
        "P9 a product at invoice leaves the margin alone",
        {"label": st.sampled_from(["C1", "C2", "C3", "C4"]), "invoice": st.integers(1, 900_000)},
        check_invoice_passes_through,
    ),
    Property(
        "P10 no threshold or no share is the base, bit for bit",
        {"episode": infused, "how": st.sampled_from(["threshold", "percent"])},
        check_no_stop_loss,
    ),
    Property(
        "P11 a stay cut at midnight changes nothing",
        {"before": st.integers(2, 12), "after": st.integers(1, 12), "charge": st.integers(0, 50_000)},
        check_split_stay,
    ),
)


def run(each: Property, examples: int) -> None:
    test = given(**each.drawn)(each.check)
    settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))(test)()


@pytest.mark.parametrize("each", PROPERTIES, ids=lambda each: each.sentence)
def test_a_property_holds(each: Property) -> None:
    run(each, FEW)


@pytest.mark.long
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("each", PROPERTIES, ids=lambda each: each.sentence)
def test_a_property_holds_on_five_hundred_examples(each: Property) -> None:
    run(each, MANY)
