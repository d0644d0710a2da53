"""What is seldom needed while drafting: start from the last agreement, start over, take the terms along."""

from __future__ import annotations

import streamlit as st

from sca_toolkit.case import Case
from sca_toolkit.desk import Desk
from sca_toolkit.desk.issuing import terms_file, terms_name
from sca_toolkit.desk.terms import read_uploaded_terms
from sca_toolkit.ui.frame import in_words
from sca_toolkit.ui.sitting import Sitting


def more_menu(desk: Desk, sitting: Sitting, case: Case) -> None:
    """A menu beside the pickers."""
    with st.popover("More", width="stretch"):
        _last_agreement(desk, sitting, case)
        st.button(
            "Start over",
            on_click=sitting.start_over,
            args=(desk, case),
            help="Proposes all terms anew from profile and case. Can be undone.",
            width="stretch",
        )
        drafting = sitting.drafting
        st.download_button(
            "Take the terms along (JSON)", lambda: terms_file(drafting).decode(), f"{terms_name(drafting)}.json",
            "application/json", key="terms", on_click="ignore", width="stretch",
            help="The next agreement with this payer can start from this file.",
        )  # fmt: skip


def _last_agreement(desk: Desk, sitting: Sitting, case: Case) -> None:
    upload = st.file_uploader(
        "Start from the last agreement (its terms, JSON)",
        type=["json", "yaml", "yml"],
        key=f"last|{sitting.key}",
    )
    if upload and st.button("Use its deal terms", width="stretch", type="primary"):
        with in_words():
            sitting.start_over(desk, case, read_uploaded_terms(upload.getvalue(), upload.name))
            st.rerun()
    st.caption("Takes over rates, clause positions and payer's terms; nothing of the earlier member.")
