"""Excel workbooks: which sheet is read, what hides in one, and what only looks like one."""

# ruff: noqa: DTZ001 - Excel knows no time zones

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from openpyxl import Workbook

from sca_toolkit.library import case_table_template, read_case_table
from tests.library.tables.sheets import GOOD, HEADINGS, book, edited, only, said, saved

AS_XLSX = "Open it in Excel and save it as an Excel workbook (.xlsx)."


def repacked(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The package with its parts changed; None leaves a part out."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = change(part.filename, old.read(part))
            if content is not None:
                new.writestr(part.filename, content)
    return target.getvalue()


def zipped(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return target.getvalue()


# --- sheets -------------------------------------------------------------------------------------------------


def test_the_sheet_called_cases_is_read_whatever_else_there_is() -> None:
    made = Workbook()
    made.active.title = "Front page"
    page = made.create_sheet("cases")
    page.append(HEADINGS)
    page.append(GOOD)
    assert read_case_table(saved(made), "c.xlsx").sheet == "cases"


def test_the_only_sheet_is_read_whatever_its_name() -> None:
    table = read_case_table(
        book([HEADINGS, ("CASE-1", None, None, "soon")], sheet="Fall referrals"), "c.xlsx"
    )
    assert said(table)[0].startswith("c.xlsx ('Fall referrals'!D2): Date of birth: 'soon' is not a date.")


def test_several_sheets_and_no_name_names_them_all() -> None:
    problem = only(read_case_table(book([HEADINGS, GOOD], sheet="November", more=["December"]), "c.xlsx"))
    assert str(problem) == (
        "c.xlsx: has several sheets and none is called 'Cases': 'November', 'December'. "
        "Say which sheet holds the cases."
    )


def test_a_sheet_that_is_not_there_names_those_that_are() -> None:
    data = book([HEADINGS, GOOD], sheet="November", more=["Archive"])
    assert str(only(read_case_table(data, "c.xlsx", sheet="Novembre"))) == (
        "c.xlsx: has no sheet 'Novembre'; its sheets are 'November', 'Archive'. Did you mean 'November'?"
    )
    assert only(read_case_table(data, "c.xlsx", sheet="Summary")).remedy == "Name one of them."


def test_a_sheet_may_be_named() -> None:
    data = book([HEADINGS, GOOD], sheet="November", more=["Archive"])
    assert len(read_case_table(data, "c.xlsx", sheet=" november ").cases) == 1


def test_a_hidden_sheet_does_not_compete() -> None:
    made = Workbook()
    made.active.title = "November"
    for row in (HEADINGS, GOOD):
        made.active.append(row)
    made.create_sheet("Lists").sheet_state = "hidden"
    assert read_case_table(saved(made), "c.xlsx").sheet == "November"


# --- what hides in a sheet ----------------------------------------------------------------------------------


def changed(change: Callable[[Any], None]) -> bytes:
    made = Workbook()
    made.active.title = "Cases"
    for row in (HEADINGS, GOOD, ("CASE-2", *GOOD[1:])):
        made.active.append(row)
    change(made.active)
    return saved(made)


def test_merged_cells_are_refused_because_only_the_first_holds_the_value() -> None:
    problem = only(read_case_table(changed(lambda page: page.merge_cells("F2:F3")), "c.xlsx"))
    assert str(problem) == (
        "c.xlsx (Cases!F2:F3): the cells are merged, and only the first of them holds the value. "
        "Unmerge them and fill each cell by itself."
    )


def test_merged_headings_are_refused() -> None:
    table = read_case_table(changed(lambda page: page.merge_cells("B1:C1")), "c.xlsx")
    assert table.cases == ()
    assert [problem.place for problem in table.problems] == ["Cases!B1:C1", "Cases!C2"]


def test_a_hidden_row_is_read_with_a_warning() -> None:
    def hide(page: Any) -> None:
        page.row_dimensions[3].hidden = True

    table = read_case_table(changed(hide), "c.xlsx")
    assert len(table.cases) == 2
    assert said(table) == [
        "c.xlsx (Cases!row 3): the row is hidden, and is read all the same. Delete it if it is not meant."
    ]


def test_hidden_headings_are_read_with_a_warning_and_the_visible_ones_below_are_no_case() -> None:
    def hide(page: Any) -> None:
        page.insert_rows(1)
        for column, heading in enumerate(HEADINGS, start=1):
            page.cell(1, column, heading)
        page.row_dimensions[1].hidden = True

    table = read_case_table(changed(hide), "c.xlsx")
    assert len(table.cases) == 2
    assert [problem.place for problem in table.all_problems] == ["Cases!row 1", "Cases!row 2"]
    assert "repeats the headings" in table.all_problems[1].message


def test_empty_formatted_rows_and_columns_cost_nothing() -> None:
    def fill(page: Any) -> None:
        for row in range(4, 3000):
            page.cell(row, 40).number_format = "@"
        page.cell(1_048_576, 16_384).number_format = "@"

    assert len(read_case_table(changed(fill), "c.xlsx").cases) == 2


def test_a_value_far_below_is_found_in_good_time() -> None:
    table = read_case_table(changed(lambda page: page.cell(1_048_576, 1, "CASE-9")), "c.xlsx")
    assert [case.id for case in table.cases] == ["CASE-1", "CASE-2", "CASE-9"]


def test_a_value_far_to_the_right_is_refused() -> None:
    problem = only(read_case_table(changed(lambda page: page.cell(2, 400, "lost")), "c.xlsx"))
    assert str(problem) == (
        "c.xlsx (Cases): there are values to the right of column 300. Keep the columns of the case template only."
    )


def test_too_many_rows_are_refused() -> None:
    rows = [("Case ID",), *((f"CASE-{number}",) for number in range(1000))]
    assert str(only(read_case_table(book(rows), "c.xlsx"))) == (
        "c.xlsx (Cases): has more than 1,000 rows. Split it into several files."
    )


def test_rows_out_of_order_are_seen_for_the_damage_they_are() -> None:
    def swap(name: str, content: bytes) -> bytes:
        if not name.endswith("sheet1.xml"):
            return content
        rows = re.findall(rb"<row .*?</row>", content)
        return content.replace(b"".join(rows), b"".join((rows[0], rows[2], rows[1])))

    problem = only(read_case_table(repacked(changed(lambda page: None), swap), "c.xlsx"))
    assert "out of order inside the file" in problem.message


def test_a_filter_and_extensions_of_excel_do_not_disturb() -> None:
    def style(page: Any) -> None:
        page.auto_filter.ref = "A1:F3"
        page.freeze_panes = "B2"

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(read_case_table(changed(style), "c.xlsx").cases) == 2
        assert len(read_case_table(case_table_template(), "t.xlsx").cases) == 1


# --- files that only look like a workbook -------------------------------------------------------------------


def test_an_old_workbook_is_refused() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "Workbook".encode("utf-16-le")
    assert (
        str(only(read_case_table(data, "cases.xls")))
        == f"cases.xls: is an old Excel workbook (.xls). {AS_XLSX}"
    )


def test_a_workbook_with_a_password_is_refused() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    problem = only(read_case_table(data, "cases.xlsx"))
    assert problem.message == "is protected by a password, so it cannot be read."
    assert "clear the password" in problem.remedy


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (
            zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", content_dot_xml=b"<a/>"),
            "OpenDocument",
        ),
        (zipped(xl__workbook_dot_bin=b"x"), "binary Excel workbook (.xlsb)"),
        (zipped(word__document_dot_xml=b"<a/>"), "Word document"),
        (zipped(Index__Document_dot_iwa=b"x"), "Apple Numbers file"),
        (zipped(cases_dot_csv=b"Case ID"), "zip file, not a spreadsheet"),
        (zipped(), "zip file, not a spreadsheet"),
        (
            b"<html><body><table><tr><td>Case ID</td></tr></table></body></html>",
            "web page, whatever its name says",
        ),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html><html></html>", "web page, whatever its name says"),
        (
            b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
            "old Excel XML workbook",
        ),
        (b"%PDF-1.7 x", "is a PDF"),
        (b"\xff\xfeC\0a\0s\0e\0", "UTF-16 text"),
    ],
)
def test_other_files_get_one_clear_sentence_with_the_way_out(data: bytes, what: str) -> None:
    problem = only(read_case_table(data, "cases.xlsx"))
    assert what in problem.message
    assert problem.remedy
    assert problem.file == "cases.xlsx"


@pytest.mark.parametrize("cut", [30, 400, 2000])
def test_a_workbook_cut_short_is_refused(cut: int) -> None:
    data = edited()
    assert "damaged" in only(read_case_table(data[:-cut], "c.xlsx")).message


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml"]
)
def test_a_workbook_with_a_broken_part_is_refused(part: str) -> None:
    data = repacked(edited(), lambda name, content: content[: len(content) // 2] if name == part else content)
    problem = only(read_case_table(data, "c.xlsx"))
    assert problem.message == "cannot be read as an Excel workbook; the file seems damaged."


def test_a_damaged_part_is_noticed_by_its_checksum() -> None:
    data = bytearray(edited())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as package:
        part = package.getinfo("xl/worksheets/sheet1.xml")
    start = part.header_offset + 60
    data[start : start + 8] = b"\0" * 8
    assert "damaged" in only(read_case_table(bytes(data), "c.xlsx")).message


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    data = repacked(edited(), lambda name, content: content)
    target = io.BytesIO(data)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/zeros.xml", b"0" * 60_000_000)
    assert len(target.getvalue()) < 200_000
    problem = only(read_case_table(target.getvalue(), "c.xlsx"))
    assert problem.message == "unpacks to more than 50 MB."
    assert "formatted empty rows" in problem.remedy


def test_entities_that_would_swell_are_refused() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'

    def swap(name: str, content: bytes) -> bytes:
        return bomb if name == "docProps/core.xml" else content

    assert "document type" in only(read_case_table(repacked(edited(), swap), "c.xlsx")).message


def test_a_file_that_is_too_large_is_refused() -> None:
    assert str(only(read_case_table(b"x" * 5_000_001, "c.csv"))) == (
        "c.csv: is larger than 5 MB. Split it, or delete sheets and pictures that are not cases."
    )


def test_a_workbook_named_csv_is_read_for_what_it_is() -> None:
    assert len(read_case_table(edited(), "cases.csv").cases) == 1


def test_a_date_no_calendar_holds_is_refused_by_cell() -> None:
    made = edited(E2=datetime(2026, 12, 28))
    data = repacked(made, lambda name, content: re.sub(rb"<v>46384</v>", b"<v>99999999</v>", content))
    assert data != made
    problem = only(read_case_table(data, "c.xlsx"))
    assert problem.place == "Cases!E2"
