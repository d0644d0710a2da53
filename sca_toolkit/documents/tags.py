"""Finds the tags of a template part and says what is wrong with how they stand.

A tag may be split over many runs by Word. `{% … %}` works inside a line, `{%p … %}` takes its whole paragraph
away, `{%tr … %}` its row, `{%tc … %}` its cell. docxtpl drops whatever else stands in that paragraph, row or
cell without a word; here that is an error, because it would be text lost from a contract.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from sca_toolkit.documents.parts import W
from sca_toolkit.documents.places import Places, ancestor, own_text, own_texts
from sca_toolkit.documents.stand_ins import PRIVATE
from sca_toolkit.errors import Problem

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
LEFT_OVER = re.compile(r"\{[{%#]|[}%#]\}")
_LEVEL = re.compile(r"(p|tr|tc|r)\s")
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")
_AROUND = {"p": f"{W}p", "tr": f"{W}tr", "tc": f"{W}tc"}
_WHAT = {"p": "paragraph", "tr": "table row", "tc": "table cell"}
_LOST = (
    "drawing",
    "pict",
    "object",
    "footnoteReference",
    "endnoteReference",
    "sectPr",
    "br",
    "sym",
    "fldChar",
)
_VISIBLE = tuple(f"{W}{name}" for name in _LOST)
_REVISIONS = {
    f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge")
}
_COMMENTS = {f"{W}commentRangeStart", f"{W}commentReference"}


@dataclass(frozen=True)
class Tag:
    """One tag as it was typed. `home` is the element within which its block must be closed."""

    kind: str
    level: str
    words: str
    place: str
    home: etree._Element


class Misplaced(Exception):
    """A tag that stands where it cannot work; the message follows the tag's place."""


def tags_of(root: etree._Element, places: Places, problems: list[Problem]) -> list[Tag]:
    """The tags of a part in the order of the text. What is wrong with their places is added to `problems`."""
    tags = []
    for paragraph in places.numbers:
        text = own_text(paragraph)
        problems.extend(
            Problem(message, remedy, place=places.name(paragraph)) for message, remedy in _wrong_signs(text)
        )
        for match in TAG.finditer(text):
            try:
                tags.append(_tag(match, paragraph, places))
            except Misplaced as error:
                problems.append(Problem(f"{match.group()} {error}", place=places.name(paragraph)))
    problems.extend(_stray_tags(root, places.label))
    problems.extend(_unfinished(root, places))
    return tags


def _wrong_signs(text: str) -> Iterator[tuple[str, str]]:
    for sign in sorted(PRIVATE.intersection(text))[:1]:
        yield (
            f"has a private character (U+{ord(sign):04X}) that is used while documents are made.",
            "Take it out.",
        )
    if LEFT_OVER.search(TAG.sub("", text)):
        message = "has a tag that is not closed, or closed without being opened."
        yield message, "Every {{ needs its }}, every {% its %}."


def _tag(match: re.Match[str], paragraph: etree._Element, places: Places) -> Tag:
    text = match.group()
    kind, inner = text[:2], text[2:-2].translate(_STRAIGHT)
    if inner[:1] in {"-", "+"} or inner[-1:] in {"-", "+"}:
        raise Misplaced("joins paragraphs with - or +, which is not supported: take the sign out.")
    found = _LEVEL.match(inner)
    level = found.group(1) if found else ""
    if level == "r" or (level and kind == "{{"):
        raise Misplaced(f"is not supported: write {kind} without the {level}.")
    if level:
        _alone(text, paragraph, level)
    home = _home(paragraph, level) if level else _run_parent(paragraph, match.start())
    return Tag(kind, level, inner[len(level) :].strip(), places.name(paragraph), home)


def _alone(text: str, paragraph: etree._Element, level: str) -> None:
    """Raises Misplaced unless the tag is all that its paragraph, row or cell holds."""
    around = paragraph if level == "p" else ancestor(paragraph, _AROUND[level])
    if around is None:
        raise Misplaced("stands outside of a table.")
    everything = "".join(own_text(one) for one in around.iter(f"{W}p"))
    if everything.strip() != text or next(around.iter(*_VISIBLE), None) is not None:
        raise Misplaced(f"must stand alone in its {_WHAT[level]}: all else in it would be lost.")


def _home(paragraph: etree._Element, level: str) -> etree._Element:
    inside = paragraph if level == "p" else ancestor(paragraph, _AROUND[level])
    parent = None if inside is None else inside.getparent()
    return paragraph if parent is None else parent


def _run_parent(paragraph: etree._Element, position: int) -> etree._Element:
    """What holds the run in which the paragraph's text has this position: the paragraph, a link, a control."""
    for text in own_texts(paragraph):
        position -= len(text.text or "")
        run = text.getparent()
        if position < 0 and run is not None:
            return next(run.iterancestors(), paragraph)
    return paragraph


def _stray_tags(root: etree._Element, label: str) -> Iterator[Problem]:
    """Tags where they are not filled and where data must never go: field codes, links, picture names."""
    for element in root.iter(etree.Element):
        texts = [element.tail or "", *(str(value) for value in element.attrib.values())]
        if element.tag != f"{W}t":
            texts.append(element.text or "")
        for text in texts:
            if LEFT_OVER.search(text):
                name = etree.QName(element).localname
                where = f"a field code, link or property ({name}), where it is not filled"
                message = f"{text.strip()[:60]} stands in {where}."
                yield Problem(message, "Put it into ordinary text, or take it out.", place=label)


def _unfinished(root: etree._Element, places: Places) -> Iterator[Problem]:
    """Tracked changes and comments: a contract must not be made from a template that still has them."""
    for element in root.iter(etree.Element):
        name = etree.QName(element)
        if element.tag in _REVISIONS or (name.namespace == W[1:-1] and name.localname.endswith("PrChange")):
            what, remedy = "tracked changes", "Accept or reject them all (Review > Accept)."
        elif element.tag in _COMMENTS:
            what, remedy = "a comment", "Delete all comments (Review > Delete)."
        else:
            continue
        paragraph = element if element.tag == f"{W}p" else ancestor(element, f"{W}p")
        yield Problem(
            f"has {what}.", remedy, place=places.name(paragraph) if paragraph is not None else places.label
        )
        return
