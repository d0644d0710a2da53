"""The pages of the app. Start it with `sca app`; each page is a file under `sca_toolkit/ui`."""

import streamlit as st

from sca_toolkit.ui import page_file

st.navigation(
    [
        st.Page(page_file("draft"), title="Draft", icon=":material/edit_document:", default=True),
        st.Page(page_file("payers"), title="Payers", icon=":material/account_balance:"),
        st.Page(page_file("cases"), title="Cases", icon=":material/folder_open:"),
    ],
    position="top",
).run()
