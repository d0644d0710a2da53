"""Events: record one in two clicks, see them all, correct or remove a wrong one."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pandas as pd
import streamlit as st

from sca_toolkit.case import Component
from sca_toolkit.desk import Desk
from sca_toolkit.desk.recording import correct_event, record_event, remove_event
from sca_toolkit.desk.tracking import CaseView
from sca_toolkit.events import DelayReason, Detail, Event, Stage, Step
from sca_toolkit.timeline import check_gates
from sca_toolkit.ui.case_record_acts import act, at_center, key, now, signed_line
from sca_toolkit.ui.case_record_steps import DETAILS, WITH_PART, acted_by, likely_steps, part_waiting
from sca_toolkit.ui.frame import markdown_of
from sca_toolkit.ui.inputs import EARLIEST
from sca_toolkit.ui.words import capital, count, day, moment

_CHOICES = {
    Detail.outcome: ("granted", "refused"),
    Detail.restarts_from: tuple(stage.name for stage in Stage),
}
_DAYS = (Detail.valid_from, Detail.valid_to, Detail.until, Detail.planned, Detail.due, Detail.cut_off)
_LABELS = {
    Detail.valid_from: "Holds from",
    Detail.valid_to: "Holds until",
    Detail.planned: "Day of the slot",
    Detail.cut_off: "Order number due by",
    Detail.due: "Due by",
    Detail.until: "Last day of the delay",
    Detail.restarts_from: "First stage done again",
}


def step_buttons(desk: Desk, view: CaseView) -> None:
    """The most likely next steps as buttons, every other step in a list."""
    name = key(view, "step")
    with st.container(horizontal=True, vertical_alignment="center", key="steps"):
        st.markdown("**Record:**", width="content")
        for likely in likely_steps(view):
            if st.button(capital(likely.words), key=key(view, f"likely|{likely.value}")):
                st.session_state[name] = likely
        other = st.selectbox(
            "Another step", list(view.situation.practice.steps), index=None, key=key(view, "other"),
            format_func=lambda step: capital(step.words), placeholder="Another step", label_visibility="collapsed",
            on_change=lambda: st.session_state.pop(name, None), width=220,
        )  # fmt: skip
    step: Step | None = st.session_state.get(name) or other
    if step:
        with st.container(border=True):
            _entry(desk, view, step)


def _entry(desk: Desk, view: CaseView, step: Step) -> None:
    st.markdown(f"**{capital(step.words)}**")
    event = _typed(desk, view, step, f"new|{step.value}")
    closed = [each for each in check_gates(view.situation, step) if not each.passed]
    for each in closed:
        sign = st.error if each.stops else st.warning
        sign(
            f"{markdown_of(each.sentence)} {markdown_of(each.opens)}",
            icon=":material/block:" if each.stops else ":material/warning:",
        )
    despite = (
        st.text_input(
            "It happened all the same, because",
            key=key(view, f"despite|{step.value}"),
            placeholder="who allowed it and why; this stays with the event",
        )
        if any(each.stops for each in closed)
        else ""
    )
    left, right, note = st.columns([1, 1, 4], vertical_alignment="center")
    if left.button(
        "Record", type="primary", icon=":material/check:", width="stretch", key=key(view, "record")
    ):
        act(
            desk,
            f"{capital(step.words)}.",
            lambda at: record_event(desk, _made(view, step, event), at, despite=despite),
        )
    if right.button("Cancel", width="stretch", key=key(view, "cancel")):
        st.session_state.pop(key(view, "step"), None)
        st.session_state.pop(key(view, "other"), None)
        st.rerun()
    with note:
        signed_line(desk)


def _made(view: CaseView, step: Step, typed: dict[str, Any]) -> Event:
    return Event(case=view.row.id, step=step, **typed)


def _typed(desk: Desk, view: CaseView, step: Step, place: str, was: Event | None = None) -> dict[str, Any]:
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
    label, held = _LABELS.get(name, capital(name.value)), was.details.get(name.value, "") if was else ""
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


def event_part(desk: Desk, view: CaseView) -> None:
    """The events that count, newest first; a chosen one can be corrected or removed."""
    events = view.events[::-1]
    if not events:
        st.info("Nothing has been recorded yet. Begin with a button above.", icon=":material/info:")
        return
    corrected = len(view.situation.events) - len(events)
    st.caption(
        f"{count(len(events), 'event')}, newest first; {corrected} corrected or removed, kept in the trail. "
        "Choose one to correct or remove it."
    )
    selected = st.dataframe(
        pd.DataFrame([_row(view, event) for event in events]), hide_index=True, on_select="rerun",
        selection_mode="single-row", key=key(view, "events"), height=min(9, len(events)) * 35 + 37,
        column_config={"Note": st.column_config.TextColumn(width="large")},
        alt="Events of the case, newest first",
    )  # fmt: skip
    rows = selected["selection"]["rows"]
    if rows and rows[0] < len(events):
        with st.container(border=True):
            _mend(desk, view, events[rows[0]])


def _row(view: CaseView, event: Event) -> dict[str, object]:
    zone = view.situation.practice.calendar.zone
    at = event.at.astimezone(zone)
    more = [f"{_LABELS.get(Detail(k), k) if k in set(Detail) else k} {v}" for k, v in event.details.items()]
    return {
        "When": moment(at) if event.time_known else day(at.date()),
        "What": capital(event.step.words),
        "Part": event.component.words if event.component else "",
        "Reference": event.reference or "",
        "Details": ", ".join(more),
        "Note": event.note or (event.reason.words if event.reason else ""),
    }


def _mend(desk: Desk, view: CaseView, event: Event) -> None:
    st.markdown(f"**{capital(event.step.words)}, {day(view.situation.day_of(event.at))}**")
    typed = _typed(desk, view, event.step, f"mend|{event.id}", event)
    left, middle, right = st.columns([1, 3, 1], vertical_alignment="bottom")
    if left.button(
        "Correct",
        type="primary",
        icon=":material/edit:",
        width="stretch",
        key=key(view, f"correct|{event.id}"),
    ):
        act(
            desk,
            "The event is corrected.",
            lambda at: correct_event(desk, event.id, _made(view, event.step, typed), at),
        )
    why = middle.text_input("It never happened, because", key=key(view, f"why|{event.id}"))
    if right.button(
        "Remove", icon=":material/delete:", width="stretch", disabled=not why.strip(),
        key=key(view, f"remove|{event.id}"),
        help="The event stays in the trail but no longer counts. Say why first.",
    ):  # fmt: skip
        act(
            desk,
            "The event is removed.",
            lambda at: remove_event(desk, view.row.id, event.id, at, why.strip()),
        )
    signed_line(desk)
