"""Both ways of working as bars on one axis of days, with the day on which cover is final and the end."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from sca_toolkit.desk.planning import Planning
from sca_toolkit.timeline.planner import StepAnswer, Way, WayAnswer
from sca_toolkit.ui.case_record_acts import side_words
from sca_toolkit.ui.words import capital, day

INK = "#1D2B30"
SIDES = {"Ours": "#0F5C6E", "Payer’s": "#9DB4BB", "Manufacturer’s": "#FFFFFF"}
BAR, AROUND = 17, 68
"""Pixels for a step, and for title and axis."""
OFTEN = 0.1
"""From this share of cases on, a step is marked as one that holds up the end."""


def two_ways(found: Planning) -> None:
    """Both charts, on the same days, and what they show."""
    longest = max(found.answer.serial.days.high, found.answer.serial.days.median) * 1.06
    n = "exact" if found.answer.exact else f"medians of {found.answer.paths:,} simulated cases"
    for way in (found.answer.serial, found.answer.parallel):
        st.vega_lite_chart(
            _spec(_marks(way, found.answer.exact), longest),
            width="stretch",
            key=f"planner_{way.way}",
            alt=f"The steps {way.way.words}, with the day cover is final and the day of infusion",
        )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            f"Calendar days from referral, {n}, as of {day(found.as_of)}. Dark: ours; gray: the payer’s; white: the "
            "manufacturer’s. Dashed: cover is final."
        )
        with st.popover("As a table", icon=":material/table:", type="tertiary"):
            rows = [row for way in (found.answer.serial, found.answer.parallel) for row in _table(way)]
            st.dataframe(pd.DataFrame(rows), hide_index=True, alt="Begin and end of each step in both ways")


@st.cache_data(max_entries=32, show_spinner=False)
def _spec(way: dict[str, Any], longest: float) -> dict[str, Any]:
    """The chart as Vega-Lite; built once for the same answer, since Altair takes its time."""
    rows = pd.DataFrame(way["bars"])
    y = _steps(list(rows["step"]))
    named = alt.Chart(rows[rows["word"] != ""]).encode(x="ends:Q", y=y, text="word:N")
    chart = alt.layer(
        _bars(rows, y, longest),
        *_line(way["cover"], [4, 3]),
        *_line(way["end"], [1, 0]),
        named.mark_text(align="left", dx=5, fontSize=11, color=INK),
    ).properties(height=BAR * len(rows) + AROUND, title=_title(way["title"]))
    spec: dict[str, Any] = chart.configure_view(stroke=None).to_dict()
    return spec


def _steps(names: list[str]) -> alt.Y:
    axis = alt.Axis(domain=False, ticks=False, labelLimit=230, labelColor=INK, labelOverlap=False)
    return alt.Y("step:N", title=None, sort=names, axis=axis)


def _bars(rows: pd.DataFrame, y: alt.Y, longest: float) -> alt.Chart:
    scale = alt.Scale(domain=list(SIDES), range=list(SIDES.values()))
    days = alt.Scale(domain=[0, longest], nice=False)
    drawn: alt.Chart = (
        alt.Chart(rows)
        .mark_bar(height=BAR - 5, cornerRadius=2, strokeWidth=1.2)
        .encode(
            x=alt.X("begins:Q", title=None, scale=days, axis=alt.Axis(tickCount=12)),
            x2="ends:Q",
            y=y,
            color=alt.Color("whose:N", scale=scale, legend=None),
            stroke=alt.value(INK),
            tooltip=[alt.Tooltip("step:N", title="Step"), alt.Tooltip("when:N", title="Days"),
                     alt.Tooltip("critical:Q", title="Holds up the end", format=".0%")],
        )
    )  # fmt: skip
    return drawn


def _line(at: dict[str, Any], dash: list[int]) -> tuple[alt.Chart, alt.Chart]:
    base = alt.Chart(pd.DataFrame([at])).encode(x="day:Q")
    word = base.mark_text(align="left", dx=4, baseline="bottom", fontSize=11, color=INK)
    return base.mark_rule(color=INK, strokeDash=dash), word.encode(y=alt.value(-3), text="word:N")


def _title(text: str) -> alt.TitleParams:
    return alt.TitleParams(text, anchor="start", fontSize=13, color=INK, offset=12)


def _marks(way: WayAnswer, exact: bool) -> dict[str, Any]:
    spread = way.days
    ends = "" if exact else f" ({spread.low:.0f} to {spread.high:.0f} in 8 of 10 cases)"
    return {
        "title": f"{capital(way.way.words)}: {spread.median:.0f} days{ends}",
        "bars": [_bar(each, way) for each in way.steps],
        "cover": {"day": way.cover_final, "word": f"cover final, day {way.cover_final:.0f}"},
        "end": {"day": spread.median, "word": f"infused, day {spread.median:.0f}"},
    }


def _bar(each: StepAnswer, way: WayAnswer) -> dict[str, Any]:
    marked = way.way is Way.parallel and each.critical >= OFTEN and each.ends < way.days.median
    return {
        "step": each.title,
        "whose": capital(side_words(each.who)),
        "begins": each.begins,
        "ends": each.ends,
        "when": f"day {each.begins:.0f} to {each.ends:.0f}",
        "critical": each.critical,
        "word": f"holds up the end in {each.critical:.0%}" if marked else "",
    }


def _table(way: WayAnswer) -> list[dict[str, Any]]:
    return [
        {
            "Way": capital(way.way.words),
            "Step": each.title,
            "Whose": capital(side_words(each.who)),
            "Begins on day": round(each.begins, 1),
            "Ends on day": round(each.ends, 1),
            "Holds up the end": f"{each.critical:.0%}",
            "Begins before cover is final": f"{each.ahead_of_cover:.0%}",
        }
        for each in way.steps
    ]
