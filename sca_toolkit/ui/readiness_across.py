"""One case against every payer whose criteria are on file."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from sca_toolkit.case import Case
from sca_toolkit.desk import Desk
from sca_toolkit.desk.readiness import across
from sca_toolkit.desk.readiness_lines import Standing
from sca_toolkit.ui.words import day

_SHOWN = (Standing.met, Standing.failed, Standing.missing, Standing.judgment, Standing.later)


def across_part(desk: Desk, case: Case, today: date) -> None:
    """A table of all payers with a policy on the case's product."""
    rows = across(desk, case, today)
    if not rows:
        st.caption("No payer's criteria on file speak of this product and disease.")
        return
    found = pd.DataFrame(
        {
            "Payer": row.payer_name,
            "Policy": row.title,
            "Verdict": row.verdict.words,
            **{each.words.capitalize(): row.counts.get(each, 0) for each in _SHOWN},
            "Run out as planned": row.lapsing,
            "Read from": "a third party's summary" if row.third_party else "the payer's own text",
            "Why": row.reason,
        }
        for row in rows
    )
    st.dataframe(found, hide_index=True, alt="The same case against every payer, the closest to met first")
    st.caption(
        f"n = {len(rows)} policies, as of {day(today)}. Counts are criteria. A policy seen in part may ask more."
    )
    st.download_button(
        "Download as CSV",
        found.to_csv(index=False).encode(),
        f"{case.id}-all-payers.csv",
        "text/csv",
        on_click="ignore",
    )
