"""The log of contacts, and the trail of everything that was done."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from sca_toolkit.desk import Desk
from sca_toolkit.desk.choosing import ContactMade
from sca_toolkit.desk.recording import log_call
from sca_toolkit.desk.telling import story
from sca_toolkit.desk.tracking import CaseView
from sca_toolkit.events import Side
from sca_toolkit.ui.case_record_acts import act, at_center, key, now, signed_line
from sca_toolkit.ui.inputs import EARLIEST
from sca_toolkit.ui.words import capital, count, moment

CHANNELS = ("telephone", "portal", "e-mail", "fax", "letter", "meeting")
WITH = {"The payer": Side.payer, "The manufacturer": Side.maker, "The patient or family": Side.patient}


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


def trail_part(desk: Desk, view: CaseView) -> None:
    """Everything that was done, by whom and when, and what the trail proves it with."""
    told = story(view)
    st.caption(
        f"{count(len(told), 'line')}, newest first. “Row” is the row of the trail that proves it; "
        "`sca audit verify` checks them all."
    )
    zone = now(desk).tzinfo
    st.dataframe(
        pd.DataFrame(
            [
                {
                    "When": moment(each.at.astimezone(zone)),
                    "Who": each.who,
                    "What": each.what,
                    "Row": each.row,
                }
                for each in reversed(told)
            ]
        ),
        hide_index=True,
        row_height=66,
        height=min(8, len(told)) * 66 + 37,
        column_config={
            "When": st.column_config.TextColumn(width=170),
            "Who": st.column_config.TextColumn(width=130),
            "What": st.column_config.TextColumn(width=780),
            "Row": st.column_config.NumberColumn(width=70, format="%d"),
        },
        alt="Trail of the case, newest first",
    )
