"""The parts of an authorization on the Case page, and what may follow a request."""

from __future__ import annotations

import streamlit as st

from sca_toolkit.desk.readiness import Readiness
from sca_toolkit.desk.readiness_parts import NOT_KNOWN
from sca_toolkit.ui.frame import markdown_of
from sca_toolkit.ui.words import capital


def parts_part(held: Readiness) -> None:
    """Two tables: the parts asked for apart; second level, peer-to-peer, appeal, and a transplant beside."""
    with st.expander(
        "Parts of the authorization: channel, papers, validity, clock, deadline",
        icon=":material/account_tree:",
    ):
        st.table(
            [
                {
                    "Part": capital(part.component.words),
                    "On file": part.approval,
                    "Ask by": markdown_of(part.channel),
                    "Papers": markdown_of("; ".join(part.papers) or NOT_KNOWN),
                    "Lasts": part.validity,
                    "Decided within": part.clock,
                    "Due": part.deadline,
                }
                for part in held.parts
            ]
        )
        st.markdown("**Should it be refused, or a transplant be asked for too**")
        st.table(
            [
                {
                    "Step": capital(row.step),
                    "Ask by": markdown_of(row.channel),
                    "Clock": row.clock,
                    "Due": row.deadline,
                }
                for row in held.reviews
            ]
        )
        st.caption("From the payer's profile and policies, limits set by law, and the record of this case.")
