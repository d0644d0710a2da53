"""The Payers page: the list, the card, several side by side."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from sca_toolkit.desk.choosing import load_demo
from sca_toolkit.settings import open_desk
from tests.ui.conftest import Open
from tests.ui.reading import labelled, words
from tests.ui.recording import now, open_page


@pytest.fixture
def app(open_app: Open) -> AppTest:
    return open_app("payers")


def listed(app: AppTest) -> list[str]:
    return list(app.dataframe[0].value["Payer"])


def choose(app: AppTest, mode: str, *names: str) -> AppTest:
    rows = [listed(app).index(name) for name in names]
    app.session_state[f"payer_rows|{mode}"] = {"selection": {"rows": rows, "columns": [], "cells": []}}
    app.run()
    assert not app.exception
    return app


def test_real_payers_come_first_and_the_invented_are_labelled(app: AppTest) -> None:
    facts = list(app.dataframe[0].value["Facts"])
    assert facts == sorted(facts, key=lambda word: word == "invented example")
    assert facts.count("invented example") == 4


def test_the_search_and_the_filter_narrow_the_list(app: AppTest) -> None:
    labelled(app, "text_input", "Search by name, role or experience").set_value("medicaid").run()
    table = app.dataframe[0].value
    assert 0 < len(table) < 27
    assert all("medicaid" in " ".join(map(str, row)).casefold() for row in table.itertuples())
    labelled(app, "text_input", "Search by name, role or experience").set_value("").run()
    labelled(app, "button_group", "Show").set_value("Invented examples").run()
    assert len(listed(app)) == 4
    labelled(app, "text_input", "Search by name, role or experience").set_value("nobody of this name").run()
    assert "No payer fits." in words(app)


def test_the_card_says_what_is_known_with_source_and_what_is_not(app: AppTest) -> None:
    choose(app, "single-row-required", "Cigna")
    said = words(app)
    assert "How to reach it" in said
    assert "<details><summary>" in said
    assert "<div class='source'>" in said
    assert "rel='noopener noreferrer'" in said
    assert "Not known, ask the payer" in said


def test_the_card_can_be_a_table_with_sources_and_ages(app: AppTest) -> None:
    choose(app, "single-row-required", "Aetna")
    labelled(app, "toggle", "As a table").set_value(True).run()
    table = app.dataframe[1].value
    assert {"Value", "Since", "Age in days", "Check again", "Source", "Address"} <= set(table.columns)
    unknown = table[table["Section"] == "What we do not know"]
    assert set(unknown["Value"]) == {"not known, ask the payer's contracting line"}


def test_two_payers_stand_side_by_side_with_differences_marked(app: AppTest) -> None:
    labelled(app, "button_group", "View").set_value("Compare").run()
    assert "Tick two to 4 payers" in words(app)
    choose(app, "multi-row", "Aetna", "Blue Cross Blue Shield of North Dakota")
    table = app.dataframe[1].value
    assert list(table.columns)[2:] == ["Aetna", "Blue Cross Blue Shield of North Dakota"]
    for _, row in table.iterrows():
        known = {value for value in row.iloc[2:] if not value.startswith("not known")}
        assert (row["Differs"] == "differs") == (len(known) > 1)
    labelled(app, "toggle", "Only what differs").set_value(True).run()
    assert set(app.dataframe[1].value["Differs"]) == {"differs"}


def test_five_payers_are_too_many_to_compare(app: AppTest) -> None:
    labelled(app, "button_group", "View").set_value("Compare").run()
    choose(app, "multi-row", *listed(app)[:5])
    assert "At most 4 payers fit side by side" in words(app)


def test_a_wrong_profile_is_named_and_does_not_hide_the_others(open_app: Open, workspace: Path) -> None:
    folder = workspace / "payer_profiles"
    folder.mkdir()
    (folder / "wrong.yaml").write_text(
        "id: wrong\nname: Wrong\ninvented: yes\nsummary: x\nsources: {}\nrol: x\n"
    )
    good = "id: good\nname: Good\ninvented: yes\nsummary: x\nsources: {}\n"
    (folder / "good.yaml").write_text(good)
    app = open_app("payers")
    assert "the key “rol” is not known" in words(app)
    assert listed(app) == ["Good"]


def test_a_payer_without_cases_in_the_record_says_so_on_its_card(app: AppTest) -> None:
    assert "No case of this payer is in the record yet." in words(app)


def test_the_card_shows_what_our_own_cases_say_with_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCA_WORKSPACE", str(tmp_path))
    desk = open_desk(tmp_path)
    load_demo(desk, now(desk), cases=14)
    desk.record.close()
    app = open_page("payers")
    labelled(app, "text_input", "Search by name, role or experience").set_value("Example National").run()
    tables = [table.value for table in app.dataframe]
    rates = next(table for table in tables if "Of our cases" in table)
    assert rates["Of our cases"].str.contains(r"\d+ of \d+ \(|none yet").all()
    times = next(table for table in tables if "First agreement" in table)
    assert times["All cases"].str.contains("n = |too few|none").all()
    assert "Exact 95% intervals; open cases are counted" in words(app)
