"""The bar at the bottom: what is open, draft or final, downloads, undo, and whether everything is saved."""

from __future__ import annotations

import streamlit as st

from sca_toolkit.desk.issuing import file_name, issue
from sca_toolkit.desk.previewing import preview, why_no_pages
from sca_toolkit.desk.worksheet import State
from sca_toolkit.papers import Paper
from sca_toolkit.ui.frame import markdown_of
from sca_toolkit.ui.preview import finished_pdf
from sca_toolkit.ui.sitting import Sitting
from sca_toolkit.ui.words import count, moment

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def wants_final() -> bool:
    """Whether a final was chosen."""
    return st.session_state.get("issue_as") == "Final"


def bottom_bar(sitting: Sitting, state: State) -> None:
    """Counts on the left, what can be done on the right."""
    with st.bottom, st.container(horizontal=True, vertical_alignment="center", key="bar"):
        _counts(state)
        _saved(sitting)
        st.space("stretch")
        _undo(sitting)
        _draft_or_final()
        _downloads(sitting, state)


def _draft_or_final() -> None:
    st.segmented_control(
        "Issue as",
        ["Draft", "Final"],
        default="Draft",
        key="issue_as",
        label_visibility="collapsed",
        required=True,
        persist_state="session",
    )


def _counts(state: State) -> None:
    gaps, blocking = len(state.paper.gaps), len(state.blocking)
    st.badge(f"{gaps} missing", color="green" if not gaps else "orange")
    with st.popover(f"{count(len(state.findings), 'finding')}, {blocking} blocking", type="tertiary"):
        if not state.findings:
            st.markdown("The checks found nothing.")
        for finding in state.findings:
            mark = ":red-badge[blocks a final]" if finding.blocking else ":gray-badge[look at it]"
            st.markdown(f"{mark} {markdown_of(finding.message)} {markdown_of(finding.remedy)}")
    if state.ready:
        st.badge("ready for a final", color="green", icon=":material/check:")


def _saved(sitting: Sitting) -> None:
    if sitting.unsaved:
        st.badge("Unsaved changes", color="red", icon=":material/warning:", help=sitting.unsaved)
    elif sitting.saved_at:
        st.caption(f"Saved {moment(sitting.saved_at)}")
    else:
        st.caption("Nothing changed yet")


def _undo(sitting: Sitting) -> None:
    sheet = sitting.worksheet
    st.button(
        "Undo",
        icon=":material/undo:",
        disabled=not sheet.earlier,
        on_click=sitting.undo,
        help=f"Takes back: {sheet.changed}" if sheet.earlier else "Nothing to take back",
    )


def _downloads(sitting: Sitting, state: State) -> None:
    final, drafting, template = wants_final(), sitting.drafting, state.paper.entry.id
    refused = _why_not_final(state.paper, len(state.blocking)) if final and not state.ready else ""
    name = file_name(drafting, template, final)
    no_pdf, made = why_no_pages(), finished_pdf(sitting, state.paper, final=final)
    # Callables: the bytes are made on the click and do not linger at an address.
    st.download_button(
        "Word", lambda: issue(drafting, template, final=final).word, f"{name}.docx", WORD, key="word",
        type="primary", icon=":material/download:", on_click="ignore", disabled=bool(refused), help=refused or None,
    )  # fmt: skip
    st.download_button(
        "PDF", lambda: made or preview(drafting, template, final=final).pdf, f"{name}.pdf", PDF, key="pdf",
        icon=":material/download:", on_click="ignore", disabled=bool(refused or no_pdf), help=refused or no_pdf or None,
    )  # fmt: skip


def _why_not_final(paper: Paper, blocking: int) -> str:
    parts = [count(len(paper.gaps), "missing term")] if paper.gaps else []
    parts += [count(blocking, "blocking finding")] if blocking else []
    return f"A final cannot be made yet: {' and '.join(parts)}. A draft can."
