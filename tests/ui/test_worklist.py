"""The Worklist: what needs action, sorted, filtered, counted, and what an empty record says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from sca_toolkit.desk.choosing import CaseFilter
from sca_toolkit.desk.tracking import case_view
from sca_toolkit.settings import open_desk
from sca_toolkit.ui.worklist_page import _csv, _no_formula
from tests.ui.reading import labelled, labels, words
from tests.ui.recording import copy_of, filled_record, now, open_page


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled_record(tmp_path_factory.mktemp("record") / "workspace")


@pytest.fixture
def app(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("SCA_WORKSPACE", str(copy_of(filled, tmp_path / "workspace")))
    return open_page("worklist")


def test_the_most_urgent_case_comes_first_with_one_next_action_and_its_reason(app: AppTest) -> None:
    table = app.dataframe[0].value
    assert len(table) >= 2
    assert all(table["Next action"].str.len() > 5)
    assert all(table["Why"].str.contains(": "))
    risks = [why.split(":")[0] for why in table["Why"]]
    order = ["Slot at risk", "48-hour line", "Deadline", "Ends too early", "Payer is late", "Payer is silent",
             "Our turn", "Next step", "Waiting", "Nothing to do"]  # fmt: skip
    places = [order.index(risk) for risk in risks]
    assert places == sorted(places)
    assert f"{len(table)} of {len(table)} shown" in words(app)


def test_filters_narrow_the_list_and_stay_after_another_page(app: AppTest) -> None:
    every = app.dataframe[0].value
    number = every["Case"].iloc[-1]
    labelled(app, "text_input", "Case number").set_value(number).run()
    assert list(app.dataframe[0].value["Case"]) == [number]
    app.switch_page("sca_toolkit/ui/cases.py").run()
    app.switch_page("sca_toolkit/ui/worklist.py").run()
    assert labelled(app, "text_input", "Case number").value == number
    labelled(app, "text_input", "Case number").set_value("NO-SUCH").run()
    assert "No open case fits these filters" in words(app)


def test_the_counts_by_stage_add_up_and_one_stage_can_be_shown_alone(app: AppTest) -> None:
    strip: Any = next(each for each in app.get("button_group") if "stage" in str(getattr(each, "label", "")))
    counts = [int(option.content.split()[-1]) for option in strip.proto.options]
    assert sum(counts) == len(app.dataframe[0].value)
    strip.set_value([4]).run()
    stages = set(app.dataframe[0].value["Stage"]) if len(app.dataframe) else set()
    assert stages <= {"Financial agreement"}


def test_no_name_of_a_member_stands_on_the_list_or_in_its_file(app: AppTest, tmp_path: Path) -> None:
    desk = open_desk(tmp_path / "workspace")
    table = app.dataframe[0].value
    said = table.to_string() + words(app) + _csv(desk, CaseFilter(open=True), now(desk)).decode("utf-8-sig")
    for number in table["Case"]:
        name = case_view(desk, number, now(desk)).case.member.name
        assert name is None or name not in said
    assert labels(app, "download_button") == ["Download as CSV"]


def test_text_that_a_spreadsheet_would_run_is_made_harmless() -> None:
    assert _no_formula("=1+1") == "'=1+1"
    assert _no_formula("in 3 days") == "in 3 days"


def test_an_empty_record_says_how_to_fill_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCA_WORKSPACE", str(tmp_path))
    app = open_page("worklist")
    assert "Import a case list" in words(app)
    assert labels(app, "button") == ["Go to Cases", "Load the demo"]
