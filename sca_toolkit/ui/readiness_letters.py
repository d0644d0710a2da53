"""Letters from the checklist: each made when it is asked for, as a draft in Word."""

from __future__ import annotations

import streamlit as st

from sca_toolkit.desk import Desk
from sca_toolkit.desk.letters import OF_A_CASE, SUMMARY, letter_of
from sca_toolkit.desk.readiness import Readiness
from sca_toolkit.ui.frame import in_words

_NAMES = {
    "medical_necessity": "Letter of medical necessity",
    "packet_checklist": "Packet checklist",
    "waiver_request": "Request to waive a test",
    SUMMARY: "Criteria summary",
}
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def letters_part(desk: Desk, held: Readiness) -> None:
    """Drafts to download. A clinician reviews every one before it goes out."""
    with st.expander("Letters and lists", icon=":material/description:"):
        wanted = st.segmented_control(
            "Which one?", list(_NAMES), format_func=_NAMES.__getitem__, key="readiness_letter"
        )
        if not wanted:
            st.caption(
                "Drafts in Word. A clinician reviews every letter before it goes out; counsel where it argues."
            )
            return
        waive: tuple[str, ...] = ()
        if wanted == "waiver_request":
            typed = st.text_input(
                "Tests to waive, separated by ;", "; ".join(held.carried_over), key="readiness_waive"
            )
            waive = tuple(part.strip() for part in typed.split(";") if part.strip())
        if wanted in (*OF_A_CASE, SUMMARY):
            with in_words():
                made = letter_of(desk, wanted, held, waive=waive)
                st.download_button(
                    f"Download the {_NAMES[wanted][:1].lower()}{_NAMES[wanted][1:]}",
                    made.word, f"{made.name}.docx", _WORD, on_click="ignore", icon=":material/download:",
                )  # fmt: skip
