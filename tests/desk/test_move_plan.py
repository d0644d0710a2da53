"""Two people move the plan of one case: the second is told what the first did, and nothing is half kept."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from sca_toolkit.desk import Desk
from sca_toolkit.desk.recording import move_plan, open_case
from sca_toolkit.desk.tracking import case_view
from sca_toolkit.errors import DataError, UsageProblem
from sca_toolkit.events import Step
from sca_toolkit.library import Library
from sca_toolkit.store import Conflict
from tests.store.samples import NOW, case

LATER = NOW + timedelta(hours=1)
INFUSION = date(2027, 1, 5)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(Library(), str(tmp_path / "record.sqlite"), "rlee")
    open_case(made, case(), NOW)
    return made


def moves(desk: Desk) -> list[str | None]:
    view = case_view(desk, "CASE-1", LATER)
    return [each.details.get("planned") for each in view.events if each.step is Step.plan_moved]


def test_the_second_to_move_the_same_plan_is_told_and_may_move_again(desk: Desk) -> None:
    move_plan(desk, "CASE-1", {"infusion": INFUSION + timedelta(days=3)}, NOW, version=1)
    mine = {"infusion": INFUSION + timedelta(days=7)}
    with pytest.raises(Conflict) as caught:
        move_plan(desk, "CASE-1", mine, LATER, version=1)
    assert [(change.path, change.theirs, change.mine) for change in caught.value.changes] == [
        ("dates.infusion", "2027-01-08", "2027-01-12")
    ]
    assert moves(desk) == ["2027-01-08"], "nothing of the refused move is kept"
    move_plan(desk, "CASE-1", mine, LATER, version=caught.value.latest)
    assert moves(desk) == ["2027-01-08", "2027-01-12"]
    assert case_view(desk, "CASE-1", LATER).row.version == 3


def test_what_somebody_else_moved_to_the_same_day_is_not_moved_again(desk: Desk) -> None:
    there = {"infusion": INFUSION + timedelta(days=3)}
    move_plan(desk, "CASE-1", there, NOW, version=1)
    assert move_plan(desk, "CASE-1", there, LATER, version=1).dates.infusion == there["infusion"]
    assert moves(desk) == ["2027-01-08"]


def test_without_a_version_the_plan_moves_as_it_stands(desk: Desk) -> None:
    move_plan(desk, "CASE-1", {"infusion": INFUSION + timedelta(days=3)}, NOW)
    move_plan(desk, "CASE-1", {"needed_by": date(2026, 12, 5)}, LATER)
    assert case_view(desk, "CASE-1", LATER).case.dates.infusion == date(2027, 1, 8)


def test_dates_in_the_wrong_order_and_unknown_versions_keep_nothing(desk: Desk) -> None:
    with pytest.raises(DataError):
        move_plan(desk, "CASE-1", {"collection": INFUSION + timedelta(days=9)}, NOW, version=1)
    with pytest.raises(UsageProblem, match="no version 9"):
        move_plan(desk, "CASE-1", {"infusion": INFUSION}, NOW, version=9)
    assert moves(desk) == []
