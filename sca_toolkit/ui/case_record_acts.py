"""What the parts of the Case page share: the time, who acts, and one way to do something and say what became of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import streamlit as st

from sca_toolkit.desk import Desk
from sca_toolkit.desk.choosing import Conflict, mark
from sca_toolkit.desk.tracking import CaseView, case_view
from sca_toolkit.errors import DataError, ScaError
from sca_toolkit.ui.frame import markdown_of, show_error
from sca_toolkit.ui.words import capital, day, moment

CHOSEN = "record_case"
"""Where the session keeps the number of the case that was chosen."""
_NOTE, _VIEW, _TURN = "record_note", "record_view", "record_turn"
NOON = time(12)
_SIDES = {"us": "ours", "payer": "payer’s", "maker": "manufacturer’s", "patient": "patient’s"}


def now(desk: Desk) -> datetime:
    """The time at the center; only a door may ask for it."""
    return datetime.now(desk.library.practice().calendar.zone)


def side_words(side: str | None) -> str:
    """Whose turn: `ours`, `payer’s`, `nobody’s`."""
    return _SIDES.get(side or "", "nobody’s")


def turn_words(side: str | None) -> str:
    """In a sentence: `the turn is the payer’s`, `nobody has the turn`."""
    if side not in _SIDES:
        return "nobody has the turn"
    return f"the turn is {'' if side == 'us' else 'the '}{_SIDES[side]}"


def seen_case(desk: Desk, case_id: str) -> CaseView:
    """The case in full; read anew only when the record or the ten minutes changed. Raises UsageProblem if unknown."""
    at = now(desk)
    key = (case_id, desk.address, mark(desk), int(at.timestamp() // 600))
    held = st.session_state.get(_VIEW)
    if held is None or held[0] != key:
        held = (key, case_view(desk, case_id, at))
        st.session_state[_VIEW] = held
    view: CaseView = held[1]
    return view


def key(view: CaseView, name: str) -> str:
    """The key of an input of this case. After something was kept, its inputs begin anew."""
    return f"record|{view.row.id}|{st.session_state.get(_TURN, 0)}|{name}"


def act(desk: Desk, done: str | Callable[[Any], str], action: Callable[[datetime], Any]) -> None:
    """Do it, say who did it and when, and show the page anew. What cannot be done is said; what was typed stays.

    `done` is the sentence for it, or makes one from what the action returned.
    """
    at = now(desk)
    try:
        result = action(at)
    except Conflict as conflict:
        show_conflict(conflict)
    except DataError as error:
        show_sentences(error)
    except ScaError as error:
        show_error(error)
    except ValueError as error:
        st.error(markdown_of(sentence_of(error)), icon=":material/error:")
    else:
        told = done if isinstance(done, str) else done(result)
        st.session_state[_NOTE] = f"{told} Recorded by {desk.who}, {moment(at)}."
        st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
        st.rerun()


def show_note() -> None:
    """What was done last, once."""
    if note := st.session_state.pop(_NOTE, None):
        st.success(markdown_of(note), icon=":material/check_circle:")


def show_sentences(error: DataError) -> None:
    """The problems as sentences with their remedies, without the inner names of records."""
    lines = [f"- {markdown_of(capital(each.message))} {markdown_of(each.remedy)}" for each in error.problems]
    st.error("\n".join(lines), icon=":material/error:")


def show_conflict(conflict: Conflict) -> None:
    """What somebody else changed meanwhile, beside what was typed here."""
    st.warning(
        f"{markdown_of(conflict.thing)} was changed while you were typing. "
        "Nothing of yours is lost: compare, then save again.",
        icon=":material/merge:",
    )
    st.table(
        [
            {
                "What": change.path,
                "When you opened it": _said(change.was),
                "Theirs, now": _said(change.theirs),
                "Yours": _said(change.mine),
                "Who": f"{change.who}, {moment(change.when)}",
            }
            for change in conflict.changes
        ]
    )


def sentence_of(error: ValueError) -> str:
    """The sentence of a model's refusal, without the frame around it."""
    return capital(str(error).split("Value error, ")[-1].split(" [type=")[0])


def at_center(desk: Desk, on: date, clock: time | None) -> tuple[datetime, bool]:
    """A day and perhaps a time as they are recorded; without a time, noon stands for the day."""
    zone = desk.library.practice().calendar.zone
    return datetime.combine(on, clock or NOON, zone), clock is not None


def signed_line(desk: Desk) -> None:
    """Under an action: as whom it will be kept."""
    st.caption(f"Will be kept as done by {markdown_of(desk.who)}, {day(now(desk).date())}.")


def _said(value: object) -> str:
    return "nothing" if value in (None, "", [], {}) else str(value)
