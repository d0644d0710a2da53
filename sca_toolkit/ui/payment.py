"""The payment of a draft: what it says, its rates, its wording, and ways to change it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from sca_toolkit.desk.arranging import (
    arrangement_text,
    payment_shape,
    payment_shapes,
    rate_rows,
    read_arrangement,
)
from sca_toolkit.desk.provenance import provenance
from sca_toolkit.errors import DataError
from sca_toolkit.payment import Arrangement
from sca_toolkit.ui.fields import origin_words
from sca_toolkit.ui.frame import in_words, markdown_of, show_error
from sca_toolkit.ui.marked import as_html, briefly
from sca_toolkit.ui.sitting import Sitting
from sca_toolkit.values.marks import plain


def payment_panel(sitting: Sitting) -> None:
    """How the episode is paid."""
    arrangement = sitting.drafting.terms.payment
    with st.container(border=True):
        st.markdown("**How the episode is paid**")
        if arrangement is None:
            st.markdown("Not agreed yet. Choose a payment shape below, or write the arrangement as text.")
        else:
            _told(sitting, arrangement)
        _shapes(sitting)
        _as_text(sitting, arrangement)
        if sitting.refusal:
            st.error(f"Not changed. {markdown_of(sitting.refusal)}", icon=":material/error:")


def _told(sitting: Sitting, arrangement: Arrangement) -> None:
    st.html(f"<p class='summary'>{as_html(arrangement.summary())}</p>")
    if origin := provenance(sitting.drafting, "payment"):
        st.caption(origin_words(origin))
    rows = [
        {
            "Service": row.service,
            "Amount": f"{row.amount} {row.unit}".strip(),
            "Method": row.method,
            "Applies to": row.scope,
            "Note": row.note,
        }
        for row in rate_rows(arrangement)
    ]
    table = pd.DataFrame([{name: briefly(cell) for name, cell in row.items()} for row in rows])
    st.dataframe(table, hide_index=True, alt="The rates of this agreement")
    with st.expander("The wording of the payment"):
        body = "".join(f"<p>{as_html(text)}</p>" for text in arrangement.phrase())
        st.html(f"<div class='wording'>{body}</div>")


def _shapes(sitting: Sitting) -> None:
    with in_words():
        shapes = {shape.id: shape for shape in payment_shapes(sitting.drafting.desk)}
        if not shapes:
            return
        left, right = st.columns([3, 1], vertical_alignment="bottom")
        chosen = left.selectbox(
            "Payment shape",
            tuple(shapes),
            index=None,
            format_func=lambda name: (
                f"{name.replace('_', ' ').replace('-', ' ')}: {plain(shapes[name].summary)}"
            ),
            placeholder="Choose how such episodes are paid",
            key=f"shape|{sitting.key}",
        )
        if right.button(
            "Use it", disabled=chosen is None, width="stretch", help="Replaces the payment; can be undone."
        ):
            sitting.pay_by(payment_shape(sitting.drafting.desk, str(chosen)), f"payment shape {chosen}")
            st.rerun()


def _as_text(sitting: Sitting, arrangement: Arrangement | None) -> None:
    with st.expander("Edit the payment as text"):
        st.caption(
            "One key a line; amounts like $150,000, shares like 45%. Leave out what is not agreed: it shows as a gap."
        )
        text = arrangement_text(arrangement)
        typed = st.text_area(
            "Payment arrangement",
            text,
            height=320,
            key=f"yaml|{sitting.key}|{hash(text)}",
            persist_state="session",
        )
        if st.button("Apply the text", disabled=typed == text):
            try:
                sitting.pay_by(read_arrangement(typed), "payment as text")
            except DataError as error:
                show_error(error)
            else:
                st.rerun()
