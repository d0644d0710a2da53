"""The ladder of deadlines as a table: how urgent each is, in words, where it comes from; and a calendar file."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from sca_toolkit.desk import Desk
from sca_toolkit.desk.tracking import CaseView
from sca_toolkit.timeline import Deadline
from sca_toolkit.ui.case_record_acts import side_words
from sca_toolkit.ui.words import capital, days_left

ROW = 84
"""Height of a row in pixels: four lines of text."""
RED = "color: #B3261E; font-weight: 600"


def deadline_part(_desk: Desk, view: CaseView) -> None:
    """The table and the file."""
    if not view.deadlines:
        st.info("No deadline runs: nothing is planned or asked for yet.", icon=":material/event_available:")
        return
    today = view.situation.today
    rows = [
        {
            "Urgency": _urgency(each, today),
            "Due": each.on,
            "What": each.what,
            "Next step": each.next_step,
            "Whose act": capital(side_words(each.owner.value)),
            "Counted from": each.counted_from,
            "Source": each.source,
            "Caution": each.note or "none",
        }
        for each in view.deadlines
    ]
    st.dataframe(
        pd.DataFrame(rows).style.apply(_late_in_red, axis=1),
        hide_index=True,
        row_height=ROW,
        height=min(6, len(rows)) * ROW + 37,
        column_config={
            "Urgency": st.column_config.TextColumn(width=104),
            "Due": st.column_config.DateColumn(format="MMM D, YYYY", width=98),
            "What": st.column_config.TextColumn(width=230),
            "Next step": st.column_config.TextColumn(width=262),
            "Whose act": st.column_config.TextColumn(width=82),
            "Counted from": st.column_config.TextColumn(width=150),
            "Source": st.column_config.TextColumn(width=270),
        },
        alt="Deadlines of the case, the earliest first",
    )
    st.download_button(
        "Calendar file (.ics)", view.calendar, f"{view.row.id}-deadlines.ics", "text/calendar", on_click="ignore",
        icon=":material/calendar_add_on:", help="For your own calendar. It names the case by its number only.",
    )  # fmt: skip


def _urgency(each: Deadline, today: date) -> str:
    """`Late, at risk: today`, `2 days late`, `Fine: in 95 days`."""
    risk, left = (", at risk" if each.at_risk else ""), days_left(each.on, today)
    return f"{left}{risk}" if each.on < today else f"{capital(each.severity.words)}{risk}: {left}"


def _late_in_red(row: pd.Series) -> list[str]:
    late = "late" in str(row["Urgency"]).casefold()
    return [RED if late and name == "Urgency" else "" for name in row.index]
