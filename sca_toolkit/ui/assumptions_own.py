"""The center's own list of patients: what it says beside the published numbers, before a person lets it be used."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from sca_toolkit.desk import Desk
from sca_toolkit.desk.own_list import FittedList, confirm_list, fit_list, own_list_template
from sca_toolkit.exposure.assumption import Unit
from sca_toolkit.exposure.parameters import Parameter
from sca_toolkit.ui.exposure_table_page import EXCEL
from sca_toolkit.ui.frame import markdown_of, show_problems, today
from sca_toolkit.ui.words import count, day

Shown = Callable[[float, Unit], str]


def own_list(desk: Desk, shown: Shown) -> None:
    """Upload, what it would change, and the button that lets it."""
    st.subheader("What do our own patients say?", anchor=False)
    kept = desk.library.own_list()
    if kept:
        st.caption(
            f"In use: {count(len(kept.values), 'number')} from {markdown_of(kept.read_from)}, confirmed by "
            f"{markdown_of(kept.confirmed_by)} on {day(kept.confirmed_on)}."
        )
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    upload = left.file_uploader(
        "List of our patients, one a row (Excel or CSV)", type=["xlsx", "csv"], key="own_list"
    )
    right.download_button("Empty list", own_list_template, "our_patients.xlsx", EXCEL, icon=":material/download:",
                          on_click="ignore", key="own_list_empty")  # fmt: skip
    if upload is None:
        return
    found = fit_list(desk, upload.getvalue(), upload.name, today())
    show_problems(found.problems)
    if found.numbers:
        _numbers(found, shown)
        _confirm(desk, found)


def _numbers(found: FittedList, shown: Shown) -> None:
    rows = [_row(product, each, shown) for product, each in found.used]
    st.dataframe(pd.DataFrame(rows), hide_index=True, key="own_list_numbers",
                 alt="Each fitted number with own value, n, published value, weight and value used")  # fmt: skip
    st.caption(
        f"{count(found.patients, 'patient')}. Weight: own patients over own patients plus the published number's, at "
        "most twenty. An empty cell is not known and counts nowhere. The list itself is not kept."
    )


def _row(product: str | None, each: Parameter, shown: Shown) -> dict[str, str]:
    return {
        "Quantity": each.title,
        "Product": product or "every product",
        "Own value": "" if each.own is None else shown(each.own, each.unit),
        "n": "" if each.n is None else f"{each.n:,}",
        "Published": "" if each.published is None else shown(each.published, each.unit),
        "Weight of own": "" if each.weight is None else f"{each.weight:.0%}",
        "Used": shown(each.value, each.unit),
    }


def _confirm(desk: Desk, found: FittedList) -> None:
    checked = st.checkbox("I have compared these numbers with our records", key="own_list_checked")
    if st.button("Use these numbers", key="own_list_use", type="primary", disabled=not checked):
        confirm_list(desk, found.name, found.numbers, today())
        st.rerun()
