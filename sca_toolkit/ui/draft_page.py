"""The Draft page: pick case, payer and paper; fill what is missing; watch the document."""

from __future__ import annotations

import streamlit as st

from sca_toolkit.case import Case
from sca_toolkit.desk import Desk
from sca_toolkit.desk.cases import find_case, readable_cases
from sca_toolkit.desk.drafting import papers
from sca_toolkit.desk.payers import readable_payers
from sca_toolkit.desk.sections import gaps_of, sections_of
from sca_toolkit.papers import Paper
from sca_toolkit.ui.advice import advice_box
from sca_toolkit.ui.bar import bottom_bar, wants_final
from sca_toolkit.ui.clauses import clause_chooser
from sca_toolkit.ui.fields import gap_list, section_fields
from sca_toolkit.ui.frame import begin_page, in_words, show_problems, the_desk, today
from sca_toolkit.ui.more import more_menu
from sca_toolkit.ui.payment import payment_panel
from sca_toolkit.ui.preview import document_pane
from sca_toolkit.ui.sitting import Sitting, sitting_for

MISSING, CLAUSES = "Missing", "Clauses"


def draft_page() -> None:
    """The whole page."""
    begin_page("What does this agreement still need before it can go out?")
    desk = the_desk()
    with in_words():
        picked = _pick(desk)
        if picked:
            _work(desk, *picked)


def _pick(desk: Desk) -> tuple[Case, str, str] | None:
    """Case, payer and paper; nothing when there is no case yet."""
    found = readable_cases(desk, examples=True)
    show_problems(found.problems)
    if not found.rows:
        st.info(
            "There is no case yet. Enter one, or upload a spreadsheet, on the page Cases.",
            icon=":material/info:",
        )
        return None
    names = {row.file: f"{row.id}: {row.product}{' (example)' if row.example else ''}" for row in found.rows}
    columns = st.columns([3, 4, 3, 1.2], vertical_alignment="bottom")
    with columns[0]:
        file = st.selectbox(
            "Case", tuple(names), format_func=names.__getitem__, key="case", persist_state="session"
        )
    case = find_case(desk, file)
    with columns[1]:
        payer = _pick_payer(desk, case)
    with columns[2]:
        titles = {entry.id: entry.title for entry in papers(desk)}
        paper = st.selectbox(
            "Paper", tuple(titles), format_func=titles.__getitem__, key="paper", persist_state="session"
        )
    if payer is None:
        st.info("The case names no payer. Choose one to see its terms.", icon=":material/info:")
        return None
    with columns[3]:
        more_menu(desk, sitting_for(desk, case, payer), case)
    return case, payer, paper


def _pick_payer(desk: Desk, case: Case) -> str | None:
    names = {
        row.id: f"{row.name} (invented)" if row.invented and "invented" not in row.name else row.name
        for row in readable_payers(desk, today()).rows
    }
    ids = tuple(names)
    own = ids.index(case.coverage.payer) if case.coverage.payer in names else None
    payer: str | None = st.selectbox(
        "Payer", ids, index=own, format_func=names.__getitem__, key=f"payer|{case.id}", placeholder="Choose a payer",
        persist_state="session",
    )  # fmt: skip
    return payer


def _work(desk: Desk, case: Case, payer: str, template: str) -> None:
    sitting = sitting_for(desk, case, payer)
    if not advice_box(sitting, case):
        return
    state = sitting.worksheet.state(template)
    left, right = st.columns([11, 9], gap="medium")
    with left:
        _sheet(sitting, state.paper)
    with right, st.container(border=True, key="pane"):
        document_pane(sitting, state.paper, final=wants_final() and state.ready)
    bottom_bar(sitting, state)


def _sheet(sitting: Sitting, paper: Paper) -> None:
    gaps = gaps_of(sitting.drafting, paper)
    sections = {section.title: section for section in sections_of(sitting.drafting, paper, gaps)}
    counts = {MISSING: len(gaps), **{title: len(each.gaps) for title, each in sections.items()}}
    if paper.articles:
        counts[CLAUSES] = 0
    name = f"section|{sitting.key}|{paper.entry.id}"
    chosen = st.pills(
        "Section",
        list(counts),
        default=MISSING,
        format_func=lambda title: f"{title} {counts[title]}" if counts[title] else title,
        key=name,
        label_visibility="collapsed",
        required=True,
        persist_state="session",
        wrap=True,
    )
    if chosen != MISSING:
        sitting.listed = {}
    if chosen == MISSING:
        gap_list(sitting, gaps)
    elif chosen == CLAUSES:
        clause_chooser(sitting, paper)
    else:
        if chosen == "Money":
            payment_panel(sitting)
        section_fields(sitting, sections[str(chosen)], gaps)
