"""The term sheet: what the first draft proposes, and later what the moves have made of it."""

from __future__ import annotations

import pytest

from sca_toolkit.ledger import PRINTED_TOPICS, Topic, state
from sca_toolkit.papers import sheet_rows
from sca_toolkit.terms import AgreementTerms, with_values
from sca_toolkit.values.marks import gaps_in, plain
from tests.ledger.talks import AMOUNT, DRAFT, LATER, ledger, opening, ours, theirs
from tests.payment.contracts import CONTRACTS, contract

COUNTER = theirs(2, "payment_model", "countered", {AMOUNT: "$130,000"})


def test_without_moves_every_row_is_open_and_numbered_as_its_topic() -> None:
    rows = sheet_rows(DRAFT, {}, {})
    assert [row["number"] for row in rows] == [str(topic.number) for topic in PRINTED_TOPICS]
    assert {row["status"] for row in rows} == {"open"}


def test_with_moves_the_row_prints_both_sides_and_who_moved_last() -> None:
    row = sheet_rows(DRAFT, {}, {}, ledger(COUNTER))[4]
    assert row == {
        "number": "5",
        "topic": "Payment model",
        "ours": "Case rate $150,000 through day 30 + product at invoice",
        "theirs": "amount of the Case Rate: $130,000",
        "agreed": "",
        "status": "countered",
        "moved": "Round 2: Payer, November 4, 2026",
    }


def test_an_agreed_row_prints_what_was_agreed() -> None:
    row = sheet_rows(DRAFT, {}, {}, ledger(COUNTER, ours(3, "payment_model", "agreed")))[4]
    assert row["agreed"] == "Case rate $130,000 through day 30 + product at invoice"
    assert (row["status"], row["moved"]) == ("agreed", "Round 3: Provider, November 6, 2026")


def test_a_row_nobody_moved_is_printed_from_the_terms() -> None:
    row = sheet_rows(DRAFT, {}, {}, ledger(COUNTER))[0]
    assert "[MISSING: payer's legal name]" in plain(row["ours"])
    assert row["status"] == "open"


@pytest.mark.parametrize("name", CONTRACTS)
def test_our_column_reads_the_same_from_the_terms_and_from_the_moves(name: str) -> None:
    """Two ways to one text: the sheet prints terms, the ledger what moves put on the table. Gaps are only in terms."""
    filled = {
        "payer.legal_name": "Example Payer",
        "payer.role": "insurer",
        "payer.funding": "fully_insured",
        "cost_share.deducted_from_rate": "yes",
        "cost_share.balance_billing_prohibited": "yes",
        "benefit.cost_share_level": "in_network",
        "prompt_pay.due": "30 calendar days",
        "audit.lookback": "12 months",
        "period.needed_by": "2026-11-28",
    }
    terms = with_values(DRAFT, {**filled, "payment": contract(name)})
    played = state(opening(terms), LATER)
    pairs = [(row["ours"], played.row(row_topic.key).ours) for row, row_topic in _rows(terms)]
    compared = [(printed, told) for printed, told in pairs if told and not gaps_in(printed)]
    assert len(compared) >= 6
    assert [printed for printed, _ in compared] == [told for _, told in compared]


def _rows(terms: AgreementTerms) -> list[tuple[dict[str, str], Topic]]:
    return list(zip(sheet_rows(terms, {}, {}), PRINTED_TOPICS, strict=True))
