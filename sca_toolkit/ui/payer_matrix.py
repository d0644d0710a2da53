"""Payers side by side: one row for each fact, differences marked."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from sca_toolkit.desk import Desk
from sca_toolkit.desk.payers import compare_payers
from sca_toolkit.payer import Comparison
from sca_toolkit.payer.card import NOT_KNOWN
from sca_toolkit.ui.frame import today
from sca_toolkit.ui.payer_card import ASK
from sca_toolkit.ui.words import count

DIFFERS = "Differs"


def matrix_of(desk: Desk, payer_ids: tuple[str, ...]) -> None:
    """The matrix."""
    comparison = compare_payers(desk, payer_ids, today())
    table = _table(comparison)
    differing = int((table[DIFFERS] == "differs").sum())
    st.subheader("Side by side", anchor=False)
    left, right = st.columns([3, 2], vertical_alignment="center")
    left.caption(
        f"{count(len(table), 'fact')}, of which {differing} differ. A difference is marked in the first column and "
        "tinted; what is not known of a payer is said."
    )
    if right.toggle("Only what differs", key="only_differing", persist_state="session"):
        table = table[table[DIFFERS] == "differs"]
    if table.empty:
        st.info("Nothing differs.", icon=":material/check:")
        return
    st.dataframe(
        table.style.apply(_tinted, axis=1),
        hide_index=True,
        height="content",
        column_config={name: st.column_config.TextColumn(width="medium") for name in comparison.names},
        row_height=44,
        alt=f"{', '.join(comparison.names)} compared",
    )


def _table(comparison: Comparison) -> pd.DataFrame:
    rows = []
    for row in comparison.rows:
        known = {value for value in row.values if value != NOT_KNOWN}
        values = (ASK if value == NOT_KNOWN else value for value in row.values)
        mark = "differs" if len(known) > 1 else ("known of some" if NOT_KNOWN in row.values else "same")
        rows.append({DIFFERS: mark, "What": row.label, **dict(zip(comparison.names, values, strict=True))})
    return pd.DataFrame(rows, columns=[DIFFERS, "What", *comparison.names])


def _tinted(row: pd.Series[str]) -> list[str]:
    differs = row[DIFFERS] == "differs"
    return [
        "color: #6B7B82; font-style: italic"
        if value == ASK
        else ("background-color: #E3EEF1; font-weight: 600" if differs else "")
        for value in row
    ]
