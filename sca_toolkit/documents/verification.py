"""Looks at a finished document as a stranger's, and says what Word or a reader would stumble over.

The validators in the tests do not notice several of these (a cell without a paragraph, text outside of a run,
a tag that was left over), so every document is checked here before it leaves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from itertools import accumulate

from lxml import etree

from sca_toolkit.documents.finish import NEEDS_PARAGRAPH, ends_in_paragraph
from sca_toolkit.documents.parts import MAIN_PART, W, is_xml, parse, read_members, text_parts
from sca_toolkit.documents.places import Places, ancestor, own_text
from sca_toolkit.documents.stand_ins import PRIVATE
from sca_toolkit.documents.tags import LEFT_OVER
from sca_toolkit.errors import Problem

_HOLDS_TEXT = {f"{W}{name}" for name in ("t", "delText", "instrText", "delInstrText", "fldData")}
_START, _END, _ID, _NAME = f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}id", f"{W}name"


def verify(data: bytes, name: str = "document") -> list[Problem]:
    """Everything that is wrong with the XML of a finished document; an empty list if it is fit to send."""
    members = read_members(data)
    problems: list[Problem] = []
    labels = text_parts(members)
    roots: dict[str, etree._Element] = {}
    for part, content in members.items():
        if is_xml(part):
            try:
                root = parse(content)
            except etree.XMLSyntaxError as error:
                problems.append(Problem(f"is not well-formed: {error.msg}.", file=name, place=part))
            else:
                roots |= {part: root} if part in labels else {}
    if MAIN_PART not in members:
        problems.append(Problem(f"has no {MAIN_PART}.", file=name))
    for part, root in roots.items():
        found = (*_structure(root, labels[part]), *_loose_text(root, labels[part]))
        problems.extend(Problem(message, file=name, place=place) for message, place in found)
    problems.extend(Problem(message, file=name) for message in _bookmarks(roots.values()))
    return problems


def left_over_tags(root: etree._Element, label: str) -> Iterator[Problem]:
    """Tags of the template that were not filled. Look before braces of the data are put back."""
    places = Places.of(root, label)
    for paragraph in places.numbers:
        found = LEFT_OVER.search(own_text(paragraph))
        if found:
            yield Problem(f"has a tag left over: {found.group()}", place=places.name(paragraph))


def _structure(root: etree._Element, label: str) -> Iterator[tuple[str, str]]:
    for element in (root, *root.iter(*NEEDS_PARAGRAPH)):
        if element.tag in NEEDS_PARAGRAPH and not ends_in_paragraph(element):
            yield f"has a {etree.QName(element).localname} that does not end in a paragraph.", label
    for table in root.iter(f"{W}tbl"):
        if not any(ancestor(row, f"{W}tbl") is table for row in table.iter(f"{W}tr")):
            yield "has a table without rows; put {%p if %} around it.", label
    signs = {"begin": 1, "end": -1}
    depths = [
        0,
        *accumulate(signs.get(mark.get(f"{W}fldCharType", ""), 0) for mark in root.iter(f"{W}fldChar")),
    ]
    if min(depths) < 0 or depths[-1] != 0:
        yield "has a field that does not begin and end; a block cuts it in two.", label
    for row in root.iter(f"{W}tr"):
        if not any(ancestor(cell, f"{W}tr") is row for cell in row.iter(f"{W}tc")):
            yield "has a table row without cells.", label


def _loose_text(root: etree._Element, label: str) -> Iterator[tuple[str, str]]:
    for element in root.iter(etree.Element):
        in_word = str(element.tag).startswith(W)
        inside = element.text if in_word and element.tag not in _HOLDS_TEXT else None
        after = element.tail if in_word else None
        for text in (inside, after):
            if text and text.strip():
                yield f"has text that Word would not show: “{text.strip()[:40]}”.", label
        if element.text and not PRIVATE.isdisjoint(element.text):
            yield f"has a private character left over: {element.text[:40]!r}.", label


def _bookmarks(roots: Collection[etree._Element]) -> Iterator[str]:
    starts = [mark for root in roots for mark in root.iter(_START)]
    ends = [mark for root in roots for mark in root.iter(_END)]
    for what, attribute in (("id", _ID), ("name", _NAME)):
        for value, count in Counter(mark.get(attribute) for mark in starts).items():
            if count > 1:
                yield f"has {count} bookmarks with the {what} {value}."
    if Counter(mark.get(_ID) for mark in starts) != Counter(mark.get(_ID) for mark in ends):
        yield "has bookmarks that do not begin and end once each."
