"""An input for a spot, typed by its kind, with its meaning on request and what is wrong beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from sca_toolkit.desk.entries import Row, filled
from sca_toolkit.desk.glossary import explained
from sca_toolkit.desk.kinds import Kind
from sca_toolkit.desk.spots import Spot
from sca_toolkit.ui.frame import markdown_of
from sca_toolkit.ui.words import capital

PREFIX = "in|"
_ROWS = "rows"
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
PutIn = Callable[[Spot, Any], None]
WIDE = (Kind.records, Kind.record, Kind.lines, Kind.payment, Kind.choices)
"""Kinds whose input needs the whole width."""


def forget_inputs() -> None:
    """Let every input start from the worksheet again."""
    for name in [name for name in st.session_state if str(name).startswith(PREFIX)]:
        del st.session_state[name]


def input_for(spot: Spot, value: Any, put_in: PutIn, key: str, *, problem: str = "") -> None:
    """The input of a spot. `value` is what it shows, `put_in` is called with what a person enters."""
    if spot.kind in (Kind.records, Kind.record):
        _rows(spot, value, put_in, f"{key}|{spot.path}")
    else:
        name = f"{PREFIX}{key}|{spot.path}"
        if name not in st.session_state:
            st.session_state[name] = value
        _DRAWN[spot.kind](spot, name, lambda: put_in(spot, st.session_state[name]))
    if problem:
        st.caption(f":red[:material/error: {markdown_of(problem)}]")


def label_of(spot: Spot) -> str:
    """The label as a person reads it."""
    return markdown_of(capital(spot.label))


def help_of(spot: Spot) -> str | None:
    """What the field means, and the word of the field that explains it."""
    parts = [markdown_of(spot.meaning)] if spot.meaning else []
    if entry := explained(spot.path):
        parts.append(f"**{markdown_of(entry[0])}.** {markdown_of(entry[1])}")
    if spot.example and spot.kind not in (Kind.day, Kind.yes_no, Kind.choice, Kind.choices):
        parts.append(f"Example: {markdown_of(spot.example)}")
    return "\n\n".join(parts) or None


def _example(spot: Spot) -> str | None:
    """The example, so worded that nobody takes it for a value."""
    return f"such as {spot.example}" if spot.example else None


def _text(spot: Spot, name: str, changed: Callable[[], None]) -> None:
    st.text_input(label_of(spot), key=name, on_change=changed, help=help_of(spot), placeholder=_example(spot))


def _lines(spot: Spot, name: str, changed: Callable[[], None]) -> None:
    st.text_area(
        f"{label_of(spot)}, one a line",
        key=name,
        on_change=changed,
        help=help_of(spot),
        placeholder=_example(spot),
        height=96,
    )


def _day(spot: Spot, name: str, changed: Callable[[], None]) -> None:
    st.date_input(
        label_of(spot),
        value=None,
        min_value=EARLIEST,
        max_value=LATEST,
        key=name,
        on_change=changed,
        help=help_of(spot),
        format="MM/DD/YYYY",
    )


def _number(spot: Spot, name: str, changed: Callable[[], None]) -> None:
    st.number_input(
        label_of(spot),
        value=None,
        step=1,
        key=name,
        on_change=changed,
        help=help_of(spot),
        placeholder=_example(spot),
    )


def _yes_no(spot: Spot, name: str, changed: Callable[[], None]) -> None:
    words = {"yes": "Yes", "no": "No", None: "Not known"}
    st.radio(
        label_of(spot),
        tuple(words),
        format_func=words.__getitem__,
        key=name,
        on_change=changed,
        help=help_of(spot),
        horizontal=True,
    )


def _choice(spot: Spot, name: str, changed: Callable[[], None]) -> None:
    words: dict[str | None, str] = {None: "Not known", **dict(spot.choices)}
    held = st.session_state.get(name)
    if held not in words:
        words[held] = str(held)
    st.selectbox(
        label_of(spot),
        tuple(words),
        format_func=lambda value: capital(words[value]),
        key=name,
        on_change=changed,
        help=help_of(spot),
        placeholder="Not known",
    )


def _choices(spot: Spot, name: str, changed: Callable[[], None]) -> None:
    words = dict(spot.choices) | {
        value: value for value in st.session_state[name] if value not in dict(spot.choices)
    }
    st.multiselect(
        label_of(spot),
        tuple(words),
        format_func=words.__getitem__,
        key=name,
        on_change=changed,
        help=help_of(spot),
        placeholder="None chosen",
    )


def _elsewhere(spot: Spot, name: str, changed: Callable[[], None]) -> None:
    st.markdown(f"**{label_of(spot)}**", help=help_of(spot))
    st.caption("Choose a payment shape, or edit the arrangement, in the section Money.")


_DRAWN: dict[Kind, Callable[[Spot, str, Callable[[], None]], None]] = {
    Kind.text: _text,
    Kind.money: _text,
    Kind.share: _text,
    Kind.length: _text,
    Kind.lines: _lines,
    Kind.day: _day,
    Kind.number: _number,
    Kind.yes_no: _yes_no,
    Kind.choice: _choice,
    Kind.choices: _choices,
    Kind.payment: _elsewhere,
}


def _rows(spot: Spot, value: list[Row], put_in: PutIn, key: str) -> None:
    """A table to type into. Its start stays the same while a person edits, so that the place is not lost."""
    starts: dict[str, tuple[int, list[Row], list[Row]]] = st.session_state.setdefault(_ROWS, {})
    count, start, last = starts.get(key, (0, [], []))
    name = f"{_ROWS}|{key}|{count}"
    if key not in starts or name not in st.session_state or filled(last) != filled(value):
        count, start, last = count + 1, value, value
        name = f"{_ROWS}|{key}|{count}"
        starts[key] = (count, start, last)
    st.markdown(f":small[{label_of(spot)}]", help=help_of(spot))
    edited = _table(spot, start, name)
    if filled(edited) != filled(last):
        starts[key] = (count, start, edited)
        put_in(spot, edited)
        st.rerun()


def _table(spot: Spot, start: list[Row], name: str) -> list[Row]:
    names = [column.path for column in spot.columns]
    frame = pd.DataFrame(start or [], columns=names, dtype=object)
    edited = st.data_editor(
        frame,
        key=name,
        hide_index=True,
        num_rows="dynamic" if spot.kind is Kind.records else "fixed",
        column_config={column.path: _column(column) for column in spot.columns},
        alt=f"{capital(spot.label)}, a table to edit",
        placeholder="",
        height="content",
    )
    rows = edited.astype(object).where(edited.notna(), None)
    return [{str(cell): item for cell, item in row.items()} for row in rows.to_dict("records")]


def _column(column: Spot) -> Any:
    label, help_text = capital(column.label), column.meaning or None
    if column.kind is Kind.day:
        return st.column_config.DateColumn(label, help=help_text, format="MMM D, YYYY", min_value=EARLIEST)
    if column.kind is Kind.number:
        return st.column_config.NumberColumn(label, help=help_text, step=1)
    if column.kind is Kind.yes_no:
        return st.column_config.SelectboxColumn(label, help=help_text, options=["yes", "no"])
    if column.kind is Kind.choice:
        words = dict(column.choices)
        return st.column_config.SelectboxColumn(
            label,
            help=help_text,
            options=list(words),
            format_func=lambda value: words.get(str(value), str(value)),
        )
    return st.column_config.TextColumn(label, help=help_text)
