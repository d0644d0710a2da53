"""The Cases page: the list, the form, the spreadsheet."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import yaml
from streamlit.testing.v1 import AppTest

from sca_toolkit.desk.case_tables import table_template
from sca_toolkit.desk.choosing import kept_cases
from sca_toolkit.settings import open_desk
from tests.ui.conftest import Open
from tests.ui.reading import labelled, labels, words
from tests.ui.recording import open_page


@pytest.fixture
def app(open_app: Open) -> AppTest:
    return open_app("cases")


def view(app: AppTest, name: str) -> AppTest:
    labelled(app, "button_group", "View").set_value(name).run()
    assert not app.exception
    return app


def type_into(app: AppTest, label: str, text: str) -> AppTest:
    labelled(app, "text_input", label).set_value(text).run()
    assert not app.exception
    return app


def upload(app: AppTest, text: str) -> AppTest:
    view(app, "Spreadsheet")
    app.file_uploader[0].upload("cases.csv", text.encode(), "text/csv").run()
    assert not app.exception
    return app


def test_the_list_shows_numbers_dates_and_what_is_missing_and_no_names(app: AppTest) -> None:
    table = app.dataframe[0].value
    assert "CASE-2026-101" in list(table["Case"])
    assert "Example National Health (invented)" in list(table["Payer"])
    assert "Alex Example" not in table.to_string()


def test_a_case_is_entered_checked_and_saved(app: AppTest, workspace: Path) -> None:
    view(app, "Enter or edit")
    assert labelled(app, "button", "Save the case").disabled
    type_into(app, "Case ID", "CASE 7")
    assert "Case CASE 7: 1 problem to mend" in words(app)
    type_into(app, "Case ID", "CASE-7")
    type_into(app, "Member name", "Alex Example (invented)")
    labelled(app, "date_input", "Date of birth").set_value("1961-04-09").run()
    labelled(app, "button", "Save the case").click().run()
    assert "Saved as CASE-7.yaml" in words(app)
    saved = yaml.safe_load((workspace / "cases/CASE-7.yaml").read_text())
    assert saved["member"]["name"] == "Alex Example (invented)"
    assert labelled(app, "button", "Saved").disabled


def test_what_is_typed_stays_after_another_page_and_undo_takes_it_back(app: AppTest) -> None:
    type_into(view(app, "Enter or edit"), "Plan name", "Example Choice PPO")
    app.switch_page("sca_toolkit/ui/payers.py").run()
    app.switch_page("sca_toolkit/ui/cases.py").run()
    assert labelled(app, "text_input", "Plan name").value == "Example Choice PPO"
    labelled(app, "button", "Undo").click().run()
    assert labelled(app, "text_input", "Plan name").value in ("", None)


def test_a_wrong_npi_is_said_beside_the_entities(app: AppTest) -> None:
    view(app, "Enter or edit")
    app.session_state["rows|case|other_entities|1"] = {
        "edited_rows": {},
        "deleted_rows": [],
        "added_rows": [
            {"legal_name": "Example Pharmacy", "role": "pharmacy", "npi": "1234567890", "tin": "00-1"}
        ],
    }
    app.run()
    assert "Row 1: '1234567890' fails the NPI check digit" in words(app)
    assert "'00-1' is not a tax ID" in words(app)


def test_an_impossible_order_of_dates_is_said(app: AppTest) -> None:
    view(app, "Enter or edit")
    labelled(app, "date_input", "Collection date").set_value("2026-12-10").run()
    labelled(app, "date_input", "Infusion date").set_value("2026-12-01").run()
    assert "is planned before collection" in words(app)


def test_replacing_a_case_on_file_is_said_and_can_be_taken_back(app: AppTest, workspace: Path) -> None:
    view(app, "Enter or edit")
    type_into(app, "Case ID", "CASE-7")
    labelled(app, "button", "Save the case").click().run()
    before = (workspace / "cases/CASE-7.yaml").read_text()
    type_into(app, "Plan name", "Another plan")
    labelled(app, "button", "Replace the case on file").click().run()
    assert "Another plan" in (workspace / "cases/CASE-7.yaml").read_text()
    labelled(app, "button", "Bring back the case that was on file").click().run()
    assert (workspace / "cases/CASE-7.yaml").read_text() == before


def test_a_spreadsheet_is_tried_before_anything_is_saved(app: AppTest, workspace: Path) -> None:
    upload(
        app, "Case ID,Payer,Infusion date\nA-1,aetna,2027-01-04\nA-2,aetna,2027-13-40\nA-3,aetan,2027-01-04\n"
    )
    dry, problems = app.dataframe[0].value, app.dataframe[1].value
    assert list(dry["Would be"]) == ["new", "refused", "new"]
    assert "is not a day of the calendar" in problems["What is wrong"].iloc[0]
    assert problems["Cell"].iloc[0]
    assert "there is no payer profile 'aetan'" in problems["What is wrong"].iloc[1]
    assert not (workspace / "cases").exists()
    labelled(app, "button", "Save 2 cases").click().run()
    assert sorted(path.name for path in (workspace / "cases").iterdir()) == ["A-1.yaml", "A-3.yaml"]
    assert "2 cases saved" in words(app)


def test_rows_that_replace_cases_on_file_need_a_yes(app: AppTest, workspace: Path) -> None:
    (workspace / "cases").mkdir()
    (workspace / "cases/A-1.yaml").write_text("id: A-1\n")
    upload(app, "Case ID,Payer\nA-1,aetna\n")
    assert list(app.dataframe[0].value["Would be"]) == ["replaces the case on file"]
    assert labelled(app, "button", "Save 1 case").disabled
    labelled(app, "checkbox", "Replace 1 case on file").check().run()
    assert not labelled(app, "button", "Save 1 case").disabled


@pytest.mark.parametrize("text", ["", "no,known,headings\n1,2,3\n", "Case ID,Payer\n"])
def test_a_useless_spreadsheet_is_refused_in_words(app: AppTest, text: str) -> None:
    upload(app, text)
    assert app.error
    assert not any(each.label.startswith("Save ") and not each.disabled for each in app.button)


def test_the_template_is_read_back_without_a_problem(app: AppTest) -> None:
    view(app, "Spreadsheet")
    app.file_uploader[0].upload("cases.xlsx", table_template(), "application/octet-stream").run()
    assert list(app.dataframe[0].value["Problems"]) == [0]


def test_a_wrong_case_file_is_named_and_does_not_hide_the_others(open_app: Open, workspace: Path) -> None:
    (workspace / "cases").mkdir()
    (workspace / "cases/A-1.yaml").write_text("id: A-1\nmembr: {name: X}\n")
    (workspace / "cases/A-2.yaml").write_text("id: A-2\n")
    app = open_app("cases", case="A-2")
    assert "the key “membr” is not known" in words(app)
    assert list(app.dataframe[0].value["Case"]) == ["A-2"]
    assert "payer" in app.dataframe[0].value["Which"].iloc[0]


def test_without_a_workspace_the_page_says_how_to_make_one(
    open_app: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SCA_WORKSPACE")
    monkeypatch.chdir(tmp_path)
    app = open_app("cases")
    assert "sca init my-center" in words(app)
    view(app, "Enter or edit")
    type_into(app, "Case ID", "CASE-7")
    assert labelled(app, "button", "Save the case").disabled


def test_a_workspace_that_does_not_exist_is_said_without_a_traceback(
    open_app: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SCA_WORKSPACE", str(tmp_path / "nowhere"))
    app = open_app("cases")
    assert "does not exist. Make one with “sca init" in words(app)


LIST = "Num,Date,Health plan,Site\nZ-1,2027-01-04,aetna,East\nZ-2,2027-01-05,aetna,West\n"


def imported(app: AppTest, text: str, kind: str = "Case list") -> AppTest:
    view(app, "Import to the record")
    labelled(app, "radio", "Kind of list").set_value(kind).run()
    app.file_uploader[0].upload("list.csv", text.encode(), "text/csv").run()
    assert not app.exception
    return app


def choose(app: AppTest, text: str, *targets: str) -> AppTest:
    """Change where the columns go, in their order, as in the table of columns."""
    edited = {row: {"Goes to": words} for row, words in enumerate(targets)}
    key = f"import_columns|cases|{hashlib.sha256(text.encode()).hexdigest()[:12]}|"
    app.session_state[key] = {"edited_rows": edited, "added_rows": [], "deleted_rows": []}
    app.run()
    assert not app.exception
    return app


@pytest.fixture
def recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page on a workspace whose record is empty."""
    monkeypatch.setenv("SCA_WORKSPACE", str(tmp_path))
    return open_page("cases")


def test_a_case_list_goes_into_the_record_after_its_columns_are_matched(
    recorded: AppTest, tmp_path: Path
) -> None:
    app = recorded
    imported(app, LIST)
    assert "problem" in words(app), "a list without case numbers is not taken"
    choose(app, LIST, "Case ID", "Infusion date", "Payer", "is not read")
    assert "2 new cases" in words(app)
    labelled(app, "text_input", "Save the mapping as (optional)").set_value("Clinic").run()
    labelled(app, "text_input", "New cases are looked after by (optional)").set_value("rlee").run()
    labelled(app, "button", "Put 2 cases into the record").click().run()
    assert "2 cases put into the record by" in words(app)
    desk = open_desk(tmp_path)
    assert kept_cases(desk, ["Z-1", "Z-2", "Z-3"]) == {"Z-1", "Z-2"}
    imported(app, LIST.replace("Z-1", "Z-8").replace("Z-2", "Z-9"))
    assert labelled(app, "selectbox", "Saved mapping to start from").value == "Clinic"
    assert "2 new cases" in words(app)


def test_an_event_list_of_unknown_cases_is_refused_whole(recorded: AppTest) -> None:
    app = recorded
    imported(app, "Case,Step,When\nZ-7,referred,2026-10-01\n", "Event list")
    assert "must be mended first" in words(app)
    assert "the record has no case Z-7" in app.dataframe[-1].value["What is wrong"].iloc[0]
    assert labelled(app, "button", "Put the list into the record").disabled


def test_an_example_is_put_into_the_record_and_can_be_exported(recorded: AppTest) -> None:
    app = recorded
    view(app, "Export the record")
    assert "nothing to export" in words(app)
    view(app, "On file")
    assert list(app.dataframe[0].value["Record"].unique()) == ["not yet"]
    app.session_state["case_rows"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    app.run()
    labelled(app, "button", "Put it into the record").click().run()
    assert "is in the record. The worklist shows what is next." in words(app)
    assert app.dataframe[0].value["Record"].iloc[0] == "in the record"
    view(app, "Export the record")
    assert labels(app, "download_button") == [
        "Excel workbook",
        "CSV tables (.zip)",
        "Log as CSV",
        "Log as XES",
    ]


def test_the_first_case_of_ones_own_says_where_the_examples_are(app: AppTest) -> None:
    assert set(app.dataframe[0].value["Kind"]) == {"example"}
    assert "come with the toolkit" in words(app)
    view(app, "Enter or edit")
    type_into(app, "Case ID", "CASE-7")
    labelled(app, "button", "Save the case").click().run()
    assert "“Show the examples” brings the examples back" in words(app)
    view(app, "On file")
    assert list(app.dataframe[0].value["Case"]) == ["CASE-7"]
    assert app.dataframe[0].value["Sign by"].iloc[0] == "not set"
    labelled(app, "toggle", "Show the examples").set_value(True).run()
    assert list(app.dataframe[0].value["Kind"])[:2] == ["yours", "example"]
