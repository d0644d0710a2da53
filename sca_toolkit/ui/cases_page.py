"""The Cases page: the list, the form, the spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd
import streamlit as st

from sca_toolkit.desk import Desk
from sca_toolkit.desk.cases import CaseRow, can_save, readable_cases
from sca_toolkit.desk.keeping import NO_WORKSPACE
from sca_toolkit.desk.payers import readable_payers
from sca_toolkit.ui.case_form import case_form, open_case
from sca_toolkit.ui.case_upload import case_upload
from sca_toolkit.ui.frame import begin_page, in_words, show_problems, the_desk, today
from sca_toolkit.ui.words import count

VIEWS = LIST, FORM, SHEET = "On file", "Enter or edit", "Spreadsheet"


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
        else:
            _on_file(desk)


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


def _on_file(desk: Desk) -> None:
    found = readable_cases(desk)
    show_problems(found.problems)
    if not found.rows:
        st.info("There is no case yet. Enter one, or upload a spreadsheet.", icon=":material/info:")
        return
    names = {row.id: row.name for row in readable_payers(desk, today()).rows}
    st.caption(
        f"{count(len(found.rows), 'case')}. Numbers only: no name stands in this list. Choose a row to edit the case."
    )
    selected = st.dataframe(
        pd.DataFrame([_row(row, names) for row in found.rows]),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key="case_rows",
        column_config={
            "Infusion": st.column_config.DateColumn(format="MMM D, YYYY"),
            "Sign by": st.column_config.DateColumn(
                format="MMM D, YYYY",
                help="Day by which the agreement must be signed, or the collection slot is lost.",
            ),
            "Which": st.column_config.TextColumn(width="large"),
        },
        placeholder="not planned",
        alt="Cases with payer, product, dates and what is missing",
    )
    rows = selected["selection"]["rows"]
    if rows and st.button("Edit this case", type="primary", icon=":material/edit:"):
        open_case(desk, found.rows[rows[0]].file)
        _turn_to(FORM)
        st.rerun()


def _row(row: CaseRow, names: Mapping[str, str]) -> dict[str, object]:
    return {
        "Case": row.id,
        "Payer": names.get(row.payer, row.payer),
        "Product": row.product,
        "Infusion": _day(row.infusion),
        "Sign by": row.needed_by,
        "Facts missing": len(row.missing),
        "Which": ", ".join(row.missing) or "none",
        "Person": "invented" if row.synthetic else "real",
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
