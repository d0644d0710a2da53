"""Prices as formulas have the same values as the exact evaluator."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from sca_toolkit.payment import Arrangement
from sca_toolkit.payment.episode import Episode
from sca_toolkit.payment.pricing import price_live, price_one
from tests.payment.cases import CASES, case
from tests.payment.contracts import CONTRACTS, contract
from tests.payment.random_contracts import arrangements
from tests.payment.random_episodes import episodes

TOTALS = ("allowed", "interest", "member_pays", "other_payer_pays", "payer_pays", "from_manufacturer")


def check(arrangement: Arrangement, episode: Episode) -> None:
    exact, live = price_one(arrangement, episode), price_live(arrangement, episode)
    cost = episode.cost()
    left = {} if cost is None else {"cost": cost, "margin": exact.collected - cost}
    expected = {name: getattr(exact, name) for name in TOTALS} | left
    assert {name: value for name, value, _ in live.totals} == expected
    paid = [(line.path, line.what, line.amount) for line in live.lines if line.amount]
    assert paid == [(line.path, line.what, line.amount) for line in exact.lines]


@pytest.mark.parametrize("name", CONTRACTS)
@pytest.mark.parametrize("label", CASES)
def test_formulas_have_the_values_of_the_worked_cases(name: str, label: str) -> None:
    check(contract(name), case(label))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(arrangement=arrangements(), episode=episodes())
def test_formulas_have_the_values_of_the_exact_evaluator(arrangement: Arrangement, episode: Episode) -> None:
    check(arrangement, episode)


def test_rates_and_charges_are_cells_and_a_number_of_the_rules_is_none() -> None:
    live = price_live(contract("150,000 + invoice + 5,000 a day after day 20"), case("C3"))
    labels = [each.label for each in live.sheet.inputs]
    assert {"base.parts[0].of.amount", "base.parts[0].per_day", "base.parts[0].after_day"} <= set(labels)
    assert {"Product: invoice", "Stay 1: days at revenue code 0200"} <= set(labels)
    assert len(labels) == len(set(labels))
