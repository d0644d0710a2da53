"""The time line of what runs out: from the day a result was made to the last day it counts, beside the plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from sca_toolkit.desk.readiness_lapses import SLIP, Expiry
from sca_toolkit.ui.words import day

ACCENT, RED, INK, QUIET = "#0F5C6E", "#B3261E", "#1D2B30", "#9DB4BB"
HOLDS, SLIPS, RUNS_OUT = "counts", "runs out if we slip a week", "runs out before it is used"
_WIDEST = 46


def lapse_chart(found: Sequence[Expiry], plan: dict[str, date], today: date, key: str) -> None:
    """Bars by result, planned days as lines, a week later dashed."""
    if not found:
        st.caption("Nothing at hand has a last day that matters here.")
        return
    last = max([*plan.values(), today]) + timedelta(days=45)
    st.vega_lite_chart(
        _spec(list(map(_bar, found)), list(plan.items()), today, last),
        width="stretch",
        key=key,
        alt="Results and approvals with the last day on which they count, beside the planned days",
    )
    st.caption(
        f"Calendar days, as of {day(today)}; n = {len(found)}. Bar: from the day it was made to the last day it "
        "counts. Solid line: planned day. Dashed line: the same a week later."
    )


@st.cache_data(max_entries=64, show_spinner=False)
def _spec(
    bars: list[dict[str, Any]], plan: list[tuple[str, date]], today: date, last: date
) -> dict[str, Any]:
    rows = pd.DataFrame(bars)
    for name in ("from", "to"):
        rows[name] = pd.to_datetime(rows[name])
    first = min(rows["from"].min(), pd.Timestamp(today)) - pd.Timedelta(days=3)
    ends = [first.isoformat(), pd.Timestamp(last).isoformat()]
    x = alt.X("from:T", title=None, scale=alt.Scale(domain=ends, clamp=True), axis=alt.Axis(format="%b %-d"))
    color = alt.Color(
        "state:N",
        title=None,
        scale=alt.Scale(domain=[HOLDS, SLIPS, RUNS_OUT], range=[QUIET, ACCENT, RED]),
        legend=alt.Legend(orient="bottom"),
    )
    y = alt.Y("what:N", title=None, sort=None, axis=alt.Axis(labelLimit=300, labelColor=INK))
    tips = [alt.Tooltip("full:N", title="What"), alt.Tooltip("when:N", title="Counts")]
    chart = (
        alt.Chart(rows)
        .mark_bar(height=12, cornerRadius=2)
        .encode(x=x, x2="to:T", y=y, color=color, tooltip=tips)
    )
    drawn = alt.layer(chart, *_lines(plan, today)).properties(
        height=26 * len(rows) + 130, padding={"top": 34}
    )
    spec: dict[str, Any] = drawn.to_dict()
    return spec


def _lines(plan: list[tuple[str, date]], today: date) -> list[alt.Chart]:
    days: list[dict[str, Any]] = [{"on": pd.Timestamp(today), "name": "today"}]
    days += [{"on": pd.Timestamp(on), "name": name} for name, on in plan]
    later = [{"on": pd.Timestamp(on + SLIP), "name": name} for name, on in plan]
    for at, each in enumerate(sorted(days, key=lambda one: one["on"])):
        each["row"] = at % 2  # names of days that lie close stand above one another
    base = alt.Chart(pd.DataFrame(days)).encode(x=alt.X("on:T"))
    found = [base.mark_rule(color=INK), *(_names(base, row) for row in (0, 1))]
    if later:
        found.append(
            alt.Chart(pd.DataFrame(later)).mark_rule(color=INK, strokeDash=[4, 3]).encode(x=alt.X("on:T"))
        )
    return found


def _names(base: alt.Chart, row: int) -> alt.Chart:
    text = base.transform_filter(f"datum.row == {row}").mark_text(
        align="left", dx=3, dy=-4 - 13 * row, baseline="bottom", fontSize=11, color=INK
    )
    named: alt.Chart = text.encode(text="name:N", y=alt.value(0))
    return named


def state_of(each: Expiry) -> str:
    """In words, whether it holds."""
    return RUNS_OUT if each.lapses else SLIPS if each.lapses_if_slipped else HOLDS


def _bar(each: Expiry) -> dict[str, Any]:
    short = each.what if len(each.what) <= _WIDEST else f"{each.what[: _WIDEST - 1]}…"
    return {
        "what": f"{short} → {each.anchor}",
        "full": each.what,
        "from": each.made_on or each.counts_until,
        "to": each.counts_until,
        "when": f"until {day(each.counts_until)}, for {each.anchor} on {day(each.needed_on, 'a day not planned')}",
        "state": state_of(each),
    }
