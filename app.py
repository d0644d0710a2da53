"""The pages of the app. Start it with `sca app`; each page is a file under `sca_toolkit/ui`."""

import streamlit as st

from sca_toolkit.ui import page_file

# Without icons: the browser would fetch a page's icon from outside this machine.
# The pages of every day stand in the bar itself (the empty heading); the others under what they are about.
st.navigation(
    {
        "": [
            st.Page(page_file("worklist"), title="Worklist", default=True),
            st.Page(page_file("case_record"), title="Case"),
            st.Page(page_file("draft"), title="Draft"),
            st.Page(page_file("cases"), title="Cases"),
            st.Page(page_file("payers"), title="Payers"),
        ],
        "Criteria": [
            st.Page(page_file("criteria"), title="Criteria"),
            st.Page(page_file("policy_check"), title="Policy check"),
        ],
        "Time": [
            st.Page(page_file("timelines"), title="Timelines"),
            st.Page(page_file("planner"), title="Planner"),
            st.Page(page_file("pack"), title="Monthly pack"),
        ],
        "Money": [
            st.Page(page_file("exposure"), title="Exposure"),
            st.Page(page_file("exposure_table"), title="Exposure table"),
            st.Page(page_file("assumptions"), title="Assumptions"),
        ],
    },
    position="top",
).run()
