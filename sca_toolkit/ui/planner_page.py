"""The Planner page: the gain in one sentence, both ways as a picture, what each wait costs, and the steps to edit."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from sca_toolkit.desk import Desk
from sca_toolkit.desk.choosing import choices, mark
from sca_toolkit.desk.planning import Planning, changed_plan, plan_of, planned
from sca_toolkit.timeline.planner import Plan, Spread
from sca_toolkit.ui.case_record_acts import now
from sca_toolkit.ui.frame import begin_page, in_words, markdown_of, the_desk
from sca_toolkit.ui.planner_chart import two_ways
from sca_toolkit.ui.planner_risk import risk_words
from sca_toolkit.ui.planner_steps import edited_steps, refusal
from sca_toolkit.ui.words import day

ALL = "All payers"
_SEEN = "planner_seen"


def planner_page() -> None:
    """The whole page."""
    begin_page("What would parallel work gain, and what would it put at risk?")
    desk = the_desk()
    with in_words():
        plan = plan_of(desk)
        top, below = st.container(), st.container()
        with below:
            payer = _payer(desk)
            entries = edited_steps(plan, _planning(desk, plan, payer))
            chance = refusal()
        with top:
            found = _planning(desk, changed_plan(plan, entries, chance), payer)
            _answer(found)
            two_ways(found)
            left, right = st.columns(2, gap="large")
            with left:
                _waits(found)
            with right:
                risk_words(found)


def _planning(desk: Desk, plan: Plan, payer: str | None) -> Planning:
    """Worked out anew only when the plan, the record or the payer changed."""
    as_of = now(desk).date()
    key = (plan.model_dump_json(), mark(desk), desk.address, payer, as_of)
    held: dict[object, Planning] = st.session_state.setdefault(_SEEN, {})
    if key not in held:
        if len(held) > 4:
            held.clear()
        held[key] = planned(desk, plan, as_of, payer=payer)
    return held[key]


def _payer(desk: Desk) -> str | None:
    known = choices(desk)
    names = [
        ALL,
        *sorted((name for name in known.payers if name), key=lambda name: known.payer_names.get(name, name)),
    ]
    st.subheader("The steps and their days", anchor=False)
    chosen = st.selectbox(
        "Own cases counted", names, key="planner_payer", persist_state="session",
        format_func=lambda name: known.payer_names.get(name, name) if name != ALL else ALL, width=420,
        help="A payer with fewer than ten finished cases on a step leaves that step to the published figure.",
    )  # fmt: skip
    return None if chosen == ALL else chosen


def _answer(found: Planning) -> None:
    """The answer before anything else."""
    answer = found.answer
    serial, parallel, gained = answer.serial.days, answer.parallel.days, answer.gained
    st.markdown(
        f"From referral to infusion, about **{parallel.median:.0f} days** in parallel instead of "
        f"**{serial.median:.0f}** one after another: **{gained.median:.0f} days sooner**"
        f"{_range(gained, answer.exact)}."
    )
    how = (
        "Every length is fixed, so this is exact."
        if answer.exact
        else f"Medians of {answer.paths:,} simulated cases, lengths drawn independently, seed {answer.seed}; the mean "
        f"gain is {gained.mean:.1f} days with a simulation error of {gained.error:.2f}."
    )
    whose = "all payers" if found.payer is None else "one payer"
    st.caption(
        f"{how} Calendar days; own cases of {whose} as of {day(found.as_of)}. Not in the range: how sure the lengths "
        f"themselves are. {_panel(found)}"
    )


def _range(spread: Spread, exact: bool) -> str:
    return "" if exact else f" ({spread.low:.0f} to {spread.high:.0f} in 8 of 10 cases)"


def _panel(found: Planning) -> str:
    said = dict(found.published)
    return (
        f"For comparison, two centers of an expert panel put it at {said['parallel'].value} in parallel and "
        f"{said['serial'].value} in sequence (Singh et al. 2026; opinion, one center each)."
    )


def _waits(found: Planning) -> None:
    st.subheader("Which wait costs most", anchor=False)
    if not found.answer.waits:
        st.caption("No step waits for more than it needs, so nothing is to be gained.")
        return
    rows = [
        {
            "Step": wait.title,
            "Waits today for": ", ".join(wait.waits_for),
            "Days sooner": round(wait.gain.median, 1),
            "8 of 10 cases": f"{wait.gain.low:.0f} to {wait.gain.high:.0f}",
        }
        for wait in found.answer.waits
    ]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        column_config={
            "Days sooner": st.column_config.ProgressColumn(
                format="%.1f", min_value=0, max_value=max(1.0, found.answer.gained.median),
                help="If this wait alone ended and all others stayed.",
            )
        },
        alt="Each wait that is no need, with the days gained if it alone ended",
    )  # fmt: skip
    best = found.answer.waits[0]
    if best.gain.mean > 0:
        st.caption(
            markdown_of(
                f"Begin “{best.title}” without waiting for “{', '.join(best.waits_for)}”: that alone gains about "
                f"{best.gain.median:.0f} days. Gains of single waits do not add up."
            )
        )
