"""The Payers page: the list, the card of one, several side by side."""

from __future__ import annotations

from typing import Literal

import pandas as pd
import streamlit as st

from sca_toolkit.desk import Desk
from sca_toolkit.desk.payers import PayerRow, readable_payers
from sca_toolkit.ui.frame import begin_page, in_words, show_problems, the_desk, today
from sca_toolkit.ui.payer_card import card_of
from sca_toolkit.ui.payer_matrix import matrix_of
from sca_toolkit.ui.words import count

MOST_COMPARED = 4
ROWS_SHOWN, ROW, HEAD = 5, 35, 37
"""Rows of the list before it scrolls; heights in pixels."""
ONE, COMPARE = "One payer", "Compare"
ALL = "All"
KINDS = {"Real payers": False, "Invented examples": True}


def payers_page() -> None:
    """The whole page."""
    begin_page("Who pays, how do we reach them, and what do we not know?")
    desk = the_desk()
    with in_words():
        found = readable_payers(desk, today())
        show_problems(found.problems)
        if not found.rows:
            st.info(
                "There is no payer profile yet. Copy one of the examples to start.", icon=":material/info:"
            )
            return
        shown = _filtered(found.rows)
        if not shown:
            st.info("No payer fits. Clear the search, or show all.", icon=":material/search_off:")
        elif st.session_state["payer_view"] == COMPARE:
            _compare(desk, shown)
        else:
            _one(desk, shown)


def _filtered(rows: tuple[PayerRow, ...]) -> list[PayerRow]:
    view, search, which = st.columns([2, 3, 3], gap="medium")
    view.segmented_control(
        "View", [ONE, COMPARE], default=ONE, key="payer_view", required=True, persist_state="session"
    )
    words = search.text_input(
        "Search by name, role or experience",
        key="payer_search",
        type="search",
        persist_state="session",
        live=True,
    )
    kind = which.segmented_control(
        "Show", [ALL, *KINDS], default=ALL, key="payer_kind", required=True, persist_state="session"
    )
    return [row for row in rows if _fits(row, words or "", str(kind))]


def _fits(row: PayerRow, words: str, kind: str) -> bool:
    return KINDS.get(kind, row.invented) == row.invented and words.casefold() in (
        f"{row.name} {row.role} {row.experience}".casefold()
    )


def _one(desk: Desk, rows: list[PayerRow]) -> None:
    st.caption(f"{count(len(rows), 'payer')}. Choose a row for its card.")
    chosen = _list(rows, "single-row-required")
    if chosen:
        card_of(desk, chosen[0])


def _compare(desk: Desk, rows: list[PayerRow]) -> None:
    st.caption(f"{count(len(rows), 'payer')}. Tick two to {MOST_COMPARED}.")
    chosen = _list(rows, "multi-row")
    if len(chosen) < 2:
        st.info(
            f"Tick two to {MOST_COMPARED} payers to see them side by side.", icon=":material/compare_arrows:"
        )
    elif len(chosen) > MOST_COMPARED:
        st.warning(
            f"At most {MOST_COMPARED} payers fit side by side; untick some.", icon=":material/warning:"
        )
    else:
        matrix_of(desk, chosen)


def _list(rows: list[PayerRow], mode: Literal["single-row-required", "multi-row"]) -> tuple[str, ...]:
    """The table of payers; returns the ids of the chosen ones."""
    table = pd.DataFrame(
        [
            {
                "Payer": row.name,
                "Role": row.role,
                "Experience": row.experience,
                "Not known": row.unknown,
                "Facts": "invented example" if row.invented else "public facts",
            }
            for row in rows
        ]
    )
    selected = st.dataframe(
        table,
        hide_index=True,
        height=min(ROWS_SHOWN, len(rows)) * ROW + HEAD,
        on_select="rerun",
        selection_mode=mode,
        key=f"payer_rows|{mode}",
        column_config={
            "Payer": st.column_config.TextColumn(width="large"),
            "Not known": st.column_config.NumberColumn(
                help="How many things the profile does not say; ask the payer's contracting line."
            ),
        },
        alt="Payers with role, experience and how much is not known",
    )
    return tuple(rows[at].id for at in selected["selection"]["rows"] if at < len(rows))
