"""Events: record one in two clicks, see them all, correct or remove a wrong one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from sca_toolkit.desk import Desk
from sca_toolkit.desk.recording import correct_event, record_event, remove_event
from sca_toolkit.desk.tracking import CaseView
from sca_toolkit.events import Detail, Event, Step
from sca_toolkit.timeline import check_gates
from sca_toolkit.ui.case_record_acts import act, key, signed_line
from sca_toolkit.ui.case_record_inputs import LABELS, typed_event
from sca_toolkit.ui.case_record_steps import likely_steps
from sca_toolkit.ui.frame import markdown_of
from sca_toolkit.ui.words import capital, count, day, moment

WIDTHS = {"When": 160, "What": 200, "Part": 110, "Reference": 200, "Details": 320, "Note": 170}


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
    event = typed_event(desk, view, step, f"new|{step.value}")
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


def event_part(desk: Desk, view: CaseView) -> None:
    """The events that count, newest first; a chosen one can be corrected or removed."""
    events = view.events[::-1]
    if not events:
        st.info("Nothing has been recorded yet. Begin with a button above.", icon=":material/info:")
        return
    corrected = len(view.situation.events) - len(events)
    gone = f" {corrected} more were corrected or removed; the trail keeps them." if corrected else ""
    st.caption(
        f"{count(len(events), 'event')}, newest first. Choose a row to correct or remove the event.{gone}"
    )
    selected = st.dataframe(
        pd.DataFrame([_row(view, event) for event in events]), hide_index=True, on_select="rerun",
        selection_mode="single-row", key=key(view, "events"), height=min(9, len(events)) * 35 + 37,
        column_config={name: st.column_config.TextColumn(width=width) for name, width in WIDTHS.items()},
        alt="Events of the case, newest first",
    )  # fmt: skip
    rows = selected["selection"]["rows"]
    if rows and rows[0] < len(events):
        with st.container(border=True):
            _mend(desk, view, events[rows[0]])


def _row(view: CaseView, event: Event) -> dict[str, object]:
    zone = view.situation.practice.calendar.zone
    at = event.at.astimezone(zone)
    more = [
        f"{LABELS.get(Detail(k), k) if k in set(Detail) else k} {_said(v)}" for k, v in event.details.items()
    ]
    return {
        "When": moment(at) if event.time_known else day(at.date()),
        "What": capital(event.step.words),
        "Part": event.component.words if event.component else "",
        "Reference": event.reference or "",
        "Details": ", ".join(more),
        "Note": event.note or (event.reason.words if event.reason else ""),
    }


def _said(text: str) -> str:
    """A detail as people read it: a day as `Nov 22, 2026`."""
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text


def _mend(desk: Desk, view: CaseView, event: Event) -> None:
    st.markdown(f"**{capital(event.step.words)}, {day(view.situation.day_of(event.at))}**")
    typed = typed_event(desk, view, event.step, f"mend|{event.id}", event)
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
