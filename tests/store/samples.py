"""Invented cases and events, and the moment at which these tests happen."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sca_toolkit.case import Case, Coverage, LineOfBusiness, PlannedDates
from sca_toolkit.events import Event, Step
from sca_toolkit.store import Store, Write, add_case, add_events, events_of, stored_case

NOW = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)


def case(case_id: str = "CASE-1", **changes: Any) -> Case:
    start = {
        "id": case_id,
        "synthetic": True,
        "product": "axi-cel",
        "coverage": Coverage(payer="example-regional-plan", line_of_business=LineOfBusiness.commercial),
        "dates": PlannedDates(needed_by=date(2026, 12, 1), infusion=date(2027, 1, 5)),
    }
    return Case.model_validate(start | changes)


def event(
    step: Step = Step.pa_submitted, *, days_ago: float = 1, case_id: str = "CASE-1", **changes: Any
) -> Event:
    start = {"case": case_id, "step": step, "at": NOW - timedelta(days=days_ago)}
    return Event.model_validate(start | changes)


def writing(store: Store, who: str = "rlee", *, hours: float = 0) -> AbstractContextManager[Write]:
    return store.writing(who=who, now=NOW + timedelta(hours=hours))


def with_case(store: Store, case_id: str = "CASE-1", events: Sequence[Event] = (), **changes: Any) -> Case:
    made = case(case_id, **changes)
    with writing(store) as write:
        add_case(write, made)
        add_events(write, events)
    return made


def read_events(store: Store, case_id: str = "CASE-1") -> tuple[Event, ...]:
    with store.reading() as read:
        return events_of(read, case_id)


def read_case(store: Store, case_id: str = "CASE-1") -> Case:
    with store.reading() as read:
        return stored_case(read, case_id).case
