"""The Worklist: what needs action, sorted, filtered, counted, and what an empty record says."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from sca_toolkit.desk import choosing, tracking
from sca_toolkit.desk.choosing import CaseFilter, load_demo
from sca_toolkit.desk.recording import open_case
from sca_toolkit.desk.tracking import case_view
from sca_toolkit.settings import open_desk
from sca_toolkit.ui import worklist_page
from sca_toolkit.ui.worklist_page import _csv, _no_formula
from tests.ui.reading import labelled, labels, words
from tests.ui.recording import INVENTED, copy_of, filled_record, now, open_page


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


def test_the_demo_is_loaded_with_one_click_and_says_that_it_is_invented(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The button fills the record; fewer cases than usual, so that the test is quick."""
    monkeypatch.setenv("SCA_WORKSPACE", str(tmp_path))
    monkeypatch.setattr(worklist_page, "load_demo", partial(load_demo, cases=INVENTED))
    app = open_page("worklist")
    labelled(app, "button", "Load the demo").click().run()
    assert not app.exception
    assert len(app.dataframe[0].value) >= 2
    app.session_state["record_case"] = app.dataframe[0].value["Case"].iloc[0]
    app.switch_page("sca_toolkit/ui/case_record.py").run()
    assert "invented" in words(app)


def test_beyond_one_page_every_case_is_reached_once(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of two, so that few cases make several pages."""
    for module in (tracking, choosing, worklist_page):
        monkeypatch.setattr(module, "AT_ONCE", 2)
    app.session_state["worklist_seen"] = None
    app.run()
    first = list(app.dataframe[0].value["Case"])
    found = int(words(app).split(" of ")[1].split(" shown")[0])
    seen = list(first)
    assert labelled(app, "button", "Previous page").disabled
    while not labelled(app, "button", "Next page").disabled:
        labelled(app, "button", "Next page").click().run()
        assert not app.exception
        seen += list(app.dataframe[0].value["Case"])
    assert len(first) == 2
    assert len(seen) == len(set(seen)) == found
    labelled(app, "button", "Previous page").click().run()
    labelled(app, "text_input", "Case number").set_value("CASE-2026-101").run()
    assert list(app.dataframe[0].value["Case"]) == ["CASE-2026-101"], "a filter begins at the first page"


def test_a_payer_without_a_profile_has_a_readable_name(app: AppTest, tmp_path: Path) -> None:
    desk = open_desk(tmp_path / "workspace")
    case = desk.library.case("CASE-2026-101")
    coverage = case.coverage.model_copy(update={"payer": "northwind"})
    open_case(desk, case.model_copy(update={"id": "NW-1", "coverage": coverage}), now(desk))
    app.run()
    labelled(app, "text_input", "Case number").set_value("NW-1").run()
    assert list(app.dataframe[0].value["Payer"]) == ["Northwind (no profile)"]
    payers: Any = labelled(app, "multiselect", "Payer")
    assert any(option.startswith("Northwind (no profile)") for option in payers.options)


def test_an_empty_record_says_how_to_fill_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCA_WORKSPACE", str(tmp_path))
    app = open_page("worklist")
    assert "Import a case list" in words(app)
    assert labels(app, "button") == ["Go to Cases", "Load the demo"]
