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
from sca_toolkit.documents.places import Places, ancestor, own_text
from sca_toolkit.documents.stand_ins import PRIVATE
from sca_toolkit.errors import Problem

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
LEFT_OVER = re.compile(r"\{[{%#]|[}%#]\}")
_LEVEL = re.compile(r"(p|tr|tc|r)\s")
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")
_AROUND = {"p": f"{W}p", "tr": f"{W}tr", "tc": f"{W}tc"}
_WHAT = {"p": "paragraph", "tr": "table row", "tc": "table cell"}
_VISIBLE = tuple(
    f"{W}{name}" for name in ("drawing", "pict", "object", "footnoteReference", "endnoteReference")
)
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
        signs = sorted(PRIVATE.intersection(text))
        if signs:
            message = (
                f"has a private character (U+{ord(signs[0]):04X}) that is used while documents are made."
            )
            problems.append(Problem(message, "Take it out.", place=places.name(paragraph)))
        if "{" not in text and "}" not in text:
            continue
        if LEFT_OVER.search(TAG.sub("", text)):
            message = "has a tag that is not closed, or closed without being opened."
            problems.append(
                Problem(message, "Every {{ needs its }}, every {% its %}.", place=places.name(paragraph))
            )
        for match in TAG.finditer(text):
            try:
                tags.append(_tag(match.group(), paragraph, places))
            except Misplaced as error:
                problems.append(Problem(f"{match.group()} {error}", place=places.name(paragraph)))
    problems.extend(_stray_tags(root, places.label))
    problems.extend(_unfinished(root, places))
    return tags


def _tag(text: str, paragraph: etree._Element, places: Places) -> Tag:
    kind, inner = text[:2], text[2:-2].translate(_STRAIGHT)
    if inner[:1] in {"-", "+"} or inner[-1:] in {"-", "+"}:
        raise Misplaced("joins paragraphs with - or +, which is not supported: take the sign out.")
    match = _LEVEL.match(inner) if kind != "{#" or inner[:1] in "pt" else None
    level = match.group(1) if match else ""
    if level == "r" or (level and kind == "{{"):
        raise Misplaced(f"is not supported: write {kind} without the {level}.")
    if level:
        _alone(text, paragraph, level)
    home = _home(paragraph, level)
    words = inner[len(level) :].strip() if level else inner.strip()
    return Tag(kind, level, words, places.name(paragraph), home)


def _alone(text: str, paragraph: etree._Element, level: str) -> None:
    """Raises Misplaced unless the tag is all that its paragraph, row or cell holds."""
    around = paragraph if level == "p" else ancestor(paragraph, _AROUND[level])
    if around is None:
        raise Misplaced("stands outside of a table.")
    everything = "".join(own_text(one) for one in around.iter(f"{W}p"))
    if everything.strip() != text or next(around.iter(*_VISIBLE), None) is not None:
        raise Misplaced(f"must stand alone in its {_WHAT[level]}: all else in it would be lost.")


def _home(paragraph: etree._Element, level: str) -> etree._Element:
    inside = paragraph if not level else paragraph if level == "p" else ancestor(paragraph, _AROUND[level])
    parent = inside.getparent() if level and inside is not None else None
    return paragraph if parent is None else parent


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
