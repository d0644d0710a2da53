"""Headings that LibreOffice leaves alone at the foot of a page.

A document of more than a hundred paragraphs is laid out by LibreOffice from a first guess of some twenty paragraphs
to a page. A heading that ends up last on a guessed page can stay there, although its style says to keep it with the
next paragraph; Word moves it. So a PDF is made again from a copy in which such a heading begins a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from lxml import etree

from sca_toolkit.documents.parts import MAIN_PART, W, parse, read_members, serialize, write_members
from sca_toolkit.documents.places import own_text

_P, _PPR, _KEEP = f"{W}p", f"{W}pPr", f"{W}keepNext"
_BEFORE_BREAK = {f"{W}{name}" for name in ("pStyle", "keepNext", "keepLines")}
_ENOUGH = 30
_LABEL = r"(?:\d+(?:\.\d+)*\.?|\(?[A-Za-z]+[.)])?"


def without_stranded(data: bytes, pages: list[str]) -> bytes | None:
    """A copy in which every stranded heading begins a page; None where the pages have none.

    `pages` is the text of each page of the PDF made from `data`.
    """
    members = read_members(data)
    root = parse(members[MAIN_PART])
    keeping = _Keeping(members.get("word/styles.xml"))
    kept = [each for each in root.iterfind(f"{W}body/{_P}") if keeping.holds(each) and own_text(each).strip()]
    shapes = [(paragraph, *_shapes(paragraph)) for paragraph in kept]
    found = []
    for foot, head in _feet(pages):
        fitting = [each for each, end, start in shapes if end.search(foot) and start.match(head)]
        found += fitting if len(fitting) == 1 else []  # of two that read alike none is moved by guess
    for paragraph in found:
        _break_before(keeping.first_of_chain(paragraph))
    return write_members(members | {MAIN_PART: serialize(root)}) if found else None


def _shapes(paragraph: etree._Element) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """How a page ends and the next one begins where this paragraph is stranded: text before it, itself; text after."""
    before, after = paragraph.getprevious(), paragraph.getnext()
    above = _squeezed(own_text(before))[-_ENOUGH:] if before is not None and before.tag == _P else ""
    below = next((_squeezed(text) for text in _texts(after) if text.strip()), "")[:_ENOUGH]
    end = f"{_wrapped(above)}(?:^|\n){_LABEL}{_wrapped(_squeezed(own_text(paragraph)))}$"
    return re.compile(end), re.compile(f"{_LABEL}{_wrapped(below)}" if below else "$.")


def _wrapped(text: str) -> str:
    """A pattern for the text, wherever its lines may break."""
    return "\n?".join(map(re.escape, text))


def _texts(element: etree._Element | None) -> Iterator[str]:
    for paragraph in () if element is None else element.iter(_P):
        yield own_text(paragraph)


def _feet(pages: list[str]) -> Iterator[tuple[str, str]]:
    """For each page but the last: its last lines and the first of the next, without headers, footers and spaces."""
    lines = [[line.strip() for line in page.splitlines() if line.strip()] for page in pages]
    for number in range(len(lines) - 1):
        here, after = lines[number], lines[number + 1]
        others = [lines[other] for other in (number - 1, number + 1, number + 2) if 0 <= other < len(lines)]
        footer = max(_common(here[::-1], other[::-1]) for other in others)
        header = max(_common(after, other) for other in (*others, here) if other is not after)
        yield _lines(here[: len(here) - footer][-6:]), _lines(after[header:][:3])


def _common(some: list[str], others: list[str]) -> int:
    """How many lines agree from the start, numbers apart."""
    pairs = zip(some, others, strict=False)
    return sum(1 for _ in takewhile(lambda pair: _plain(pair[0]) == _plain(pair[1]), pairs))


def _plain(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split()))


def _lines(lines: list[str]) -> str:
    return "\n".join(map(_squeezed, lines))


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _break_before(paragraph: etree._Element) -> None:
    properties = paragraph.find(_PPR)
    if properties is None:
        properties = etree.Element(_PPR)
        paragraph.insert(0, properties)
    if properties.find(f"{W}pageBreakBefore") is None:
        place = sum(1 for child in properties if child.tag in _BEFORE_BREAK)
        properties.insert(place, etree.Element(f"{W}pageBreakBefore"))


class _Keeping:
    """Which paragraphs keep with the next one, by themselves or by their style."""

    def __init__(self, styles: bytes | None) -> None:
        found = [] if styles is None else parse(styles).findall(f"{W}style")
        self._styles = {style.get(f"{W}styleId"): style for style in found}

    def holds(self, paragraph: etree._Element) -> bool:
        properties = paragraph.find(_PPR)
        if properties is None:
            return False
        own = _switched(properties)
        name = properties.find(f"{W}pStyle")
        return own if own is not None else self._style(None if name is None else name.get(f"{W}val"))

    def _style(self, name: str | None) -> bool:
        seen: set[str | None] = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            properties = self._styles[name].find(_PPR)
            said = None if properties is None else _switched(properties)
            if said is not None:
                return said
            parent = self._styles[name].find(f"{W}basedOn")
            name = None if parent is None else parent.get(f"{W}val")
        return False

    def first_of_chain(self, paragraph: etree._Element) -> etree._Element:
        """The heading above it that would be stranded next, such as the title of its article."""
        before = paragraph.getprevious()
        while before is not None and before.tag == _P and self.holds(before):
            paragraph, before = before, before.getprevious()
        return paragraph


def _switched(properties: etree._Element) -> bool | None:
    keep = properties.find(_KEEP)
    return None if keep is None else keep.get(f"{W}val") not in {"0", "false"}
