"""Documents of a case: what was issued, the next draft, the final."""

from __future__ import annotations

from functools import partial

import streamlit as st

from sca_toolkit.desk import Desk
from sca_toolkit.desk.choosing import StoredPaper
from sca_toolkit.desk.drafting import papers
from sca_toolkit.desk.negotiating import Sent, issue_final, paper_bytes, send_draft
from sca_toolkit.desk.telling import place_words
from sca_toolkit.desk.tracking import CaseView
from sca_toolkit.ui.bar import WORD
from sca_toolkit.ui.case_record_acts import act, key, now, signed_line
from sca_toolkit.ui.case_record_files import file_part
from sca_toolkit.ui.case_record_signing import signing_part
from sca_toolkit.ui.frame import markdown_of
from sca_toolkit.ui.words import count, moment


def paper_part(desk: Desk, view: CaseView) -> None:
    """What was issued, what can be issued next, the signatures, and files from elsewhere."""
    _issue(desk, view)
    if not view.papers:
        st.info("No document has been issued yet.", icon=":material/description:")
    for paper in reversed(view.papers):
        _paper(desk, view, paper)
    signing_part(desk, view)
    file_part(desk, view)


def _issue(desk: Desk, view: CaseView) -> None:
    titles = {entry.id: entry.title for entry in papers(desk)}
    which, allowed_by, draft, final = st.columns([3, 3, 2, 2], vertical_alignment="bottom")
    paper = str(
        which.selectbox("Document", list(titles), format_func=titles.__getitem__, key=key(view, "paper_kind"))
    )
    allowed = allowed_by.text_input(
        "Allowed by", key=key(view, "draft_allowed"), placeholder="where it goes below our position",
        help="Who allowed a draft below our opening position. The record keeps it.",
    )  # fmt: skip
    if draft.button(
        "Send the next draft", type="primary", icon=":material/send:", width="stretch", key=key(view, "draft"),
        help="Keeps the document and puts what is new in it on the table as our offer.",
    ):  # fmt: skip
        with st.spinner("Making the document"):
            act(desk, _sent, lambda at: send_draft(
                desk, view.row.id, at, template_id=paper, allowed_by=allowed.strip() or None))  # fmt: skip
    if final.button(
        "Issue the final", icon=":material/task:", width="stretch", key=key(view, "final"),
        help="With agreed values only; refused while a row is open or a term is missing.",
    ):  # fmt: skip
        with st.spinner("Making the document"):
            act(desk, "The final is kept.", lambda at: issue_final(desk, view.row.id, at, template_id=paper))
    st.caption("A fact that is missing goes in under Facts; a term, as a move under Term sheet.")
    signed_line(desk)


def _sent(sent: Sent) -> str:
    """What became of a draft: what changed against the last one, and what a final would still lack."""
    rows = f"{count(len(sent.moves), 'row')} put on the table" if sent.moves else "nothing new to offer"
    changed = [place_words(place) for place in sent.changed if place != "document.version"]
    news = f" Changed since the last draft: {', '.join(dict.fromkeys(changed))}." if changed else ""
    lacks = f" A final still lacks: {', '.join(dict.fromkeys(sent.missing))}." if sent.missing else ""
    return f"The draft is kept; {rows}.{news}{lacks}"


def _paper(desk: Desk, view: CaseView, paper: StoredPaper) -> None:
    left, right = st.columns([6, 1], vertical_alignment="center")
    made = paper.made_at.astimezone(now(desk).tzinfo)
    version = f" · terms version {paper.terms_version}" if paper.terms_version else ""
    left.markdown(
        f"**{markdown_of(paper.name)}** · {paper.status}{version} · {moment(made)} · {markdown_of(paper.kept_by)} "
        f":gray[SHA-256 {paper.sha256[:12]}…]"
    )
    right.download_button(
        "Word", partial(paper_bytes, desk, view.row.id, paper.number), f"{paper.name}.docx", WORD, on_click="ignore",
        icon=":material/download:", key=key(view, f"paper|{paper.number}"), width="stretch",
    )  # fmt: skip
