"""Facts of a case in the record: what is missing first, saved against the version that was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from sca_toolkit.case import Case
from sca_toolkit.desk import Desk
from sca_toolkit.desk.case_sheet import CaseSection, CaseSheet, case_sections, sheet_of
from sca_toolkit.desk.entries import shown, taken
from sca_toolkit.desk.recording import change_case
from sca_toolkit.desk.spots import Spot
from sca_toolkit.desk.tracking import CaseView
from sca_toolkit.ui.case_record_acts import act, key, signed_line
from sca_toolkit.ui.frame import markdown_of
from sca_toolkit.ui.inputs import WIDE, input_for
from sca_toolkit.ui.words import capital, count

ELSEWHERE = ("id", "notes", "synthetic", "dates.")
"""Kept by other parts of the page: notes, and planned dates, whose every move is an event."""
PERSONAL = "member."


@dataclass(frozen=True)
class Open:
    """Facts in the making: the version they started from, and the sheet as typed."""

    version: int
    start: Case
    sheet: CaseSheet


def facts_part(desk: Desk, view: CaseView) -> None:
    """The form, by headings; a heading with something empty is open."""
    name = key(view, "facts")
    held: Open = st.session_state.setdefault(name, Open(view.row.version, view.case, sheet_of(view.case)))
    personal = bool(st.session_state.get(f"record_name|{view.row.id}"))
    sections = [_seen(section, personal) for section in case_sections(desk)]
    spots = [spot for section in sections for spot in section.spots]
    moved = held.version != view.row.version
    if moved:
        held = _on_top(view, held, spots)
        st.session_state[name] = held
    if _head(view, held, personal) and held.sheet.case and not moved:
        kept, version = held.sheet.case, held.version
        act(desk, "The facts are saved.", lambda at: change_case(desk, kept, version, at))
    signed_line(desk)
    for section in sections:
        if section.spots:
            _section(section, held.sheet, name)


def _seen(section: CaseSection, personal: bool) -> CaseSection:
    kept = tuple(
        spot
        for spot in section.spots
        if not spot.path.startswith(ELSEWHERE) and (personal or not spot.path.startswith(PERSONAL))
    )
    return CaseSection(section.title, kept)


def _head(view: CaseView, held: Open, personal: bool) -> bool:
    """What the form is for, what is wrong in it, and the button; returns whether it was pressed."""
    hidden = "" if personal else " The member’s name and numbers show when “Owner and name” says so."
    st.caption(
        "What the case says of plan, diagnosis and treatment. A fact that the terms lack goes into the next draft; "
        f"planned dates move under What if.{hidden}"
    )
    for problem in held.sheet.problems.values():
        st.error(markdown_of(problem), icon=":material/error:")
    changed = held.sheet.case is not None and held.sheet.case != held.start
    return st.button(
        "Save the facts", type="primary", icon=":material/save:", disabled=not changed, key=key(view, "facts_save")
    )  # fmt: skip


def _section(section: CaseSection, sheet: CaseSheet, name: str) -> None:
    empty = [spot for spot in section.spots if sheet.value(spot.path) is None]
    spots = [*empty, *(spot for spot in section.spots if spot not in empty)]
    lacks = f"{count(len(empty), 'fact')} empty" if empty else "complete"
    with st.expander(f"**{section.title}** {lacks}", expanded=bool(empty)):
        narrow = [spot for spot in spots if spot.kind not in WIDE]
        for start in range(0, len(narrow), 3):
            for column, spot in zip(st.columns(3, gap="medium"), narrow[start : start + 3], strict=False):
                with column:
                    _input(spot, sheet, name)
        for spot in spots:
            if spot.kind in WIDE:
                _input(spot, sheet, name)


def _input(spot: Spot, sheet: CaseSheet, name: str) -> None:
    def put_in(changed: Spot, value: Any) -> None:
        held: Open = st.session_state[name]
        sheet = held.sheet.with_value(changed.path, taken(changed, value))
        st.session_state[name] = Open(held.version, held.start, sheet)

    value = shown(spot, sheet.value(spot.path))
    input_for(spot, value, put_in, name, problem=sheet.problems.get(spot.path, ""))


def _on_top(view: CaseView, held: Open, spots: list[Spot]) -> Open:
    """What was typed here, on top of what somebody saved meanwhile; where both changed one fact, both are told."""
    before, theirs = sheet_of(held.start), sheet_of(view.case)
    told, sheet = [], theirs
    for spot in spots:
        was, mine, now = (each.value(spot.path) for each in (before, held.sheet, theirs))
        if mine != was:
            sheet = sheet.with_value(spot.path, mine)
        if now != was:
            yours = ", yours is still here" if mine not in (was, now) else ""
            told.append(f"{capital(spot.label)}: now {now if now is not None else 'empty'}{yours}")
    st.warning(
        f"Somebody saved this case meanwhile. {markdown_of('; '.join(told) or 'No fact of this form changed')}. "
        "Nothing of yours is lost: look, then save.",
        icon=":material/merge:",
    )
    return Open(view.row.version, view.case, sheet)
