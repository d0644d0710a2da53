"""CSV files: the separator is found out, the encoding is never guessed, ragged rows are told."""

from __future__ import annotations

import pytest

from sca_toolkit.library import read_case_table
from tests.library.tables.sheets import csv, only, said


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found_out(separator: str) -> None:
    data = csv(
        separator.join(("Case ID", "Member name", "Payer")),
        separator.join(("CASE-1", "Alex (invented)", "aetna")),
    )
    assert read_case_table(data, "cases.csv").cases[0].coverage.payer == "aetna"


def test_a_list_with_semicolons_in_a_file_with_semicolons_is_quoted() -> None:
    data = csv("Case ID;Billing entities", 'CASE-1;"hospital; physicians"')
    assert read_case_table(data, "cases.csv").cases[0].bills_through == ("hospital", "physicians")


def test_a_heading_may_hold_the_other_separator() -> None:
    data = csv('Case ID,"# ours; and theirs",Payer', "CASE-1,x,aetna")
    assert read_case_table(data, "cases.csv").cases[0].coverage.payer == "aetna"


def test_the_hint_that_excel_writes_is_followed() -> None:
    data = b"sep=;\r\nCase ID;Infusion date\r\nCASE-1;soon\r\n"
    assert said(read_case_table(data, "cases.csv"))[0].startswith(
        "cases.csv:3: Infusion date: 'soon' is not a date."
    )


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_counts_lines_alike(ending: str) -> None:
    data = ending.join(("Case ID,Infusion date", "CASE-1,2026-12-28", "CASE-2,soon")).encode()
    table = read_case_table(data, "cases.csv")
    assert [problem.line for problem in table.all_problems] == [3]
    assert len(table.cases) == 1


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_utf8_is_read_with_and_without_a_byte_order_mark(mark: bytes) -> None:
    table = read_case_table(mark + csv("Case ID,Member name", "CASE-1,José Ñandú (invented)"), "cases.csv")
    assert table.cases[0].member.name == "José Ñandú (invented)"


def test_windows_1252_is_refused_with_byte_line_and_remedy() -> None:
    data = csv("Case ID,Member name", "CASE-1,Alex") + "CASE-2,José\n".encode("cp1252")
    assert said(read_case_table(data, "cases.csv")) == [
        "cases.csv:3: byte 0xe9 ('é' in Windows-1252) is not UTF-8 text. "
        "Save the file as UTF-8 (in Excel: `CSV UTF-8`; in Notepad: Save as, Encoding UTF-8)."
    ]


def test_one_line_in_another_encoding_is_found_in_a_file_of_utf8() -> None:
    data = csv("Case ID,Member name", "CASE-1,Ñandú") + b"CASE-2,Jos\xe9\n" + csv("CASE-3,Ñandú")
    assert only(read_case_table(data, "cases.csv")).line == 3


def test_a_nul_byte_names_its_line() -> None:
    problem = only(read_case_table(b"Case ID,Payer\nCASE-1,ae\x00tna\n", "cases.csv"))
    assert str(problem) == (
        "cases.csv:2: holds a NUL byte, so it is damaged or not text. Save it again as `CSV UTF-8`."
    )


def test_a_row_with_too_many_cells_is_refused() -> None:
    table = read_case_table(
        csv("Case ID,Member name", "CASE-1,Example, Alex", "CASE-2,Sam (invented)"), "cases.csv"
    )
    assert [case.id for case in table.cases] == ["CASE-2"]
    assert said(table) == [
        "cases.csv:2: the row has 3 cells and there are 2 headings. "
        'Put a cell that holds the separator in quotation marks: "practice; hospital".'
    ]


def test_empty_cells_behind_the_last_heading_are_passed_over() -> None:
    assert said(read_case_table(csv("Case ID,Payer", "CASE-1,aetna,,"), "cases.csv")) == []


def test_a_short_row_is_read_with_a_warning() -> None:
    table = read_case_table(csv("Case ID,Payer,Product", "CASE-1,aetna"), "cases.csv")
    assert len(table.cases) == 1
    assert said(table) == [
        "cases.csv:2: the row has 2 cells and there are 3 headings; the rest is read as empty. "
        "Check that the row is complete."
    ]


@pytest.mark.parametrize("lines", [('CASE-1,"Alex',), ('CASE-1,"Alex', "CASE-2,Sam", "CASE-3,Kim")])
def test_a_quotation_mark_that_is_not_closed_names_the_line_it_stands_on(lines: tuple[str, ...]) -> None:
    problem = only(read_case_table(csv("Case ID,Member name", *lines), "cases.csv"))
    assert (
        str(problem) == "cases.csv:2: a quotation mark is opened here and not closed. Close it, or delete it."
    )


def test_a_quotation_mark_in_the_middle_of_a_quoted_cell_is_refused() -> None:
    problem = only(read_case_table(csv("Case ID,Member name", 'CASE-1,"Alex" Example'), "cases.csv"))
    assert problem.line == 2
    assert "a quotation mark stands where a cell should end" in problem.message


def test_a_quoted_cell_may_hold_separators_quotes_and_lines() -> None:
    table = read_case_table(csv("Case ID,Notes", 'CASE-1,"a, ""b""; c', 'd"'), "cases.csv")
    assert table.cases[0].notes == 'a, "b"; c\nd'


def test_too_many_rows_are_refused() -> None:
    data = csv("Case ID", *(f"CASE-{number}" for number in range(1000)))
    assert only(read_case_table(data, "cases.csv")).message == "has more than 1,000 rows."
