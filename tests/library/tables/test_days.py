"""Dates: what can be read in two ways is refused, unless the column itself shows which is meant."""

# ruff: noqa: DTZ001 - Excel knows no time zones

from __future__ import annotations

from datetime import date, datetime

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from sca_toolkit.library import CaseTable, read_case_table
from tests.library.tables.sheets import book, csv, only, row_with, said, saved


def column(*days: str) -> CaseTable:
    """A CSV file with one case for each day of birth."""
    rows = [f"CASE-{number},{day}" for number, day in enumerate(days, start=10)]
    return read_case_table(csv("Case ID,Date of birth", *rows), "cases.csv")


def births(table: CaseTable) -> list[date | None]:
    return [case.member.date_of_birth for case in table.cases]


def test_real_dates_of_excel_are_read() -> None:
    assert births(row_with("Date of birth", datetime(1961, 4, 9))) == [date(1961, 4, 9)]
    assert births(row_with("Date of birth", date(1961, 4, 9))) == [date(1961, 4, 9)]


def test_a_workbook_that_counts_from_1904_gives_the_same_day() -> None:
    from openpyxl import Workbook

    made = Workbook()
    made.epoch = CALENDAR_MAC_1904
    made.active.title = "Cases"
    for row in (("Case ID", "Date of birth"), ("CASE-1", datetime(1961, 4, 9))):
        made.active.append(row)
    assert births(read_case_table(saved(made), "cases.xlsx")) == [date(1961, 4, 9)]


@pytest.mark.parametrize("text", ["1961-04-09", "1961-04-09 00:00:00", "1961-04-09T00:00", "4/4/1961"])
def test_text_that_can_be_read_in_one_way_is_read(text: str) -> None:
    assert len(births(column(text))) == 1


def test_a_day_above_twelve_shows_that_the_month_comes_first() -> None:
    assert births(column("12/28/1961")) == [date(1961, 12, 28)]


def test_a_date_that_can_be_read_in_two_ways_is_refused_with_both() -> None:
    assert said(column("03/04/1961")) == [
        "cases.csv:2: Date of birth: '03/04/1961' can be read in two ways: Mar 4, 1961 or Apr 3, 1961. "
        "Write it as year-month-day, like 2026-12-10."
    ]


def test_a_column_that_shows_its_order_settles_the_doubtful_dates() -> None:
    table = column("03/04/1961", "12/28/1961")
    assert births(table) == [date(1961, 3, 4), date(1961, 12, 28)]


def test_a_column_in_two_orders_settles_nothing() -> None:
    table = column("03/04/1961", "12/28/1961", "28/12/1961")
    assert births(table) == [date(1961, 12, 28)]
    assert [problem.line for problem in table.all_problems] == [2, 4]
    assert "'28/12/1961' puts the day before the month" in table.all_problems[1].message
    assert "Excel may have swapped day and month" in table.all_problems[1].remedy


def test_one_column_does_not_settle_another() -> None:
    data = csv("Case ID,Date of birth,Infusion date", "CASE-1,12/28/1961,03/04/2027")
    assert "Mar 4, 2027 or Apr 3, 2027" in only(read_case_table(data, "cases.csv")).message


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("2026-02-30", "'2026-02-30' is not a day of the calendar"),
        ("13/13/1961", "'13/13/1961' is not a day of the calendar"),
        ("4/9/61", "'4/9/61' gives the year in two digits"),
        ("Dec 28, 2026", "'Dec 28, 2026' is not a date"),
        ("28.12.2026", "'28.12.2026' is not a date"),
        ("20261228", "'20261228' is not a date"),
        ("46384", "'46384' is not a date"),
        ("0206-04-09", "0206-04-09 is not in the years 1900 to 2100"),
        ("2026-12-28 08:15", "'2026-12-28 08:15' is not a date"),
    ],
)
def test_what_is_no_date_is_refused(text: str, what: str) -> None:
    problem = only(read_case_table(csv("Case ID,Infusion date", f'CASE-1,"{text}"'), "cases.csv"))
    assert problem.line == 2
    assert problem.message.startswith(f"Infusion date: {what}")
    assert problem.remedy


@pytest.mark.parametrize("number", [46384, 46384.0, 46384.25, True])
def test_a_number_without_a_date_format_is_refused(number: float) -> None:
    problem = only(row_with("Infusion date", number))
    assert problem.place == "Cases!B2"
    assert "is a number, not a date" in problem.message
    assert problem.remedy.startswith("Format the column as Date.")


def test_a_time_of_day_is_refused() -> None:
    assert (
        "2026-12-28 08:15 holds a time of day"
        in only(row_with("Infusion date", datetime(2026, 12, 28, 8, 15))).message
    )


def test_real_dates_and_text_may_stand_in_one_column() -> None:
    rows = [("Case ID", "Date of birth"), ("CASE-1", datetime(1961, 4, 9)), ("CASE-2", "12/28/1961")]
    assert births(read_case_table(book(rows), "cases.xlsx")) == [date(1961, 4, 9), date(1961, 12, 28)]
