"""What if a planned date moves: what would lapse, before anybody decides; then it can be kept."""

from __future__ import annotations

from datetime import date

import streamlit as st

from sca_toolkit.desk import Desk
from sca_toolkit.desk.recording import move_plan
from sca_toolkit.desk.tracking import CaseView
from sca_toolkit.timeline import Lapse
from sca_toolkit.ui.case_record_acts import act, key, sentence_of, signed_line
from sca_toolkit.ui.frame import markdown_of
from sca_toolkit.ui.inputs import EARLIEST, LATEST
from sca_toolkit.ui.words import capital, count, day

NAMES = ("evaluation", "collection", "lymphodepletion", "infusion", "needed_by")
WORDS = {"needed_by": "Agreement needed by"}


def plan_part(desk: Desk, view: CaseView) -> None:
    """The mover."""
    st.caption("Pick another day for a planned date. Nothing is kept until you say so.")
    moved = _inputs(view)
    if not moved:
        st.info("No date is moved yet.", icon=":material/event_repeat:")
        return
    try:
        lapses = view.if_moved(moved)
    except ValueError as error:
        st.error(markdown_of(sentence_of(error)), icon=":material/error:")
        return
    _shown(lapses)
    why = st.text_input(
        "Why does it move?", key=key(view, "plan_why"), placeholder="such as bridging takes longer"
    )
    if _agreed_with_others(view, moved) and st.button(
        "Keep the new dates", type="primary", icon=":material/save:", key=key(view, "plan_keep")
    ):
        _keep(desk, view, moved, why)
    signed_line(desk)


def _inputs(view: CaseView) -> dict[str, date | None]:
    moved: dict[str, date | None] = {}
    for name, column in zip(NAMES, st.columns(len(NAMES)), strict=True):
        planned = getattr(view.case.dates, name)
        chosen = column.date_input(
            WORDS.get(name, capital(name)), value=planned, min_value=EARLIEST, max_value=LATEST, format="MM/DD/YYYY",
            key=key(view, f"plan_{name}"), help=f"Planned now: {day(planned)}",
        )  # fmt: skip
        if chosen != planned:
            moved[name] = chosen
    return moved


def _shown(lapses: tuple[Lapse, ...]) -> None:
    bad = [each for each in lapses if each.change.value == "lapses"]
    rest = [each for each in lapses if each.change.value != "lapses"]
    if bad:
        lines = "\n".join(f"- {markdown_of(capital(each.words))}" for each in bad)
        st.warning(f"**{count(len(bad), 'thing')} would lapse**\n{lines}", icon=":material/warning:")
    else:
        st.success("Nothing would lapse.", icon=":material/check_circle:")
    if rest:
        st.markdown("\n".join(f"- {markdown_of(capital(each.words))}" for each in rest))


def _agreed_with_others(view: CaseView, moved: dict[str, date | None]) -> bool:
    """Whether nobody changed the case since the mover began, or the person has seen what was changed."""
    name = key(view, "plan_seen")
    seen = st.session_state.setdefault(name, (view.row.version, view.case.dates))
    if seen[0] == view.row.version:
        return True
    changed = [
        f"{WORDS.get(each, capital(each))}: {day(getattr(seen[1], each))} is now {day(getattr(view.case.dates, each))}"
        for each in NAMES
        if getattr(seen[1], each) != getattr(view.case.dates, each)
    ]
    told = "; ".join(changed) or "no planned date, but something else in the case"
    st.warning(
        f"Somebody saved this case meanwhile. Changed: {told}. Your dates are still here.",
        icon=":material/merge:",
    )
    return st.checkbox(
        f"Keep my {count(len(moved), 'date')} all the same", key=key(view, "plan_all_the_same")
    )


def _keep(desk: Desk, view: CaseView, moved: dict[str, date | None], why: str) -> None:
    seen = view.row.version
    act(
        desk,
        "The new dates are kept.",
        lambda at: move_plan(desk, view.row.id, moved, at, why.strip(), version=seen),
    )
