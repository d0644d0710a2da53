"""What moves the result most? Each number from its 10th to its 90th percentile, as bars around the result."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from sca_toolkit.case import Case
from sca_toolkit.desk import Desk
from sca_toolkit.desk.exposure import Assumed, compare_offers
from sca_toolkit.desk.exposure_answers import outcome_of, tornado_of
from sca_toolkit.exposure.tornado import Bar
from sca_toolkit.ui.exposure_money import chance, money
from sca_toolkit.ui.frame import markdown_of, today

QUIET, INK = "#9DB4BB", "#1D2B30"
MOST_BARS = 12


def what_moves(desk: Desk, case: Case, name: str, changed: dict[str, float]) -> None:
    """The bars for one offer, with the table beside them."""
    st.subheader("What moves the result most?", anchor=False)
    found = compare_offers(desk, case, [name], today(), Assumed(numbers=dict(changed) or None))
    if found.comparison is None:
        return
    with st.spinner("Moving every number…", show_time=True):
        moved = tornado_of(outcome_of(found, name))
    bars = moved.bars[:MOST_BARS]
    st.vega_lite_chart(
        _spec([_bar(each) for each in bars], moved.base.expected),
        width="stretch",
        key="assumptions_tornado",
        alt="How far each number moves the mean margin",
    )
    st.caption(
        f"Mean margin under {markdown_of(name)} with each number at its 10th and 90th percentile, {moved.paths:,} "
        "simulated patients. * = no published support. Line: the result as it is."
    )
    with st.popover("As a table", icon=":material/table:", type="tertiary"):
        st.dataframe(
            pd.DataFrame([_cells(each) for each in moved.bars]), hide_index=True, alt="The same in numbers"
        )


def _bar(each: Bar) -> dict[str, Any]:
    low, high = sorted((each.at_low.expected, each.at_high.expected))
    return {
        "number": f"{each.title}{' *' if each.assumed else ''}",
        "from": low,
        "to": high,
        "says": f"{each.low:,.4g} to {each.high:,.4g}",
    }


def _cells(each: Bar) -> dict[str, Any]:
    return {
        "Number": each.title,
        "From": f"{each.low:,.4g}",
        "To": f"{each.high:,.4g}",
        "Mean margin": money(each.at_low.expected),
        "to": money(each.at_high.expected),
        "Loses in": chance(each.at_low.loss),
        "to ": chance(each.at_high.loss),
        "Worst 5% lose": money(each.at_low.tail),
        "to  ": money(each.at_high.tail),
        "Support": "none found" if each.assumed else "published or own",
    }


@st.cache_data(max_entries=32, show_spinner=False)
def _spec(bars: list[dict[str, Any]], base: float) -> dict[str, Any]:
    frame = pd.DataFrame(bars)
    axis = alt.Axis(labelLimit=420, labelColor=INK, labelFontSize=11, domain=False, ticks=False)
    y = alt.Y("number:N", sort=list(frame["number"]), title=None, axis=axis)
    x = alt.X("from:Q", title="Mean margin, dollars", scale=alt.Scale(zero=False),
              axis=alt.Axis(format="$,.0f", tickCount=5))  # fmt: skip
    spans = (
        alt.Chart(frame)
        .mark_bar(height=13, color=QUIET)
        .encode(x=x, x2="to:Q", y=y, tooltip=["number:N", "says:N"])
    )
    line = alt.Chart(pd.DataFrame({"from": [base]})).mark_rule(color=INK).encode(x="from:Q")
    spec: dict[str, Any] = alt.layer(spans, line).properties(height=alt.Step(24)).to_dict()
    return spec
