"""A workspace of one's own: what `sca init` puts there works as it stands, and nothing of the user's is overwritten."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest

from sca_toolkit.desk import Desk
from sca_toolkit.desk.exchange import import_cases, import_events
from sca_toolkit.desk.workspace import init_workspace
from sca_toolkit.errors import UsageProblem
from sca_toolkit.library import Library
from sca_toolkit.timeline import Practice

NOW = datetime.fromisoformat("2026-11-23T09:00:00-05:00")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    init_workspace(tmp_path / "mine")
    return tmp_path / "mine"


def test_the_tracking_file_changes_nothing_until_a_line_is_taken_out_of_its_comment(own: Path) -> None:
    assert Library(own).practice() == Practice()


def test_every_line_of_the_tracking_file_may_be_taken_out_of_its_comment(own: Path) -> None:
    text = (own / "tracking.yaml").read_text()
    (own / "tracking.yaml").write_text(re.sub(r"(?m)^#(?! )|^#(?=  )", "", text))
    practice = Library(own).practice()
    assert set(practice.model_fields_set) == set(Practice.model_fields) - {"steps"}
    assert practice.gates == Practice().gates
    assert practice.stages == Practice().stages


def test_the_example_lists_go_into_the_record(own: Path) -> None:
    desk = Desk(Library(own), address=str(own / "record.sqlite"), who="rlee")
    cases, events = ((own / "examples" / name).read_bytes() for name in ("cases.csv", "events.csv"))
    assert len(import_cases(desk, cases, "cases.csv", NOW).new) == 3
    found = import_events(desk, events, "events.csv", NOW)
    assert len(found.new) == 14
    assert not [problem for problem in found.problems if problem.place or problem.line]


def test_a_file_of_the_user_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "tracking.yaml").write_text("soon_days: 10\n")
    with pytest.raises(UsageProblem, match=r"already holds tracking\.yaml"):
        init_workspace(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["tracking.yaml"]
