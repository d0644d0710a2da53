"""The form of a case: every field checked as it is typed, what does not fit said beside it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from sca_toolkit.case import Case
from sca_toolkit.desk import Desk
from sca_toolkit.desk.case_fits import misfits
from sca_toolkit.desk.case_sheet import CaseSection, CaseSheet, case_sections, sheet_of
from sca_toolkit.desk.cases import can_save, case_on_file, find_case, has_own_cases, save_case
from sca_toolkit.desk.entries import shown, taken
from sca_toolkit.desk.spots import Spot
from sca_toolkit.errors import ScaError
from sca_toolkit.ui.frame import markdown_of, show_error
from sca_toolkit.ui.inputs import WIDE, forget_inputs, input_for
from sca_toolkit.ui.words import count

_SHEET, _NOTE, _BEFORE = "case_sheet", "case_note", "case_before"


def open_case(desk: Desk, name: str) -> None:
    """Put a case on file into the form; what was there can be brought back."""
    _turn(sheet_of(find_case(desk, name)), keep=True)


def case_form(desk: Desk) -> None:
    """The whole form."""
    sheet: CaseSheet = st.session_state.setdefault(_SHEET, CaseSheet())
    _head(desk, sheet)
    spots = {spot.path for section in case_sections(desk) for spot in section.spots}
    for path, problem in sheet.problems.items():
        if path not in spots:
            st.error(markdown_of(problem), icon=":material/error:")
    for section in case_sections(desk):
        _section(section, sheet)


def _head(desk: Desk, sheet: CaseSheet) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{_state_of(sheet)}**")
        st.space("stretch")
        st.button(
            "New case", on_click=_turn, args=(CaseSheet(),), kwargs={"keep": True}, icon=":material/add:"
        )
        st.button("Undo", on_click=_undo, disabled=not sheet.earlier, icon=":material/undo:")
        _save_button(desk, sheet)
    if note := st.session_state.get(_NOTE):
        st.success(note, icon=":material/check_circle:")
        _bring_back(desk)
    for problem in misfits(desk, sheet.case) if sheet.case else ():
        st.warning(f"{markdown_of(problem.message)} {markdown_of(problem.remedy)}", icon=":material/warning:")


def _state_of(sheet: CaseSheet) -> str:
    if not sheet.data:
        return "A new case"
    number = sheet.value("id") or "no number yet"
    problems = f": {count(len(sheet.problems), 'problem')} to mend" if sheet.problems else ": nothing to mend"
    return f"Case {number}{problems}"


def _save_button(desk: Desk, sheet: CaseSheet) -> None:
    case = sheet.case
    reason = "" if can_save(desk) else "There is no workspace to save into."
    reason = reason or ("" if case else "Mend the problems first.")
    held = case_on_file(desk, case.id) if case and not reason else None
    same = held is not None and held == case
    label = "Saved" if same else ("Replace the case on file" if held else "Save the case")
    if st.button(
        label, type="primary", disabled=bool(reason) or same, help=reason or None, icon=":material/save:"
    ):
        assert case is not None
        _save(desk, case, held)
        st.rerun()


def _save(desk: Desk, case: Case, held: Case | None) -> None:
    first = not has_own_cases(desk)
    try:
        path = save_case(desk, case)
    except (ScaError, OSError) as error:
        show_error(
            error if isinstance(error, ScaError) else ScaError(f"The case could not be saved: {error}")
        )
        st.stop()
    st.session_state[_NOTE] = f"Saved as {path.name} in the workspace's cases folder." + (
        " The list now shows your own cases; “Show the examples” brings the examples back." if first else ""
    )
    st.session_state[_BEFORE] = held


def _bring_back(desk: Desk) -> None:
    before: Case | None = st.session_state.get(_BEFORE)
    if before and st.button("Bring back the case that was on file"):
        save_case(desk, before)
        st.session_state[_NOTE] = f"The earlier case {before.id} is on file again."
        st.session_state[_BEFORE] = None
        st.rerun()


def _section(section: CaseSection, sheet: CaseSheet) -> None:
    filled = sum(sheet.value(spot.path) is not None for spot in section.spots)
    wrong = any(spot.path in sheet.problems for spot in section.spots)
    mark = " :red-badge[to mend]" if wrong else ""
    with st.expander(f"**{section.title}** {filled} of {len(section.spots)}{mark}", expanded=True):
        narrow = [spot for spot in section.spots if spot.kind not in WIDE]
        for start in range(0, len(narrow), 3):
            for column, spot in zip(st.columns(3, gap="medium"), narrow[start : start + 3], strict=False):
                with column:
                    _input(spot, sheet)
        for spot in section.spots:
            if spot.kind in WIDE:
                _input(spot, sheet)


def _input(spot: Spot, sheet: CaseSheet) -> None:
    value = shown(spot, sheet.value(spot.path))
    input_for(spot, value, _put_in, "case", problem=sheet.problems.get(spot.path, ""))


def _put_in(spot: Spot, value: Any) -> None:
    sheet: CaseSheet = st.session_state[_SHEET]
    _turn(sheet.with_value(spot.path, taken(spot, value)))


def _undo() -> None:
    _turn(st.session_state[_SHEET].undone())


def _turn(sheet: CaseSheet, *, keep: bool = False) -> None:
    """Show another sheet; with `keep`, Undo leads back to the one that was shown."""
    held: CaseSheet | None = st.session_state.get(_SHEET)
    st.session_state[_SHEET] = sheet.after(held) if keep and held else sheet
    st.session_state.pop(_NOTE, None)
    forget_inputs()
