"""The pages Exposure, Exposure table and Assumptions: a finance director's questions from one page."""

from __future__ import annotations

import io
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from sca_toolkit.desk import Desk, exposure
from sca_toolkit.desk.exposure_table import exposure_table, table_workbook
from sca_toolkit.library import Library
from tests.ui.conftest import Open
from tests.ui.reading import labelled, words


@pytest.fixture(autouse=True)
def few_patients(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exposure, "POINTS", 256)


def test_a_finance_director_is_answered_from_one_page(open_app: Open) -> None:
    app = open_app("exposure")
    said = words(app)
    assert "leaves most on average" in said
    assert "If the ICU is needed (" in said
    assert "What can be won without more money?" in said
    assert "4,096 simulated patients, fully loaded cost; lowest confidence of a number in use: low" in said
    table = app.dataframe[0].value
    assert list(table["Offer"]) == ["our draft", "case-rate", "case-rate-stop-loss", "per-diem"]
    assert labelled(app, "button_group", "Look closer at").value == "case-rate"

    rates = app.dataframe[1].value.set_index("To reach")["Case rate: amount"]
    assert rates["a loss in at most 5%"] == "no number is enough"
    assert rates["a loss in at most 10%"].startswith("$")
    assert "lose whatever this number is" in said

    loses = next(each.value for each in app.metric if each.label == "Loses in")
    labelled(app, "slider", "Case Rate: amount").set_value(200_000.0).run()
    assert not app.exception
    now = next(each.value for each in app.metric if each.label == "Loses in")
    assert int(now.rstrip("%")) < int(loses.rstrip("%"))


def test_the_answer_goes_to_excel_for_the_offer_and_the_episode_that_are_chosen(open_app: Open) -> None:
    app = open_app("exposure")
    assert labelled(app, "selectbox", "Offer to price exactly").value == "case-rate"
    labelled(app, "selectbox", "Dated episode").set_value("collected-never-infused").run()
    labelled(app, "selectbox", "Offer to price exactly").set_value("per-diem").run()
    assert not app.exception
    assert labelled(app, "download_button", "Excel with live formulas")
    assert "every assumption with its source" in words(app)


def test_an_all_in_per_diem_shows_the_roll_in_and_both_settings(open_app: Open) -> None:
    app = open_app("exposure")
    labelled(app, "multiselect", "Offers").set_value(["per-diem-all-in"]).run()
    assert not app.exception
    costs = next(each.value for each in app.dataframe if "Instead" in each.value.columns)
    assert costs.iloc[0]["Choice"] == "Admission after infusion"
    assert costs.iloc[0]["In this offer"] == "roll in"
    settings = next(each.value for each in app.dataframe if "Inpatient: loses in" in each.value.columns)
    assert len(settings) == 1


def test_an_offer_with_open_terms_is_told_and_not_priced(open_app: Open) -> None:
    app = open_app("exposure", case="CASE-2026-102")
    said = words(app)
    assert "our draft** cannot be priced." in said
    assert "more terms are still open" in said
    assert "our draft" not in list(app.dataframe[0].value["Offer"])


def test_a_changed_assumption_shows_what_it_moves(open_app: Open) -> None:
    app = open_app("assumptions")
    table = app.dataframe[0].value
    assert {"Value", "How known", "Confidence", "n", "Source, years, population", "Weight of own"} <= set(
        table.columns
    )
    assert "no published support" in words(app)
    labelled(app, "selectbox", "Number").set_value("ward_day").run()
    labelled(app, "number_input", "Value, dollars a day").set_value(2_500.0)
    labelled(app, "button", "Use it").click().run()
    assert not app.exception
    moved = next(each.value for each in app.dataframe if "Before" in each.value.columns)
    assert next(iter(moved["Moves"])).startswith("+$")
    assert app.session_state["exposure_numbers"] == {"ward_day": 2_500.0}


def test_own_patients_are_used_after_a_person_has_confirmed_them(open_app: Open) -> None:
    app = open_app("assumptions")
    text = "Setting,Infused,Admitted,Discharged\ninpatient,2026-01-10,2026-01-05,2026-01-15\n"
    app.file_uploader[0].upload("ours.csv", text.encode(), "text/csv").run()
    assert not app.exception
    table = next(each.value for each in app.dataframe if "Own value" in each.value.columns)
    assert table.iloc[0]["Own value"] == "10 days"
    assert labelled(app, "button", "Use these numbers").disabled
    labelled(app, "checkbox", "I have compared these numbers with our records").check().run()
    labelled(app, "button", "Use these numbers").click().run()
    assert not app.exception
    assert "In use: 1 number from ours" in words(app)


def test_open_cases_are_listed_with_those_that_cannot_be_priced(open_app: Open) -> None:
    app = open_app("exposure_table")
    table = app.dataframe[0].value
    assert len(table) == 5
    assert list(table["Mean margin"]).count("not priced") == 3
    assert all(why for why in table[table["Mean margin"] == "not priced"]["Not priced because"])
    labelled(app, "multiselect", "Product").set_value(["axi-cel"]).run()
    assert list(app.dataframe[0].value["Case"]) == ["CASE-2026-101"]


def test_the_excel_file_holds_numbers_and_says_what_they_are() -> None:
    day = date(2026, 11, 22)
    book = load_workbook(
        io.BytesIO(table_workbook(exposure_table(Desk(Library()), day), day, ZoneInfo("UTC")))
    )
    about = " ".join(str(cell.value) for row in book["About"] for cell in row if cell.value)
    assert "November 22, 2026" in about
    assert "Invented figures" in about
    sheet = book["Open cases"]
    heads = [cell.value for cell in sheet[1]]
    priced = [
        row
        for row in sheet.iter_rows(min_row=2, values_only=True)
        if row[heads.index("Mean margin")] is not None
    ]
    assert len(priced) == 2
    shares = [row[heads.index("Share of the tail of all")] for row in priced]
    assert all(isinstance(each, int | float) for each in shares)
