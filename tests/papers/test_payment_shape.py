"""The shape of payment in an interim letter: structure without a single number that is money."""

from __future__ import annotations

import pytest

from sca_toolkit.papers.payment_parts import payment_paragraphs
from sca_toolkit.papers.payment_shape import payment_shape
from sca_toolkit.payment import Arrangement
from tests.payment.contracts import CONTRACTS, contract


@pytest.mark.parametrize("name", CONTRACTS)
def test_no_price_no_percentage_and_no_threshold_gets_into_a_letter(name: str) -> None:
    text = " ".join(payment_shape(contract(name)))
    assert text
    assert not set(text) & {"$", "%"}
    assert not [amount for amount in ("150", "720", "480", "5,000", "1.02", "42") if amount in text]


def test_a_case_rate_with_the_product_at_invoice_is_said_in_four_sentences() -> None:
    assert payment_shape(contract("150,000 + invoice")) == (
        "Services are paid by a case rate for the episode.",
        "The Product is paid on its own, apart from the services, on the basis of the manufacturer’s invoice.",
        "The rates cover services from the day evaluation begins through Day 30, both days included. "
        "Day 0 is the day of the first infusion.",
        "When an admission follows an outpatient infusion, outpatient services before it stand and are paid "
        "separately.",
    )


def test_what_becomes_of_the_product_on_admission_is_said() -> None:
    text = " ".join(payment_shape(contract("per diem all-in, roll-in, outpatient 50%")))
    assert "a daily rate for each level of care in the inpatient setting" in text
    assert "become part of the inpatient payment, the Product included" in text


def test_outlier_days_and_comparisons_are_named() -> None:
    days = " ".join(payment_shape(contract("150,000 + invoice + 5,000 a day after day 20")))
    lesser = " ".join(payment_shape(contract("lesser of 42% and 720,000")))
    assert "a daily rate after a number of days" in days
    assert "the lesser of several payments" in lesser


def test_a_payment_that_is_not_agreed_has_no_shape() -> None:
    assert payment_shape(Arrangement()) == ()
    assert payment_paragraphs(None, "shape") == ()
