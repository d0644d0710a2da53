"""The document beside the fields: its real pages, made in the background, and its text meanwhile."""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from time import monotonic

import streamlit as st

from sca_toolkit.desk.positions import clauses_in
from sca_toolkit.desk.previewing import (
    Preview,
    page_picture,
    page_with,
    preview,
    preview_key,
    why_no_pages,
)
from sca_toolkit.errors import ScaError
from sca_toolkit.papers import Paper
from sca_toolkit.ui.frame import in_words, show_error
from sca_toolkit.ui.sitting import Sitting
from sca_toolkit.ui.text_preview import text_preview

USUAL_SECONDS = 6
"""How long pages usually take; only for the progress bar."""
KEPT = 6
"""Previews held for one browser tab; they go with it."""
EVERY = 1.0
"""Seconds between two looks at a preview in the making."""


@dataclass
class Making:
    """A preview on its way."""

    future: Future[Preview]
    since: float = field(default_factory=monotonic)


@dataclass
class Opened:
    """The page that is open. `turns` counts how often the page was turned for the reader."""

    page: int = 1
    turns: int = 0
    focus: str = ""


@st.cache_resource(show_spinner=False)
def _makers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=2, thread_name_prefix="preview")


def document_pane(sitting: Sitting, paper: Paper, *, final: bool) -> None:
    """The document: pages or text, with the clause in focus."""
    reason = why_no_pages()
    with st.container(horizontal=True, vertical_alignment="center", key="pane_head"):
        st.markdown(f"**{paper.entry.title}**")
        view = st.segmented_control(
            "Show the document as",
            ["Pages", "Text"],
            default="Text" if reason else "Pages",
            key="preview_as",
            label_visibility="collapsed",
            disabled=bool(reason),
            persist_state="session",
            required=True,
        )
    if reason:
        st.caption(reason)
    if view == "Text" or reason:
        text_preview(sitting, paper)
    else:
        _pages(sitting, paper, final)


def finished_pdf(sitting: Sitting, paper: Paper, *, final: bool) -> bytes | None:
    """The PDF of exactly this document, where its pages have been made already."""
    making = _previews().get(preview_key(sitting.drafting, paper.entry.id, final=final))
    if making is None or not making.future.done() or making.future.cancelled() or making.future.exception():
        return None
    return making.future.result().pdf


def _pages(sitting: Sitting, paper: Paper, final: bool) -> None:
    made = _previews()
    key = preview_key(sitting.drafting, paper.entry.id, final=final)
    if key not in made:
        _start(made, key, sitting, paper, final)
    waiting = not made[key].future.done()
    st.fragment(_show, run_every=EVERY if waiting else None)(sitting, paper, key, waiting)


def _previews() -> OrderedDict[str, Making]:
    held: OrderedDict[str, Making] = st.session_state.setdefault("previews", OrderedDict())
    return held


def _start(made: OrderedDict[str, Making], key: str, sitting: Sitting, paper: Paper, final: bool) -> None:
    for earlier in [name for name, each in made.items() if each.future.cancel()]:
        del made[earlier]
    drafting, template = sitting.drafting, paper.entry.id
    made[key] = Making(_makers().submit(preview, drafting, template, final=final))
    while len(made) > KEPT:
        made.popitem(last=False)


def _show(sitting: Sitting, paper: Paper, key: str, waiting: bool) -> None:
    making = _previews()[key]
    finished = making.future.done()
    if finished and waiting:
        st.rerun()
    if not finished:
        _progress(making)
    shown = _last_made(_name(sitting, paper)) if not finished else _result(making, _name(sitting, paper))
    if shown:
        _page(sitting, paper, shown)
    else:
        text_preview(sitting, paper)


def _name(sitting: Sitting, paper: Paper) -> str:
    return f"{sitting.key}|{paper.entry.id}"


def _result(making: Making, name: str) -> Preview | None:
    """The finished preview; where it failed, says why."""
    try:
        shown = making.future.result()
    except ScaError as error:
        show_error(error)
        return None
    st.session_state.setdefault("last_made", {})[name] = shown
    return shown


def _last_made(name: str) -> Preview | None:
    """The pages from before the last change, so that the document does not vanish at every keystroke."""
    made: dict[str, Preview] = st.session_state.get("last_made", {})
    return made.get(name)


def _progress(making: Making) -> None:
    spent = monotonic() - making.since
    left = max(1, round(USUAL_SECONDS - spent))
    st.progress(
        min(0.95, spent / USUAL_SECONDS),
        text=f"Making the pages, about {left} s left",
    )


def _page(sitting: Sitting, paper: Paper, shown: Preview) -> None:
    opened: dict[str, Opened] = st.session_state.setdefault("opened", {})
    at = opened.setdefault(_name(sitting, paper), Opened())
    wanted = _page_of_focus(paper, shown, sitting.focus) if at.focus != sitting.focus else None
    at.focus = sitting.focus
    if wanted or at.page > shown.pages:
        at.page, at.turns = min(wanted or shown.pages, shown.pages), at.turns + 1
    name = f"page|{_name(sitting, paper)}|{at.turns}"
    at.page = st.pagination(shown.pages, default=min(at.page, shown.pages), key=name, max_visible_pages=5)
    with in_words():
        words = f"Page {at.page} of {shown.pages} of the {paper.entry.title}"
        st.image(_picture(shown, at.page), width="stretch", alt=words)


def _page_of_focus(paper: Paper, shown: Preview, focus: str) -> int | None:
    for clause in clauses_in(paper):
        if clause.id == focus:
            return page_with(shown, clause.number, clause.title)
    return None


def _picture(shown: Preview, number: int) -> bytes:
    """The picture of a page, drawn once."""
    drawn: dict[tuple[int, int], bytes] = st.session_state.setdefault("pictures", {})
    key = (id(shown), number)
    if key not in drawn:
        if len(drawn) > 40:
            drawn.clear()
        drawn[key] = page_picture(shown, number)
    return drawn[key]
