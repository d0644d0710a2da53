"""Target and walk-away of the case, every offer held against them, and whose approval each offer needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd
import streamlit as st

from sca_toolkit.desk import Desk
from sca_toolkit.desk.exposure import CaseExposure, open_case_names
from sca_toolkit.desk.exposure_answers import OfferRow
from sca_toolkit.desk.exposure_approval import offices_for
from sca_toolkit.desk.exposure_goals import Held, KeptGoals, amount_words, goals_of, held_against, keep_goals
from sca_toolkit.exposure.goals import Goal, Measure
from sca_toolkit.ui.case_record_acts import act
from sca_toolkit.ui.exposure_money import chance, money, within
from sca_toolkit.ui.frame import markdown_of
from sca_toolkit.ui.words import capital, moment

KINDS = {
    Measure.mean_margin: "Mean margin, dollars",
    Measure.worst_loss: "Worst 5% lose, dollars",
    Measure.loss_chance: "Chance of a loss, percent",
}
APPROVAL = "Needs the approval of"


def goals_part(desk: Desk, found: CaseExposure, rows: tuple[OfferRow, ...]) -> None:
    """The table of offers against the goals and the form; nothing for a case that is only a file, without limits."""
    kept = goals_of(desk, found.case.id)
    cells = {row.name: goal_cells(desk, kept, row) for row in rows}
    in_record = found.case.id in dict(open_case_names(desk))
    if not any(cells.values()) and not in_record:
        return
    st.subheader("Target, walk-away, approval", anchor=False)
    if kept is not None:
        st.caption(f"Target and walk-away by {markdown_of(kept.who)}, {moment(kept.at)}.")
    if any(cells.values()):
        frame = pd.DataFrame([{"Offer": name, **found_cells} for name, found_cells in cells.items()])
        alt = "Each offer against target and walk-away, and whose approval it needs"
        st.dataframe(frame, hide_index=True, key="exposure_goals", alt=alt)
        st.caption(_meaning(kept, rows, desk))
    if in_record:
        _form(desk, found.case.id, kept)


def goal_cells(desk: Desk, kept: KeptGoals | None, row: OfferRow) -> dict[str, str]:
    """An offer against each goal by the heading of its column, and the offices; empty where nothing was set."""
    cells = {_heading(each): _verdict(each) for each in held_against(kept.goals, row)} if kept else {}
    needed = offices_for(desk, row)
    return {**cells, APPROVAL: ", ".join(needed)} if needed else cells


def _heading(held: Held) -> str:
    target, last = (amount_words(held.measure, each) for each in (held.target, held.walk_away))
    return f"{capital(held.measure.words)}: target {target}, walk-away {last}"


def _verdict(held: Held) -> str:
    if held.measure is Measure.loss_chance:
        spread = "" if held.error is None else f" ± {held.error * 200:.1f} points"
        value = chance(held.value, held.error) + spread
    else:
        value = money(held.value, held.error) + within(held.error)
    doubt = "" if held.sure else ", within the error"
    return f"{held.verdict.words}{doubt} ({value})"


def _meaning(kept: KeptGoals | None, rows: Iterable[OfferRow], desk: Desk) -> str:
    words = []
    if kept is not None:
        words.append("± is two standard errors; “within the error” says that they reach over the line.")
    if any(offices_for(desk, row) for row in rows):
        words.append(
            "Approval by the mean loss of the worst 5% and the mean payment, each at the upper end of its error, as "
            "`acceptance_limits` in tracking.yaml say."
        )
    return " ".join(words)


def _form(desk: Desk, case_id: str, kept: KeptGoals | None) -> None:
    held = {goal.measure: goal for goal in kept.goals} if kept else {}
    with (
        st.expander("Change target and walk-away" if held else "Enter target and walk-away"),
        st.form(f"exposure_goals_form|{case_id}", border=False),
    ):
        typed = {measure: _inputs(case_id, measure, held.get(measure)) for measure in Measure}
        if st.form_submit_button("Keep", icon=":material/flag:"):
            act(
                desk,
                "Target and walk-away are kept.",
                lambda at: keep_goals(desk, case_id, _goals(typed), at),
            )
        st.caption(
            "For the center only. A loss below zero is a gain. Leave both empty for what you do not set."
        )


def _inputs(case_id: str, measure: Measure, held: Goal | None) -> tuple[float | None, float | None]:
    times = 100.0 if measure is Measure.loss_chance else 1.0
    left, right = st.columns(2)
    target = left.number_input(
        f"{KINDS[measure]}: target",
        value=held.target * times if held else None,
        key=f"exposure_goal|{case_id}|{measure}|target",
        format="%.0f" if times == 1 else "%.1f",
    )
    last = right.number_input(
        f"{KINDS[measure]}: walk-away",
        value=held.walk_away * times if held else None,
        key=f"exposure_goal|{case_id}|{measure}|walk_away",
        format="%.0f" if times == 1 else "%.1f",
    )
    return _part(target, times), _part(last, times)


def _part(value: float | None, times: float) -> float | None:
    return None if value is None else value / times


def _goals(typed: Mapping[Measure, tuple[float | None, float | None]]) -> tuple[Goal, ...]:
    found = []
    for measure, (target, last) in typed.items():
        if target is not None and last is not None:
            found.append(Goal(measure=measure, target=target, walk_away=last))
        elif target is not None or last is not None:
            raise ValueError(f"Enter both target and walk-away of the {measure.words}, or neither.")
    return tuple(found)
