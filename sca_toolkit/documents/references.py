"""Cross-references: each must lead somewhere, and must show its number wherever the document is opened.

A REF field shows the number that Word gives to its target. Where the target has no automatic number, Word would turn
the field into "0" at its next update and LibreOffice shows nothing at all; there the number is kept as plain text that
links to the target.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from lxml import etree

from sca_toolkit.documents.marks import Marks, Reference
from sca_toolkit.documents.parts import W, parse
from sca_toolkit.documents.places import ancestor
from sca_toolkit.errors import Problem, TemplateError

STYLES_PART = "word/styles.xml"
_P, _VAL = f"{W}p", f"{W}val"
_RESULT = 3


def settle_references(
    roots: Collection[etree._Element], styles: bytes | None, marks: Marks, template_name: str
) -> None:
    """Checks all references and keeps as fields only those whose target is numbered. Changes the trees.

    Raises TemplateError for a reference to a paragraph that is not there and for a name given twice.
    """
    targets = {
        str(mark.get(f"{W}name")): ancestor(mark, _P)
        for root in roots
        for mark in root.iter(f"{W}bookmarkStart")
    }
    problems = [
        Problem(message, file=template_name, place=place) for message, place in _faults(targets, marks)
    ]
    if problems:
        raise TemplateError(problems)
    numbered_styles = _numbered_styles(styles)
    for reference in marks.references:
        target = targets[reference.bookmark]
        if target is None or not _is_numbered(target, numbered_styles):
            _link(reference)


def _faults(targets: Collection[str], marks: Marks) -> Iterator[tuple[str, str]]:
    asked = dict.fromkeys((reference.bookmark, reference.place) for reference in marks.references)
    for name, place in asked:
        if name not in targets:
            yield f"refers to the paragraph “{name}”, which is not in the document.", place
    seen: set[str] = set()
    for name, place in marks.bookmarks:
        if name.casefold() in seen:  # Word does not tell bookmarks apart by capitals
            yield f"names two paragraphs “{name}”.", place
        seen.add(name.casefold())


def _link(reference: Reference) -> None:
    """Leaves only the number, as a link to the bookmark; inside another link, as plain text."""
    first, parent = reference.runs[0], reference.runs[0].getparent()
    if parent is None:
        return
    place = parent.index(first)
    shown = reference.runs[_RESULT]
    for run in reference.runs:
        parent.remove(run)
    if parent.tag != f"{W}hyperlink":
        link = etree.Element(f"{W}hyperlink", {f"{W}anchor": reference.bookmark, f"{W}history": "1"})
        link.append(shown)
        shown = link
    parent.insert(place, shown)


def _is_numbered(paragraph: etree._Element, numbered_styles: Collection[str | None]) -> bool:
    own = paragraph.find(f"{W}pPr/{W}numPr/{W}numId")
    if own is not None:
        return own.get(_VAL) != "0"
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return (None if style is None else style.get(_VAL)) in numbered_styles


def _numbered_styles(data: bytes | None) -> set[str | None]:
    """The ids of the paragraph styles that number; None stands for paragraphs that name no style."""
    if data is None:
        return set()
    styles = {
        style.get(f"{W}styleId"): style for style in parse(data).findall(f"{W}style[@{W}type='paragraph']")
    }
    numbered = {name for name in styles if name and _numbers(styles, name)}
    default = next(
        (name for name, style in styles.items() if style.get(f"{W}default") in {"1", "true"}), None
    )
    return {*numbered, None} if default in numbered else set(numbered)


def _numbers(styles: dict[str | None, etree._Element], name: str | None) -> bool:
    seen: set[str | None] = set()
    while name in styles and name not in seen:
        seen.add(name)
        number = styles[name].find(f"{W}pPr/{W}numPr/{W}numId")
        if number is not None:
            return number.get(_VAL) != "0"
        parent = styles[name].find(f"{W}basedOn")
        name = None if parent is None else parent.get(_VAL)
    return False
