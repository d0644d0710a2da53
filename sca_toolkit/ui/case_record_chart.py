"""The chart of a case: the clinical plan above, the payer's clocks below, on one time axis with today and deadlines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from sca_toolkit.desk.tracking import CaseView
from sca_toolkit.events import Step
from sca_toolkit.timeline import ApprovalKind, Severity
from sca_toolkit.ui.words import capital, count, day

PLAN, LADDER = "Clinical plan", "Deadlines"
LANES = {
    ApprovalKind.benefit_check: "Benefit check",
    ApprovalKind.prior_authorization: "Authorization",
    ApprovalKind.network_exception: "Exception",
    ApprovalKind.agreement: "Agreement",
    ApprovalKind.purchase_order: "Order",
}
ORDER = [PLAN, *LANES.values(), LADDER]
ACCENT, QUIET, RED, INK = "#0F5C6E", "#9DB4BB", "#B3261E", "#1D2B30"
BEFORE, AFTER = timedelta(days=7), timedelta(days=35)
_DONE = {
    "evaluation": Step.consulted,
    "collection": Step.collected,
    "lymphodepletion": Step.lymphodepletion_started,
    "infusion": Step.infused,
}


def two_lanes(view: CaseView) -> None:
    """The chart with what it shows and leaves out."""
    plan, clocks = list(_plan(view)), list(_clocks(view))
    today = view.situation.today
    first, last = _span(view, [*plan, *clocks])
    ladder = [row for row in _ladder(view) if first <= row["from"] <= last]
    if not plan and not clocks:
        st.caption("No date is planned and nothing was asked for yet, so there is nothing to draw.")
        return
    st.vega_lite_chart(
        _spec([*plan, *clocks, *ladder], today, first, last),
        width="stretch",
        key=f"lanes|{view.row.id}",
        alt="Clinical plan above and the payer's clocks below, with today and every deadline",
    )
    outside = len(view.deadlines) - len(ladder)
    more = f" {count(outside, 'deadline')} beyond this range: see Deadlines." if outside else ""
    st.caption(
        "Circle: planned; filled: done. Bar: from request to decision, hollow while undecided. "
        f"Tick: deadline, thick red when late. Calendar days, as of {day(today)}.{more}"
    )


@st.cache_data(max_entries=64, show_spinner=False)
def _spec(marks: list[dict[str, Any]], today: date, first: date, last: date) -> dict[str, Any]:
    """The chart as Vega-Lite. Altair takes a second to build it, so it is built once for the same marks."""
    rows = pd.DataFrame(marks)
    for name in ("from", "to"):
        rows[name] = pd.to_datetime(rows[name])
    spec: dict[str, Any] = _drawn(rows, today, first, last).to_dict()
    return spec


def _drawn(rows: pd.DataFrame, today: date, first: date, last: date) -> alt.LayerChart:
    ends = [pd.Timestamp(first).isoformat(), pd.Timestamp(last).isoformat()]
    x = alt.X(
        "from:T",
        title=None,
        scale=alt.Scale(domain=ends),
        axis=alt.Axis(format="%b %-d", grid=True, tickCount=10),
    )
    y = alt.Y(
        "lane:N",
        title=None,
        sort=ORDER,
        scale=alt.Scale(domain=ORDER),
        axis=alt.Axis(domain=False, ticks=False, labelLimit=120),
    )
    tips = [
        alt.Tooltip("lane:N", title="Lane"),
        alt.Tooltip("what:N", title="What"),
        alt.Tooltip("when:N", title="When"),
    ]
    base = alt.Chart(rows).encode(y=y, tooltip=tips)
    bars = base.transform_filter("datum.shape == 'bar'").mark_bar(height=11, cornerRadius=2, strokeWidth=1.5).encode(
        x=x, x2="to:T", stroke=alt.value(ACCENT),
        color=alt.condition("datum.state == 'decided'", alt.value(ACCENT), alt.value("#FFFFFF")),
    )  # fmt: skip
    dots = base.transform_filter("datum.shape == 'dot'").mark_point(size=110, strokeWidth=2, opacity=1).encode(
        x=x, stroke=alt.value(ACCENT),
        fill=alt.condition("datum.state == 'done'", alt.value(ACCENT), alt.value("#FFFFFF")),
    )  # fmt: skip
    names = base.transform_filter("datum.shape == 'dot'").mark_text(align="left", dx=9, fontSize=11, color=INK).encode(
        x=x, text="what:N"
    )  # fmt: skip
    ticks = base.transform_filter("datum.shape == 'tick'").mark_tick(height=15).encode(
        x=x, color=alt.condition("datum.state == 'late'", alt.value(RED), alt.value(INK)),
        size=alt.condition("datum.state == 'late'", alt.value(4), alt.value(2)),
    )  # fmt: skip
    now = alt.Chart(pd.DataFrame({"from": [pd.Timestamp(today)], "word": ["today"]}))
    rule = now.mark_rule(color=INK, strokeDash=[4, 3]).encode(x=x)
    word = now.mark_text(align="left", dx=4, dy=-4, baseline="bottom", color=INK, fontSize=11).encode(
        x=x, y=alt.value(0), text="word:N"
    )
    return alt.layer(bars, ticks, rule, word, dots, names).properties(height=186)


def _plan(view: CaseView) -> Iterator[dict[str, Any]]:
    for name, step in _DONE.items():
        done = view.situation.done(step)
        on = done or getattr(view.case.dates, name)
        if on:
            state = "done" if done else "planned"
            yield _mark(PLAN, "dot", on, on, name, f"{state} {day(on)}", state)


def _clocks(view: CaseView) -> Iterator[dict[str, Any]]:
    today = view.situation.today
    for kind, lane in LANES.items():
        for each in (one for one in view.approvals if one.kind is kind and one.requested):
            start = view.situation.day_of(each.requested) if each.requested else today
            end = view.situation.day_of(each.decided) if each.decided else today
            when = f"{day(start)} to {day(end) if each.decided else 'today, undecided'}; {each.status.words}"
            state = "decided" if each.decided else "open"
            yield _mark(
                lane, "bar", start, max(end, start + timedelta(days=1)), capital(each.name), when, state
            )


def _ladder(view: CaseView) -> Iterator[dict[str, Any]]:
    for each in view.deadlines:
        state = "late" if each.severity is Severity.late else "open"
        yield _mark(
            LADDER,
            "tick",
            each.on,
            each.on,
            capital(each.title),
            f"{day(each.on)}; {each.severity.words}",
            state,
        )


def _mark(lane: str, shape: str, start: date, end: date, what: str, when: str, state: str) -> dict[str, Any]:
    return {
        "lane": lane,
        "shape": shape,
        "from": start,
        "to": end,
        "what": what,
        "when": when,
        "state": state,
    }


def _span(view: CaseView, rows: list[dict[str, Any]]) -> tuple[date, date]:
    today = view.situation.today
    days = [each for row in rows for each in (row["from"], row["to"]) if isinstance(each, date)]
    return min([today, *days]) - BEFORE, max([today, *days]) + AFTER
