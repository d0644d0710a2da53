"""The Monthly pack page: the sentences, the tables, Word in one click, and the file for a region."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from sca_toolkit.desk.choosing import load_demo
from sca_toolkit.desk.tracking import case_view
from sca_toolkit.settings import open_desk
from tests.ui.reading import labels, words
from tests.ui.recording import now, open_page


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("record")
    desk = open_desk(folder)
    load_demo(desk, now(desk), cases=24)
    desk.record.close()
    return folder


@pytest.fixture
def app(filled: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("SCA_WORKSPACE", str(filled))
    return open_page("pack")


def test_the_sentences_come_first_and_both_files_are_one_click_away(app: AppTest) -> None:
    assert "cases are open; it is our turn in" in app.markdown[0].value
    offered = labels(app, "download_button")
    assert offered[:2] == ["Word", "PDF"]
    assert offered[2].endswith("rows as CSV in a zip")


def test_the_tables_of_the_pack_stand_on_the_page_without_a_name(app: AppTest, filled: Path) -> None:
    desk = open_desk(filled)
    tables = [table.value for table in app.dataframe]
    assert any("As many days before" in table for table in tables)
    said = words(app) + "".join(table.to_string() for table in tables)
    for table in tables:
        for number in table.get("Case", ()):
            name = case_view(desk, number, now(desk)).case.member.name
            assert name is None or name not in said
    desk.record.close()


def test_an_empty_record_says_there_is_nothing_to_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCA_WORKSPACE", str(tmp_path))
    assert "nothing to report" in words(open_page("pack"))
