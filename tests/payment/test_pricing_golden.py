"""The eight contracts on the five worked cases, to the cent."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sca_toolkit.payment.pricing import price_one
from tests.payment.cases import CASES, WEIGHTS, case
from tests.payment.contracts import CONTRACTS, contract

MARGINS: dict[str, tuple[int, int, int, int, int]] = {
    "global 720,000": (216_000, 156_000, -36_000, 144_000, -22_000),
    "150,000 + invoice": (126_000, 66_000, -126_000, 54_000, -22_000),
    "150,000 + invoice + 5,000 a day after day 20": (126_000, 66_000, -76_000, 54_000, -22_000),
    "phased + invoice x 1.02": (150_600, 90_600, -101_400, 78_600, 8_000),
    "per diem + invoice, outpatient 50%": (6_000, -16_200, -85_000, -28_100, 5_500),
    "per diem all-in, roll-in, outpatient 50%": (246_000, -496_200, -565_000, -523_100, 5_500),
    "42% of charges": (126_000, 129_000, 138_600, 129_600, 1_100),
    "lesser of 42% and 720,000": (126_000, 129_000, -36_000, 129_600, -22_000),
}
"""Margin of each contract on C1 to C5, from the worked comparison."""

EXPECTED = {
    "global 720,000": 135_200,
    "150,000 + invoice": 54_200,
    "150,000 + invoice + 5,000 a day after day 20": 59_200,
    "phased + invoice x 1.02": 79_340,
    "per diem + invoice, outpatient 50%": -16_035,
    "per diem all-in, roll-in, outpatient 50%": -234_285,
    "42% of charges": 116_360,
    "lesser of 42% and 720,000": 96_590,
}
"""Expected margin over the invented mix."""


def margin(name: str, label: str) -> Decimal:
    episode = case(label)
    cost = episode.cost()
    assert cost is not None
    return price_one(contract(name), episode).collected - cost


@pytest.mark.parametrize("label", CASES)
@pytest.mark.parametrize("name", CONTRACTS)
def test_the_margin_is_that_of_the_worked_table_to_the_cent(name: str, label: str) -> None:
    assert margin(name, label) == MARGINS[name][list(CASES).index(label)]


@pytest.mark.parametrize("name", CONTRACTS)
def test_the_expected_margin_over_the_mix_is_that_of_the_worked_table(name: str) -> None:
    mean = sum((margin(name, label) * WEIGHTS[label] for label in CASES), Decimal(0)) / 100
    assert mean == EXPECTED[name]


@pytest.mark.parametrize("label", CASES)
@pytest.mark.parametrize("name", CONTRACTS)
def test_the_lines_of_the_trace_add_up_to_what_is_paid(name: str, label: str) -> None:
    priced = price_one(contract(name), case(label))
    assert sum((line.amount for line in priced.lines), Decimal(0)) == priced.collected
    assert priced.payer_pays == priced.collected
