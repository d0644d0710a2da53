"""Cases from a spreadsheet: every row a case or its problems; an unclear table gives no case at all."""

# ruff: noqa: DTZ001 - Excel knows no time zones

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sca_toolkit.case import Component, EntityRole, Funding, LineOfBusiness, ReasonCode, Setting
from sca_toolkit.library import read_case_table
from tests.library.tables.sheets import GOOD, HEADINGS, book, csv, edited, only, said


def test_a_row_of_a_workbook_becomes_a_case() -> None:
    rows = [HEADINGS, (*GOOD[:3], datetime(1961, 4, 9), datetime(2026, 12, 28), "Inpatient")]
    table = read_case_table(book(rows), "cases.xlsx")
    assert said(table) == []
    (case,) = table.cases
    assert (case.id, case.member.member_id, case.member.date_of_birth) == (
        "CASE-1",
        "EXM-0001",
        date(1961, 4, 9),
    )
    assert (case.dates.infusion, case.setting) == (date(2026, 12, 28), Setting.inpatient)
    assert table.sheet == "Cases"


def test_the_same_table_reads_the_same_from_csv() -> None:
    from_csv = read_case_table(csv(",".join(HEADINGS), ",".join(GOOD)), "cases.csv")
    from_excel = read_case_table(book([HEADINGS, GOOD]), "cases.xlsx")
    assert from_csv.cases == from_excel.cases
    assert len(from_csv.cases) == 1
    assert from_csv.sheet is None


def test_every_part_of_a_case_can_come_from_a_row() -> None:
    cells = {
        "Case ID": "CASE-1",
        "Line of business": "Medicaid managed care",
        "Funding": "self funded",
        "Out-of-pocket remaining (USD)": "$1,850.00",
        "CAR T covered": "no",
        "Billing entities": "hospital; physicians",
        "ICD-10": "C83.38; C83.33",
        "Travel miles": "42",
        "Reason codes": "no_contract; the center's program is new",
        "Line 1 regimen": "R-CHOP",
        "Line 3 regimen": "R-ICE",
        "Line 3 started": "2026-04-06",
        "Authorization 2 covers": "whole episode",
        "Authorization 2 codes": "38225; 00100",
        "Other coverage 1 payer": "medicare-ffs",
        "Other coverage 1 type": "Part A",
        "Other coverage 1 pays first": "yes",
        "Other entity 1 name": "Example Pharmacy (invented)",
        "Other entity 1 role": "pharmacy",
        "Other entity 1 NPI": "2000000010",
        "Other entity 1 tax ID": "99-1000001",
        "Criterion 1": "Adult",
        "Criterion 1 met": "yes",
    }
    table = read_case_table(book([list(cells), list(cells.values())]), "cases.xlsx")
    assert said(table) == []
    (case,) = table.cases
    assert case.coverage.line_of_business is LineOfBusiness.medicaid_managed_care
    assert case.coverage.funding is Funding.self_funded
    assert str(case.coverage.oop_max_remaining) == "1850.00"
    assert case.coverage.cart_covered is False
    assert case.bills_through == ("hospital", "physicians")
    assert case.diagnosis.icd10 == ("C83.38", "C83.33")
    assert case.travel_miles == 42
    assert case.reasons == (ReasonCode.no_contract, ReasonCode.new_program)
    assert [(line.line, line.regimen) for line in case.diagnosis.prior_lines] == [(1, "R-CHOP"), (3, "R-ICE")]
    (approval,) = case.authorizations
    assert (approval.component, approval.scope_codes) == (Component.whole_episode, ("38225", "00100"))
    assert case.coverage.other[0].primary is True
    assert (case.other_entities[0].role, case.other_entities[0].npi) == (EntityRole.pharmacy, "2000000010")
    assert case.criteria[0].met is True


def test_an_empty_cell_is_unknown_and_not_no() -> None:
    table = read_case_table(
        book([("Case ID", "CAR T covered", "Member name"), ("CASE-1", None, "  ")]), "c.xlsx"
    )
    (case,) = table.cases
    assert case.coverage.cart_covered is None
    assert case.member.name is None


def test_a_wrong_row_does_not_stop_a_good_one() -> None:
    rows = [("Case ID", "Infusion date"), ("CASE-1", "soon"), ("CASE-2", "2026-12-28"), ("CASE-3", "never")]
    table = read_case_table(book(rows), "cases.xlsx")
    assert [case.id for case in table.cases] == ["CASE-2"]
    assert [row.case is None for row in table.rows] == [True, False, True]
    assert said(table) == [
        "cases.xlsx (Cases!B2): Infusion date: 'soon' is not a date. Write it as year-month-day, like 2026-12-10.",
        "cases.xlsx (Cases!B4): Infusion date: 'never' is not a date. Write it as year-month-day, like 2026-12-10.",
    ]


def test_all_problems_of_a_row_come_at_once_each_with_its_cell() -> None:
    table = read_case_table(edited(D2="soon", F2="garden", C2=1.5), "cases.xlsx")
    assert [problem.place for problem in table.all_problems] == ["Cases!C2", "Cases!D2", "Cases!F2"]


def test_what_only_the_case_itself_can_judge_has_its_cell_too() -> None:
    headings = ("Case ID", "Other entity 1 name", "Other entity 1 role", "Other entity 1 NPI", "Member state")
    row = ("CASE-1", "Lab (invented)", "pharmacy", "2000000011", "Ohio")
    table = read_case_table(book([headings, row]), "cases.xlsx")
    assert said(table) == [
        "cases.xlsx (Cases!E2): Member state: 'Ohio' is not a two-letter state code; it looks like OH.",
        "cases.xlsx (Cases!D2): Other entity 1 NPI: '2000000011' fails the NPI check digit; "
        "compare it with the NPI registry.",
    ]


def test_dates_in_the_wrong_order_name_the_row_and_both_days() -> None:
    rows = [("Case ID", "Collection date", "Infusion date"), ("CASE-1", "2026-12-10", "2026-12-01")]
    problem = only(read_case_table(book(rows), "cases.xlsx"))
    assert problem.place == "Cases!row 2"
    assert "infusion on 2026-12-01 is planned before collection on 2026-12-10" in problem.message


def test_in_a_csv_file_the_place_is_the_line_the_row_begins_on() -> None:
    data = csv("Case ID,Notes,Infusion date", 'CASE-1,"two', 'lines",2026-12-28', "CASE-2,one,soon")
    table = read_case_table(data, "cases.csv")
    assert [case.notes for case in table.cases] == ["two\nlines"]
    assert said(table) == [
        "cases.csv:4: Infusion date: 'soon' is not a date. Write it as year-month-day, like 2026-12-10."
    ]


def test_a_numbered_group_that_lacks_its_main_part_is_refused() -> None:
    headings = ("Case ID", "Authorization 1 covers", "Authorization 1 number", "Authorization 2 number")
    table = read_case_table(book([headings, ("CASE-1", None, "A-1", "A-2")]), "cases.xlsx")
    assert sorted(said(table)) == [
        "cases.xlsx (Cases!B2): Authorization 1 covers is empty although Authorization 1 number is filled. "
        "Fill in both or neither.",
        "cases.xlsx (Cases!row 2): Authorization 2 covers is empty although Authorization 2 number is filled. "
        "Fill in both or neither.",
    ]


def test_an_empty_case_id_is_named() -> None:
    problem = only(
        read_case_table(book([("Case ID", "Member name"), (None, "Alex (invented)")]), "cases.xlsx")
    )
    assert (problem.place, problem.message) == ("Cases!A2", "Case ID is empty.")


def test_a_case_id_that_could_not_be_a_file_name_is_refused() -> None:
    problem = only(read_case_table(book([("Case ID",), ("Smith, John",)]), "cases.xlsx"))
    assert "does not have the form" in problem.message
    assert "let it name nobody" in problem.remedy


@pytest.mark.parametrize("twin", ["CASE-1", "case-1"])
def test_one_case_id_in_two_rows_is_refused_in_both(twin: str) -> None:
    table = read_case_table(book([("Case ID",), ("CASE-1",), ("CASE-2",), (twin,)]), "cases.xlsx")
    assert [case.id for case in table.cases] == ["CASE-2"]
    assert said(table)[0] == (
        "cases.xlsx (Cases!row 2): the case ID 'CASE-1' stands in Cases!row 4 too. "
        "Give each case its own; capital and small letters do not make two."
    )
    assert len(table.all_problems) == 2


def test_empty_rows_between_cases_are_passed_over() -> None:
    rows = [("Case ID",), ("CASE-1",), (None,), ("   ",), ("CASE-2",)]
    assert len(read_case_table(book(rows), "cases.xlsx").cases) == 2
    assert len(read_case_table(csv("Case ID", "CASE-1", "", "  ", "CASE-2"), "cases.csv").cases) == 2


def test_the_headings_again_in_the_middle_are_no_case() -> None:
    rows = [HEADINGS, GOOD, HEADINGS]
    table = read_case_table(book(rows), "cases.xlsx")
    assert len(table.cases) == 1
    assert said(table) == [
        "cases.xlsx (Cases!row 3): the row repeats the headings. Delete one of the two heading rows."
    ]


@pytest.mark.parametrize(
    ("data", "said_of_it"),
    [
        (b"", "the file is empty. Start from the case template."),
        (b"\xef\xbb\xbf\r\n  \r\n", "the file is empty. Start from the case template."),
        (csv("Case ID,Payer"), "holds headings and no case. Write one case in each row below them."),
    ],
)
def test_an_empty_csv_file_says_so(data: bytes, said_of_it: str) -> None:
    table = read_case_table(data, "cases.csv")
    assert said(table) == [f"cases.csv: {said_of_it}"]
    assert table.rows == ()


@pytest.mark.parametrize(
    ("rows", "said_of_it"),
    [
        ([], "cases.xlsx (Cases): holds nothing. Start from the case template."),
        (
            [HEADINGS],
            "cases.xlsx (Cases): holds headings and no case. Write one case in each row below them.",
        ),
    ],
)
def test_an_empty_sheet_says_so(rows: list[tuple[str, ...]], said_of_it: str) -> None:
    assert said(read_case_table(book(rows), "cases.xlsx")) == [said_of_it]


def test_a_table_with_a_wrong_heading_gives_no_case_but_shows_the_problems_of_its_rows() -> None:
    rows = [
        ("Case ID", "Paier", "Infusion date"),
        ("CASE-1", "aetna", "2026-12-28"),
        ("CASE-2", "aetna", "soon"),
    ]
    table = read_case_table(book(rows), "cases.xlsx")
    assert table.cases == ()
    assert [problem.place for problem in table.all_problems] == ["Cases!B1", "Cases!C3"]


@settings(max_examples=150)
@given(st.binary(max_size=300))
def test_no_bytes_at_all_raise(data: bytes) -> None:
    table = read_case_table(data, "any.csv")
    assert table.cases or table.all_problems


@settings(max_examples=100)
@given(st.text(max_size=200))
def test_no_text_after_good_headings_raises(text: str) -> None:
    data = ("Case ID,Member ID,Infusion date,Setting,Out-of-pocket remaining (USD)\nCASE-1," + text).encode(
        "utf-8", "surrogatepass"
    )
    table = read_case_table(data, "any.csv")
    assert table.cases or table.all_problems


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(st.text(max_size=12), st.integers(), st.floats(), st.booleans(), st.datetimes()), max_size=6
    )
)
def test_no_cell_of_a_workbook_raises(values: list[object]) -> None:
    kept = [
        value for value in values if not (isinstance(value, str) and any(ord(sign) < 32 for sign in value))
    ]
    clean = [value for value in kept if not (isinstance(value, float) and value != value)]
    table = read_case_table(book([HEADINGS, clean]), "any.xlsx")
    assert table.cases or table.all_problems
