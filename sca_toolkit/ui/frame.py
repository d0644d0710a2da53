"""What all pages share: the desk, the look, the question on top, and errors in words."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import streamlit as st

from sca_toolkit.desk import Desk
from sca_toolkit.errors import Problem, ProblemsError, ScaError
from sca_toolkit.settings import open_desk

_TICKED = re.compile(r"`([^`]+)`")
_SIGNS = re.compile(r"[\\*\[\]$~`]|(?<!\w)_|_(?!\w)|:(?=[a-z/_-]+[\[:])")
"""Signs that Markdown, or Streamlit's colors and icons, would take for their own."""
LOOK = Path(__file__).with_name("look.css")


@st.cache_resource(max_entries=4, show_spinner=False)
def _desk(workspace: str | None, folder: str) -> Desk:
    """One desk for each workspace; files are read again when they change."""
    return open_desk()


def the_desk() -> Desk:
    """The desk of the configured workspace. Shows the problem and ends the page when there is none."""
    try:
        return _desk(os.environ.get("SCA_WORKSPACE"), str(Path.cwd()))
    except ScaError as error:
        show_error(error)
        st.stop()


def today() -> date:
    """The day of the work; only a door may ask for it."""
    return date.today()


def begin_page(question: str) -> None:
    """The look of the page and the one question it answers."""
    st.set_page_config(layout="wide")
    st.html(LOOK)
    st.title(question, anchor=False)


@contextmanager
def in_words() -> Iterator[None]:
    """Shows what cannot be done as sentences instead of a traceback."""
    try:
        yield
    except ScaError as error:
        show_error(error)


def show_error(error: ScaError) -> None:
    """One box with every problem and its remedy."""
    if isinstance(error, ProblemsError):
        show_problems(error.problems)
    else:
        st.error(markdown_of(str(error)), icon=":material/error:")


def show_problems(problems: Iterable[Problem]) -> None:
    """Problems as a list, each with its place and what to do about it."""
    lines = [f"- {markdown_of(str(problem))}" for problem in problems]
    if lines:
        st.error("\n".join(lines), icon=":material/error:")


def markdown_of(text: str) -> str:
    """Any text so that Markdown shows it as it is; words in backticks stay set apart, by quotes."""
    return _SIGNS.sub(r"\\\g<0>", _TICKED.sub("“\\1”", text))
