"""The card of one payer: sections of facts, each with its source and age on one click."""

from __future__ import annotations

from html import escape
from itertools import groupby

import pandas as pd
import streamlit as st

from sca_toolkit.desk import Desk
from sca_toolkit.desk.payers import payer_card
from sca_toolkit.payer import Card, Line, Section
from sca_toolkit.payer.layout import UNKNOWN_SECTION
from sca_toolkit.ui.frame import markdown_of, today
from sca_toolkit.ui.payer_card_own import own_cases
from sca_toolkit.ui.words import age, count, day

ASK = "not known, ask the payer's contracting line"
SHARE_A_LABEL = 3
"""So many lines in a row with the same label get one heading."""
TABLE_HELP = "Every fact with its source, to sort, search and download."


def card_of(desk: Desk, payer_id: str) -> None:
    """Everything we know of a payer."""
    card = payer_card(desk, payer_id, today())
    with st.container(border=True, key="card"):
        left, right = st.columns([3, 1], vertical_alignment="top")
        with left, st.container(gap="small"):
            _head(card)
        as_table = right.toggle("As a table", key="card_table", persist_state="session", help=TABLE_HELP)
        own_cases(desk, payer_id, card.as_of)
        if as_table:
            _table(card)
        else:
            _sections(card)


def _head(card: Card) -> None:
    badge = " :gray-badge[invented example]" if card.invented and "invented" not in card.name else ""
    st.subheader(f"{markdown_of(card.name)}{badge}", anchor=False)
    stale = sum(line.stale for section in card.sections for line in section.lines)
    st.markdown(markdown_of(card.summary))
    st.caption(
        f"As of {day(card.as_of)} · {count(card.unknown, 'thing')} not known · "
        f"{count(stale, 'fact')} older than a year, to be checked again · a click on a line shows its source and age"
    )


def _sections(card: Card) -> None:
    """Two columns of sections, evenly long."""
    columns = st.columns(2, gap="large")
    heights = [0, 0]
    for section in card.sections:
        at = heights.index(min(heights))
        heights[at] += len(section.lines) + 2
        with columns[at]:
            st.html(_section(section))


def _section(section: Section) -> str:
    if section.title == UNKNOWN_SECTION:
        return _questions(section)
    lines = "".join(
        _facts(label, list(lines)) for label, lines in groupby(section.lines, lambda line: line.label)
    )
    return f"<section class='facts'><h3>{escape(section.title)}</h3>{lines}</section>"


def _facts(label: str, lines: list[Line]) -> str:
    """Lines under one label; many of them share one heading."""
    if len(lines) < SHARE_A_LABEL:
        return "".join(_fact(line, f"<span class='label'>{escape(label)}</span> ") for line in lines)
    return f"<h4>{escape(label)}</h4>" + "".join(_fact(line, "") for line in lines)


def _fact(line: Line, label: str) -> str:
    stale = " <span class='stale'>check again</span>" if line.stale else ""
    return (
        f"<details><summary>{label}<span class='value'>{escape(line.value)}</span>{stale}</summary>"
        f"<div class='source'>{'<br>'.join(_source(line))}</div></details>"
    )


def _questions(section: Section) -> str:
    """What is not known, each with what it is."""
    asked = "".join(
        f"<li><span class='value'>{escape(line.label)}</span> <span class='label'>{escape(line.note or '')}</span></li>"
        for line in section.lines
    )
    return (
        f"<section class='facts'><h3>{escape(section.title)}</h3>"
        f"<p class='unknown'>{escape(ASK[:1].upper() + ASK[1:])}:</p><ul>{asked}</ul></section>"
    )


def _source(line: Line) -> list[str]:
    title = escape(line.source or "no source")
    page = (
        f"<a href='{escape(line.url)}' target='_blank' rel='noopener noreferrer'>{title}</a>"
        if line.url
        else title
    )
    old = f"since {day(line.since)}, {age(line.age_days)}" if line.age_days is not None else "undated"
    parts = [
        f"{page}{', ' + escape(line.at) if line.at else ''}",
        f"{old}; {line.grade.words if line.grade else 'not graded'}",
        escape(line.note or ""),
        *(escape(each) for each in line.earlier),
    ]
    return [part for part in parts if part]


def _table(card: Card) -> None:
    rows = [
        {
            "Section": section.title,
            "What": line.label,
            "Value": line.value if line.source else ASK,
            "Since": line.since,
            "Age in days": line.age_days,
            "Check again": line.stale,
            "Source": line.source or "",
            "Address": line.url,
        }
        for section in card.sections
        for line in section.lines
    ]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        column_config={
            "Value": st.column_config.TextColumn(width="large"),
            "Since": st.column_config.DateColumn(format="MMM D, YYYY"),
            "Address": st.column_config.LinkColumn(display_text="open"),
        },
        placeholder="not known",
        alt=f"Facts known of {card.name}",
    )
