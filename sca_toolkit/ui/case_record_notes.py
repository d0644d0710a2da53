"""Notes of a case, and what somebody else wrote meanwhile."""

from __future__ import annotations

import streamlit as st

from sca_toolkit.case import Case
from sca_toolkit.desk import Desk
from sca_toolkit.desk.choosing import Conflict
from sca_toolkit.desk.recording import change_case
from sca_toolkit.desk.tracking import CaseView
from sca_toolkit.ui.case_record_acts import act, key, now, show_conflict, signed_line


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
