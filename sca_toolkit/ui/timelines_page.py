"""The Timelines page: the answer in sentences first, then one picture for each question, then its table."""

from __future__ import annotations

from datetime import date

import streamlit as st

from sca_toolkit.desk import Desk
from sca_toolkit.desk.choosing import CaseFilter, choices, load_demo, mark
from sca_toolkit.desk.waiting import By, payers_with_cases
from sca_toolkit.desk.waiting_answers import Asked, Timelines, timelines
from sca_toolkit.desk.waiting_words import all_together, mean_warning, silent_words, who_is_fast, who_is_slow
from sca_toolkit.timeline.waiting import AGREEMENT, TREATMENT, Mark, WaitClock
from sca_toolkit.ui import page_file
from sca_toolkit.ui.case_record_acts import now
from sca_toolkit.ui.frame import begin_page, in_words, markdown_of, the_desk
from sca_toolkit.ui.timelines_change import change_of
from sca_toolkit.ui.timelines_open import open_cases_of
from sca_toolkit.ui.timelines_views import curves_of, goals_of, payers_of, stages_of
from sca_toolkit.ui.words import capital

CLOCKS = {
    "Agreement: requested to signed by both": AGREEMENT,
    "Agreement: requested to first reply": WaitClock(Mark.agreement_requested, Mark.payer_replied),
    "Agreement: terms agreed to signed by both": WaitClock(Mark.terms_agreed, Mark.both_signed),
    "Authorization: submitted to decided": WaitClock(Mark.pa_submitted, Mark.pa_decided),
    "Benefit check: requested to answered": WaitClock(Mark.benefits_requested, Mark.benefits_answered),
    "Treatment: referred to infused": TREATMENT,
    "Treatment: referred to collected": WaitClock(Mark.referred, Mark.collected),
    "Collection to infusion": WaitClock(Mark.collected, Mark.infused),
}
OWN = "Two moments of your choice"
VIEWS = {
    "Who is slow": payers_of,
    "Curves": curves_of,
    "Whose days": stages_of,
    "Goal": goals_of,
    "Before and after": change_of,
    "Open cases": open_cases_of,
}


def timelines_page() -> None:
    """The whole page."""
    begin_page("How long does it take, who is slow, and how sure are we?")
    desk = the_desk()
    with in_words():
        if not choices(desk).cases:
            _empty(desk)
            return
        as_of, asked = _asked(desk)
        if asked is None:
            return
        found = _found(desk, as_of, asked)
        if not len(found.waits):
            st.info(
                f"No case has started this clock yet ({asked.clock.words}) and fits the filters. "
                "Choose another clock, or clear a filter.",
                icon=":material/search_off:",
            )
            return
        _answer(found)
        view = st.segmented_control(
            "Show", list(VIEWS), default="Who is slow", key="timelines_view", required=True,
            persist_state="session", label_visibility="collapsed",
        )  # fmt: skip
        VIEWS[str(view)](found)


def _empty(desk: Desk) -> None:
    st.info(
        "There is no case in the record yet, so nothing can be timed. Import a case list on the page Cases, or look "
        "around with invented cases first.",
        icon=":material/info:",
    )
    left, right, _ = st.columns([1, 1, 2])
    if left.button("Go to Cases", icon=":material/upload:", width="stretch"):
        st.switch_page(page_file("cases"))
    if right.button("Load the demo", icon=":material/science:", width="stretch"):
        with st.spinner("Making and keeping 300 invented cases; this takes up to a minute"):
            load_demo(desk, now(desk))
        st.rerun()


def _asked(desk: Desk) -> tuple[date, Asked | None]:
    clock, by, more = st.columns([4, 3, 2], gap="medium", vertical_alignment="bottom")
    named = clock.selectbox(
        "Clock",
        [*CLOCKS, OWN],
        key="timelines_clock",
        persist_state="session",
        help="From which moment to which. Numbers on different clocks are never put together.",
    )
    compared = by.selectbox(
        "Compare by",
        list(By),
        format_func=lambda each: capital(By(each).words),
        key="timelines_by",
        persist_state="session",
    )
    with more.popover("Filters and dates", icon=":material/tune:", width="stretch"):
        as_of, log_began, wanted = _filters(desk)
    chosen = CLOCKS.get(str(named)) or _own_clock()
    if chosen is None:
        return as_of, None
    return as_of, Asked(clock=chosen, by=By(str(compared)), wanted=wanted, log_began=log_began)


def _filters(desk: Desk) -> tuple[date, date | None, CaseFilter]:
    today = now(desk).date()
    as_of = st.date_input(
        "As of", today, max_value=today, key="timelines_as_of", help="Days after it are not seen."
    )
    log_began = st.date_input(
        "Log kept since", None, max_value=today, key="timelines_log",
        help="Cases that began before this day are counted from it on, because those that were over by then are "
        "missing. Leave it empty when every case is known from its start.",
    )  # fmt: skip
    names = payers_with_cases(desk)
    payers = st.multiselect(
        "Payers", sorted(names, key=names.__getitem__), key="timelines_payers",
        format_func=names.__getitem__, placeholder="All payers",
    )  # fmt: skip
    return as_of, log_began, CaseFilter(payers=tuple(payers))


def _own_clock() -> WaitClock | None:
    left, right = st.columns(2, gap="medium")
    first = left.selectbox(
        "From", list(Mark), format_func=lambda each: Mark(each).words, key="timelines_from"
    )
    last = right.selectbox(
        "To", list(Mark), index=len(Mark) - 1, format_func=lambda each: Mark(each).words, key="timelines_to"
    )
    if str(first) == str(last):
        st.info("Choose two different moments.", icon=":material/info:")
        return None
    return WaitClock(Mark(str(first)), Mark(str(last)))


def _found(desk: Desk, as_of: date, asked: Asked) -> Timelines:
    """The answers; worked out anew only when the record, the day or the question changed."""
    return _kept(f"{desk.address}|{mark(desk)}|{as_of}|{asked}", desk, as_of, asked)


@st.cache_resource(max_entries=16, show_spinner="Counting days")
def _kept(key: str, _desk: Desk, _as_of: date, _asked: Asked) -> Timelines:
    return timelines(_desk, _as_of, _asked)


def _answer(found: Timelines) -> None:
    st.markdown(f"**{markdown_of(who_is_slow(found))}**")
    for line in (who_is_fast(found), all_together(found)):
        if line:
            st.markdown(markdown_of(line))
    caution = " ".join(line for line in (mean_warning(found), silent_words(found)) if line)
    if caution:
        st.caption(markdown_of(caution))
