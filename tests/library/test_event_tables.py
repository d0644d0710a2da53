"""Events from somebody's own spreadsheet: columns are found or mapped, and what cannot be right is said by its cell."""

# ruff: noqa: DTZ001 - Excel knows no time zones

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sca_toolkit.case import Component
from sca_toolkit.errors import Problem
from sca_toolkit.events import DelayReason, Detail, Event, Side, Step
from sca_toolkit.library import (
    EventTable,
    propose_case_mapping,
    propose_event_mapping,
    read_case_table,
    read_event_table,
)
from sca_toolkit.library.tables.events_fields import fields, target_of
from tests.conftest import ROOT
from tests.library.tables.sheets import book, csv

ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 22, 12, tzinfo=ZONE)
OCTOBER_1 = date(2026, 10, 1)
LONG = ("Case", "Step", "When", "Reference")


def read(*rows: tuple[Any, ...], mapping: dict[str, str] | None = None) -> EventTable:
    return read_event_table(book(rows, sheet="Events"), "log.xlsx", mapping, zone=ZONE, as_of=NOW)


def read_text(*lines: str, mapping: dict[str, str] | None = None) -> EventTable:
    return read_event_table(csv(*lines), "log.csv", mapping, zone=ZONE, as_of=NOW)


def blocking(table: EventTable) -> list[Problem]:
    assert table.events == (), "a table with a problem that blocks gives no event"
    return [problem for problem in table.all_problems if problem.blocking]


def only(table: EventTable) -> Problem:
    found = blocking(table)
    assert len(found) == 1, [str(problem) for problem in found]
    return found[0]


def the_event(table: EventTable) -> Event:
    assert not table.blocked, [str(problem) for problem in table.all_problems]
    assert len(table.events) == 1
    return table.events[0]


# --- what a good list gives ---------------------------------------------------------------------------------------


def test_a_long_list_gives_one_event_a_row() -> None:
    table = read(
        LONG,
        ("CASE-1", "prior authorization submitted", datetime(2026, 11, 2, 9, 30), None),
        ("CASE-1", "pa_approved", datetime(2026, 11, 9), "EX-77"),
    )
    asked, given = table.events
    assert (asked.case, asked.step, asked.at, asked.time_known) == (
        "CASE-1",
        Step.pa_submitted,
        datetime(2026, 11, 2, 14, 30, tzinfo=UTC),
        True,
    )
    assert (given.step, given.at, given.time_known, given.reference) == (
        Step.pa_approved,
        datetime(2026, 11, 9, 17, tzinfo=UTC),
        False,
        "EX-77",
    )
    assert not table.wide


def test_a_wide_list_gives_one_event_a_date() -> None:
    table = read(
        (
            "Case ID",
            "Patient",
            "Referral",
            "Auth approved",
            "Auth #",
            "Auth expires",
            "Apheresis",
            "Infusion",
        ),
        (
            "CASE-1",
            "Alex Example",
            date(2026, 9, 1),
            date(2026, 9, 20),
            "EX-1",
            date(2026, 12, 19),
            OCTOBER_1,
            None,
        ),
        ("CASE-2", "Kim Example", date(2026, 9, 3), None, None, None, None, None),
    )
    assert table.wide
    assert [(event.case, event.step) for event in table.events] == [
        ("CASE-1", Step.referred),
        ("CASE-1", Step.pa_approved),
        ("CASE-1", Step.collected),
        ("CASE-2", Step.referred),
    ]
    approved = table.events[1]
    assert (approved.reference, approved.day(Detail.valid_to)) == ("EX-1", date(2026, 12, 19))
    assert "Not read: 'Patient'." in str(table.problems[-1]), "what is not read is said"


def test_every_field_of_an_event_can_come_from_a_row() -> None:
    cells = {
        "Case": "CASE-1",
        "Step": "PA approved",
        "When": "2026-11-09 14:05",
        "Component": "product",
        "By": "payer",
        "Auth number": "000123",
        "Note": "by telephone",
        "Valid from": "2026-11-09",
        "Valid to": "2027-02-06",
        "Amount": "$523,100",
        "Owner": "rlee",
        "Outcome": "granted",
        "Due": "2026-12-01 17:00",
        "Reason": "prior authorization: lengthy approval",
    }
    event = the_event(read(tuple(cells), tuple(cells.values())))
    assert (event.component, event.by, event.reference, event.note) == (
        Component.product,
        Side.payer,
        "000123",
        "by telephone",
    )
    assert event.reason is DelayReason.authorization_lengthy_approval
    assert event.details == {
        "valid_from": "2026-11-09",
        "valid_to": "2027-02-06",
        "amount": "$523,100",
        "owner": "rlee",
        "outcome": "granted",
        "due": "2026-12-01T17:00:00-05:00",
    }


def test_the_part_of_the_episode_may_stand_in_the_words_of_the_step() -> None:
    table = read(
        LONG,
        ("C-1", "Collection auth approved", date(2026, 11, 9), None),
        ("C-1", "PA denied (toci)", date(2026, 11, 9), None),
    )
    assert [(event.step, event.component) for event in table.events] == [
        (Step.pa_approved, Component.collection),
        (Step.pa_denied, Component.tocilizumab),
    ]
    clash = read(
        ("Case", "Step", "When", "Component"),
        ("C-1", "Collection auth approved", date(2026, 11, 9), "product"),
    )
    assert "collection in the step" in only(clash).message


def test_an_end_closes_a_pause() -> None:
    heads = ("Case", "Step", "When", "Ended", "Reason")
    table = read(heads, ("C-1", "paused", OCTOBER_1, date(2026, 10, 9), "clinical"))
    assert [(event.step, event.at.day) for event in table.events] == [(Step.paused, 1), (Step.resumed, 9)]


def test_the_same_row_read_again_is_the_same_event() -> None:
    row = ("C-1", "referred", OCTOBER_1, None)
    first, again = read(LONG, row), read(LONG, ("C-2", "referred", date(2026, 10, 2), None), row)
    assert first.events[0] == again.events[1]
    other = read(LONG, ("C-1", "referred", date(2026, 10, 2), None))
    assert other.events[0].id != first.events[0].id


def test_a_list_that_has_ids_keeps_them_and_its_corrections() -> None:
    heads = ("Event ID", "Case", "Step", "When", "Corrects", "Removed")
    table = read(
        heads,
        ("E1", "C-1", "collected", OCTOBER_1, None, None),
        ("E2", "C-1", "collected", date(2026, 10, 3), "E1", None),
        ("E3", "C-1", "note", date(2026, 10, 3), "somewhere-else", "yes"),
    )
    assert [(event.id, event.corrects, event.removed) for event in table.events] == [
        ("E1", None, False),
        ("E2", "E1", False),
        ("E3", "somewhere-else", True),
    ]


# --- the mapping --------------------------------------------------------------------------------------------------

OWN_LAYOUT = [
    "MRN;Num;What;Day of it;Clock;Who knows",
    "123;C-1;Auth rec'd;11/13/2026;2:30 PM;x",
    "123;C-1;Signed both;11/16/2026;;y",
]


def test_a_proposal_says_where_each_column_seems_to_go_and_shows_what_it_holds() -> None:
    lines = [
        "Number,Milestone,Completed on,Comments",
        "C-1,PA submitted,2026-11-02,ok",
        "C-1,Chart closed,2026-11-03,",
    ]
    found = propose_event_mapping(csv(*lines), "log.csv")
    assert found.mapping == {
        "Number": "",
        "Milestone": "step",
        "Completed on": "at",
        "Comments": "note",
        "=PA submitted": "pa_submitted",
        "=Chart closed": "",
    }
    assert found.columns[1].samples == ("PA submitted", "Chart closed")


def test_columns_with_unknown_headings_are_found_by_what_they_hold() -> None:
    lines = ["Case,Foo,Bar", "C-1,referred,2026-11-02", "C-1,PA submitted,2026-11-03"]
    table = read_text(*lines)
    assert [event.step for event in table.events] == [Step.referred, Step.pa_submitted]


def test_the_user_maps_any_layout_and_any_words() -> None:
    mapping = {
        "MRN": "",
        "Num": "case",
        "What": "step",
        "Day of it": "at",
        "Clock": "time",
        "Who knows": "",
        "=Auth rec'd": "pa_approved/whole_episode",
        "=Signed both": "center_signed",
    }
    table = read_text(*OWN_LAYOUT, mapping=mapping)
    assert [(event.step, event.component, event.at, event.time_known) for event in table.events] == [
        (Step.pa_approved, Component.whole_episode, datetime(2026, 11, 13, 19, 30, tzinfo=UTC), True),
        (Step.center_signed, None, datetime(2026, 11, 16, 17, tzinfo=UTC), False),
    ]
    assert table.mapping == mapping


def test_a_remembered_mapping_comes_before_every_guess() -> None:
    remembered = {"Milestone": "note", "What": "step", "=Chart closed": "note", "Gone": "by"}
    lines = ["Case,Milestone,What,When", "C-1,PA submitted,Chart closed,2026-11-02"]
    found = propose_event_mapping(csv(*lines), "log.csv", remembered)
    assert found.mapping == {
        "Case": "case",
        "Milestone": "note",
        "What": "step",
        "When": "at",
        "=Chart closed": "note",
    }


def test_a_column_the_mapping_does_not_name_is_refused_and_not_skipped() -> None:
    problem = only(
        read(
            LONG,
            ("C-1", "referred", OCTOBER_1, None),
            mapping={"Case": "case", "Step": "step", "When": "at"},
        )
    )
    assert problem.place == "Events!D1"
    assert "'Reference'" in problem.message


def test_a_mapping_that_cannot_be_right_is_refused_in_words() -> None:
    mapped = {"Case": "case", "Step": "step", "When": "at", "Reference": "step:collected"}
    assert (
        "columns for single steps"
        in only(read(LONG, ("C-1", "referred", OCTOBER_1, None), mapping=mapped)).message
    )
    nothing = dict.fromkeys(LONG, "")
    found = [
        problem.message for problem in blocking(read(LONG, ("C-1", "referred", None, None), mapping=nothing))
    ]
    assert found == [
        "no column holds the number of the case.",
        "no column holds the step and when it happened.",
    ]
    wrong = {**mapped, "Reference": "colour"}
    assert "'colour' is no field of an event" in only(read(LONG, mapping=wrong)).message


def test_a_case_list_in_any_layout_can_be_mapped() -> None:
    data = csv(
        "MRN,Case no,Patient,Insurance,CAR-T product,Colour",
        "77,CASE-9,Alex Example,example-regional-plan,Yescarta,red",
    )
    found = propose_case_mapping(data, "list.csv", {"Colour": ""})
    assert found.mapping == {
        "MRN": "",
        "Case no": "Case ID",
        "Patient": "Member name",
        "Insurance": "Payer",
        "CAR-T product": "Product",
        "Colour": "",
    }
    table = read_case_table(data, "list.csv", mapping=found.mapping)
    (case,) = table.cases
    assert (case.id, case.member.name, case.coverage.payer) == (
        "CASE-9",
        "Alex Example",
        "example-regional-plan",
    )
    assert [str(problem) for problem in table.all_problems] == ["list.csv: Not read: 'MRN', 'Colour'."]
    assert case.member.member_id is None, "a medical record number is not taken for anything"
    assert read_case_table(data, "list.csv").cases == ()


# --- what cannot be right -----------------------------------------------------------------------------------------


def test_an_unknown_step_names_the_cell_and_the_nearest_one() -> None:
    problem = only(read(LONG, ("C-1", "prior authorisation aproved", OCTOBER_1, None)))
    assert problem.place == "Events!B2"
    assert "Did you mean 'prior authorization approved'?" in problem.remedy


def test_an_end_before_its_start_is_refused() -> None:
    answered = read(
        LONG,
        ("C-1", "pa submitted", date(2026, 10, 9), None),
        ("C-1", "pa approved", OCTOBER_1, None),
    )
    problem = only(answered)
    assert problem.place == "Events!C3"
    assert "comes before prior authorization submitted on Oct 9, 2026" in problem.message
    pause = read(("Case", "Step", "When", "Ended"), ("C-1", "paused", date(2026, 10, 9), OCTOBER_1))
    assert only(pause).message == "it ends on Oct 1, 2026, before it starts on Oct 9, 2026."
    approval = read(
        ("Case", "Step", "When", "Valid from", "Valid to"),
        ("C-1", "pa approved", OCTOBER_1, OCTOBER_1, date(2026, 9, 1)),
    )
    assert "ends on 2026-09-01 before it starts" in only(approval).message


def test_an_event_in_the_future_is_refused() -> None:
    assert "is in the future" in only(read(LONG, ("C-1", "collected", date(2026, 11, 23), None))).message
    today = read(LONG, ("C-1", "collected", date(2026, 11, 22), None))
    assert not today.blocked


def test_two_signatures_are_refused_unless_the_agreement_was_revised_between() -> None:
    signed = ("C-1", "payer signed", OCTOBER_1, None)
    twice = ("C-1", "payer signed", date(2026, 10, 8), None)
    assert "signed by the payer twice" in only(read(LONG, signed, twice)).message
    revised = ("C-1", "revised", date(2026, 10, 5), None)
    assert not read(LONG, signed, revised, twice).blocked


def test_a_shifted_row_is_noticed_by_the_date_beside_its_column() -> None:
    good = [(f"C-{number}", "referred", date(2026, 10, number), "EX-1", None) for number in range(1, 9)]
    slid = ("C-9", "", "referred", date(2026, 10, 9), "EX-1")
    table = read(("Case", "Step", "When", "Reference", "Note"), *good, slid)
    row, column = blocking(table)[1], blocking(table)[0]
    assert row.place == "Events!row 10"
    assert "shifted to the right" in row.message
    assert "Events!D10" in row.message
    assert column.place == "Events!C10"
    assert "holds 8 dates and one cell of text, the first 'referred'" in column.message


def test_a_column_of_dates_that_suddenly_holds_text_is_noticed() -> None:
    rows = [(f"C-{number}", "referred", date(2026, 10, number), None) for number in range(1, 9)]
    table = read(LONG, *rows, ("C-9", "referred", "by the payer", None))
    assert "the column 'When' holds 8 dates and one cell of text" in blocking(table)[0].message
    assert "'by the payer' is not a date" in blocking(table)[1].message


def test_a_line_of_a_csv_with_one_cell_too_many_is_refused() -> None:
    problem = only(read_text("Case,Step,When,Note", "C-1,referred,2026-10-01,called, no answer"))
    assert problem.line == 2
    assert "5 cells and there are 4 headings" in problem.message


@pytest.mark.parametrize("number", [46300, 46300.5])
def test_a_date_that_is_a_number_is_refused(number: float) -> None:
    from_excel = only(read(LONG, ("C-1", "referred", number, None)))
    assert from_excel.place == "Events!C2"
    assert "is a number, not a date" in from_excel.message
    assert "is a number, not a date" in only(read_text("Case,Step,When", f"C-1,referred,{number}")).message


def test_two_orders_of_dates_in_one_column_are_refused_with_both_cells() -> None:
    table = read_text(
        "Case,Step,When", "C-1,referred,10/31/2026", "C-2,referred,31/10/2026", "C-3,referred,5/6/2026"
    )
    column, *cells = blocking(table)
    assert column.line == 3
    assert "two orders: 31/10/2026 here, 10/31/2026 in line 2" in column.message
    assert [problem.line for problem in cells] == [3, 4], "what can be read in two ways is refused too"


def test_dates_with_times_show_the_order_as_well() -> None:
    table = read_text("Case,Step,When", "C-1,referred,10/31/2026 09:15", "C-2,referred,5/6/2026 4:05 pm")
    assert [event.at.astimezone(ZONE).isoformat() for event in table.events] == [
        "2026-10-31T09:15:00-04:00",
        "2026-05-06T16:05:00-04:00",
    ]


def test_a_formula_and_a_stand_in_are_refused() -> None:
    assert "holds the formula '=TODAY()'" in only(read(LONG, ("C-1", "referred", "=TODAY()", None))).message
    assert "'TBD' is not a value" in only(read(LONG, ("C-1", "referred", "TBD", None))).message
    assert "formula" in only(read(LONG, ("C-1", "=1+1", OCTOBER_1, None))).message


def test_rows_that_say_the_same_are_refused() -> None:
    row = ("C-1", "referred", OCTOBER_1, None)
    problem = only(read(LONG, row, row))
    assert problem.place == "Events!C3"
    assert "says the same as Events!C2" in problem.message
    wide = read(("Case", "Referral", "Infusion"), ("C-1", date(2026, 9, 1), None), ("C-1", None, OCTOBER_1))
    assert "has another row" in only(wide).message


def test_a_row_without_its_case_or_date_is_refused() -> None:
    table = read(LONG, (None, "referred", OCTOBER_1, None), ("C-1", "referred", None, None))
    assert [problem.place for problem in blocking(table)] == ["Events!A2", "Events!C3"]


def test_what_belongs_to_a_step_without_a_date_is_refused_in_a_wide_list() -> None:
    table = read(("Case", "Auth approved", "Auth #", "Referral"), ("C-1", None, "EX-1", OCTOBER_1))
    assert "has no date in this row" in only(table).message


def test_one_bad_row_keeps_all_events_out() -> None:
    good = [(f"C-{number}", "referred", OCTOBER_1, None) for number in range(5)]
    table = read(LONG, *good, ("C-9", "nonsense", OCTOBER_1, None))
    assert len(blocking(table)) == 1
    assert sum(len(row.events) for row in table.rows) == 5, "the dry run still shows the good rows"


# --- time zones ---------------------------------------------------------------------------------------------------


def test_times_without_a_zone_are_the_centers_and_the_table_says_so() -> None:
    table = read_text(
        "Case,Step,When", "C-1,referred,2026-07-01 08:00", "C-1,PA submitted,2026-07-02T12:00:00Z"
    )
    local, stated = table.events
    assert local.at == datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert stated.at == datetime(2026, 7, 2, 12, tzinfo=UTC)
    assert [str(problem) for problem in table.all_problems] == [
        "log.csv: 1 time without a time zone: read as America/New_York."
    ]


@pytest.mark.parametrize(
    "text", ["2026-07-02 08:00-04:00", "2026-07-02 08:00 -0400", "2026-07-02T12:00Z", "7/2/2026, 12:00 UTC"]
)
def test_a_zone_in_the_cell_is_kept(text: str) -> None:
    table = read_text("Case;Step;When", "C-0;referred;7/30/2026", f"C-1;referred;{text}")
    assert table.events[1].at == datetime(2026, 7, 2, 12, tzinfo=UTC)


def test_a_zone_by_its_letters_is_refused() -> None:
    assert (
        "the time zone 'EST' is not known"
        in only(read_text("Case,Step,When", "C-1,referred,2026-01-05 09:00 EST")).message
    )


def test_a_time_that_the_clock_skipped_is_refused_and_one_it_showed_twice_is_said() -> None:
    skipped = only(read_text("Case,Step,When", "C-1,referred,2026-03-08 02:30"))
    assert "did not exist in America/New_York" in skipped.message
    table = read_text("Case,Step,When", "C-1,referred,2026-11-01 01:30")
    assert table.events[0].at == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert any("came twice that night" in problem.message for problem in table.all_problems)


def test_a_time_of_its_own_column_is_joined_to_the_day() -> None:
    heads = ("Case", "Step", "When", "Time")
    table = read(
        heads,
        ("C-1", "referred", OCTOBER_1, time(7, 45)),
        ("C-2", "referred", OCTOBER_1, "7:45 PM"),
    )
    assert [event.at.astimezone(ZONE).hour for event in table.events] == [7, 19]
    both = read(heads, ("C-1", "referred", datetime(2026, 10, 1, 9), time(7, 45)))
    assert "stands here and beside the date" in only(both).message


# --- the file -----------------------------------------------------------------------------------------------------


def test_a_file_that_cannot_be_read_is_said_and_never_raised() -> None:
    for data in (
        b"",
        b"%PDF-1.7",
        b"PK\x03\x04broken",
        "Case,Step,When\nC-1,referred,\xe9".encode("latin-1"),
    ):
        assert read_event_table(data, "log.xlsx", zone=ZONE, as_of=NOW).blocked
        assert propose_event_mapping(data, "log.xlsx").problems


def test_headings_alone_are_not_an_event_list() -> None:
    assert "no event" in only(read(LONG)).message
    assert (
        "stands twice"
        in blocking(read(("Case", "Step", "When", "When"), ("C-1", "referred", None, None)))[0].message
    )


def test_a_long_list_is_read_in_seconds() -> None:
    lines = [
        f"C-{number % 300},contact made,2026-10-01 {number % 24:02}:{number % 60:02},note {number}"
        for number in range(6000)
    ]
    assert len(read_text("Case,Step,When,Note", *lines).events) == 6000


def test_the_guide_names_every_field() -> None:
    guide = (ROOT / "docs" / "import-export.md").read_text(encoding="utf-8")
    assert [key for key in fields() if f"`{key}`" not in guide] == []
    examples = [part for part in guide.split("`") if part.startswith("step:")]
    assert [str(target_of(text)) for text in examples] == examples
