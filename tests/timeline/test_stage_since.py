"""The quick answer of lists and the whole journey say the same. Cases are invented."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta

from sca_toolkit.desk.synthetic import make_world
from sca_toolkit.desk.synthetic.world import ZONE
from sca_toolkit.events import Event
from sca_toolkit.timeline import Situation, journey, stage_since


def test_stage_and_its_first_day_are_those_of_the_journey() -> None:
    world = make_world(7, date(2026, 11, 22), 80)
    events: dict[str, list[Event]] = defaultdict(list)
    for event in world.events:
        events[event.case].append(event)
    now = datetime(2026, 11, 22, 13, tzinfo=ZONE)
    stages = set()
    for case in world.cases:
        for earlier in (0, 30, 90):
            s = Situation(case=case, events=tuple(events[case.id]), as_of=now - timedelta(days=earlier))
            whole = journey(s)
            assert stage_since(s) == (whole.stage, whole.since), (case.id, earlier)
            stages.add(whole.stage)
    assert len(stages) > 4
