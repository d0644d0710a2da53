"""The whole answer as one Excel file: an exact price with live formulas, the assumptions, the simulation."""

from __future__ import annotations

import streamlit as st

from sca_toolkit.desk import Desk
from sca_toolkit.desk.exposure import CaseExposure
from sca_toolkit.desk.exposure_answers import outcome_of
from sca_toolkit.desk.exposure_workbook import example_episodes, exposure_workbook
from sca_toolkit.errors import ScaError
from sca_toolkit.ui.exposure_table_page import EXCEL
from sca_toolkit.ui.frame import in_words, markdown_of, today


@st.fragment
def workbook_of(desk: Desk, found: CaseExposure) -> None:
    """The offer that is looked at, one dated episode, and the button. A fragment: nothing else runs again."""
    episodes = desk.library.episode_ids()
    if found.comparison is None or not episodes:
        return
    st.subheader("Take it to Excel", anchor=False)
    with in_words():
        offers = [each.offer.name for each in found.comparison.outcomes]
        closer = st.session_state.get("exposure_closer")
        left, middle, right = st.columns([3, 4, 3], vertical_alignment="bottom")
        offer = left.selectbox("Offer to price exactly", offers, key="exposure_book_offer",
                               index=offers.index(closer) if closer in offers else 0)  # fmt: skip
        episode = middle.selectbox(
            "Dated episode",
            episodes,
            format_func=lambda each: desk.library.episode(each).name,
            key="exposure_book_episode",
        )
        try:
            book = exposure_workbook(desk, found, outcome_of(found, str(offer)), str(episode), today())
        except ScaError as error:
            st.warning(
                f"**{markdown_of(str(offer))}** cannot be priced on this episode. {markdown_of(str(error))}",
                icon=":material/help:",
            )
            return
        right.download_button(
            "Excel with live formulas",
            book,
            file_name=f"exposure_{found.case.id}_{offer}.xlsx".replace(" ", "-"),
            mime=EXCEL,
            icon=":material/download:",
            key="exposure_book",
            on_click="ignore",
        )
    invented = " The episodes are invented examples." if example_episodes(desk) else ""
    st.caption(
        "One episode to the cent with formulas that follow a changed rate; every assumption with its source; the "
        f"offers above as simulated, with the record of the run.{invented}"
    )
