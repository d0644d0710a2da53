"""The Case page: where it stands, the two clocks side by side, five approvals, and what can be done, on one page."""

from __future__ import annotations

import streamlit as st

from sca_toolkit.desk import Desk
from sca_toolkit.desk.choosing import case_numbers
from sca_toolkit.desk.recording import take_over
from sca_toolkit.desk.tracking import CaseView
from sca_toolkit.timeline import Severity
from sca_toolkit.ui import page_file
from sca_toolkit.ui.case_record_acts import CHOSEN, act, key, now, seen_case, show_note, turn_words
from sca_toolkit.ui.case_record_approvals import approval_cards
from sca_toolkit.ui.case_record_chart import two_lanes
from sca_toolkit.ui.case_record_deadlines import deadline_part
from sca_toolkit.ui.case_record_events import event_part, step_buttons
from sca_toolkit.ui.case_record_facts import facts_part
from sca_toolkit.ui.case_record_ledger import ledger_part
from sca_toolkit.ui.case_record_log import contact_part, trail_part
from sca_toolkit.ui.case_record_notes import note_part
from sca_toolkit.ui.case_record_papers import paper_part
from sca_toolkit.ui.case_record_plan import plan_part
from sca_toolkit.ui.frame import begin_page, in_words, markdown_of, the_desk
from sca_toolkit.ui.readiness import readiness_part
from sca_toolkit.ui.words import capital, day, days_left

PARTS = {
    "Term sheet": ledger_part,
    "Documents": paper_part,
    "Facts": facts_part,
    "Readiness": readiness_part,
    "Deadlines": deadline_part,
    "What if": plan_part,
    "Events": event_part,
    "Contacts": contact_part,
    "Notes": note_part,
    "Trail": trail_part,
}


def case_page() -> None:
    """The whole page."""
    begin_page("Where does this case stand, and what is next?")
    desk = the_desk()
    with in_words():
        case_id = _chosen(desk)
        if case_id:
            _case(desk, seen_case(desk, case_id))


def _chosen(desk: Desk) -> str | None:
    """The case chosen on the worklist, or here by its number."""
    chosen: str | None = st.session_state.get(CHOSEN)
    if chosen:
        return chosen
    st.info("No case is chosen yet. Choose one on the worklist, or type its number.", icon=":material/info:")
    left, right, _ = st.columns([2, 1, 2], vertical_alignment="bottom")
    text = left.text_input("Case number, or a part of it", key="record_search", type="search")
    if right.button("Go to the worklist", width="stretch"):
        st.switch_page(page_file("worklist"))
    found = case_numbers(desk, text.strip()) if text else ()
    if text and not found:
        st.warning("No case number holds that.", icon=":material/search_off:")
    for number in found:
        if st.button(number, key=f"record_found|{number}", type="tertiary"):
            st.session_state[CHOSEN] = number
            st.rerun()
    return None


def _case(desk: Desk, view: CaseView) -> None:
    _head(desk, view)
    show_note()
    step_buttons(desk, view)
    two_lanes(view)
    approval_cards(view)
    part = st.segmented_control(
        "Part of the case", list(PARTS), default="Term sheet", key="record_part", required=True,
        label_visibility="collapsed", persist_state="session",
    )  # fmt: skip
    PARTS[str(part)](desk, view)


def _head(desk: Desk, view: CaseView) -> None:
    left, right = st.columns([7, 3], vertical_alignment="top")
    with left, st.container(gap="small"):
        invented = " :gray-badge[invented]" if view.row.synthetic else ""
        product = view.case.product or "product not known"
        st.subheader(
            f"{markdown_of(view.row.id)} · {markdown_of(view.payer)} · {markdown_of(product)}{invented}",
            anchor=False,
        )
        st.caption(_standing(view))
    with right, st.container(horizontal=True, horizontal_alignment="right"):
        _person(desk, view)
        if st.button("Another case", icon=":material/search:", type="tertiary"):
            st.session_state.pop(CHOSEN, None)
            st.rerun()
    _action(view)


def _standing(view: CaseView) -> str:
    path = view.journey
    if path.end and not path.end.infused:
        where = f"Ended {day(path.end.on)}: {path.end.step.words}"
    else:
        where = capital(path.stage.words) if path.stage else "Every stage is finished"
        where += f" since {day(path.since)}" if path.since else ""
    turn = turn_words(view.row.turn)
    turn += f" since {day(view.row.turn_since)}" if view.row.turn and view.row.turn_since else ""
    return f"{where} · {turn} · day {path.days} of the case · looked after by {markdown_of(view.row.owner or 'nobody')}"


def _action(view: CaseView) -> None:
    action = view.action
    late = action.severity is Severity.late
    left = days_left(action.due, view.situation.today) if action.due else ""
    due = f" **{capital(left) if late else f'Due {left}'} ({day(action.due)}).**" if left else ""
    words = f"**Next: {markdown_of(action.action)}** {markdown_of(action.reason)}{due}"
    (st.error if late else st.info)(
        words, icon=":material/priority_high:" if late else ":material/arrow_forward:"
    )


def _person(desk: Desk, view: CaseView) -> None:
    with st.popover("Owner and name", type="tertiary", icon=":material/person:"):
        owner = st.text_input("Looked after by", view.row.owner or "", key=key(view, "owner"))
        mine, given = st.columns(2)
        if given.button("Give the case", disabled=owner.strip() == (view.row.owner or ""), width="stretch"):
            act(desk, "The owner is set.", lambda at: take_over(desk, view.row.id, owner.strip() or None, at))
        if mine.button("Take it over", disabled=view.row.owner == desk.who, width="stretch"):
            act(desk, "The case is yours.", lambda at: take_over(desk, view.row.id, desk.who, at))
        if st.toggle("Show the member’s name", key=f"record_name|{view.row.id}"):
            st.markdown(markdown_of(view.case.member.name or "The name is not known."))
        st.caption(f"As of {day(now(desk).date())}. The name stands in no title, address or file name.")
