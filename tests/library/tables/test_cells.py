"""What a cell may hold: exact values only. Formulas, lost digits, garbled text and stand-ins are refused by cell."""

# ruff: noqa: DTZ001 - Excel knows no time zones

from __future__ import annotations

import io
from datetime import datetime, time
from typing import Any

import pytest
from openpyxl import load_workbook

from sca_toolkit.library import read_case_table
from tests.library.tables.sheets import book, csv, edited, only, row_with, said, saved


def formatted(heading: str, value: Any, number_format: str) -> bytes:
    made = load_workbook(io.BytesIO(book([("Case ID", heading), ("CASE-1", value)])))
    made.active["B2"].number_format = number_format
    return saved(made)


# --- formulas -----------------------------------------------------------------------------------------------


def test_a_formula_is_refused_by_cell_and_not_replaced_by_what_it_once_gave() -> None:
    problem = only(read_case_table(edited(C2="=1+1"), "cases.xlsx"))
    assert str(problem) == (
        "cases.xlsx (Cases!C2): Member ID: holds the formula '=1+1'. Replace it by its value (Paste Special, Values)."
    )


def test_an_array_formula_is_refused() -> None:
    from openpyxl.worksheet.formula import ArrayFormula

    problem = only(read_case_table(edited(C2=ArrayFormula("C2", "=SUM(A1:A2)")), "cases.xlsx"))
    assert "holds the formula '=SUM(A1:A2)'" in problem.message


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-2", "@SUM(A1)", "=cmd|' /C calc'!A0", " =1"])
def test_text_like_a_formula_is_refused_in_csv(text: str) -> None:
    problem = only(read_case_table(csv("Case ID,Member name", f'CASE-1,"{text}"'), "cases.csv"))
    assert problem.line == 2
    assert f"starts with {text.strip()[0]!r}, which a spreadsheet runs as a formula" in problem.message
    assert problem.remedy == "Type the plain value."


def test_text_like_a_formula_is_refused_in_free_text_too() -> None:
    assert (
        "runs as a formula" in only(read_case_table(csv("Case ID,Notes", "CASE-1,=1"), "cases.csv")).message
    )


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#VALUE!"])
def test_an_error_of_excel_is_no_value(error: str) -> None:
    assert only(row_with("Member name", error)).message == f"Member name: holds the error {error}."


# --- codes --------------------------------------------------------------------------------------------------


def test_a_code_stored_as_a_whole_number_is_taken_exactly_with_a_warning_about_zeros() -> None:
    table = row_with("Member ID", 12345)
    assert table.cases[0].member.member_id == "12345"
    assert said(table) == [
        "cases.xlsx (Cases!B2): Member ID: 12345 is stored as a number. If the code starts with zeros, they are lost: "
        "format the column as Text and type it again."
    ]
    assert not table.all_problems[0].blocking


def test_leading_zeros_live_in_text_cells_and_in_csv() -> None:
    assert row_with("Member ID", "00012345").cases[0].member.member_id == "00012345"
    table = read_case_table(csv("Case ID,Member ID", "CASE-1,00012345"), "cases.csv")
    assert table.cases[0].member.member_id == "00012345"


def test_zeros_that_only_the_format_shows_are_taken_as_shown() -> None:
    table = read_case_table(formatted("Member ID", 12345, "00000000"), "cases.xlsx")
    assert table.cases[0].member.member_id == "00012345"


def test_a_number_shown_in_another_form_is_refused() -> None:
    problem = only(read_case_table(formatted("Group number", 12345678, "000-00-0000"), "cases.xlsx"))
    assert "shown in another form (000-00-0000)" in problem.message


@pytest.mark.parametrize("value", [12345.5, 12345.0000001, 1.5e20])
def test_a_code_stored_as_a_decimal_number_is_refused(value: float) -> None:
    problem = only(row_with("Member ID", value))
    assert problem.message == f"Member ID: {value!r} is stored as a decimal number, not as a code."
    assert problem.remedy == "Format the column as Text and type the code again."


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("12345.0", "is a code that was turned into a decimal number"),
        ("2000000010.00", "is a code that was turned into a decimal number"),
        ("1.23457E+11", "is a number in scientific form; its digits are lost"),
        ("'00123", 'starts with "\'"'),
        ("12\u200b345", "holds an invisible character"),
    ],
)
def test_codes_that_a_program_has_damaged_are_refused_in_csv(text: str, what: str) -> None:
    problem = only(read_case_table(csv("Case ID,Member ID", f"CASE-1,{text}"), "cases.csv"))
    assert problem.line == 2
    assert what in problem.message


def test_a_code_with_an_e_between_digits_is_a_code() -> None:
    table = read_case_table(csv("Case ID,Member ID", "CASE-1,123E45"), "cases.csv")
    assert table.cases[0].member.member_id == "123E45"


def test_a_number_longer_than_excel_keeps_is_refused() -> None:
    problem = only(row_with("Member ID", 1234567890123456))
    assert "Excel keeps only 15 digits" in problem.message


def test_a_code_that_excel_turned_into_a_date_is_refused() -> None:
    problem = only(row_with("Group number", datetime(2026, 3, 12)))
    assert problem.message == "Group number: Excel turned the code into the date 2026-03-12 00:00:00."


def test_an_npi_stored_as_a_number_is_checked_by_its_digit_and_needs_no_warning() -> None:
    headings = ("Case ID", "Other entity 1 name", "Other entity 1 role", "Other entity 1 NPI")
    table = read_case_table(
        book([headings, ("CASE-1", "X (invented)", "pharmacy", 2000000010)]), "cases.xlsx"
    )
    assert said(table) == []
    assert table.cases[0].other_entities[0].npi == "2000000010"


def test_a_tax_id_that_lost_its_zero_says_what_happened() -> None:
    headings = ("Case ID", "Other entity 1 name", "Other entity 1 role", "Other entity 1 tax ID")
    problem = only(
        read_case_table(book([headings, ("CASE-1", "X (invented)", "pharmacy", 41234567)]), "cases.xlsx")
    )
    assert problem.place == "Cases!D2"
    assert "nine digits" in problem.message
    assert problem.remedy.startswith("If the code starts with zeros, they are lost")


# --- text ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["TBD", "n/a", "N/A", "unknown", "-", "?", "None"])
def test_a_stand_in_is_not_a_value(text: str) -> None:
    problem = only(row_with("Member name", text))
    assert problem.message == f"Member name: {text!r} is not a value."
    assert problem.remedy == "Leave the cell empty when the value is not known."


def test_a_stand_in_may_stand_in_free_text() -> None:
    assert row_with("Notes", "unknown").cases[0].notes == "unknown"


def test_names_keep_quotes_accents_ampersands_and_emoji() -> None:
    name = 'José "Pepe" Ñandú-O\'Neil & Sons <LLC> 😀'
    assert row_with("Member name", name).cases[0].member.name == name


def test_hard_blanks_and_line_ends_in_a_name_become_blanks() -> None:
    assert (
        row_with("Member name", "Alex\u00a0 Example\n(invented) ").cases[0].member.name
        == "Alex Example (invented)"
    )


@pytest.mark.parametrize(
    ("text", "meant"), [("JosÃ© Example", "José Example"), ("Oâ€™Neil", "O’Neil"), ("NÃ±andu", "Nñandu")]
)
def test_text_that_an_earlier_program_garbled_is_refused_with_what_it_was(text: str, meant: str) -> None:
    problem = only(row_with("Member name", text))
    assert (
        problem.message
        == f"Member name: {text!r} was garbled by an earlier program; it may have been {meant!r}."
    )


def test_a_lost_character_is_refused() -> None:
    assert "that an earlier program lost" in only(row_with("Member name", "Jos\ufffd")).message


@pytest.mark.parametrize("sign", ["\ue000", "\uf0b7", "\x85"])
def test_a_character_that_cannot_be_printed_is_refused(sign: str) -> None:
    problem = only(read_case_table(csv("Case ID,Notes", f"CASE-1,a{sign}b"), "cases.csv"))
    assert f"the character U+{ord(sign):04X}, which cannot be printed" in problem.message


@pytest.mark.parametrize(
    ("value", "what"),
    [
        (True, "holds TRUE where text belongs"),
        (2.5, "2.5 is a decimal number where text belongs"),
        (datetime(2026, 1, 1), "is a date or time where text belongs"),
        (time(8, 30), "is a date or time where text belongs"),
    ],
)
def test_what_is_no_text_is_refused_where_text_belongs(value: object, what: str) -> None:
    assert what in only(row_with("Plan name", value)).message


# --- answers, numbers, money --------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["hospital outpatient", "Hospital_Outpatient", "HOSPITAL-OUTPATIENT"])
def test_an_answer_may_be_written_in_words_or_as_in_a_file(text: str) -> None:
    assert str(row_with("Setting", text).cases[0].setting) == "hospital_outpatient"


def test_an_answer_that_is_not_on_the_list_shows_the_list_and_the_nearest() -> None:
    problem = only(row_with("Setting", "hospital outpatent"))
    assert problem.message == "Setting: 'hospital outpatent' is not one of the answers known here."
    assert problem.remedy == (
        "Did you mean 'hospital outpatient'? "
        "Write one of: inpatient, hospital outpatient, physician office, ambulatory infusion."
    )


@pytest.mark.parametrize(("value", "answer"), [("yes", True), ("NO", False), (True, True), (False, False)])
def test_yes_and_no_are_understood(value: object, answer: bool) -> None:
    assert row_with("CAR T covered", value).cases[0].coverage.cart_covered is answer


@pytest.mark.parametrize("value", ["y", "x", 1, "maybe"])
def test_anything_else_is_neither_yes_nor_no(value: object) -> None:
    assert f"{value!r} is not yes or no" in only(row_with("CAR T covered", value)).message


@pytest.mark.parametrize(("value", "miles"), [(42, 42), ("42", 42), (0, 0)])
def test_a_whole_number_is_read(value: object, miles: int) -> None:
    assert row_with("Travel miles", value).cases[0].travel_miles == miles


@pytest.mark.parametrize("value", ["about 40", "-3.5", 4.5, True])
def test_what_is_no_whole_number_is_refused(value: object) -> None:
    assert row_with("Travel miles", value).cases == ()


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        (1850, "1850.00"),
        (1850.5, "1850.50"),
        ("1850", "1850.00"),
        ("$1,850.50", "1850.50"),
        ("USD 12", "12.00"),
        (0, "0.00"),
    ],
)
def test_dollars_need_no_sign_because_the_heading_has_it(value: object, amount: str) -> None:
    table = row_with("Out-of-pocket remaining (USD)", value)
    assert str(table.cases[0].coverage.oop_max_remaining) == amount


@pytest.mark.parametrize("value", [-1, 10.005, "1.850,00", "12 EUR", "1,85", "free"])
def test_what_is_no_amount_in_dollars_and_cents_is_refused(value: object) -> None:
    assert row_with("Out-of-pocket remaining (USD)", value).cases == ()


def test_a_list_drops_empty_parts_and_names_a_wrong_one() -> None:
    assert row_with("Billing entities", " hospital ;; physicians; ").cases[0].bills_through == (
        "hospital",
        "physicians",
    )
    assert "'no_contrakt' is not one of the answers" in only(row_with("Reason codes", "no_contrakt")).message
    assert "hospital is listed twice" in only(row_with("Billing entities", "hospital; hospital")).message
