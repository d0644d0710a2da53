"""The Exposure page: target and walk-away are entered once, and every offer and draft is held against them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from sca_toolkit.desk import Desk, exposure
from sca_toolkit.desk.drafting import begin
from sca_toolkit.desk.exposure_goals import goals_of
from sca_toolkit.exposure.goals import Goal, Measure
from sca_toolkit.library import Library
from sca_toolkit.store import add_cases, append_terms
from tests.exposure.test_rounds import paying
from tests.ui.conftest import Open
from tests.ui.reading import labelled, words

CASE = "CASE-2026-101"
DAY = date(2026, 11, 23)
LIMITS = "acceptance_limits:\n  - worst_loss: $1\n    roles: [director]\n  - roles: [director, officer]\n"


@pytest.fixture
def desk(workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(exposure, "POINTS", 256)
    # A folder of its own: the app keeps one desk for each workspace.
    monkeypatch.setenv("SCA_WORKSPACE", str(tmp_path))
    monkeypatch.setenv("SCA_DATABASE", str(tmp_path / "record.sqlite"))
    (tmp_path / "tracking.yaml").write_text(LIMITS)
    made = Desk(Library(tmp_path), address=str(tmp_path / "record.sqlite"), who="rlee")
    case = Library().case(CASE)
    terms = begin(Desk(Library()), case, DAY).terms
    with made.record.writing(who="rlee", now=datetime(2026, 11, 23, 15, tzinfo=UTC)) as write:
        add_cases(write, (case,))
        append_terms(write, CASE, terms, after=0)
        append_terms(write, CASE, paying(terms, 100_000), after=1)
    return made


def columns_of(app: AppTest, alone: str) -> list[str]:
    found = next(each.value for each in app.dataframe if alone in each.value.columns)
    return list(found.columns)


def test_target_and_walk_away_are_kept_and_shown_for_offers_and_rounds(desk: Desk, open_app: Open) -> None:
    app = open_app("exposure", case=CASE)
    assert columns_of(app, "Needs the approval of")[0] == "Offer"
    labelled(app, "number_input", "Mean margin, dollars: target").set_value(40_000.0)
    labelled(app, "button", "Keep").click().run()
    assert "Enter both target and walk-away of the mean margin, or neither." in words(app)
    assert goals_of(desk, CASE) is None

    labelled(app, "number_input", "Mean margin, dollars: walk-away").set_value(-5_000.0)
    labelled(app, "number_input", "Chance of a loss, percent: target").set_value(1.0)
    labelled(app, "number_input", "Chance of a loss, percent: walk-away").set_value(2.0)
    labelled(app, "button", "Keep").click().run()
    assert not app.exception
    kept = goals_of(desk, CASE)
    assert kept is not None
    assert kept.goals == (
        Goal(measure=Measure.mean_margin, target=40_000, walk_away=-5_000),
        Goal(measure=Measure.loss_chance, target=0.01, walk_away=0.02),
    )
    assert "Target and walk-away are kept. Recorded by" in words(app)
    heading = "Mean margin: target $40,000, walk-away -$5,000"
    offers = next(each.value for each in app.dataframe if heading in each.value.columns)
    assert all(
        each.startswith("below walk-away (") for each in offers["Chance of a loss: target 1%, walk-away 2%"]
    )
    drafts = next(each.value for each in app.dataframe if "Moved" in each.value.columns)
    assert heading in drafts.columns
    assert list(drafts["Needs the approval of"]) == ["director", "director, officer"]
