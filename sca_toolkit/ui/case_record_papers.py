"""Documents with signatures, the log of contacts, notes, and the trail of everything that was done."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import pandas as pd
import streamlit as st

from sca_toolkit.case import Case
from sca_toolkit.desk import Desk
from sca_toolkit.desk.choosing import Conflict, ContactMade, StoredPaper
from sca_toolkit.desk.negotiating import issue_final, paper_bytes, send_draft, sign
from sca_toolkit.desk.recording import change_case, log_call
from sca_toolkit.desk.tracking import CaseView
from sca_toolkit.events import Side
from sca_toolkit.ui.bar import WORD
from sca_toolkit.ui.case_record_acts import act, at_center, key, now, show_conflict, signed_line
from sca_toolkit.ui.frame import markdown_of
from sca_toolkit.ui.inputs import EARLIEST
from sca_toolkit.ui.words import capital, count, moment

CHANNELS = ("telephone", "portal", "e-mail", "fax", "letter", "meeting")
WITH = {"The payer": Side.payer, "The manufacturer": Side.maker, "The patient or family": Side.patient}


def paper_part(desk: Desk, view: CaseView) -> None:
    """What was issued, the next draft, the final, the signatures."""
    _issue(desk, view)
    if not view.papers:
        st.info("No document has been issued yet.", icon=":material/description:")
    for paper in reversed(view.papers):
        _paper(desk, view, paper)
    for each in view.attachments:
        st.caption(
            f"Attached: {markdown_of(each.name)}, {moment(each.kept_at)}, by {markdown_of(each.kept_by)}"
        )


def _issue(desk: Desk, view: CaseView) -> None:
    draft, final, ours, theirs = st.columns(4, vertical_alignment="bottom")
    allowed = st.session_state.get(key(view, "draft_allowed"), "")
    if draft.button(
        "Send the next draft", type="primary", icon=":material/send:", width="stretch", key=key(view, "draft")
    ):
        with st.spinner("Making the document"):
            act(desk, "The draft is kept and its offers are on the table.",
                lambda at: send_draft(desk, view.row.id, at, allowed_by=allowed.strip() or None))  # fmt: skip
    if final.button("Issue the final", icon=":material/task:", width="stretch", key=key(view, "final")):
        with st.spinner("Making the document"):
            act(desk, "The final is kept.", lambda at: issue_final(desk, view.row.id, at))
    reference = st.session_state.get(key(view, "sign_reference"), "").strip() or None
    for column, side, words in ((theirs, Side.payer, "Payer signed"), (ours, Side.us, "We signed")):
        if column.button(
            words, icon=":material/signature:", width="stretch", key=key(view, f"sign|{side.value}")
        ):
            act(desk, f"{words}.", partial(_signed, desk, view.row.id, side, reference))
    left, right = st.columns(2)
    left.text_input(
        "Draft allowed by",
        key=key(view, "draft_allowed"),
        help="Where the draft goes below our opening position.",
    )
    right.text_input("Reference of the signature", key=key(view, "sign_reference"))
    signed_line(desk)


def _signed(desk: Desk, case_id: str, side: Side, reference: str | None, at: datetime) -> None:
    sign(desk, case_id, side, at, reference=reference)


def _paper(desk: Desk, view: CaseView, paper: StoredPaper) -> None:
    left, right = st.columns([6, 1], vertical_alignment="center")
    made = paper.made_at.astimezone(now(desk).tzinfo)
    version = f" · terms version {paper.terms_version}" if paper.terms_version else ""
    left.markdown(
        f"**{markdown_of(paper.name)}** · {paper.status}{version} · {moment(made)} · {markdown_of(paper.kept_by)} "
        f":gray[SHA-256 {paper.sha256[:12]}…]"
    )
    right.download_button(
        "Word", partial(paper_bytes, desk, view.row.id, paper.number), f"{paper.name}.docx", WORD, on_click="ignore",
        icon=":material/download:", key=key(view, f"paper|{paper.number}"), width="stretch",
    )  # fmt: skip


def contact_part(desk: Desk, view: CaseView) -> None:
    """Who was reached, and a form for the next call."""
    with st.expander("Log a call", expanded=True, icon=":material/call:"):
        _call(desk, view)
    if not view.contacts:
        st.info("No contact is logged yet.", icon=":material/call:")
        return
    zone = now(desk).tzinfo
    st.dataframe(
        pd.DataFrame(
            [
                {
                    "When": moment(each.at.astimezone(zone)),
                    "With": each.with_whom,
                    "Side": each.side.words,
                    "By": each.channel,
                    "Reference": each.reference or "none given",
                    "Note": each.note or "",
                    "Logged by": each.logged_by,
                }
                for each in reversed(view.contacts)
            ]
        ),
        hide_index=True,
        alt="Contacts of the case, newest first",
    )


def _call(desk: Desk, view: CaseView) -> None:
    first, second, third, fourth, fifth = st.columns(5)
    start = now(desk)
    on = first.date_input(
        "Day", start.date(), min_value=EARLIEST, format="MM/DD/YYYY", key=key(view, "call_day")
    )
    clock = second.time_input(
        "Time", start.time().replace(second=0, microsecond=0), key=key(view, "call_time"), format="12h"
    )
    side = third.selectbox("With", list(WITH), key=key(view, "call_side"))
    whom = fourth.text_input(
        "Desk or person", key=key(view, "call_whom"), placeholder="such as contracting desk"
    )
    channel = fifth.selectbox("By", CHANNELS, format_func=capital, key=key(view, "call_channel"))
    left, middle, right = st.columns([2, 6, 2], vertical_alignment="bottom")
    reference = left.text_input("Reference number", key=key(view, "call_reference"))
    note = middle.text_input("What was said", key=key(view, "call_note"))
    if right.button("Log it", type="primary", icon=":material/check:", width="stretch", key=key(view, "call"),
                    disabled=not whom.strip(), help="Say first who was reached."):  # fmt: skip
        at, _ = at_center(desk, on, clock)
        made = ContactMade(
            at, WITH[side], whom.strip(), channel, reference.strip() or None, note.strip() or None
        )
        act(desk, "The contact is logged.", lambda moment_now: log_call(desk, view.row.id, made, moment_now))
    signed_line(desk)


def note_part(desk: Desk, view: CaseView) -> None:
    """Notes of the case, saved against the version that was read."""
    opened = st.session_state.setdefault(key(view, "note_opened"), (view.row.version, view.case))
    text = st.text_area("Notes", opened[1].notes or "", key=key(view, "note_text"), height=160)
    st.caption("Write no name here: notes are shown to everybody who opens the case.")
    theirs = view.row.version != opened[0]
    label = "Save mine on top" if theirs else "Save the notes"
    changed = (text.strip() or None) != (opened[1].notes or None)
    mine = opened[1].model_copy(update={"notes": text.strip() or None})
    if theirs and changed:
        _compare(desk, mine, opened[0])
    if st.button(
        label, type="primary", icon=":material/save:", disabled=not changed, key=key(view, "note_save")
    ):
        # Only the notes are mine; all else is as it stands now.
        base, version = (view.case, view.row.version) if theirs else (opened[1], opened[0])
        kept = base.model_copy(update={"notes": mine.notes})
        act(desk, "The notes are saved.", lambda at: change_case(desk, kept, version, at))
    signed_line(desk)


def _compare(desk: Desk, mine: Case, version: int) -> None:
    """What was changed meanwhile. A save on the old version can only be refused, and says everything."""
    try:
        change_case(desk, mine, version, now(desk))
    except Conflict as conflict:
        show_conflict(conflict)


def trail_part(desk: Desk, view: CaseView) -> None:
    """Everything that was done, by whom and when."""
    st.caption(
        f"{count(len(view.trail), 'entry', 'entries')}, newest first. The chain is checked with `sca audit verify`."
    )
    zone = now(desk).tzinfo
    st.dataframe(
        pd.DataFrame(
            [
                {"When": moment(each.at.astimezone(zone)), "Who": each.who, "What": capital(each.what)}
                for each in reversed(view.trail)
            ]
        ),
        hide_index=True,
        height=360,
        alt="Trail of the case, newest first",
    )
