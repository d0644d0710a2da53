"""Which case: the open cases of the record, those due first, then the case files and examples."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sca_toolkit.desk import Desk
from sca_toolkit.desk.cases import readable_cases
from sca_toolkit.desk.exposure import open_case_names
from sca_toolkit.ui.frame import show_problems

KEY = "exposure_case"


def pick_case(desk: Desk, spot: DeltaGenerator) -> str | None:
    """The chosen case; nothing where there is none. It starts with the case that other pages look at."""
    found = readable_cases(desk, examples=True)
    show_problems(found.problems)
    names = dict(open_case_names(desk))
    for row in found.rows:
        names.setdefault(row.file, f"{row.id}: {row.product}{' (example)' if row.example else ''}")
    if not names:
        st.info("There is no case yet. Enter one on the page Cases.", icon=":material/info:")
        return None
    if st.session_state.get(KEY) not in names:
        here = st.session_state.get("case")
        st.session_state[KEY] = here if here in names else next(iter(names))
    return str(
        spot.selectbox("Case", tuple(names), format_func=names.__getitem__, key=KEY, persist_state="session")
    )
