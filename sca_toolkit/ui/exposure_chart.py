"""Margins of all offers on one axis: one strip for each, what is lost dark, what is earned light."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

from sca_toolkit.desk.exposure import CaseExposure
from sca_toolkit.exposure.offers import Outcome
from sca_toolkit.ui.exposure_money import chance, money

LOSS, GAIN, INK = "#B3261E", "#9DB4BB", "#1D2B30"
BINS, ROW, WIDTH = 72, 62, 1050
EDGE = 0.004
"""Part of the paths on each side that is drawn in the outermost bar."""


def margin_strips(exposure: CaseExposure) -> None:
    """The chart, what it shows and its numbers as a table."""
    if exposure.comparison is None:
        return
    outcomes = exposure.comparison.outcomes
    low, high = _span(outcomes)
    bars = [row for each in outcomes for row in _bars(each, low, high)]
    marks = [_mark(each) for each in outcomes]
    st.vega_lite_chart(
        _spec(bars, marks, [each.offer.name for each in outcomes], low, high),
        width="stretch",
        key="exposure_strips",
        alt="Distribution of the margin under each offer; losses are dark",
    )
    n = f"{exposure.comparison.record.n:,}"
    st.caption(
        f"Margin in dollars under each offer, the same {n} simulated patients in every strip. Dark: loss. Line: mean. "
        f"The outermost bars hold everything beyond. {exposure.comparison.record.basis.words.capitalize()}."
    )


def _span(outcomes: tuple[Outcome, ...]) -> tuple[float, float]:
    lows = [float(np.quantile(each.margin, EDGE)) for each in outcomes]
    highs = [float(np.quantile(each.margin, 1 - EDGE)) for each in outcomes]
    low, high = min(*lows, -10_000.0), max(*highs, 10_000.0)
    step = (high - low) / BINS
    # Zero is the edge of a bar, so that no bar is half loss and half gain.
    return -float(np.ceil(-low / step)) * step, float(np.ceil(high / step)) * step


def _bars(outcome: Outcome, low: float, high: float) -> list[dict[str, Any]]:
    losing = round(-low / (high - low) * BINS)
    edges = np.concatenate([np.linspace(low, 0, losing + 1), np.linspace(0, high, BINS - losing + 1)[1:]])
    inside = np.clip(outcome.margin, low + 1e-6, high - 1e-6)
    share = np.histogram(inside, edges)[0] / len(inside)
    top = share.max()
    return [
        {
            "offer": outcome.offer.name,
            "from": float(edges[at]),
            "to": float(edges[at + 1]),
            "height": float(share[at] / top),
            "part": "loss" if edges[at + 1] <= 1e-6 else "gain",
            "says": f"{money(edges[at])} to {money(edges[at + 1])}: {chance(float(share[at]))} of patients",
        }
        for at in range(len(share))
        if share[at] > 0
    ]


def _mark(outcome: Outcome) -> dict[str, Any]:
    s = outcome.summary
    return {
        "offer": outcome.offer.name,
        "from": s.expected.value,
        "words": f"mean {money(s.expected.value, s.expected.error)}, loss {chance(s.loss.value, s.loss.error)}",
    }


@st.cache_data(max_entries=32, show_spinner=False)
def _spec(
    bars: list[dict[str, Any]], marks: list[dict[str, Any]], names: list[str], low: float, high: float
) -> dict[str, Any]:
    """The chart as Vega-Lite; built once for the same answer, since Altair takes its time."""
    x = alt.X("from:Q", title="Margin, dollars", scale=alt.Scale(domain=[low, high], nice=False),
              axis=alt.Axis(format="$,.0f", grid=True, tickCount=9))  # fmt: skip
    y = alt.Y("height:Q", axis=None, scale=alt.Scale(domain=[0, 1.25]))
    color = alt.Color("part:N", scale=alt.Scale(domain=["loss", "gain"], range=[LOSS, GAIN]), legend=None)
    strip = (
        alt.Chart()
        .mark_bar(binSpacing=0)
        .encode(x=x, x2="to:Q", y=y, y2=alt.datum(0), color=color, tooltip=["offer:N", "says:N"])
    )
    zero = alt.Chart().mark_rule(color=INK).encode(x=alt.datum(0))
    mean = alt.Chart().mark_rule(color=INK, strokeWidth=2.5).encode(x="mean:Q")
    said = alt.Chart().mark_text(align="right", dx=-4, baseline="top", fontSize=11, color=INK).encode(
        x=alt.value("width"), y=alt.value(0), text="words:N")  # fmt: skip
    frame = pd.DataFrame(bars)
    means = {row["offer"]: row for row in marks}
    first = ~frame.duplicated("offer")
    frame["mean"] = [
        means[name]["from"] if one else None for name, one in zip(frame["offer"], first, strict=True)
    ]
    frame["words"] = [
        means[name]["words"] if one else "" for name, one in zip(frame["offer"], first, strict=True)
    ]
    header = alt.Header(
        labelAngle=0, labelAlign="left", labelFontSize=12, labelColor=INK, labelLimit=170, title=None
    )
    chart = (
        alt.layer(strip, zero, mean, said, data=frame)
        .properties(height=ROW, width=WIDTH)
        .facet(row=alt.Row("offer:N", sort=names, header=header), spacing=6)
    )
    spec: dict[str, Any] = chart.to_dict()
    return spec
