"""Readiness on the Case page: the checklist, an entry that closes it, another payer, a letter."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from sca_toolkit.settings import open_desk
from tests.ui.reading import labelled, words
from tests.ui.recording import CASE, now, open_page


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    from sca_toolkit.desk.recording import open_case

    monkeypatch.setenv("SCA_WORKSPACE", str(tmp_path))
    desk = open_desk(tmp_path)
    case = desk.library.case(CASE)
    today = now(desk).date()
    # The plan of the example lies around November 2026; only the order of its days matters here.
    dates = case.dates.model_copy(update={"collection": max(date(2026, 12, 3), today)})
    open_case(desk, case if dates == case.dates else case.model_copy(update={"dates": dates}), now(desk))
    app = open_page("case_record", CASE)
    app.session_state["record_part"] = "Readiness"
    app.run()
    assert not app.exception
    return app


@pytest.mark.long
def test_the_checklist_says_what_is_missing_and_who_gets_it(app: AppTest) -> None:
    shown = app.table[0].value
    assert "laboratory" in set(shown["Who"])
    assert any("lymphocyte count" in text for text in shown["What the payer asks"])
    assert {metric.label for metric in app.metric} >= {
        "Missing",
        "Run out as planned",
        "Run out a week later",
    }


def test_a_fact_entered_in_place_leaves_the_checklist(app: AppTest) -> None:
    assert any("lymphocyte count" in text for text in app.table[0].value["What the payer asks"])
    labelled(app, "selectbox", "What arrived?").select("test:alc").run()
    labelled(app, "number_input", "Value").set_value(0.5)
    labelled(app, "text_input", "Unit").input("10^9/L")
    labelled(app, "date_input", "Day of it").set_value(date(2026, 11, 20))
    labelled(app, "text_input", "Paper that shows it").input("laboratory report")
    labelled(app, "button", "Keep it").click().run()
    assert not app.exception
    assert "Kept." in words(app)
    assert "Nothing is open for the request" in words(app)


@pytest.mark.long
def test_an_entry_without_a_date_is_refused_in_words(app: AppTest) -> None:
    labelled(app, "selectbox", "What arrived?").select("test:alc").run()
    labelled(app, "number_input", "Value").set_value(0.5)
    labelled(app, "button", "Keep it").click().run()
    assert "has no date" in words(app)


@pytest.mark.long
def test_another_payer_can_be_chosen(app: AppTest) -> None:
    labelled(app, "selectbox", "Payer").select("aetna").run()
    assert not app.exception
    assert "No criteria of this payer are on file for this product" in words(app)


def test_facts_of_a_spreadsheet_close_the_checklist(app: AppTest) -> None:
    head = "Case ID,What,Name,Value,Unit,Result,Date,Source\n"
    fact = f"{CASE},test,ALC,0.5,10^9/L,,2026-11-20,laboratory report\n"
    label = "Spreadsheet with one fact a row (Excel or CSV)"
    labelled(app, "file_uploader", label).upload("facts.csv", (head + fact).encode(), "text/csv").run()
    labelled(app, "button", "Add the facts").click().run()
    assert not app.exception
    assert f"{CASE}: 1 fact added." in words(app)
    assert "Nothing is open for the request" in words(app)
