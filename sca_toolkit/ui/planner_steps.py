"""The steps as a table that a person can edit: days, what is waited for today, and what is lost if cover fails."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from sca_toolkit.desk.planning import Planning, StepEntry
from sca_toolkit.timeline.planner import Activity, Days, Plan, SettledStep
from sca_toolkit.ui.case_record_acts import side_words
from sca_toolkit.ui.words import capital

_KEY, _KEPT, _ROUND = "planner_editor", "planner_kept", "planner_round"
SHORTEST, LIKELY, LONGEST = "Shortest", "Most likely", "Longest"
WAITS, LOST = "Also waits for today", "Lost if cover fails"


def edited_steps(plan: Plan, found: Planning) -> list[StepEntry]:
    """What stands in the table now; it stays after a visit to another page."""
    key = f"{_KEY}|{st.session_state.get(_ROUND, 0)}"
    if key not in st.session_state and _KEPT in st.session_state:
        start = st.session_state[_KEPT]
    else:
        start = st.session_state.setdefault("planner_start", _entries(plan))
    st.session_state["planner_start"] = start
    rows = [_row(entry, plan, step) for entry, step in zip(start, found.settled.steps, strict=True)]
    # A column of nothing but blanks would otherwise have no type, and the browser would drop what is typed into it.
    table = pd.DataFrame(rows).astype(dict.fromkeys((SHORTEST, LIKELY, LONGEST, LOST), "float64"))
    edited = st.data_editor(
        table,
        hide_index=True,
        key=key,
        disabled=["Step", "Whose", "Used now", "From", "Needs"],
        column_config=_columns(plan),
        placeholder="",
        alt="Steps with their days, what each waits for and what is lost if cover fails",
    )
    entries = [
        _entry(line, each.id, plan)
        for line, each in zip(edited.to_dict("records"), plan.activities, strict=True)
    ]
    st.session_state[_KEPT] = entries
    if st.button("Back to the start", icon=":material/undo:", disabled=entries == _entries(plan)):
        st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
        for name in (_KEPT, "planner_start"):
            st.session_state.pop(name, None)
        st.rerun()
    return entries


def refusal() -> float | None:
    """The chance that cover fails, as entered; None while it is not."""
    percent = st.number_input(
        "Chance that cover fails in the end, in percent", min_value=0.0, max_value=100.0, value=None, step=1.0,
        key="planner_refusal", persist_state="session", placeholder="not entered", width=320,
        help="With it, the money at risk becomes an expected loss. Payers shows how often requests were denied.",
    )  # fmt: skip
    return None if percent is None else percent / 100


def _entries(plan: Plan) -> list[StepEntry]:
    return [_entered(each) for each in plan.activities]


def _entered(each: Activity) -> StepEntry:
    days = each.days or Days.model_construct()
    amount = float(each.amount) if each.amount is not None else None
    return StepEntry(each.id, days.low, days.likely, days.high, each.waits, amount)


def _row(entry: StepEntry, plan: Plan, step: SettledStep) -> dict[str, Any]:
    titles = {each.id: each.title for each in plan.activities}
    return {
        "Step": step.activity.title,
        "Whose": capital(side_words(step.activity.who)),
        "Used now": step.length.words,
        SHORTEST: entry.low,
        LIKELY: entry.likely,
        LONGEST: entry.high,
        WAITS: [titles[name] for name in entry.waits],
        LOST: entry.amount,
        "Needs": ", ".join(titles[name] for name in step.activity.needs) or "nothing",
        "From": capital(step.source),
    }


def _entry(line: dict[Any, Any], step: str, plan: Plan) -> StepEntry:
    ids = {each.title: each.id for each in plan.activities}
    low, likely, high = (_number(line[name]) for name in (SHORTEST, LIKELY, LONGEST))
    waits = tuple(ids[title] for title in (line[WAITS] if line[WAITS] is not None else ()))
    return StepEntry(step, low, likely, high, waits, _number(line[LOST]))


def _number(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _columns(plan: Plan) -> dict[str, Any]:
    return {
        "Step": st.column_config.TextColumn(width=200, pinned=True),
        "Whose": st.column_config.TextColumn(width=95),
        "Used now": st.column_config.TextColumn("Days known", width=180),
        "From": st.column_config.TextColumn("Where they come from", width=230),
        SHORTEST: _days("All three empty: the days known."),
        LIKELY: _days("Alone, it counts as fixed."),
        LONGEST: _days("Hardly ever longer."),
        "Needs": st.column_config.TextColumn("Must come first", width=170),
        WAITS: st.column_config.MultiselectColumn(
            options=[each.title for each in plan.activities], width=170,
            help="What the center waits for without need. Take it away to see what that gains.",
        ),
        LOST: st.column_config.NumberColumn(
            min_value=0.0, format="dollar", width=140,
            help="Dollars lost when this step has begun and cover then fails: a cancelled order, tests, a slot.",
        ),
    }  # fmt: skip


def _days(text: str) -> Any:
    return st.column_config.NumberColumn(
        help=f"Calendar days. {text}", min_value=0.0, format="%.4g", width=96
    )
