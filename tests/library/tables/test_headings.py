"""Headings in plain words: case and blanks do not matter, and none is passed over in silence."""

from __future__ import annotations

import pytest

from sca_toolkit.library import read_case_table
from tests.library.tables.sheets import GOOD, HEADINGS, book, csv, only, row_with, said


@pytest.mark.parametrize(
    "heading", ["Member ID", "MEMBER ID", " member  id ", "member_id", "Member-ID", "MemberID"]
)
def test_case_blanks_and_hyphens_do_not_matter(heading: str) -> None:
    (case,) = row_with(heading, "EXM-0001").cases
    assert case.member.member_id == "EXM-0001"


@pytest.mark.parametrize("heading", ["DOB", "Birth date", "date of birth"])
def test_other_usual_headings_are_understood(heading: str) -> None:
    (case,) = row_with(heading, "1961-04-09").cases
    assert case.member.date_of_birth is not None


def test_a_numbered_heading_without_its_number_means_the_first() -> None:
    table = read_case_table(
        book([("Case ID", "Authorization covers", "Authorization number"), ("CASE-1", "stay", "A-7")]),
        "c.xlsx",
    )
    assert table.cases[0].authorizations[0].number == "A-7"


@pytest.mark.parametrize(
    ("heading", "near"),
    [
        ("Member Nmae", "Member name"),
        ("Infusion dat", "Infusion date"),
        ("Authorization 3 numbr", "Authorization 3 number"),
    ],
)
def test_an_unknown_heading_offers_the_nearest(heading: str, near: str) -> None:
    table = row_with(heading, "x")
    assert table.cases == ()
    assert said(table) == [
        f"cases.xlsx (Cases!B1): the heading {heading!r} is not known. Did you mean {near!r}? "
        "A heading that starts with # marks a column of your own, which is not read."
    ]


def test_an_unknown_heading_far_from_all_says_how_to_keep_it() -> None:
    problem = only(row_with("Favorite color", "blue"))
    assert problem.message == "the heading 'Favorite color' is not known."
    assert problem.remedy.startswith("A heading that starts with #")


def test_a_column_of_ones_own_is_not_read() -> None:
    table = row_with("# first call", "=not read")
    assert said(table) == []
    assert len(table.cases) == 1


@pytest.mark.parametrize(("first", "second"), [("Member ID", "member id"), ("Date of birth", "DOB")])
def test_two_headings_of_one_column_are_refused(first: str, second: str) -> None:
    table = read_case_table(book([("Case ID", first, second), ("CASE-1", None, None)]), "cases.xlsx")
    assert said(table) == [
        f"cases.xlsx (Cases!C1): the heading {second!r} stands for the same column as {first!r} in Cases!B1. "
        "Keep one of the two columns."
    ]


def test_in_csv_a_double_heading_names_its_line() -> None:
    problem = only(read_case_table(csv("Case ID,Payer,Payer", "CASE-1,aetna,aetna"), "cases.csv"))
    assert problem.line == 1
    assert "stands for the same column as 'Payer'" in problem.message


def test_a_table_without_case_ids_is_refused() -> None:
    problem = only(
        read_case_table(book([("Member name", "Payer"), ("Alex (invented)", "aetna")]), "cases.xlsx")
    )
    assert problem.message == "no column is headed 'Case ID'."
    assert problem.remedy == "Add it: each case needs its own."


def test_values_under_no_heading_are_refused() -> None:
    problem = only(read_case_table(book([("Case ID", None), ("CASE-1", "lost")]), "cases.xlsx"))
    assert problem.place == "Cases!B2"
    assert problem.message == "'lost' stands in column 2, which has no heading."
    assert "a merged heading counts for its first column only" in problem.remedy


def test_a_title_above_the_headings_is_pointed_out_with_the_row() -> None:
    rows = [("Referrals of November",), (None,), HEADINGS, GOOD]
    problem = only(read_case_table(book(rows), "cases.xlsx"))
    assert problem.place == "Cases!row 1"
    assert problem.remedy == "They seem to stand in Cases!row 3: delete the rows above."


def test_a_table_with_no_heading_we_know_is_refused() -> None:
    problem = only(read_case_table(csv("apples,pears", "1,2"), "cases.csv"))
    assert str(problem) == (
        "cases.csv:1: the first row holds no heading that is known. "
        "Start from the case template; its first row has them all."
    )
