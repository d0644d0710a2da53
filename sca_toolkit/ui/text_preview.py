"""The paper as text on the screen: article by article, gaps marked, the clause in focus set apart."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from sca_toolkit.desk.arranging import rate_rows
from sca_toolkit.papers import Paper, PaperArticle, sheet_rows
from sca_toolkit.ui.marked import as_html, briefly
from sca_toolkit.ui.sitting import Sitting


def text_preview(sitting: Sitting, paper: Paper) -> None:
    """The wording of a paper, or its table where it has no clauses."""
    if paper.articles:
        _article(sitting, paper)
    elif paper.entry.id == "term_sheet":
        _sheet(sitting)
    else:
        _rates(paper)


def _article(sitting: Sitting, paper: Paper) -> None:
    numbered = list(enumerate(paper.articles, start=1))
    labels = {number: f"{number}. {article.title}" for number, article in numbered if article.title}
    if not labels:
        st.html(
            f"<div class='paper'>{''.join(_clauses(article, sitting.focus) for _, article in numbered)}</div>"
        )
        return
    chosen = _open_article(paper, sitting.focus, labels)
    article = paper.articles[chosen - 1]
    st.html(f"<div class='paper'><h2>{escape(labels[chosen])}</h2>{_clauses(article, sitting.focus)}</div>")


def _open_article(paper: Paper, focus: str, labels: dict[int, str]) -> int:
    """The article that is read: the one with the clause in focus whenever the focus has moved."""
    read: dict[str, tuple[str, int]] = st.session_state.setdefault("read", {})
    seen, at = read.get(paper.entry.id, ("", 1))
    name = f"article|{paper.entry.id}"
    if seen != focus:
        inside = (n for n, each in enumerate(paper.articles, 1) if focus in {c.id for c in each.clauses})
        at = next(inside, at)
        st.session_state[name] = at
    elif name not in st.session_state:
        st.session_state[name] = at
    if st.session_state[name] not in labels:
        st.session_state[name] = next(iter(labels))
    chosen = st.selectbox(
        "Article", tuple(labels), format_func=labels.__getitem__, key=name, label_visibility="collapsed"
    )
    read[paper.entry.id] = (focus, chosen)
    return chosen


def _clauses(article: PaperArticle, focus: str) -> str:
    return "".join(
        f"<section class='{'focus' if clause.id == focus else 'clause'}'>"
        f"<h3>{escape(clause.number)} {escape(clause.title)}</h3>"
        + "".join(f"<p>{as_html(text)}</p>" for text in clause.paragraphs)
        + "</section>"
        for clause in article.clauses
    )


def _sheet(sitting: Sitting) -> None:
    drafting = sitting.drafting
    rows = sheet_rows(drafting.terms, drafting.proposal.origins, drafting.clauses)
    body = "".join(
        f"<tr><td>{escape(row['number'])}</td><td>{escape(row['topic'])}</td><td>{as_html(row['ours'])}</td>"
        f"<td>{as_html(row['theirs'])}</td></tr>"
        for row in rows
    )
    head = "<tr><th></th><th>Topic</th><th>Ours</th><th>Theirs</th></tr>"
    st.html(f"<div class='paper'><table>{head}{body}</table></div>")


def _rates(paper: Paper) -> None:
    if paper.terms.payment is None:
        st.info("The payment is not agreed yet, so there are no rates to print.", icon=":material/info:")
        return
    rows = [
        {
            "Applies to": row.scope,
            "Service": row.service,
            "Amount": briefly(row.amount),
            "Per": row.unit,
            "Note": briefly(row.note),
        }
        for row in rate_rows(paper.terms.payment)
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt="The rates of this agreement")
