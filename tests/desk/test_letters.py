"""Letters about criteria: they cite the evidence, number their sources, show what is open, and are whole Word files."""

from __future__ import annotations

from datetime import date

import pytest

from sca_toolkit.desk import Desk
from sca_toolkit.desk.letters import LETTERS, Letter, criteria_summary, letter
from sca_toolkit.documents import text_of
from sca_toolkit.errors import DataError, UsageProblem
from sca_toolkit.library import Library
from tests.documents.validators import assert_valid_docx

DAY = date(2026, 11, 22)
DESK = Desk(Library())


def made(letter_id: str, number: str = "101", payer: str | None = None, **options: object) -> Letter:
    return letter(DESK, letter_id, DESK.library.case(f"CASE-2026-{number}"), payer, DAY, **options)  # type: ignore[arg-type]


def words(found: Letter) -> str:
    return " ".join(text_of(found.word).split())


@pytest.mark.parametrize(
    "letter_id",
    [LETTERS[0], *(pytest.param(each, marks=pytest.mark.long) for each in LETTERS[1:])],
)
def test_every_letter_is_a_whole_word_document_and_names_nobody_in_its_file_name(letter_id: str) -> None:
    found = made(letter_id)
    assert_valid_docx(found.word)
    assert "example_" not in found.name.casefold()
    assert "Alex" not in found.name


def test_the_letter_of_medical_necessity_asks_first_and_cites_the_paper_for_each_criterion() -> None:
    text = words(made("medical_necessity"))
    assert "We ask you to authorize axicabtagene ciloleucel (Yescarta), HCPCS Q2041" in text
    assert "ECOG 1, November 18, 2026 (clinic note of November 18, 2026)" in text
    assert "To follow" in text
    assert "[1] Example National Commercial: provider manual, policy EN-0412 (invented)" in text
    assert "A clinician reviews and signs before sending" in text
    assert "Invented example" in text


def test_a_letter_says_what_is_not_met_and_leaves_the_reason_for_an_exception_open() -> None:
    text = words(made("medical_necessity", "105", "qualchoice"))
    assert "Not met; see below" in text
    assert "We ask for individual consideration: [MISSING: reason for an exception]" in text


def test_a_final_letter_is_refused_while_evidence_is_missing() -> None:
    with pytest.raises(DataError, match="lymphocyte count"):
        made("medical_necessity", final=True)


def test_the_checklist_says_what_is_in_hand_what_is_missing_and_when_to_make_it() -> None:
    text = words(made("packet_checklist"))
    assert "1 still open" in text
    assert "ade from November 19, 2026 to December 3, 2026" in text
    assert "Request form CT-12 for axi-cel" in text


def test_a_waiver_names_the_transplant_test_and_the_policy_that_does_not_ask_for_it() -> None:
    text = words(made("waiver_request"))
    assert "Dental clearance" in text
    assert "Not named in Axicabtagene ciloleucel (invented policy), EN-0412, January 1, 2026 [1]" in text


def test_a_waiver_without_a_test_is_refused() -> None:
    with pytest.raises(UsageProblem, match="Name the test to be waived"):
        made("waiver_request", "105", "aetna")


def test_a_summary_keeps_alternatives_apart_and_says_how_much_was_seen() -> None:
    text = words(criteria_summary(DESK, "qualchoice", "cilta-cel", DAY))
    assert "BI699, in force since July 1, 2022, revised August 1, 2023" in text
    assert "30 days, start not stated" in text
    assert "Keeps the four-line rule that the label dropped" in text
    assert "Open the payer's live document before a request goes out" in text
    for row in (
        "a Serum M-protein",
        "b Urine M-protein",
        "c The involved serum",
        "c The serum free light",
        "d Progressive",
    ):
        assert row in text


def test_a_summary_of_a_third_party_says_so() -> None:
    text = words(criteria_summary(DESK, "medicare-ffs", "axi-cel", DAY))
    assert "Read in a summary by a third party" in text
    assert "ended" in text


def test_a_payer_without_criteria_for_the_product_has_no_summary() -> None:
    with pytest.raises(UsageProblem, match="No criteria of cigna"):
        criteria_summary(DESK, "cigna", "axi-cel", DAY)
