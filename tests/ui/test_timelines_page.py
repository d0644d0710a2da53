"""The page Timelines on the invented demo: the lead's three questions are answered from the page alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import streamlit as st
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.testing.v1 import AppTest

from sca_toolkit.desk.synthetic import load_world, make_world
from sca_toolkit.settings import open_desk
from tests.conftest import ROOT
from tests.ui.reading import labelled, words

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """110 invented cases."""
    file = tmp_path_factory.mktemp("record") / "record.sqlite"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCA_DATABASE", str(file))
        patch.delenv("SCA_WORKSPACE", raising=False)
        load_world(
            open_desk().record,
            make_world(7, DAY, 110),
            who="test",
            now=datetime(2026, 11, 22, 14, tzinfo=UTC),
        )
    return file


@pytest.fixture(autouse=True, scope="module")
def no_desk_of_another_module() -> Iterator[None]:
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture
def app(record: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("SCA_DATABASE", str(record))
    monkeypatch.delenv("SCA_WORKSPACE", raising=False)
    made = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    made.session_state["timelines_as_of"] = DAY
    made.switch_page("sca_toolkit/ui/timelines.py").run()
    assert not made.exception
    return made


def shown(app: AppTest, view: str) -> AppTest:
    app.session_state["timelines_view"] = view
    app.run()
    assert not app.exception
    return app


def charts(app: AppTest) -> str:
    return " ".join(each.proto.spec for each in app.get("vega_lite_chart"))


def drawn(app: AppTest) -> str:
    """All values that the charts draw, as text."""
    frames = [
        convert_arrow_bytes_to_pandas_df(each.data.data).to_csv(index=False)
        for chart in app.get("vega_lite_chart")
        for each in chart.proto.datasets
    ]
    return " ".join(frames)


def test_the_first_line_says_who_is_slow_and_how_sure_that_is(app: AppTest) -> None:
    first = app.markdown[0].value
    assert "Slower than all together" in first
    assert "% sure" in first
    assert "half are signed by day" in first


def test_every_chart_carries_its_clock_n_and_day_and_has_a_table(app: AppTest) -> None:
    for view in ("Who is slow", "Curves", "Goal", "Before and after"):
        found = charts(shown(app, view))
        assert "agreement requested to signed by both; n = " in found, view
        assert "as of Nov 22, 2026" in found, view
        assert app.dataframe, view
        assert app.get("download_button"), view


def test_payers_with_too_few_events_are_counted_and_not_named(app: AppTest) -> None:
    assert "not ranked and not named" in words(app)
    assert "Union" not in drawn(app) + words(app)


def test_curves_show_numbers_at_risk_and_say_when_no_published_figure_matches(app: AppTest) -> None:
    found = shown(app, "Curves")
    assert "at risk, all together" in drawn(found)
    assert "No published figure runs exactly" in words(found)


def test_whose_days_split_every_stage(app: AppTest) -> None:
    found = drawn(shown(app, "Whose days"))
    for part in (
        "Ours",
        "Payer",
        "Agreement: requested to signed by both",
        "Authorization: submitted to decided",
    ):
        assert part in found


def test_did_the_template_help_is_answered_with_its_doubt(app: AppTest) -> None:
    found = shown(app, "Before and after")
    labelled(found, "date_input", "The day of the change, such as a new template").set_value(
        date(2026, 3, 1)
    ).run()
    assert "No difference beyond chance" in words(found)
    assert "before Mar 1, 2026" in words(found)


def test_open_cases_show_their_chances_and_how_good_past_ones_were(app: AppTest) -> None:
    found = shown(app, "Open cases")
    table = found.dataframe[0].value
    assert len(table) >= 3
    assert {"In 7 days", "In 14 days", "In 30 days"} <= set(table.columns)
    assert "80% intervals" in words(found) or "are needed" in words(found)


def test_another_clock_has_its_own_answer_and_goal(app: AppTest) -> None:
    labelled(app, "selectbox", "Clock").set_value("Treatment: referred to infused").run()
    found = shown(app, "Goal")
    assert "referred to infused; n = " in charts(found)
    assert "is the goal that clinicians" in words(found)


def test_a_clock_of_two_equal_moments_is_not_drawn(app: AppTest) -> None:
    labelled(app, "selectbox", "Clock").set_value("Two moments of your choice").run()
    labelled(app, "selectbox", "To").set_value("referred").run()
    assert "Choose two different moments" in words(app)
    assert not app.exception


def test_an_empty_record_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCA_DATABASE", str(tmp_path / "empty.sqlite"))
    monkeypatch.delenv("SCA_WORKSPACE", raising=False)
    st.cache_resource.clear()
    made = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    made.switch_page("sca_toolkit/ui/timelines.py").run()
    assert "nothing can be timed" in words(made)
