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
    _with_sides(plan, (last - first) / 8)
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
    return _drawn(rows, today, first, last)


def _drawn(rows: pd.DataFrame, today: date, first: date, last: date) -> dict[str, Any]:
    ends = [pd.Timestamp(first).isoformat(), pd.Timestamp(last).isoformat()]
    axis = alt.Axis(format="%b %-d", grid=True, tickCount=10)
    x = alt.X("from:T", title=None, scale=alt.Scale(domain=ends), axis=axis)
    base = alt.Chart(rows).encode(x=x, y=_lanes(), tooltip=_tips())
    now = alt.Chart(pd.DataFrame({"from": [pd.Timestamp(today)], "word": ["today"]})).encode(x=x)
    rule = now.mark_rule(color=INK, strokeDash=[4, 3])
    word = now.mark_text(align="left", dx=4, dy=-4, baseline="bottom", color=INK, fontSize=11)
    chart = alt.layer(
        _bars(base), *_ticks(base), rule, word.encode(y=alt.value(0), text="word:N"), *_dots(base)
    ).properties(height=190)
    spec: dict[str, Any] = chart.to_dict()
    return spec


def _lanes() -> alt.Y:
    axis = alt.Axis(domain=False, ticks=False, labelLimit=130, labelOverlap=False, labelColor=INK)
    return alt.Y("lane:N", title=None, sort=ORDER, scale=alt.Scale(domain=ORDER), axis=axis)


def _tips() -> list[alt.Tooltip]:
    return [alt.Tooltip(f"{name.lower()}:N", title=name) for name in ("Lane", "What", "When")]


def _bars(base: alt.Chart) -> alt.Chart:
    bars = base.transform_filter("datum.shape == 'bar'").mark_bar(height=11, cornerRadius=2, strokeWidth=1.5)
    color = alt.condition("datum.state == 'decided'", alt.value(ACCENT), alt.value("#FFFFFF"))
    drawn: alt.Chart = bars.encode(x2="to:T", stroke=alt.value(ACCENT), color=color)
    return drawn


def _ticks(base: alt.Chart) -> Iterator[alt.Chart]:
    """Deadlines; late ones are thicker, so that they are told apart without color too."""
    for state, color, thickness in (("open", INK, 1.5), ("late", RED, 4)):
        chosen = base.transform_filter(f"datum.shape == 'tick' && datum.state == '{state}'")
        yield chosen.mark_tick(size=16, thickness=thickness, color=color)


def _dots(base: alt.Chart) -> Iterator[alt.Chart]:
    """Steps of the plan with their names, on the side where there is room."""
    dots = base.transform_filter("datum.shape == 'dot'")
    fill = alt.condition("datum.state == 'done'", alt.value(ACCENT), alt.value("#FFFFFF"))
    yield dots.mark_point(size=110, strokeWidth=2, opacity=1).encode(stroke=alt.value(ACCENT), fill=fill)
    names = dots.encode(text="what:N")
    yield names.transform_filter("datum.side == 'right'").mark_text(
        align="left", dx=9, fontSize=11, color=INK
    )
    yield names.transform_filter("datum.side == 'left'").mark_text(
        align="right", dx=-9, fontSize=11, color=INK
    )


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


def _with_sides(plan: list[dict[str, Any]], room: timedelta) -> None:
    """A name stands to the right of its dot, unless the next dot is too near."""
    plan.sort(key=lambda row: row["from"])
    for row, following in zip(plan, [*plan[1:], None], strict=True):
        near = following is not None and following["from"] - row["from"] < room
        row["side"] = "left" if near else "right"
