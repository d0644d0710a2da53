"""Recording a move: one side offers another value, agrees, waives, or takes a row up again."""

from __future__ import annotations

from typing import Any

import streamlit as st

from sca_toolkit.desk import Desk
from sca_toolkit.desk.accepting import Party, accept_all, round_for
from sca_toolkit.desk.negotiating import record_moves
from sca_toolkit.desk.tracking import CaseView
from sca_toolkit.events import Side
from sca_toolkit.ledger import TOPICS, Ledger, Move, Row, Status
from sca_toolkit.terms import field_at
from sca_toolkit.ui.case_record_acts import act, key, signed_line
from sca_toolkit.ui.frame import markdown_of
from sca_toolkit.ui.words import count

COUNTER, AGREE, ALL, WAIVE, REOPEN = (
    "Another value",
    "Yes to this row",
    "Yes to every row that waits",
    "Waive this row",
    "Take this row up again",
)
WHAT = {COUNTER: Status.countered, AGREE: Status.agreed, WAIVE: Status.waived, REOPEN: Status.open}
IN_WORDS = ""
SIDES: dict[str, Party] = {"The payer": Side.payer, "We": Side.us}


def move_form(desk: Desk, view: CaseView) -> None:
    """Who moves, how, on which row and with which value."""
    columns = st.columns([2, 3, 4, 4], vertical_alignment="bottom")
    turn = view.ledger.turn
    who = columns[0].selectbox(
        "Who", list(SIDES), index=1 if turn is Side.us else 0, key=key(view, "move_side")
    )
    side = SIDES[str(who)]
    what = str(columns[1].selectbox("What", [COUNTER, AGREE, ALL, WAIVE, REOPEN], key=key(view, "move_what")))
    if what == ALL:
        topic, place, value = None, IN_WORDS, ""
        _all_that_waits(view.ledger, side)
    else:
        topic = columns[2].selectbox(
            "Topic", [each.key for each in _topics(view.ledger, what, side)], key=key(view, f"move_topic|{side.value}"),
            format_func=lambda each: next(f"{t.number}. {t.title}" for t in TOPICS if t.key == each),
        )  # fmt: skip
        place, value = _place(view, columns[3], topic, what)
    allowed, note, button = st.columns([3, 4, 2], vertical_alignment="bottom")
    by = allowed.text_input(
        "Allowed by", key=key(view, "move_allowed"), disabled=side is Side.payer,
        help="Who allowed a move of ours below our opening position. The record keeps it.",
    ).strip() or None  # fmt: skip
    words = note.text_input("Note", key=key(view, "move_note"), disabled=what == ALL).strip() or None
    if button.button(
        "Record the move", type="primary", width="stretch", key=key(view, "move_record"),
        disabled=not topic and not (what == ALL and _waiting(view.ledger, side)),
    ):  # fmt: skip
        if what == ALL:
            act(desk, "Every row that waited is agreed.",
                lambda at: accept_all(desk, view.row.id, side, at, at, allowed_by=by))  # fmt: skip
        else:
            act(desk, "The move is recorded.", lambda at: record_moves(desk, [Move(
                case=view.row.id, round=round_for(view.ledger, side), side=side, topic=str(topic),
                status=WHAT[what], at=at, who=desk.who if side is Side.us else "", note=words,
                allowed_by=by, **_said_how(view.ledger, place, value, what),
            )], at))  # fmt: skip
    signed_line(desk)


def _all_that_waits(ledger: Ledger, side: Party) -> None:
    waiting = _waiting(ledger, side)
    whose = "us" if side is Side.us else "the payer"
    st.caption(
        f"{count(len(waiting), 'row')}: {'; '.join(markdown_of(each) for each in waiting)}."
        if waiting
        else f"No row waits for {whose}."
    )


def _waiting(ledger: Ledger, side: Party) -> list[str]:
    return [row.topic.title for row in ledger.rows if row.waits_for is side]


def _topics(ledger: Ledger, what: str, side: Party) -> list[Any]:
    """The rows on which this can be done, first those that wait for this side."""
    ordered = sorted(
        ledger.rows, key=lambda row: (row.waits_for is not side, not row.points, row.status.settled)
    )
    if what == COUNTER:
        return [row.topic for row in ordered]
    settled = what == REOPEN
    return [row.topic for row in ordered if row.points and row.status.settled is settled]


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
