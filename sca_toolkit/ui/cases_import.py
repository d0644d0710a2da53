"""Lists into the record: which column is what, a dry run row by row, then all of it or nothing."""

from __future__ import annotations

import hashlib

import pandas as pd
import streamlit as st

from sca_toolkit.desk import Desk
from sca_toolkit.desk.choosing import mark
from sca_toolkit.desk.exchange import (
    CaseImport,
    EventImport,
    import_cases,
    import_events,
    propose_cases,
    propose_events,
    try_cases,
    try_events,
)
from sca_toolkit.desk.mappings import CASES, EVENTS, fitting_mapping, saved_mappings, target_choices
from sca_toolkit.errors import Problem
from sca_toolkit.ui.case_record_acts import now, signed_line
from sca_toolkit.ui.cases_columns import mapped_columns
from sca_toolkit.ui.frame import in_words, markdown_of, show_problems
from sca_toolkit.ui.words import count

KINDS = {"Case list": CASES, "Event list": EVENTS}
SHARED = "The one all lists share"
_NOTE, _TRIED = "import_note", "import_tried"
MOST_PROBLEMS = 200
"""Problems shown on the page; the count says how many there are."""
Found = CaseImport | EventImport


def cases_import(desk: Desk) -> None:
    """The whole view."""
    if note := st.session_state.pop(_NOTE, None):
        st.success(markdown_of(note), icon=":material/check_circle:")
    left, right = st.columns([1, 3], vertical_alignment="top", gap="medium")
    chosen = left.radio("Kind of list", list(KINDS), key="import_kind", persist_state="session")
    kind = KINDS[str(chosen)]
    upload = right.file_uploader(
        f"{chosen} for the record (Excel or CSV)", type=["xlsx", "csv"], key=f"import_file|{kind}"
    )
    if upload is None:
        st.info(
            "A case list holds one case a row; an event list one event a row, or one case a row with a column of dates "
            "for each step. Nothing is kept before you have seen what would happen.",
            icon=":material/info:",
        )
        return
    data = upload.getvalue()
    mapping = _mapping(desk, kind, data, upload.name)
    if mapping:
        _dry_run(desk, kind, data, upload.name, mapping)


def _mapping(desk: Desk, kind: str, data: bytes, name: str) -> dict[str, str]:
    """The mapping as proposed and changed by the person; empty where the file cannot be read."""
    propose = propose_cases if kind == CASES else propose_events
    plain = propose(desk, data, name, saved="")
    if not plain.columns:
        show_problems(plain.problems)
        return {}
    saved = _saved(desk, kind, [column.heading for column in plain.columns])
    proposal = propose(desk, data, name, saved=saved) if saved else plain
    wide = getattr(proposal, "wide", False)
    spot = f"{kind}|{hashlib.sha256(data).hexdigest()[:12]}|{saved}"
    return mapped_columns(proposal, target_choices(kind, wide=wide), spot)


def _saved(desk: Desk, kind: str, headings: list[str]) -> str:
    """The saved mapping to start from: the best fitting one unless another is chosen."""
    names = saved_mappings(desk, kind)
    if not names:
        return ""
    fitting = fitting_mapping(desk, kind, headings)
    options = [SHARED, *names]
    chosen = st.selectbox(
        "Saved mapping to start from", options, index=options.index(fitting) if fitting else 0,
        key=f"import_saved|{kind}|{'|'.join(headings)[:200]}",
        help="The one that knows most of this list's headings is proposed.",
    )  # fmt: skip
    return "" if chosen == SHARED else str(chosen)


def _dry_run(desk: Desk, kind: str, data: bytes, name: str, mapping: dict[str, str]) -> None:
    keep_known = kind == CASES and st.checkbox(
        "Leave cases that the record has as they are",
        key="import_keep_known",
        help="Otherwise a case that says something else than the record refuses the list.",
    )
    with st.spinner("Reading the list"):
        found = _tried(desk, kind, data, name, mapping, keep_known)
    _told(found, "case" if kind == CASES else "event")
    one, two, three = st.columns([2, 2, 1], vertical_alignment="bottom")
    save_as = one.text_input(
        "Save the mapping as (optional)", key=f"import_save_as|{kind}", placeholder="such as Clinic export",
        help="One name for each source of lists, so that their headings do not get mixed up.",
    )  # fmt: skip
    owner = (
        two.text_input("New cases are looked after by (optional)", key="import_owner")
        if kind == CASES
        else ""
    )
    ready = bool(found.new) and not found.blocked
    what = count(len(found.new), "case" if kind == CASES else "event") if found.new else "the list"
    label = f"Put {what} into the record"
    if three.button(label, type="primary", disabled=not ready, icon=":material/save:", width="stretch"):
        with in_words():
            _keep(desk, kind, data, name, mapping, keep_known, owner.strip() or None, save_as.strip())
    signed_line(desk)


def _tried(desk: Desk, kind: str, data: bytes, name: str, mapping: dict[str, str], keep_known: bool) -> Found:
    """The dry run; done anew only when the file, the mapping or the record changed."""
    key = (mark(desk), desk.address, kind, hashlib.sha256(data).hexdigest(), str(mapping), keep_known)
    held = st.session_state.get(_TRIED)
    if held is None or held[0] != key:
        found: Found = (
            try_cases(desk, data, name, mapping, keep_known=keep_known)
            if kind == CASES
            else try_events(desk, data, name, now(desk), mapping)
        )
        held = (key, found)
        st.session_state[_TRIED] = held
    tried: Found = held[1]
    return tried


def _told(found: Found, what: str) -> None:
    known = found.known if isinstance(found.known, int) else len(found.known)
    stopping = sum(problem.blocking for problem in found.problems)
    sign = st.error if found.blocked else st.success if found.new else st.info
    end = (
        f"{count(stopping, 'problem')} must be mended first: the list goes in whole or not at all."
        if found.blocked
        else "Nothing is kept yet."
    )
    sign(f"**{count(len(found.new), f'new {what}')}**, {known} in the record already. {end}")
    if found.problems:
        ordered = sorted(found.problems, key=lambda problem: not problem.blocking)
        st.dataframe(
            pd.DataFrame([_problem(each) for each in ordered[:MOST_PROBLEMS]]),
            hide_index=True,
            row_height=44,
            column_config={
                "What is wrong": st.column_config.TextColumn(width="large"),
                "What to do": st.column_config.TextColumn(width="large"),
            },
            alt="Problems of the list with their cells, those that refuse it first",
        )
        if len(ordered) > MOST_PROBLEMS:
            st.caption(f"The first {MOST_PROBLEMS} of {len(ordered)} problems.")


def _problem(problem: Problem) -> dict[str, object]:
    return {
        "Where": problem.place or (f"line {problem.line}" if problem.line else "the list"),
        "What is wrong": problem.message,
        "What to do": problem.remedy,
        "Weight": "refuses the list" if problem.blocking else "look at it",
    }


def _keep(
    desk: Desk,
    kind: str,
    data: bytes,
    name: str,
    mapping: dict[str, str],
    keep_known: bool,
    owner: str | None,
    save_as: str,
) -> None:
    at = now(desk)
    if kind == CASES:
        kept: Found = import_cases(
            desk, data, name, at, mapping, keep_known=keep_known, owner=owner, save_as=save_as
        )
    else:
        kept = import_events(desk, data, name, at, mapping, save_as=save_as)
    what = "case" if kind == CASES else "event"
    st.session_state[_NOTE] = (
        f"{count(len(kept.new), what)} put into the record by {desk.who}. See the worklist."
    )
    st.rerun()
