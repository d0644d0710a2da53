"""Which document this case needs, and why."""

from __future__ import annotations

import streamlit as st

from sca_toolkit.case import Case
from sca_toolkit.ui.frame import markdown_of
from sca_toolkit.ui.sitting import Sitting
from sca_toolkit.ui.words import moment

_LETTER = {True: "Interim letter: yes", False: "Interim letter: no", None: "Interim letter: not known"}


def advice_box(sitting: Sitting, case: Case) -> bool:
    """The advice; returns whether to go on to the draft (always, unless nothing is to be negotiated)."""
    advice = sitting.drafting.advice
    with st.container(border=True, key="advice", gap="xxsmall"):
        left, right = st.columns([3, 2], gap="medium")
        with left, st.container(gap="xxsmall"):
            st.markdown(f"**{markdown_of(advice.headline)}**")
            st.caption(" ".join(markdown_of(reason.text) for reason in advice.reasons))
            _notices(sitting)
        with right, st.container(gap="xxsmall"):
            st.markdown(f"**{_LETTER[advice.letter]}**")
            st.caption(markdown_of(advice.letter_reason))
        _changed_case(sitting, case)
    if advice.document is None:
        return st.toggle("Draft an agreement anyway", key=f"anyway|{sitting.key}", persist_state="session")
    return True


def _notices(sitting: Sitting) -> None:
    if sitting.drafting.invented:
        st.caption(
            ":gray-badge[invented] Persons, rates or the center in this draft are invented; every page says so."
        )
    if sitting.continued:
        st.caption(f"Continued from the draft saved {moment(sitting.continued)}.")


def _changed_case(sitting: Sitting, case: Case) -> None:
    if sitting.drafting.case != case:
        st.warning(
            "The case file has changed since this draft was begun. `More`, `Start over` takes the changes in; "
            "it can be undone.",
            icon=":material/sync_problem:",
        )
