"""The term sheet as a ledger: both positions side by side, the last move marked, and a way to record the next one."""

from __future__ import annotations

from html import escape
from typing import Any, Literal

import streamlit as st

from sca_toolkit.desk import Desk
from sca_toolkit.desk.negotiating import record_moves
from sca_toolkit.desk.tracking import CaseView
from sca_toolkit.events import Side
from sca_toolkit.ledger import TOPICS, Ledger, Move, Row, Status
from sca_toolkit.terms import field_at
from sca_toolkit.ui.case_record_acts import act, key, signed_line, turn_words
from sca_toolkit.ui.words import count, day

COUNTER, AGREE, WAIVE, REOPEN = (
    "offers another value",
    "agrees to the row",
    "waives the row",
    "takes it up again",
)
WHAT = {COUNTER: Status.countered, AGREE: Status.agreed, WAIVE: Status.waived, REOPEN: Status.open}
IN_WORDS = ""
SIDES: dict[str, Literal[Side.us, Side.payer]] = {"The payer": Side.payer, "We": Side.us}


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
        _move(desk, view)


def _head(ledger: Ledger) -> None:
    days = ledger.days
    turn = turn_words(ledger.turn.value if ledger.turn else None)
    unsettled = len(ledger.open_points)
    st.caption(
        f"{count(len(ledger.rounds), 'round')} · {count(unsettled, 'row')} open · {turn} · "
        f"{count(days.us, 'day')} with us, {days.payer} with the payer, {days.paused} paused · "
        f"the last round is marked · {count(len(ledger.untouched), 'topic')} nobody has moved on"
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
    agreed = f"<br>{escape(row.agreed)}" if row.agreed else ""
    by = f"{'us' if row.last_moved_by is Side.us else 'the payer'}, {day(row.last_moved_on)}"
    who = f"<br><span class='quiet'>{escape(point.move.who)}</span>" if point and point.move.who else ""
    mark = " class='last'" if moved else ""
    return (
        f"<tr{mark}><td>{row.topic.number}. {escape(row.topic.title)}</td><td>{_said(row.ours)}</td>"
        f"<td>{_said(row.theirs)}</td><td><b>{row.status.words}</b>{agreed}</td><td>{by}"
        f"{' <b>(last round)</b>' if moved else ''}{who}</td></tr>"
    )


def _said(text: str) -> str:
    return escape(text) or "<span class='quiet'>has not spoken</span>"


def _move(desk: Desk, view: CaseView) -> None:
    columns = st.columns([2, 3, 4, 4], vertical_alignment="bottom")
    turn = view.ledger.turn
    sides = list(SIDES)
    who = columns[0].selectbox("Who", sides, index=1 if turn is Side.us else 0, key=key(view, "move_side"))
    what = columns[1].selectbox("What", list(WHAT), key=key(view, "move_what"))
    topic = columns[2].selectbox(
        "Topic", [each.key for each in _topics(view.ledger, what)], key=key(view, "move_topic"),
        format_func=lambda each: next(str(f"{t.number}. {t.title}") for t in TOPICS if t.key == each),
    )  # fmt: skip
    place, value = _place(view, columns[3], topic, what)
    allowed, note, button = st.columns([3, 4, 2], vertical_alignment="bottom")
    by = allowed.text_input(
        "Allowed by", key=key(view, "move_allowed"), disabled=SIDES[who] is Side.payer,
        help="Who allowed a move of ours below our opening position. The record keeps it.",
    )  # fmt: skip
    words = note.text_input("Note", key=key(view, "move_note"))
    if button.button(
        "Record the move", type="primary", width="stretch", key=key(view, "move_record"), disabled=not topic
    ):
        act(desk, "The move is recorded.", lambda at: record_moves(desk, [Move(
            case=view.row.id, round=_round(view.ledger, SIDES[who]), side=SIDES[who], topic=str(topic),
            status=WHAT[what], at=at, who=desk.who if SIDES[who] is Side.us else "", note=words.strip() or None,
            allowed_by=by.strip() or None, **_said_how(view.ledger, place, value, what),
        )], at))  # fmt: skip
    signed_line(desk)


def _topics(ledger: Ledger, what: str) -> list[Any]:
    """The rows on which this can be done, open ones first."""
    if what == COUNTER:
        ordered = sorted(ledger.rows, key=lambda row: (not row.points, row.status.settled))
        return [row.topic for row in ordered]
    settled = what == REOPEN
    return [row.topic for row in ledger.rows if row.points and row.status.settled is settled]


def _place(view: CaseView, column: Any, topic: str | None, what: str) -> tuple[str, str]:
    if what != COUNTER or topic is None:
        return IN_WORDS, ""
    places = _places(view.ledger.row(topic))
    place = column.selectbox(
        "Term", list(places), format_func=places.__getitem__, key=key(view, f"move_place|{topic}")
    )
    now = next((each for each in view.ledger.row(topic).points if each.spot.place == place), None)
    stands = (
        f"ours: {now.ours.words if now.ours else 'nothing'}; theirs: {now.theirs.words if now.theirs else 'nothing'}"
        if now
        else ""
    )
    value = st.text_input(
        "Offered value", key=key(view, f"move_value|{topic}|{place}"),
        placeholder=f"now {stands}" if stands else "such as 90 calendar days, $523,100, yes",
    )  # fmt: skip
    return str(place), value.strip()


def _places(row: Row) -> dict[str, str]:
    """The terms of a row by place: those on the table, then those the sheet prints, then words alone."""
    known = {
        point.spot.place: point.spot.label
        for point in row.points
        if not point.spot.place.startswith("words.")
    }
    printed = {path: field_at(path).label for path in row.topic.paths if _is_field(path)}
    return {
        **known,
        **{path: label for path, label in printed.items() if path not in known},
        IN_WORDS: "In words only",
    }


def _is_field(path: str) -> bool:
    try:
        field_at(path)
    except KeyError:
        return False
    return True


def _said_how(ledger: Ledger, place: str, value: str, what: str) -> dict[str, Any]:
    if what != COUNTER:
        return {}
    if not value:
        raise ValueError("Type the value that is offered.")
    if place == IN_WORDS:
        return {"position": value}
    return {"values": {place: _typed(ledger, place, value)}}


def _typed(ledger: Ledger, place: str, value: str) -> Any:
    """The text as the term is kept: yes and no, whole numbers, else as it is written."""
    held = next((each.ours or each.theirs for each in ledger.points if each.spot.place == place), None)
    kind = type(held.json) if held else None
    if value.casefold() in ("yes", "no") and kind in (bool, None, type(None)):
        return value.casefold() == "yes"
    return int(value) if value.isdigit() and kind is not str else value


def _round(ledger: Ledger, side: Side) -> int:
    """A side's further moves join its round while it is the last."""
    if ledger.rounds and ledger.rounds[-1].side is side:
        return ledger.rounds[-1].number
    return ledger.next_round
