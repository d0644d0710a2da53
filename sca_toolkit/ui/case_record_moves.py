"""Recording a move: one side offers another value, agrees, waives, or takes a row up again."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True)
class _Typed:
    """A move in the making."""

    side: Party
    what: str
    topic: str | None
    place: str
    value: str
    allowed_by: str | None
    note: str | None


def move_form(desk: Desk, view: CaseView) -> None:
    """Who moves, how, on which row and with which value."""
    columns = st.columns([2, 3, 4, 4], vertical_alignment="bottom")
    first = 1 if view.ledger.turn is Side.us else 0
    side = SIDES[columns[0].selectbox("Who", list(SIDES), index=first, key=key(view, "move_side"))]
    what = columns[1].selectbox("What", [COUNTER, AGREE, ALL, WAIVE, REOPEN], key=key(view, "move_what"))
    topic, place, value = None, IN_WORDS, ""
    if what == ALL:
        _all_that_waits(view.ledger, side)
    else:
        topic = columns[2].selectbox(
            "Topic", [each.key for each in _topics(view.ledger, what, side)],
            format_func=lambda each: next(f"{t.number}. {t.title}" for t in TOPICS if t.key == each),
            key=key(view, f"move_topic|{side.value}"),
        )  # fmt: skip
        place, value = _place(view, columns[3], topic, what)
    allowed, note, button = st.columns([3, 4, 2], vertical_alignment="bottom")
    by = allowed.text_input(
        "Allowed by", key=key(view, "move_allowed"), disabled=side is Side.payer,
        help="Who allowed a move of ours below our opening position. The record keeps it.",
    )  # fmt: skip
    words = note.text_input("Note", key=key(view, "move_note"), disabled=what == ALL)
    ready = bool(_waiting(view.ledger, side)) if what == ALL else bool(topic)
    typed = _Typed(side, what, topic, place, value, by.strip() or None, words.strip() or None)
    if button.button(
        "Record the move", type="primary", width="stretch", key=key(view, "move_record"), disabled=not ready
    ):
        _keep(desk, view, typed)
    signed_line(desk)


def _keep(desk: Desk, view: CaseView, typed: _Typed) -> None:
    if typed.what == ALL:
        act(desk, "Every row that waited is agreed.", lambda at: accept_all(
            desk, view.row.id, typed.side, at, at, allowed_by=typed.allowed_by))  # fmt: skip
        return
    act(desk, "The move is kept.", lambda at: record_moves(desk, [Move(
        case=view.row.id, round=round_for(view.ledger, typed.side), side=typed.side, topic=str(typed.topic),
        status=WHAT[typed.what], at=at, who=desk.who if typed.side is Side.us else "", note=typed.note,
        allowed_by=typed.allowed_by, **_said_how(view.ledger, typed),
    )], at))  # fmt: skip


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


def _said_how(ledger: Ledger, typed: _Typed) -> dict[str, Any]:
    if typed.what != COUNTER:
        return {}
    if not typed.value:
        raise ValueError("Type the value that is offered.")
    if typed.place == IN_WORDS:
        return {"position": typed.value}
    return {"values": {typed.place: _as_kept(ledger, typed.place, typed.value)}}


def _as_kept(ledger: Ledger, place: str, value: str) -> Any:
    """The text as the term is kept: yes and no, whole numbers, else as it is written."""
    held = next((each.ours or each.theirs for each in ledger.points if each.spot.place == place), None)
    kind = type(held.json) if held else None
    if value.casefold() in ("yes", "no") and kind in (bool, None, type(None)):
        return value.casefold() == "yes"
    return int(value) if value.isdigit() and kind is not str else value
