"""The clause chooser: what a clause is for, and the wording of every position side by side."""

from __future__ import annotations

import streamlit as st

from sca_toolkit.clauses import Stance
from sca_toolkit.desk.positions import ClauseView, Side, clauses_in
from sca_toolkit.desk.provenance import provenance
from sca_toolkit.papers import Paper
from sca_toolkit.ui.fields import origin_words
from sca_toolkit.ui.frame import markdown_of
from sca_toolkit.ui.marked import as_html
from sca_toolkit.ui.sitting import Sitting
from sca_toolkit.ui.words import capital


def clause_chooser(sitting: Sitting, paper: Paper) -> None:
    """Choose a clause, then a position on it."""
    clauses = {clause.id: f"{clause.number}  {clause.title}" for clause in clauses_in(paper)}
    if not clauses:
        st.info("This paper has no clauses: it prints the terms and the payment.", icon=":material/info:")
        return
    left, right = st.columns([3, 2], gap="medium")
    with left:
        view = sitting.worksheet.clause(paper.entry.id, _chosen_clause(sitting, clauses))
    with right:
        _positions(sitting, view)
    if sitting.refusal:
        st.error(f"Not changed. {markdown_of(sitting.refusal)}", icon=":material/error:")
    _explained(sitting, view)
    _sides(view)
    _sources(view)


def _explained(sitting: Sitting, view: ClauseView) -> None:
    """What the clause is for and what goes wrong without it, in small print above the wording."""
    with st.container(gap="xxsmall"):
        st.caption(f"**What it is for.** {markdown_of(view.clause.purpose)}")
        st.caption(f"**Without it.** {markdown_of(view.clause.without_it)}")
        origin = provenance(sitting.drafting, f"positions.{view.clause.id}")
        st.caption(f"**Position taken from** {origin_words(origin)}" if origin else "")
    if view.own_wording:
        st.info("The paper prints the payer's own wording for this clause.", icon=":material/info:")


def _chosen_clause(sitting: Sitting, clauses: dict[str, str]) -> str:
    name = f"clause|{sitting.key}"
    if sitting.focus in clauses:
        st.session_state[name] = sitting.focus
    elif st.session_state.get(name) not in clauses:
        st.session_state[name] = next(iter(clauses))

    def turn() -> None:
        sitting.focus = st.session_state[name]

    chosen: str = st.selectbox(
        "Clause", tuple(clauses), format_func=clauses.__getitem__, key=name, on_change=turn
    )
    sitting.focus = chosen
    return chosen


def _positions(sitting: Sitting, view: ClauseView) -> None:
    name = f"stance|{sitting.key}|{view.clause.id}"
    st.session_state[name] = view.chosen
    st.radio(
        "Position",
        [side.stance for side in view.sides],
        format_func=lambda stance: capital(stance.words),
        key=name,
        horizontal=True,
        on_change=lambda: sitting.choose(view.clause.id, Stance(st.session_state[name])),
        help="Ours protects the center most, theirs the payer; the middle is where both have signed before.",
    )


def _sides(view: ClauseView) -> None:
    for column, side in zip(st.columns(len(view.sides), gap="small"), view.sides, strict=True):
        with column, st.container(border=True, height="stretch"):
            _side(side, side.stance is view.chosen)


def _side(side: Side, chosen: bool) -> None:
    st.markdown(f"**{capital(side.stance.words)}**{' :primary-badge[chosen]' if chosen else ''}")
    st.caption(markdown_of(side.note))
    if side.settles:
        settled = "; ".join(f"{markdown_of(label)}: {markdown_of(value)}" for label, value in side.settles)
        st.caption(f"**Settles** {settled}")
    if side.contradiction:
        st.caption(f":orange-badge[does not fit the payment] {markdown_of(side.contradiction)}")
    body = "".join(f"<p>{as_html(text)}</p>" for text in side.paragraphs)
    if body:
        st.html(f"<div class='wording'>{body}</div>")


def _sources(view: ClauseView) -> None:
    with st.expander("Sources and counsel's note"):
        st.caption(markdown_of(view.clause.counsel_note))
        for source in view.clause.sources:
            st.caption(f"- {markdown_of(source)}")
