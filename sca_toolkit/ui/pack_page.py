"""The Monthly pack page: the paper in one click, its sentences and tables, and the file for a region."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from sca_toolkit.desk import Desk
from sca_toolkit.desk.choosing import choices, mark
from sca_toolkit.desk.packing import Pack, make_pack, month_before, pdf_of
from sca_toolkit.desk.previewing import why_no_pages
from sca_toolkit.desk.sharing import Shared, share_with_region
from sca_toolkit.ui.bar import PDF, WORD
from sca_toolkit.ui.case_record_acts import now
from sca_toolkit.ui.frame import begin_page, in_words, markdown_of, the_desk
from sca_toolkit.ui.words import day

_SEEN, _SHARED = "pack_seen", "pack_shared"
DENIALS = {
    "case": "Case", "payer": "Payer", "parts": "Denied", "what": "What is due", "due": "Until", "who": "Whose act",
}  # fmt: skip
CHANGES = {"what": "What", "now": "In this time", "before": "As many days before", "change": "Change"}
STUCK = {
    "case": "Case", "payer": "Payer", "stage": "Stage", "since": "In this stage since", "turn": "Turn",
    "quiet": "Silent days", "owner": "Owner",
}  # fmt: skip
PAYERS = {
    "payer": "Payer", "n": "Asked", "signed": "Signed", "open": "Open", "half_by": "Half signed by",
    "against": "Against all payers",
}  # fmt: skip


def pack_page() -> None:
    """The whole page."""
    begin_page("What does the monthly meeting need to see?")
    desk = the_desk()
    with in_words():
        if not choices(desk).cases:
            st.info(
                "There is no case in the record yet, so there is nothing to report.", icon=":material/info:"
            )
            return
        today = now(desk).date()
        bar = st.container(horizontal=True, vertical_alignment="bottom")
        with bar:
            since = st.date_input(
                "What changed after", month_before(today), max_value=today - timedelta(days=1), key="pack_since",
                persist_state="session", format="MM/DD/YYYY", width=200,
            )  # fmt: skip
        made = _made(desk, since)
        with bar:
            _downloads(made)
        _shown(made)
        _region(desk, today)


def _made(desk: Desk, since: date) -> Pack:
    """Made anew only when the record or the days changed."""
    moment = now(desk)
    key = (mark(desk), desk.address, since, int(moment.timestamp() // 600))
    held = st.session_state.get(_SEEN)
    if held is None or held[0] != key:
        with st.spinner("Putting the pack together"):
            held = (key, make_pack(desk, moment, since))
        st.session_state[_SEEN] = held
    made: Pack = held[1]
    return made


def _downloads(made: Pack) -> None:
    st.download_button(
        "Word",
        made.word,
        f"{made.name}.docx",
        WORD,
        icon=":material/download:",
        on_click="ignore",
        type="primary",
    )
    reason = why_no_pages()
    st.download_button(
        "PDF", lambda: pdf_of(made), f"{made.name}.pdf", PDF, icon=":material/download:", on_click="ignore",
        disabled=bool(reason), help=reason or "Made when you click; takes a few seconds.",
    )  # fmt: skip


def _shown(made: Pack) -> None:
    st.markdown("\n".join(f"- {markdown_of(line)}" for line in made.context["glance"]))
    st.caption(
        f"As of {day(made.as_of)}; what changed is counted from {day(made.since + timedelta(days=1))}. The pack also "
        "holds the worklist, agreements signed, cases that ended, and a chart of the payers. It names no patient."
    )
    shown = made.context
    _table("Denials that are not overcome", shown["denials"], DENIALS, "No denial is open.")
    _table("What changed", shown["changes"], CHANGES, "")
    _table("Stuck: nothing happened for two weeks or more", shown["stuck"], STUCK, "No open case is stuck.")
    _table("Payers compared", shown["payers"], PAYERS, "Nobody has five signed agreements yet.")


def _table(title: str, rows: list[dict[str, Any]], columns: dict[str, str], none: str) -> None:
    st.subheader(title, anchor=False)
    if not rows:
        st.caption(none)
        return
    table = pd.DataFrame(rows)[list(columns)].rename(columns=columns)
    st.dataframe(table, hide_index=True, height="content", alt=title)


def _region(desk: Desk, today: date) -> None:
    """A file that may leave the house, after a privacy officer has said so."""
    st.subheader("Times for a comparison within your region", anchor=False)
    st.caption(
        "One row a case: days between the steps, payer type, product, first or repeat. No person, payer, case number, "
        "date or free text; groups under eleven are hidden. A privacy officer confirms it before it leaves the house."
    )
    with in_words():
        _region_file(_shared(desk, today))


def _shared(desk: Desk, today: date) -> Shared:
    """Made anew only when the record or the day changed."""
    key = (mark(desk), desk.address, today)
    held = st.session_state.get(_SHARED)
    if held is None or held[0] != key:
        held = (key, share_with_region(desk, today))
        st.session_state[_SHARED] = held
    shared: Shared = held[1]
    return shared


def _region_file(shared: Shared) -> None:
    st.download_button(
        f"Download {shared.rows:,} rows as CSV in a zip", shared.content, "times-for-region.zip",
        "application/zip", icon=":material/download:", on_click="ignore",
    )  # fmt: skip
    st.caption(f"Cases left out, too new or with too few like them: {shared.left_out}.")
