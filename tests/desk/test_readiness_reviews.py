"""Second level, peer-to-peer, appeal, a transplant beside: what is known, and whom to ask. Examples are invented."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sca_toolkit.case import Component
from sca_toolkit.desk import Desk
from sca_toolkit.desk.readiness import Readiness, readiness
from sca_toolkit.desk.readiness_reviews import ReviewRow
from sca_toolkit.desk.recording import open_case, record_event
from sca_toolkit.desk.tracking import case_view
from sca_toolkit.events import Event, Step
from sca_toolkit.library import Library

CASE = "CASE-2026-101"
MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=ZoneInfo("America/New_York"))
DAY = date(2026, 11, 22)


def held(desk: Desk, payer: str | None = None) -> Readiness:
    return readiness(desk, desk.library.case(CASE), payer, DAY)


def rows(found: Readiness) -> dict[str, ReviewRow]:
    return {row.step: row for row in found.reviews}


def test_each_step_is_shown_and_what_nobody_knows_is_said_with_what_to_ask() -> None:
    found = rows(held(Desk(Library())))
    assert list(found) == [
        "second-level review",
        "peer-to-peer review",
        "appeal",
        "transplant and CAR T at one time",
    ]
    assert all(row.channel.startswith("not known, ask the payer") for row in found.values())
    assert found["appeal"].clock == (
        "file within: 180 calendar days, by law. Decided within: 30 calendar days (standard), by law; "
        "72 hours (expedited), by law"
    )


def test_what_the_profile_knows_takes_the_place_of_the_question() -> None:
    found = rows(held(Desk(Library()), "example-regional-plan"))
    assert found["peer-to-peer review"].channel == "phone 555-0123, weekdays, 9 a.m. to 4 p.m. Eastern"
    assert found["transplant and CAR T at one time"].channel.startswith("not at one time")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(Library(), address=str(tmp_path / "record.sqlite"), who="rlee")
    open_case(desk, desk.library.case(CASE), MONDAY)
    for days, step in enumerate((Step.pa_submitted, Step.pa_denied)):
        happened = {"case": CASE, "step": step, "at": MONDAY + timedelta(days=days), "component": "product"}
        details = {"denial_reason": "not_medically_necessary"} if step is Step.pa_denied else {}
        record_event(desk, Event.model_validate({**happened, "details": details}), MONDAY + timedelta(days=5))
    return desk


def test_a_denied_part_and_its_appeal_show_the_day_that_the_record_counts(desk: Desk) -> None:
    """Denied on November 17; 180 calendar days later is May 16, 2027."""
    view = case_view(desk, CASE, MONDAY + timedelta(days=6))
    own = readiness(desk, view.case, None, DAY, view.deadlines)
    assert rows(own)["appeal"].deadline == "appeal due May 16, 2027"
    parts = {part.component: part.deadline for part in own.parts}
    assert parts[Component.product] == "appeal due May 16, 2027"
    assert parts[Component.stay] == "nothing due on record"
    other = readiness(desk, view.case, "example-regional-plan", DAY, view.deadlines)
    assert rows(other)["appeal"].deadline == "nothing due on record"
