"""The term sheet as a ledger: both positions side by side, the last move marked."""

from __future__ import annotations

from html import escape

import streamlit as st

from sca_toolkit.desk import Desk
from sca_toolkit.desk.tracking import CaseView
from sca_toolkit.events import Side
from sca_toolkit.ledger import Ledger, Row, Status
from sca_toolkit.ui.case_record_acts import turn_words
from sca_toolkit.ui.case_record_moves import move_form
from sca_toolkit.ui.words import count, day


def ledger_part(desk: Desk, view: CaseView) -> None:
    """The ledger and the next move."""
    ledger = view.ledger
    if not ledger.rounds:
        st.info(
            "No terms are on the table yet. Send the first draft under Documents.",
            icon=":material/handshake:",
        )
    else:
        _head(ledger)
        st.html(_table(ledger))
    with st.expander("Record a move", expanded=bool(ledger.rounds), icon=":material/swap_horiz:"):
        move_form(desk, view)


def _head(ledger: Ledger) -> None:
    days = ledger.days
    turn = turn_words(ledger.turn.value if ledger.turn else None)
    unsettled = len(ledger.open_points)
    untouched = (
        f" · nobody has moved on {count(len(ledger.untouched), 'more topic')}" if ledger.untouched else ""
    )
    st.caption(
        f"{count(len(ledger.rounds), 'round')} · {count(unsettled, 'row')} open · {turn} · "
        f"{count(days.us, 'day')} with us, {days.payer} with the payer, {days.paused} paused · "
        f"the last round is marked{untouched}"
    )


def _table(ledger: Ledger) -> str:
    heads = "".join(
        f"<th scope='col'>{name}</th>" for name in ("Topic", "Ours", "Theirs", "Status", "Last moved")
    )
    last = ledger.rounds[-1].number
    rows = "".join(_row(row, last) for row in ledger.rows if row.points)
    return f"<table class='ledger'><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _row(row: Row, last_round: int) -> str:
    point = row.last
    moved = point is not None and point.move.round == last_round
    both = row.status is Status.agreed
    stand = (
        f"<td colspan='2'>{_said(row.agreed or row.ours or row.theirs)}</td>"
        if both
        else f"<td>{_said(row.ours)}</td><td>{_said(row.theirs)}</td>"
    )
    agreed = f"<br>{escape(row.agreed)}" if row.agreed and not both else ""
    by = f"{'us' if row.last_moved_by is Side.us else 'the payer'}, {day(row.last_moved_on)}"
    who = f"<br><span class='quiet'>{escape(point.move.who)}</span>" if point and point.move.who else ""
    mark = " class='last'" if moved else ""
    return (
        f"<tr{mark}><td>{row.topic.number}. {escape(row.topic.title)}</td>{stand}"
        f"<td><b>{row.status.words}</b>{agreed}</td><td>{by}{' <b>(last round)</b>' if moved else ''}{who}</td></tr>"
    )


def _said(text: str) -> str:
    return escape(text) or "<span class='quiet'>has not spoken</span>"
