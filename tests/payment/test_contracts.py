"""The eight contracts of the worked comparison read as they are meant."""

from __future__ import annotations

import pytest

from sca_toolkit.payment import Arrangement
from sca_toolkit.values.marks import gaps_in, plain
from tests.payment.contracts import CONTRACTS, contract

SUMMARIES = {
    "global 720,000": "Case rate $720,000 through day 30 (product included)",
    "150,000 + invoice": "Case rate $150,000 through day 30 + product at invoice",
    "150,000 + invoice + 5,000 a day after day 20": "Case rate $150,000 through day 30 + $5,000 per day after the "
    "first 20 inpatient days + product at invoice",
    "phased + invoice x 1.02": "Phased case rates: evaluation $12,000, collection $18,000, pre-infusion $15,000, "
    "infusion episode $120,000 + product at invoice + 2%",
    "per diem + invoice, outpatient 50%": "Per diem: intensive care $9,500, step-down $6,200, ward $4,300 + 50% of "
    "outpatient billed charges for Covered Services (product not included) + product at invoice",
    "per diem all-in, roll-in, outpatient 50%": "Per diem: intensive care $9,500, step-down $6,200, ward $4,300 "
    "(product included) + 50% of outpatient billed charges for Covered Services (product included)",
    "42% of charges": "42% of all billed charges (product included)",
    "lesser of 42% and 720,000": "lesser of (42% of all billed charges (product included)) and (Case rate $720,000 "
    "through day 30 (product included)), by claim",
}

SENTENCES = {
    "global 720,000": [
        "The Case Rate is $720,000.00 for Covered Services furnished in any setting.",
        "It pays for services furnished from the day evaluation begins through Day 30, both days included",
        "The Case Rate includes payment for the Product.",
        "If the Product is not infused for any reason, no services are payable under this Agreement.",
    ],
    "150,000 + invoice": [
        "The Total Payment is the sum of the Case Rate and the Product Payment.",
        "The Case Rate does not include payment for the Product.",
        "The Product Payment is the manufacturer’s invoice price to the Provider.",
        "No handling fee is added.",
    ],
    "150,000 + invoice + 5,000 a day after day 20": [
        "The Outlier Payment is the Case Rate plus $5,000.00 for each outlier day.",
        "An outlier day is each covered inpatient day after the first 20 covered inpatient days.",
        "Days in intensive care are counted.",
        "A day counts if the Member occupies an inpatient bed at midnight at the end of that day; the day of discharge "
        "does not count.",
    ],
    "phased + invoice x 1.02": [
        "Evaluation phase: $12,000.00 for Covered Services furnished from the day evaluation begins through the day "
        "before the first collection begins, both days included.",
        "Infusion episode: $120,000.00 for Covered Services furnished from Day 0 through Day 30, both days included.",
        "This amount is earned when the event takes place from which its first day is counted.",
        "It is payable again each time the phase is repeated.",
        "The Product Payment is the manufacturer’s invoice price to the Provider plus 2% of that price.",
        "If the Product is not infused for any reason, each phase whose rate was earned is paid in full.",
        "The Payer pays for up to one repeat collection, at the rate for the collection phase.",
    ],
    "per diem + invoice, outpatient 50%": [
        "Intensive care (revenue codes 0200 and 0201): $9,500.00 per day.",
        "Step-down (revenue code 0206): $6,200.00 per day.",
        "A day has the level at midnight at the end of that day.",
        "The daily rates do not include payment for the Product.",
        "The Percentage Payment is 50% of billed charges for Covered Services.",
        "It applies to services furnished in the outpatient setting.",
        "Outpatient services before an inpatient admission are paid separately and are not part of the inpatient "
        "payment.",
    ],
    "per diem all-in, roll-in, outpatient 50%": [
        "The daily rates include payment for the Product.",
        "Outpatient services within 72 hours before an inpatient admission become part of the inpatient payment, the "
        "Product included, and are not paid separately.",
        "This rule extends to services billed by another entity.",
    ],
    "42% of charges": [
        "The Percentage Payment is 42% of all billed charges.",
        "Charges for the Product are included.",
        "services furnished are paid at the rates of this Agreement.",
    ],
    "lesser of 42% and 720,000": [
        "The Lesser-Of Payment is the lesser of the Percentage Payment and the Case Rate.",
        "The comparison is made once for all lines of a claim together.",
        "Payment for the Product is part of the comparison.",
    ],
}


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_contract_has_no_gap(name: str) -> None:
    assert contract(name).gaps() == ()
    assert gaps_in(" ".join(contract(name).phrase())) == ()


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_contract_is_summed_up_in_one_line(name: str) -> None:
    assert contract(name).summary() == SUMMARIES[name]


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_contract_says_what_its_formula_says(name: str) -> None:
    text = plain(" ".join(contract(name).phrase()))
    assert [sentence for sentence in SENTENCES[name] if sentence not in text] == []


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_contract_round_trips_through_json(name: str) -> None:
    given = contract(name)
    assert Arrangement.model_validate_json(given.model_dump_json()) == given
    assert Arrangement.model_validate(given.model_dump(mode="json", exclude_none=True)) == given


@pytest.mark.parametrize("name", CONTRACTS)
def test_every_amount_of_a_contract_is_in_its_rate_exhibit(name: str) -> None:
    rows = " ".join(f"{row.amount} {row.note}" for row in contract(name).rate_rows())
    for amount in ("$720,000.00", "$150,000.00", "$5,000.00", "$12,000.00", "$9,500.00", "42%"):
        assert (amount in rows) == (amount in " ".join(contract(name).phrase())), amount
