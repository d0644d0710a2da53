"""Inline marks: how plain text asks the Word engine for a gap, a cross-reference, a term or a bookmark.

A mark is a pair of private-use characters around its words, so that wording can pass through plain data and
through a template unharmed. The Word engine turns marks into runs and fields; everywhere else `plain` shows
them as text.

    gap         U+E000 label U+E001                     [MISSING: label], highlighted
    reference   U+E002 bookmark U+E003 number U+E004    a Word REF field that shows the number
    term        U+E005 words U+E006                     bold: a defined term where it is first used
    bookmark    U+E007 name U+E008                      names the paragraph it stands in, shows nothing
"""

from __future__ import annotations

import re

GAP_OPEN, GAP_CLOSE = "\ue000", "\ue001"
REF_OPEN, REF_SPLIT, REF_CLOSE = "\ue002", "\ue003", "\ue004"
TERM_OPEN, TERM_CLOSE = "\ue005", "\ue006"
BOOKMARK_OPEN, BOOKMARK_CLOSE = "\ue007", "\ue008"

MARKS = frozenset("\ue000\ue001\ue002\ue003\ue004\ue005\ue006\ue007\ue008")

_WORDS = r"[^\ue000-\ue008\n\r\t]+"
_GAP = rf"\ue000({_WORDS})\ue001"
_REF = rf"\ue002([A-Za-z_]\w{{0,39}})\ue003({_WORDS})\ue004"
_BOOKMARK = r"\ue007([A-Za-z_]\w{0,39})\ue008"
_ATOM = rf"[^\ue000-\ue008]|{_GAP}|{_REF}|{_BOOKMARK}"

_GAPS = re.compile(_GAP)
_REFS = re.compile(_REF, re.ASCII)
_BOOKMARKS = re.compile(_BOOKMARK, re.ASCII)
_NAME = re.compile(r"[A-Za-z_]\w{0,39}", re.ASCII)
_WELL_FORMED = re.compile(rf"(?:{_ATOM}|\ue005(?:{_ATOM})+\ue006)*", re.ASCII)


def gap(label: str) -> str:
    """A place where something is still missing; `label` says what, on one line, such as `member ID`."""
    return f"{GAP_OPEN}{_one_line(label)}{GAP_CLOSE}"


def ref(bookmark: str, number: str) -> str:
    """A cross-reference to the paragraph named `bookmark`; `number` is shown until Word updates it."""
    return f"{REF_OPEN}{_name(bookmark)}{REF_SPLIT}{_one_line(number)}{REF_CLOSE}"


def term(text: str) -> str:
    """A defined term at its first use. The words may hold gaps and references, not another term."""
    if not text or TERM_OPEN in text or TERM_CLOSE in text:
        raise ValueError(f"a defined term needs words and cannot hold another term: {text!r}")
    return f"{TERM_OPEN}{text}{TERM_CLOSE}"


def bookmark(name: str) -> str:
    """Names the paragraph in which it stands, as the target of `ref`. Put it at the start of the paragraph.

    Word allows 40 characters: a letter or underscore, then letters, digits and underscores.
    """
    return f"{BOOKMARK_OPEN}{_name(name)}{BOOKMARK_CLOSE}"


def gaps_in(text: str) -> tuple[str, ...]:
    """The labels of all gaps, in the order in which they stand."""
    return tuple(match.group(1) for match in _GAPS.finditer(text))


def plain(text: str) -> str:
    """The text as a reader sees it: `[MISSING: label]`, a reference's number, a term's words."""
    text = _GAPS.sub(r"[MISSING: \1]", text)
    text = _REFS.sub(r"\2", text)
    text = _BOOKMARKS.sub("", text)
    return text.replace(TERM_OPEN, "").replace(TERM_CLOSE, "")


def well_formed(text: str) -> bool:
    """Whether every mark is opened, closed and not nested (only a term may hold other marks)."""
    return MARKS.isdisjoint(text) or _WELL_FORMED.fullmatch(text) is not None


def _one_line(text: str) -> str:
    if not text.strip() or any(sign in MARKS or sign in "\n\r\t" for sign in text):
        raise ValueError(f"a mark needs words on one line, without marks in them: {text!r}")
    return text


def _name(text: str) -> str:
    if _NAME.fullmatch(text) is None:
        raise ValueError(
            f"not a name that Word allows for a bookmark (40 letters, digits, underscores): {text!r}"
        )
    return text
