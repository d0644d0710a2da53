"""The Planner: the gain before anything else, each wait with its price, and what a person enters is counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.reading import labelled, words
from tests.ui.recording import open_page

EDITOR = "planner_editor|0"
WAITS, RISK = 1, 2


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """An empty record, so that every length is a published one."""
    monkeypatch.setenv("SCA_WORKSPACE", str(tmp_path))
    return open_page("planner")


def edit(app: AppTest, row: int, **cells: object) -> None:
    app.session_state[EDITOR] = {"edited_rows": {row: cells}, "added_rows": [], "deleted_rows": []}
    app.run()
    assert not app.exception


def risk(app: AppTest, what: str) -> tuple[str, str]:
    table = app.dataframe[RISK].value.set_index("What")
    return str(table.loc[what, "One after another"]), str(table.loc[what, "In parallel"])


def test_the_answer_comes_first_with_its_range_seed_and_comparison(app: AppTest) -> None:
    assert "**33 days sooner** (19 to 45 in 8 of 10 cases)" in app.markdown[0].value
    said = words(app)
    assert "20,000 simulated cases" in said
    assert "seed 20261122" in said
    assert "about 70 days in parallel and about 100 days in sequence" in said


def test_the_wait_that_costs_most_stands_first_and_is_said_in_a_sentence(app: AppTest) -> None:
    table = app.dataframe[WAITS].value
    assert table["Days sooner"].is_monotonic_decreasing
    assert f"Begin “{table['Step'].iloc[0]}” without waiting for" in words(app)


def test_nothing_is_at_risk_in_money_until_somebody_enters_it(app: AppTest) -> None:
    assert risk(app, "Money lost, on average") == ("not entered", "not entered")
    assert risk(app, "Purchase order of the product") == ("not before cover", "begun in 100%")
    edit(app, 5, **{"Lost if cover fails": 40_000})
    labelled(app, "number_input", "Chance that cover fails in the end, in percent").set_value(10.0).run()
    assert risk(app, "Money lost, on average")[1] == "$40,000, 2 not entered"
    assert risk(app, "Expected loss a case")[1] == "$4,000"


def test_days_entered_are_used_and_stay_after_another_page(app: AppTest) -> None:
    before = app.markdown[0].value
    edit(app, 4, **{"Shortest": 1.0, "Most likely": 2.0, "Longest": 3.0})
    entered = app.markdown[0].value
    assert entered != before
    app.switch_page("sca_toolkit/ui/payers.py").run()
    app.switch_page("sca_toolkit/ui/planner.py").run()
    assert app.markdown[0].value == entered
    labelled(app, "button", "Back to the start").click().run()
    assert app.markdown[0].value == before


def test_a_wait_taken_away_leaves_the_list_of_waits(app: AppTest) -> None:
    assert "Single-case agreement" in set(app.dataframe[WAITS].value["Step"])
    edit(app, 4, **{"Also waits for today": []})
    assert "Single-case agreement" not in set(app.dataframe[WAITS].value["Step"])


def test_a_wrong_entry_is_said_in_words_and_the_table_stays(app: AppTest) -> None:
    edit(app, 4, Shortest=30.0, Longest=10.0)
    assert "Single-case agreement: low (30 days) is longer than high (10 days)" in app.error[0].value
    labelled(app, "button", "Back to the start").click().run()
    assert not app.error


def test_empty_columns_of_the_table_take_numbers_in_the_browser(app: AppTest) -> None:
    """A column without a type looks the same here, but a browser drops what is typed into it."""
    tables = [table.value for table in app.dataframe]
    steps = next(table for table in tables if "Shortest" in table)
    assert {
        str(steps[name].dtype) for name in ("Shortest", "Most likely", "Longest", "Lost if cover fails")
    } == {"float64"}
