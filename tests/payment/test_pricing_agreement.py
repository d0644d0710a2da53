"""The exact and the vector evaluator agree: on random contracts, random episodes, line by line."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from sca_toolkit.payment import Arrangement
from sca_toolkit.payment.episode import Episode
from sca_toolkit.payment.gathering import gathered
from sca_toolkit.payment.pricing import CannotPrice, LineKey, Priced, PricedPaths, price_all, price_one
from tests.payment.cases import CASES, case
from tests.payment.contracts import CONTRACTS, contract
from tests.payment.random_contracts import arrangements
from tests.payment.random_episodes import episodes

HALF_A_CENT = 0.005
FOLLOWING = ("cut", "raised", "threshold", "late", "surcharge")
"""Words of the lines that are worked out from a sum of other lines."""
TINY = 1e-6
"""What float64 may lose on amounts of a few million dollars."""


def by_key(priced: Priced) -> dict[LineKey, Decimal]:
    found: dict[LineKey, Decimal] = defaultdict(Decimal)
    for line in priced.lines:
        found[LineKey(line.path, line.term, line.what, line.paid_by)] += line.amount
    return found


def check(arrangement: Arrangement, episode: Episode) -> None:
    try:
        exact = price_one(arrangement, episode)
    except CannotPrice:
        with pytest.raises(CannotPrice):
            price_all(arrangement, gathered([episode]))
        return
    paths = price_all(arrangement, gathered([episode]))
    lines = (len(paths.keys) + 1) * (2 if "surcharge" in arrangement.model_dump_json() else 1)
    for name in ("allowed", "interest", "member_pays", "other_payer_pays", "payer_pays", "from_manufacturer"):
        difference = abs(float(getattr(exact, name)) - float(getattr(paths, name)[0]))
        assert difference <= HALF_A_CENT * lines + TINY, (name, getattr(exact, name), getattr(paths, name))
    check_lines(exact, paths)


def check_lines(exact: Priced, paths: PricedPaths) -> None:
    """Each line within half a cent; a line that follows a sum of rounded lines may differ by as many as there are."""
    found = by_key(exact)
    amounts = np.zeros((1, 0)) if paths.amounts is None else paths.amounts
    vector = {key: float(amounts[0, at]) for at, key in enumerate(paths.keys)}
    for key in found.keys() | vector.keys():
        follows = any(word in key.what for word in FOLLOWING)
        allowed = HALF_A_CENT * (len(vector) + 1 if follows else 1) + TINY
        assert abs(float(found.get(key, Decimal(0))) - vector.get(key, 0.0)) <= allowed, key


@pytest.mark.parametrize("name", CONTRACTS)
@pytest.mark.parametrize("label", CASES)
def test_the_evaluators_agree_on_the_worked_cases(name: str, label: str) -> None:
    check(contract(name), case(label))


@pytest.mark.parametrize("name", CONTRACTS)
def test_episodes_in_one_matrix_are_paid_as_each_is_alone(name: str) -> None:
    together = price_all(contract(name), gathered([case(label) for label in CASES]))
    alone = [price_one(contract(name), case(label)) for label in CASES]
    assert together.collected.tolist() == [float(each.collected) for each in alone]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(arrangement=arrangements(), episode=episodes())
def test_the_evaluators_agree_on_random_contracts_and_episodes(
    arrangement: Arrangement, episode: Episode
) -> None:
    check(arrangement, episode)


@pytest.mark.long
@pytest.mark.timeout(1200)
@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
@given(arrangement=arrangements(), episode=episodes())
def test_the_evaluators_agree_on_five_hundred_contracts_and_episodes(
    arrangement: Arrangement, episode: Episode
) -> None:
    check(arrangement, episode)
