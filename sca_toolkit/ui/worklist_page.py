"""The Worklist page: counts by stage, filters, and the cases sorted by risk with one next action each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import pandas as pd
import streamlit as st

from sca_toolkit.desk import Desk
from sca_toolkit.desk.choosing import (
    AT_ONCE,
    CaseFilter,
    Choices,
    choices,
    load_demo,
    mark,
    whole_worklist,
)
from sca_toolkit.desk.tracking import Worklist, WorkRow, worklist
from sca_toolkit.events import Stage
from sca_toolkit.timeline import Severity
from sca_toolkit.ui import page_file
from sca_toolkit.ui.case_record_acts import CHOSEN, now, side_words
from sca_toolkit.ui.frame import begin_page, in_words, the_desk
from sca_toolkit.ui.words import capital, count, day, days_left, moment

RED = "color: #B3261E; font-weight: 600"
NOBODY = "nobody"
TURNS = {"Ours": "us", "Payer's": "payer", "Manufacturer's": "maker"}
_PAGE, _SEEN = "worklist_at", "worklist_seen"
ROW, HEAD, ROWS_SHOWN = 66, 37, 8
"""Heights of the table in pixels (text wraps only above 64); rows before it scrolls."""


def worklist_page() -> None:
    """The whole page."""
    begin_page("Which cases need action today?")
    desk = the_desk()
    with in_words():
        known = choices(desk)
        if not known.cases:
            _empty(desk)
            return
        wanted = _filters(known)
        _list(desk, known, wanted)


def _empty(desk: Desk) -> None:
    st.info(
        "There is no case in the record yet. Import a case list or enter a case on the page Cases, "
        "or look around with invented cases first.",
        icon=":material/info:",
    )
    left, right, _ = st.columns([1, 1, 2])
    if left.button("Go to Cases", icon=":material/upload:", width="stretch"):
        st.switch_page(page_file("cases"))
    if right.button(
        "Load the demo", icon=":material/science:", width="stretch",
        help="300 invented cases over two years. They say so on every page.",
    ):  # fmt: skip
        with st.spinner("Making and keeping 300 invented cases; this takes up to a minute"):
            load_demo(desk, now(desk))
        st.rerun()


def _filters(known: Choices) -> CaseFilter:
    stages = _stage_strip(known)
    columns = st.columns([2, 3, 2, 2], gap="medium")
    owners = columns[0].multiselect(
        "Owner", _named(known.owners), key="worklist_owner", persist_state="session", on_change=_first_page,
        format_func=lambda name: f"{name} ({known.owners[None if name == NOBODY else name]})", placeholder="Everybody",
    )  # fmt: skip
    payers = columns[1].multiselect(
        "Payer", sorted(known.payer_names, key=known.payer_names.__getitem__), key="worklist_payer",
        persist_state="session", placeholder="All payers", on_change=_first_page,
        format_func=lambda payer: f"{known.payer_names[payer]} ({known.payers[payer]})",
    )  # fmt: skip
    turn = columns[2].selectbox(
        "Whose turn",
        ["Anybody's", *TURNS],
        key="worklist_turn",
        persist_state="session",
        on_change=_first_page,
    )
    text = columns[3].text_input(
        "Case number", key="worklist_text", type="search", persist_state="session", on_change=_first_page
    )
    return CaseFilter(
        open=True,
        owners=tuple(name for name in owners if name != NOBODY),
        unowned=owners == [NOBODY],
        payers=tuple(payers),
        stages=tuple(stages),
        turn=TURNS.get(turn or ""),
        text=(text or "").strip(),
    )


def _stage_strip(known: Choices) -> list[int]:
    """Counts by stage; a click shows one stage only."""
    counted = {stage: known.stages.get(stage.value, 0) for stage in Stage}
    shown = [stage.value for stage, number in counted.items() if number]
    chosen = st.pills(
        "Open cases by the stage that holds them up", shown, selection_mode="multi", key="worklist_stage",
        format_func=lambda number: f"{capital(Stage(number).words)} {counted[Stage(number)]}",
        persist_state="session", wrap=True, on_change=_first_page,
    )  # fmt: skip
    return list(chosen)


def _named(owners: Mapping[str | None, int]) -> list[str]:
    return [*sorted(name for name in owners if name), *([NOBODY] if None in owners else [])]


def _first_page() -> None:
    st.session_state[_PAGE] = 0


def _found(desk: Desk, wanted: CaseFilter, at: int, as_of: datetime) -> Worklist:
    """The list; read anew only when the record, the question or the ten minutes changed."""
    key = (mark(desk), desk.address, wanted, at, int(as_of.timestamp() // 600))
    seen = st.session_state.get(_SEEN)
    if seen is None or seen[0] != key:
        seen = (key, worklist(desk, as_of, wanted, page=at))
        st.session_state[_SEEN] = seen
    found: Worklist = seen[1]
    return found


def _list(desk: Desk, known: Choices, wanted: CaseFilter) -> None:
    as_of, at = now(desk), int(st.session_state.get(_PAGE, 0))
    found = _found(desk, wanted, at, as_of)
    if not found.rows:
        st.info(
            "No open case fits these filters. Clear one of them." if known.open else "Every case has ended.",
            icon=":material/search_off:",
        )
        return
    today = as_of.date()
    late = sum(row.action.severity is Severity.late for row in found.rows)
    first = at * AT_ONCE
    shown = (
        f"{first + 1} to {first + len(found.rows)} of {found.found} shown"
        if found.found > AT_ONCE
        else f"{len(found.rows)} of {found.found} shown"
    )
    st.caption(
        f"{shown}, the most urgent first · {count(late, 'case')} late · as of {moment(as_of)} · "
        "choose a row to open the case (by keyboard: Shift+Space)"
    )
    table = pd.DataFrame([_row(row, today) | {"Next action": first_sentence(row)} for row in found.rows])
    selected = st.dataframe(
        table.style.apply(_late_in_red, axis=1),
        hide_index=True,
        height=min(ROWS_SHOWN, len(found.rows)) * ROW + HEAD,
        row_height=ROW,
        on_select="rerun",
        selection_mode="single-row",
        key="worklist_rows",
        column_config={
            "Case": st.column_config.TextColumn(width=110),
            "Due": st.column_config.TextColumn(width=96),
            "Next action": st.column_config.TextColumn(width=236),
            "Why": st.column_config.TextColumn(width=224),
            "Payer": st.column_config.TextColumn(width=136),
            "Stage": st.column_config.TextColumn(width=108),
            "Turn": st.column_config.TextColumn(width=76),
            "Product": st.column_config.TextColumn(width=72),
            "Owner": st.column_config.TextColumn(width=108),
        },
        alt="Open cases, the most urgent first, with the next action of each",
    )
    rows = selected["selection"]["rows"]
    if rows and rows[0] < len(found.rows):
        st.session_state[CHOSEN] = found.rows[rows[0]].row.id
        st.switch_page(page_file("case_record"))
    _foot(desk, wanted, found.found, at, as_of)


def _row(row: WorkRow, today: date) -> dict[str, object]:
    action, line = row.action, row.row
    return {
        "Case": line.id,
        "Due": due_words(row, today),
        "Next action": action.action,
        "Why": f"{capital(action.risk.words)}: {action.reason}",
        "Payer": row.payer,
        "Stage": capital(action.stage.words) if action.stage else "Ended",
        "Turn": side_words(line.turn),
        "Product": line.product or "not known",
        "Owner": line.owner or NOBODY,
    }


def first_sentence(row: WorkRow) -> str:
    """What to do, without its details; the Case page has them all."""
    return f"{row.action.action.split('. ')[0].rstrip('.')}."


def due_words(row: WorkRow, today: date) -> str:
    """`4 days late (Nov 18)`, `in 3 days (Nov 25)`, `waiting 6 days`, `no date`."""
    action = row.action
    if action.due:
        return f"{days_left(action.due, today)} ({action.due:%b}\N{NO-BREAK SPACE}{action.due.day})"
    if action.since:
        return f"waiting {count((today - action.since).days, 'day')}"
    return "no date"


def _late_in_red(row: pd.Series) -> list[str]:
    return [RED if name == "Due" and " late" in str(row["Due"]) else "" for name in row.index]


def _foot(desk: Desk, wanted: CaseFilter, found: int, at: int, as_of: datetime) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if found > AT_ONCE:
            last = (found - 1) // AT_ONCE
            if st.button("Previous page", disabled=at == 0, icon=":material/chevron_left:"):
                st.session_state[_PAGE] = at - 1
                st.rerun()
            if st.button("Next page", disabled=at >= last, icon=":material/chevron_right:"):
                st.session_state[_PAGE] = at + 1
                st.rerun()
        st.download_button(
            "Download as CSV", lambda: _csv(desk, wanted, as_of), f"worklist-{as_of:%Y-%m-%d}.csv", "text/csv",
            icon=":material/download:", on_click="ignore", help="All cases that fit the filters, not this page only.",
        )  # fmt: skip


def _csv(desk: Desk, wanted: CaseFilter, as_of: datetime) -> bytes:
    rows = whole_worklist(desk, as_of, wanted)
    lines = [
        {name: _no_formula(value) for name, value in _row(row, as_of.date()).items()}
        | {"Due on": day(row.action.due, ""), "Risk": row.action.risk.words}
        for row in rows
    ]
    return pd.DataFrame(lines).to_csv(index=False).encode("utf-8-sig")


def _no_formula(value: object) -> str:
    """A spreadsheet program runs text that starts with one of these signs."""
    text = str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
