"""The charts of the page Timelines as Vega-Lite. They read in grayscale: lines differ by dash, bars by lightness."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import altair as alt
import pandas as pd
import streamlit as st

INK, ACCENT, QUIET, PALE = "#1D2B30", "#0F5C6E", "#9DB4BB", "#E3EAEC"
DASHES = [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [12, 4]]
LINES = [ACCENT, "#8A5A00", "#1D2B30", "#6B4E9B", "#5B7F2B"]
SIDES = {"Ours": ACCENT, "Payer’s": QUIET, "Manufacturer’s": "#5B6B70", "Paused": PALE, "Nobody’s": "#FFFFFF"}
ENDS = [QUIET, INK, "#5B6B70", "#F2DFC2", "#8A5A00"]
OPEN = "#FFFFFF"
ROW = 30
AROUND = 105
"""Pixels for title, legend and axis: the height of a chart holds them too."""
NAME = 20
"""Letters of a name beside the numbers at risk."""
Spec = dict[str, Any]


def title(text: str, about: str) -> alt.TitleParams:
    """What is drawn with its unit, and below it clock, count and day."""
    return alt.TitleParams(
        text, subtitle=about, anchor="start", fontSize=14, subtitleFontSize=11, color=INK,
        subtitleColor="#4A5A60", offset=10,
    )  # fmt: skip


@st.cache_data(max_entries=32, show_spinner=False)
def dots(rows: list[dict[str, Any]], whole: float | None, right: float, head: str, about: str) -> Spec:
    """Groups as dots with intervals, in the order given. `whole` is all together; `right` where the axis ends."""
    frame = pd.DataFrame(rows)
    names = list(frame["group"])
    axis = alt.Axis(domain=False, ticks=False, labelLimit=420, labelColor=INK, labelOverlap=False)
    y = alt.Y("group:N", title=None, sort=names, axis=axis)
    x = alt.X("half:Q", title="days", scale=alt.Scale(domain=[0, right * 1.1], nice=False))
    base = alt.Chart(frame).encode(y=y)
    tips = [alt.Tooltip(f"{name}:N", title=name.capitalize()) for name in ("group", "said", "count", "sure")]
    layers = [
        base.mark_rule(strokeWidth=2, color=INK).encode(x="low:Q", x2="high:Q"),
        base.transform_filter("datum.endless").mark_point(
            shape="triangle-right", filled=True, color=INK, size=70, opacity=1
        ).encode(x="high:Q"),
        base.transform_filter("isValid(datum.half)").mark_point(
            size=110, filled=True, opacity=1, stroke=INK, strokeWidth=1.5
        ).encode(x=x, tooltip=tips, fill=alt.condition("datum.apart", alt.value(INK), alt.value("#FFFFFF"))),
        base.mark_text(align="right", fontSize=11, color=INK).encode(x=alt.value("width"), text="count:N"),
    ]  # fmt: skip
    if whole is not None:
        line = alt.Chart(pd.DataFrame([{"half": whole, "word": f"all: day {whole:.0f}"}])).encode(x="half:Q")
        layers += [line.mark_rule(color=INK, strokeDash=[4, 3]),
                   line.mark_text(align="left", dx=4, baseline="bottom", fontSize=11, color=INK).encode(
                       y=alt.value(-2), text="word:N")]  # fmt: skip
    return _spec(alt.layer(*layers).properties(height=ROW * len(names) + AROUND, title=title(head, about)))


@st.cache_data(max_entries=32, show_spinner=False)
def lines(
    steps: list[dict[str, Any]],
    left: list[dict[str, Any]],
    marks: list[dict[str, Any]],
    head: str,
    about: str,
) -> Spec:
    """Curves with bands, the numbers still at risk below, and published figures as marked lines."""
    frame, names = pd.DataFrame(steps), list(dict.fromkeys(row["group"] for row in steps))
    last = float(frame["day"].max())
    x = alt.X(
        "day:Q", title="days since the start of the clock", scale=alt.Scale(domain=[0, last], nice=False)
    )
    base = alt.Chart(frame).encode(x=x)
    layers = [*_bands(base, names), _line(base, names), *_at_risk(left, names)]
    if any(mark["day"] <= last for mark in marks):
        layers += _published([mark for mark in marks if mark["day"] <= last])
    height = 430 + 16 * len(names)
    return _spec(alt.layer(*layers).properties(height=height, title=title(head, about)))


def _bands(base: alt.Chart, names: list[str]) -> list[alt.Chart]:
    """Each band alone and in its own color: a shared scale would take away the legend of the lines."""
    return [
        base.transform_filter(alt.FieldEqualPredicate(field="group", equal=name))
        .mark_area(color=color, opacity=0.14, interpolate="step-after")
        .encode(y="low:Q", y2="high:Q")
        for name, color in zip(names, LINES, strict=False)
    ]


def _line(base: alt.Chart, names: list[str]) -> alt.Chart:
    legend = alt.Legend(title=None, orient="top", labelLimit=320, symbolType="stroke", symbolSize=500)
    color, dash = LINES[: len(names)], DASHES[: len(names)]
    drawn: alt.Chart = base.mark_line(interpolate="step-after", strokeWidth=2.2).encode(
        y=alt.Y("share:Q", title="share of all cases", axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1])),
        stroke=alt.Stroke("group:N", sort=names, scale=alt.Scale(domain=names, range=color), legend=legend),
        strokeDash=alt.StrokeDash("group:N", sort=names, scale=alt.Scale(domain=names, range=dash), legend=legend),
        tooltip=[alt.Tooltip("group:N", title="Group"), alt.Tooltip("day:Q", title="Day"),
                 alt.Tooltip("share:Q", title="Share", format=".0%")],
    )  # fmt: skip
    return drawn


def _published(marks: list[dict[str, Any]]) -> list[alt.Chart]:
    """A dotted line for each figure; their words stand one below the other, so that none hides another."""
    drawn: list[alt.Chart] = []
    for place, mark in enumerate(marks):
        rule = alt.Chart(pd.DataFrame([mark])).encode(x="day:Q")
        word = rule.mark_text(align="left", dx=4, baseline="top", fontSize=10, color=INK)
        drawn += [
            rule.mark_rule(color=INK, strokeDash=[1, 3], strokeWidth=2).encode(tooltip="said:N"),
            word.encode(y=alt.value(4 + 13 * place), text="said:N"),
        ]
    return drawn


def _at_risk(left: list[dict[str, Any]], names: list[str]) -> list[alt.Chart]:
    """One line of numbers for each curve below the axis, with its name at the left."""
    drawn: list[alt.Chart] = []
    for place, name in enumerate(names):
        rows = [row | {"word": f"{row['remaining']:,}"} for row in left if row["group"] == name]
        y = alt.value({"expr": f"height + {74 + 16 * place}"})
        text = alt.Chart(pd.DataFrame(rows)).mark_text(fontSize=11, color=INK)
        short = name if len(name) <= NAME else f"{name[:NAME]}…"
        label = alt.Chart(pd.DataFrame([{"day": 0.0, "word": f"at risk, {short}"}]))
        drawn += [
            text.encode(x="day:Q", y=y, text="word:N"),
            label.mark_text(align="right", dx=-16, fontSize=11, color=INK).encode(
                x="day:Q", y=y, text="word:N"
            ),
        ]
    return drawn


@st.cache_data(max_entries=32, show_spinner=False)
def stacked(rows: list[dict[str, Any]], order: list[str], last: float, head: str, about: str) -> Spec:
    """What became of all cases by each day: areas that add up to one. The last of `order` are the open ones."""
    scale = alt.Scale(domain=order, range=[*ENDS[: len(order) - 1], OPEN])
    chart = (
        alt.Chart(pd.DataFrame(rows))
        .mark_area(interpolate="step-after", stroke=INK, strokeWidth=0.6)
        .encode(
            x=alt.X("day:Q", title="days since the start of the clock", scale=alt.Scale(domain=[0, last], nice=False)),
            y=alt.Y("share:Q", stack=True, title="share of all cases", axis=alt.Axis(format="%")),
            color=alt.Color("end:N", sort=order, scale=scale, legend=_legend("right")),
            order=alt.Order("place:Q"),
            tooltip=[alt.Tooltip("end:N", title="End"), alt.Tooltip("day:Q", title="Day"),
                     alt.Tooltip("share:Q", title="Share", format=".1%")],
        )
    )  # fmt: skip
    return _spec(chart.properties(height=330, title=title(head, about)))


@st.cache_data(max_entries=32, show_spinner=False)
def bars(rows: list[dict[str, Any]], names: list[str], head: str, about: str) -> Spec:
    """Stages as bars stacked by whose days they were."""
    scale = alt.Scale(domain=list(SIDES), range=list(SIDES.values()))
    frame = pd.DataFrame(rows)
    axis = alt.Axis(domain=False, ticks=False, labelLimit=300, labelColor=INK)
    y = alt.Y("stage:N", title=None, sort=names, axis=axis)
    drawn = (
        alt.Chart(frame)
        .mark_bar(stroke=INK, strokeWidth=0.8, height=20)
        .encode(
            x=alt.X("days:Q", title="mean days", stack=True),
            y=y,
            color=alt.Color("whose:N", sort=list(SIDES), scale=scale, legend=_legend("top")),
            order=alt.Order("place:Q"),
            tooltip=[alt.Tooltip("stage:N", title="Stage"), alt.Tooltip("whose:N", title="Whose turn"),
                     alt.Tooltip("days:Q", title="Mean days", format=".1f")],
        )
    )  # fmt: skip
    totals = frame.groupby("stage").agg(days=("days", "sum"), said=("said", "first")).reset_index()
    word = (
        alt.Chart(totals)
        .mark_text(align="left", dx=6, fontSize=11, color=INK)
        .encode(x="days:Q", y=y, text="said:N")
    )
    return _spec(
        alt.layer(drawn, word).properties(height=ROW * len(names) + AROUND + 45, title=title(head, about))
    )


@st.cache_data(max_entries=32, show_spinner=False)
def goal_bars(rows: list[dict[str, Any]], names: list[str], head: str, about: str) -> Spec:
    """Shares within each goal, with intervals; the later goal is the outlined bar."""
    frame = pd.DataFrame(rows)
    order = list(dict.fromkeys(frame["goal"]))
    axis = alt.Axis(domain=False, ticks=False, labelLimit=420, labelColor=INK, labelOverlap=False)
    y = alt.Y("group:N", title=None, sort=names, axis=axis)
    offset = alt.YOffset("goal:N", sort=order)
    base = alt.Chart(frame).encode(y=y, yOffset=offset)
    scale = alt.Scale(domain=order, range=[ACCENT, QUIET, PALE][: len(order)])
    x = alt.X(
        "share:Q", title="share of all cases", axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1])
    )
    layers = [
        base.mark_bar(stroke=INK, strokeWidth=0.8).encode(
            x=x, color=alt.Color("goal:N", sort=order, scale=scale, legend=_legend("top")),
            tooltip=[alt.Tooltip("group:N", title="Group"), alt.Tooltip("goal:N", title="Goal"),
                     alt.Tooltip("said:N", title="Share")],
        ),
        base.mark_rule(color=INK, strokeWidth=1.5).encode(x="low:Q", x2="high:Q"),
    ]  # fmt: skip
    return _spec(
        alt.layer(*layers).properties(height=(ROW + 10) * len(names) + AROUND + 25, title=title(head, about))
    )


@st.cache_data(max_entries=32, show_spinner=False)
def calibration(rows: list[dict[str, Any]], head: str, about: str) -> Spec:
    """Predicted against seen; on the diagonal predictions were right."""
    frame = pd.DataFrame(rows)
    ends = alt.Scale(domain=[0, 1])
    base = alt.Chart(frame).encode(
        x=alt.X("predicted:Q", title="predicted chance", scale=ends, axis=alt.Axis(format="%"))
    )
    y = alt.Y("seen:Q", title="share that came", scale=ends, axis=alt.Axis(format="%"))
    even = alt.Chart(pd.DataFrame([{"predicted": 0, "seen": 0}, {"predicted": 1, "seen": 1}]))
    layers = [
        even.mark_line(color=QUIET, strokeDash=[4, 3]).encode(x="predicted:Q", y=y),
        base.mark_rule(color=INK).encode(y="low:Q", y2="high:Q"),
        base.mark_point(filled=True, size=80, color=INK, opacity=1).encode(
            y=y, tooltip=[alt.Tooltip("said:N", title="Seen"), alt.Tooltip("n:Q", title="Predictions")]
        ),
    ]
    return _spec(alt.layer(*layers).properties(height=320, title=title(head, about)))


def _legend(side: Literal["top", "right"]) -> alt.Legend:
    return alt.Legend(title=None, orient=side, symbolStrokeWidth=0.8)


def _spec(chart: alt.TopLevelMixin) -> Spec:
    made: Spec = chart.to_dict()
    made.setdefault("config", {})["view"] = {"stroke": None}
    return made


def shown(spec: Mapping[str, Any], key: str, says: str, table: pd.DataFrame, file: str) -> None:
    """A chart with its table and the download of both."""
    pictures = {"export": {"png": True, "svg": True}, "source": False, "compiled": False, "editor": False}
    menu = {"embedOptions": {"actions": pictures, "downloadFileName": file}}
    st.vega_lite_chart({**spec, "usermeta": menu}, width="stretch", key=key, alt=says)
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.popover("As a table", icon=":material/table:", type="tertiary"):
            st.dataframe(table, hide_index=True, alt=says)
        st.download_button(
            "Table (CSV)", lambda: table.to_csv(index=False).encode("utf-8-sig"), f"{file}.csv", "text/csv",
            icon=":material/download:", on_click="ignore", type="tertiary", key=f"{key}_csv",
        )  # fmt: skip
