"""Turns the marks and stand-ins of filled text into Word runs, fields and bookmarks.

A run that holds any is replaced by runs with the same formatting. Gaps become bold on yellow, defined terms
bold, references REF fields with their number as the stored result; line breaks and tabs become Word's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from sca_toolkit.documents.formatting import styled
from sca_toolkit.documents.parts import XML_SPACE, W
from sca_toolkit.documents.places import ancestor
from sca_toolkit.documents.stand_ins import BREAK, PRIVATE, TAB, put_back
from sca_toolkit.values.marks import BOOKMARK_OPEN, GAP_OPEN, REF_OPEN, TERM_CLOSE, TERM_OPEN

_P, _R, _T, _RPR, _PPR = f"{W}p", f"{W}r", f"{W}t", f"{W}rPr", f"{W}pPr"
_SPECIAL = re.compile("[" + "".join(sorted(PRIVATE)) + "]")
_TOKEN = re.compile(
    f"\ue000([^\ue001]*)\ue001|\ue002([^\ue003]*)\ue003([^\ue004]*)\ue004|\ue007([^\ue008]*)\ue008"
    f"|([{BREAK}{TAB}{TERM_OPEN}{TERM_CLOSE}])"
)


@dataclass(frozen=True)
class Reference:
    """A REF field as it was made: begin, code, separator, number, end."""

    bookmark: str
    place: str
    runs: tuple[etree._Element, ...]


@dataclass
class Marks:
    """What the marks of a document said: gaps, reference targets and bookmarks, each with its part."""

    gaps: list[tuple[str, str]] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    bookmarks: list[tuple[str, str]] = field(default_factory=list)


class BrokenMark(Exception):
    """A mark that did not arrive whole: a filter cut it, or the template put it together wrongly."""


def apply_marks(root: etree._Element, label: str, marks: Marks) -> None:
    """Changes the tree in place and adds to `marks`. Raises BrokenMark."""
    for run in list(root.iter(_R)):
        if any(text.text and _SPECIAL.search(text.text) for text in run.iterchildren(_T)):
            _Run(run, label, marks).replace()


class _Run:
    """One run on its way to becoming several."""

    def __init__(self, run: etree._Element, label: str, marks: Marks) -> None:
        self.run, self.label, self.marks = run, label, marks
        self.properties = run.find(_RPR)
        self.made: list[etree._Element] = []
        self.style: str | None = None
        self.bold = False

    def replace(self) -> None:
        for child in list(self.run):
            if child.tag == _T:
                self._text(child.text or "")
            elif child.tag != _RPR:
                self._add(child, self._current())
        parent = self.run.getparent()
        if self.bold or parent is None:
            raise BrokenMark
        position = parent.index(self.run)
        parent[position : position + 1] = self.made

    def _current(self) -> str:
        return "term" if self.bold else ""

    def _text(self, text: str) -> None:
        start = 0
        for match in _TOKEN.finditer(text):
            self._words(text[start : match.start()], self._current())
            self._token(match)
            start = match.end()
        self._words(text[start:], self._current())

    def _words(self, text: str, style: str) -> None:
        text = put_back(text)
        if _SPECIAL.search(text):
            raise BrokenMark
        if text:
            self._add(_element("t", text), style)

    def _token(self, match: re.Match[str]) -> None:
        sign = match.group()[0]
        if sign == GAP_OPEN:
            label = put_back(match.group(1))
            self.marks.gaps.append((label, self.label))
            self._words(f"[MISSING: {label}]", "gap")
        elif sign == REF_OPEN:
            self._reference(match.group(2), put_back(match.group(3)))
        elif sign == BOOKMARK_OPEN:
            self._bookmark(match.group(4))
        elif sign in (TERM_OPEN, TERM_CLOSE):
            if self.bold == (sign == TERM_OPEN):
                raise BrokenMark
            self.bold = not self.bold
        else:
            self._add(_element("br" if sign == BREAK else "tab"), self._current())

    def _reference(self, bookmark: str, number: str) -> None:
        style = self._current()
        pieces = (
            _element("fldChar", fldCharType="begin"),
            _element("instrText", f" REF {bookmark} \\r \\h "),
            _element("fldChar", fldCharType="separate"),
            _element("t", number),
            _element("fldChar", fldCharType="end"),
        )
        for piece in pieces:
            self.style = None
            self._add(piece, style)
        self.style = None
        self.marks.references.append(Reference(bookmark, self.label, tuple(self.made[-len(pieces) :])))

    def _bookmark(self, name: str) -> None:
        """Names the whole paragraph. Ids are given when the document is finished."""
        self.marks.bookmarks.append((name, self.label))
        paragraph = ancestor(self.run, _P)
        if paragraph is None:
            raise BrokenMark
        mark = str(-len(self.marks.bookmarks))
        first = 1 if len(paragraph) and paragraph[0].tag == _PPR else 0
        paragraph.insert(first, _element("bookmarkStart", id=mark, name=name))
        paragraph.append(_element("bookmarkEnd", id=mark))

    def _add(self, piece: etree._Element, style: str) -> None:
        if self.style != style:
            run = etree.Element(_R)
            run.attrib.update(self.run.attrib)
            properties = styled(self.properties, style)
            if properties is not None:
                run.append(properties)
            self.made.append(run)
            self.style = style
        self.made[-1].append(piece)


def _element(name: str, text: str | None = None, /, **attributes: str) -> etree._Element:
    element = etree.Element(f"{W}{name}", {f"{W}{key}": value for key, value in attributes.items()})
    if text is not None:
        element.text = text
        element.set(XML_SPACE, "preserve")
    return element
