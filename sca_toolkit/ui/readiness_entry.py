"""What arrived is entered where it is missed: one fact, with its day and source."""

from __future__ import annotations

from datetime import date

import streamlit as st

from sca_toolkit.criteria import Need
from sca_toolkit.desk import Desk
from sca_toolkit.desk.evidence_entry import Ask, Entered, EntryForm, enter_evidence, entry_form
from sca_toolkit.desk.readiness_lines import ReadinessLine
from sca_toolkit.desk.tracking import CaseView
from sca_toolkit.ui.case_record_acts import act, key, now, signed_line


def entry_part(desk: Desk, view: CaseView, lines: tuple[ReadinessLine, ...]) -> None:
    """Choose what arrived, fill in the few fields, keep it."""
    needs = _needs(lines)
    if not needs:
        st.caption("Nothing is missing that can be entered here.")
        return
    chosen = st.selectbox(
        "What arrived?",
        list(needs),
        format_func=lambda name: needs[name][0].text,
        index=None,
        placeholder="Choose a missing fact",
        key=key(view, "evidence_need"),
    )
    if chosen is None:
        return
    need, form = needs[chosen]
    entered = _fields(view, form, need, now(desk).date())
    signed_line(desk)
    if st.button("Keep it", type="primary", key=key(view, "evidence_keep")):
        act(desk, "Kept.", lambda at: enter_evidence(desk, view.row.id, form, entered, at))


def _needs(lines: tuple[ReadinessLine, ...]) -> dict[str, tuple[Need, EntryForm]]:
    found: dict[str, tuple[Need, EntryForm]] = {}
    for line in lines:
        for need in line.needs:
            form = entry_form(need)
            if form is not None:
                found.setdefault(need.key, (need, form))
    return found


def _fields(view: CaseView, form: EntryForm, need: Need, today: date) -> Entered:
    def name(part: str) -> str:
        return key(view, f"evidence|{need.key}|{part}")

    first, second, third = st.columns(3)
    number = unit = word = choice = None
    if Ask.number in form.asks:
        number = first.number_input("Value", value=None, key=name("number"))
    if Ask.unit in form.asks:
        unit = second.text_input("Unit", key=name("unit"), placeholder="as on the report") or None
    if Ask.word in form.asks:
        label = "Specialty" if form.key == "prescriber" else "Result in words"
        word = third.text_input(label, key=name("word")) or None
    if Ask.choice in form.asks:
        choice = first.radio(
            f"{form.about[:1].upper()}{form.about[1:]}", form.choices, index=None, key=name("choice")
        )
    on = source = None
    if Ask.on in form.asks:
        on = first.date_input("Day of it", value=None, max_value=today, key=name("on"), format="MM/DD/YYYY")
    if Ask.source in form.asks:
        source = (
            second.text_input("Paper that shows it", key=name("source"), placeholder="laboratory report")
            or None
        )
    return Entered(number, unit, word, choice, on, source)
