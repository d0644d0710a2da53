"""The cases on file: what each still lacks, whether it is in the record, and the way there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pandas as pd
import streamlit as st

from sca_toolkit.desk import Desk, recording
from sca_toolkit.desk.cases import CaseRow, find_case, has_own_cases, readable_cases
from sca_toolkit.desk.choosing import kept_cases
from sca_toolkit.desk.payer_names import payer_names
from sca_toolkit.ui import page_file
from sca_toolkit.ui.case_form import open_case
from sca_toolkit.ui.case_record_acts import CHOSEN, now
from sca_toolkit.ui.frame import markdown_of, show_problems
from sca_toolkit.ui.words import count, day

_NOTE = "cases_note"


def cases_on_file(desk: Desk, turn_to_form: Callable[[], None]) -> None:
    """The list, and what can be done with the chosen case."""
    if note := st.session_state.pop(_NOTE, None):
        st.success(markdown_of(note), icon=":material/check_circle:")
    own = has_own_cases(desk)
    shown = own and st.toggle(
        "Show the examples", key="cases_examples", persist_state="session",
        help="Invented cases that come with the toolkit. They stay beside your own.",
    )  # fmt: skip
    found = readable_cases(desk, examples=bool(shown))
    show_problems(found.problems)
    if not found.rows:
        st.info("There is no case yet. Enter one, or upload a spreadsheet.", icon=":material/info:")
        return
    kept = kept_cases(desk, [row.id for row in found.rows])
    _said(found.rows, own=own)
    row = _chosen(desk, found.rows, kept)
    if row:
        _actions(desk, row, row.id in kept, turn_to_form)


def _said(rows: tuple[CaseRow, ...], *, own: bool) -> None:
    examples = sum(row.example for row in rows)
    mine = count(len(rows) - examples, "case")
    whose = f"{mine} of yours, then {count(examples, 'example')}" if examples else mine
    if not own:
        whose = (
            f"{count(examples, 'example')} that come with the toolkit; your first case takes their place here"
        )
    st.caption(
        f"{whose}. Numbers only: no name stands in this list. Choose a row to edit or record the case."
    )


def _chosen(desk: Desk, rows: tuple[CaseRow, ...], kept: frozenset[str]) -> CaseRow | None:
    names = payer_names(desk.library, (row.payer for row in rows if row.payer != "not known"))
    selected = st.dataframe(
        pd.DataFrame([_row(row, names, row.id in kept) for row in rows]),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key="case_rows",
        column_config={
            "Payer": st.column_config.TextColumn(width=230),
            "Sign by": st.column_config.TextColumn(
                help="Day by which the agreement must be signed, or the collection slot is lost."
            ),
            "Record": st.column_config.TextColumn(
                help="The record keeps events, terms and documents; the worklist shows its cases."
            ),
            "Which": st.column_config.TextColumn(width="medium"),
        },
        alt="Cases with payer, product, dates, what is missing, and whether the record has them",
    )
    places = selected["selection"]["rows"]
    return rows[places[0]] if places and places[0] < len(rows) else None


def _row(row: CaseRow, names: Mapping[str, str], kept: bool) -> dict[str, object]:
    return {
        "Case": row.id,
        "Payer": names.get(row.payer, row.payer),
        "Product": row.product,
        "Infusion": _day(row.infusion),
        "Sign by": day(row.needed_by, "not set"),
        "Record": "in the record" if kept else "not yet",
        "Facts missing": len(row.missing),
        "Kind": "example" if row.example else "invented" if row.synthetic else "yours",
        "Which": ", ".join(row.missing) or "none",
    }


def _day(text: str) -> str:
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text


def _actions(desk: Desk, row: CaseRow, kept: bool, turn_to_form: Callable[[], None]) -> None:
    with st.container(horizontal=True):
        if st.button("Edit this case", type="primary", icon=":material/edit:"):
            open_case(desk, row.file)
            turn_to_form()
            st.rerun()
        if kept:
            if st.button("Open it in the record", icon=":material/folder_open:"):
                st.session_state[CHOSEN] = row.id
                st.switch_page(page_file("case_record"))
        elif st.button(
            "Put it into the record", icon=":material/move_to_inbox:",
            help="From then on the worklist shows it, and events, terms and documents are kept with it.",
        ):  # fmt: skip
            recording.open_case(desk, find_case(desk, row.file), now(desk))
            st.session_state[_NOTE] = f"Case {row.id} is in the record. The worklist shows what is next."
            st.rerun()
