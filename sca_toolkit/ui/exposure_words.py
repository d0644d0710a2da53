"""Which word costs most? Every other wording as a bar, ranked, with the table beside it."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from sca_toolkit.desk.exposure_answers import words_of
from sca_toolkit.exposure.offers import Outcome
from sca_toolkit.exposure.words import WordCost
from sca_toolkit.ui.exposure_money import signed
from sca_toolkit.ui.frame import markdown_of
from sca_toolkit.ui.words import capital

WORSE, BETTER, INK = "#B3261E", "#0F5C6E", "#1D2B30"
MOST_WORDS = 10
SMALLEST = 1.0
"""Dollars under which a choice is told to move nothing."""


def which_word(outcome: Outcome) -> None:
    """Chart and table for one offer."""
    st.subheader("Which word costs most?", anchor=False)
    found = words_of(outcome)
    moving = [each for each in found.costs if max(abs(each.margin.value), abs(each.tail)) >= SMALLEST][
        :MOST_WORDS
    ]
    if not moving:
        st.caption("None of the other wordings we know moves money on these patients.")
    else:
        st.vega_lite_chart(
            _bars([_bar(each) for each in moving]),
            width="stretch",
            key=f"words|{outcome.offer.name}",
            alt="What each other wording would move, in dollars of mean margin",
        )
    still = len(found.costs) - len(moving)
    st.caption(
        "Change of the mean margin, dollars a patient, if the other wording stood in this offer; the same patients. "
        + (f"{still} other choices move nothing here." if still > 0 else "")
    )
    with st.popover("As a table", icon=":material/table:", type="tertiary"):
        st.dataframe(_word_table(found.costs), hide_index=True, alt="What each other wording moves")
        for word, why in found.unpriced:
            st.caption(markdown_of(f"{word.title}: {word.other}: {why}"))


def _bar(cost: WordCost) -> dict[str, Any]:
    return {
        "word": f"{capital(cost.word.title)}: {cost.word.now} → {cost.word.other}",
        "margin": cost.margin.value,
        "side": "better" if cost.margin.value >= 0 else "worse",
        "says": signed(cost.margin.value),
    }


@st.cache_data(max_entries=32, show_spinner=False)
def _bars(rows: list[dict[str, Any]]) -> dict[str, Any]:
    frame = pd.DataFrame(rows)
    order = list(frame["word"])
    axis = alt.Axis(labelLimit=420, labelColor=INK, labelFontSize=11, domain=False, ticks=False)
    base = alt.Chart(frame).encode(y=alt.Y("word:N", sort=order, title=None, axis=axis))
    color = alt.Color(
        "side:N", scale=alt.Scale(domain=["worse", "better"], range=[WORSE, BETTER]), legend=None
    )
    low, high = min(0.0, float(frame["margin"].min())), max(0.0, float(frame["margin"].max()))
    room = 0.38 * (high - low)
    x = alt.X(
        "margin:Q",
        title="Mean margin, dollars a patient",
        axis=alt.Axis(format="$,.0f", tickCount=3),
        scale=alt.Scale(domain=[low - room, high + room]),
    )
    bars = base.mark_bar(height=13).encode(x=x, color=color)
    right = (
        base.transform_filter("datum.margin >= 0")
        .mark_text(align="left", dx=4, fontSize=11)
        .encode(x=x, text="says:N")
    )
    left = (
        base.transform_filter("datum.margin < 0")
        .mark_text(align="right", dx=-4, fontSize=11)
        .encode(x=x, text="says:N")
    )
    spec: dict[str, Any] = alt.layer(bars, right, left).properties(height=alt.Step(24)).to_dict()
    return spec


def _word_table(costs: tuple[WordCost, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "Choice": capital(each.word.title),
                "In this offer": each.word.now,
                "Instead": each.word.other,
                "Mean margin": signed(each.margin.value),
                "Chance of a loss": f"{each.loss * 100:+.1f} points",
                "Worst 5% lose": signed(each.tail),
            }
            for each in costs
        ]
    )
