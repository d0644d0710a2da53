"""The Cases page: the list, the form, the spreadsheet, and lists into and out of the record."""

from __future__ import annotations

import streamlit as st

from sca_toolkit.desk.cases import can_save
from sca_toolkit.desk.keeping import NO_WORKSPACE
from sca_toolkit.ui.case_form import case_form
from sca_toolkit.ui.case_upload import case_upload
from sca_toolkit.ui.cases_export import cases_export
from sca_toolkit.ui.cases_import import cases_import
from sca_toolkit.ui.cases_on_file import cases_on_file
from sca_toolkit.ui.frame import begin_page, in_words, the_desk

VIEWS = LIST, FORM, SHEET, IMPORT, EXPORT = (
    "On file",
    "Enter or edit",
    "Spreadsheet",
    "Import to the record",
    "Export the record",
)


def cases_page() -> None:
    """The whole page."""
    begin_page("Which cases are on file, and what do they still lack?")
    desk = the_desk()
    if not can_save(desk):
        st.info(f"These are the examples; nothing can be saved. {NO_WORKSPACE}", icon=":material/info:")
    view = _view()
    with in_words():
        if view == FORM:
            case_form(desk)
        elif view == SHEET:
            case_upload(desk)
        elif view == IMPORT:
            cases_import(desk)
        elif view == EXPORT:
            cases_export(desk)
        else:
            cases_on_file(desk, lambda: _turn_to(FORM))


def _view() -> str:
    """The chosen view. A button may choose one too, which begins the control anew."""
    at, turns = st.session_state.get("cases_at", (LIST, 0))
    view = st.segmented_control(
        "View", VIEWS, default=at, key=f"cases_view|{turns}", label_visibility="collapsed", required=True
    )
    st.session_state["cases_at"] = (view, turns)
    return str(view)


def _turn_to(view: str) -> None:
    st.session_state["cases_at"] = (view, st.session_state["cases_at"][1] + 1)
