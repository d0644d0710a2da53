"""The inputs of an event: its day and time, and what its step carries besides."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import streamlit as st

from sca_toolkit.case import Component
from sca_toolkit.desk import Desk
from sca_toolkit.desk.tracking import CaseView
from sca_toolkit.events import DelayReason, Detail, Event, Stage, Step
from sca_toolkit.ui.case_record_acts import at_center, key, now
from sca_toolkit.ui.case_record_steps import DETAILS, WITH_PART, acted_by, part_waiting
from sca_toolkit.ui.inputs import EARLIEST
from sca_toolkit.ui.words import capital

_CHOICES = {
    Detail.outcome: ("granted", "refused"),
    Detail.restarts_from: tuple(stage.name for stage in Stage),
}
_DAYS = (Detail.valid_from, Detail.valid_to, Detail.until, Detail.planned, Detail.due, Detail.cut_off)
LABELS = {
    Detail.valid_from: "Holds from",
    Detail.valid_to: "Holds until",
    Detail.planned: "Day of the slot",
    Detail.cut_off: "Order number due by",
    Detail.due: "Due by",
    Detail.until: "Last day of the delay",
    Detail.restarts_from: "First stage done again",
}


def typed_event(
    desk: Desk, view: CaseView, step: Step, place: str, was: Event | None = None
) -> dict[str, Any]:
    """What an event carries, as typed; `was` is what it starts from."""
    named = [
        *DETAILS.get(step, ()),
        *(Detail(name) for name in (was.details if was else ()) if name in set(Detail)),
    ]
    columns = iter(st.columns(4) * 4)
    on, clock = _when(desk, view, place, was, next(columns), next(columns))
    at, known = at_center(desk, on, clock)
    part = (
        _part(view, step, place, was, next(columns)) if step in WITH_PART else was.component if was else None
    )
    reference = next(columns).text_input(
        "Reference number", (was.reference or "") if was else "", key=key(view, f"{place}|reference")
    )
    details = dict(was.details) if was else {}
    for name in dict.fromkeys(named):
        text = _detail(view, name, place, was, next(columns))
        details = (
            {**details, name.value: text}
            if text
            else {each: details[each] for each in details if each != name}
        )
    reason = (
        _reason(view, place, was, next(columns))
        if step in (Step.delay_noted, Step.paused, Step.restarted)
        else None
    )
    note = next(columns).text_input("Note", (was.note or "") if was else "", key=key(view, f"{place}|note"))
    return {
        "at": at, "time_known": known, "component": part, "reference": reference.strip() or None, "details": details,
        "note": note.strip() or None, "reason": reason or (was.reason if was else None),
        "by": was.by if was else acted_by(step),
    }  # fmt: skip


def _when(
    desk: Desk, view: CaseView, place: str, was: Event | None, first: Any, second: Any
) -> tuple[date, time | None]:
    zone = desk.library.practice().calendar.zone
    start: datetime = was.at.astimezone(zone) if was else now(desk)
    on = first.date_input(
        "Day", start.date(), min_value=EARLIEST, format="MM/DD/YYYY", key=key(view, f"{place}|day")
    )
    clock = second.time_input(
        "Time, if known",
        start.time() if was and was.time_known else None,
        key=key(view, f"{place}|time"),
        format="12h",
    )
    return on or start.date(), clock


def _part(view: CaseView, step: Step, place: str, was: Event | None, column: Any) -> Component | None:
    parts = list(Component)
    start = was.component if was else part_waiting(view, step)
    chosen: Component | None = column.selectbox(
        "Part of the episode", parts, index=parts.index(start) if start else None, key=key(view, f"{place}|part"),
        format_func=lambda part: capital(part.words), placeholder="All parts",
    )  # fmt: skip
    return chosen


def _detail(view: CaseView, name: Detail, place: str, was: Event | None, column: Any) -> str:
    label, held = LABELS.get(name, capital(name.value)), was.details.get(name.value, "") if was else ""
    spot = key(view, f"{place}|{name.value}")
    if name in _CHOICES:
        choices = _CHOICES[name]
        index = choices.index(held) if held in choices else None
        return (
            column.selectbox(
                label, choices, index=index, key=spot, help=name.meaning, placeholder="Not known"
            )
            or ""
        )
    if name in _DAYS and len(held) in (0, 10):
        start = date.fromisoformat(held) if held else None
        chosen = column.date_input(
            label, start, min_value=EARLIEST, format="MM/DD/YYYY", key=spot, help=name.meaning
        )
        return chosen.isoformat() if chosen else ""
    return str(column.text_input(label, held, key=spot, help=name.meaning)).strip()


def _reason(view: CaseView, place: str, was: Event | None, column: Any) -> DelayReason | None:
    reasons = list(DelayReason)
    chosen: DelayReason | None = column.selectbox(
        "Reason", reasons, index=reasons.index(was.reason) if was and was.reason else None,
        key=key(view, f"{place}|reason"), format_func=lambda each: capital(each.words), placeholder="Not known",
    )  # fmt: skip
    return chosen
