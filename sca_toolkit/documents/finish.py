"""Puts right what filling leaves behind and Word would stumble over.

Blocks that were left out can leave a cell or header without a paragraph; loops copy ids that must be unique;
a loop over cells changes the number of columns. None of this touches a word of the text.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from sca_toolkit.documents.parts import W14, WP, W
from sca_toolkit.documents.places import ancestor

_P, _TC, _TR, _TBL = f"{W}p", f"{W}tc", f"{W}tr", f"{W}tbl"
_GRID, _COLUMN, _WIDTH = f"{W}tblGrid", f"{W}gridCol", f"{W}w"
_START, _END, _ID, _NAME = f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}id", f"{W}name"
BLOCKS = {_P, _TBL, f"{W}sdt", f"{W}customXml"}
NEEDS_PARAGRAPH = (_TC, *(f"{W}{name}" for name in ("hdr", "ftr", "footnote", "endnote", "txbxContent")))


def finish(roots: Iterable[etree._Element]) -> None:
    """Changes the trees of all filled parts in place; the body comes first."""
    ids = _Ids()
    for root in roots:
        _drop_layout_space(root)
        _close_with_paragraphs(root)
        for table in root.iter(_TBL):
            _fit_grid(table)
        ids.make_unique(root)


def ends_in_paragraph(element: etree._Element) -> bool:
    """Whether the last block inside is a paragraph, as Word demands of table cells."""
    blocks = [child for child in element if child.tag in BLOCKS]
    return bool(blocks) and blocks[-1].tag != _TBL


def _drop_layout_space(root: etree._Element) -> None:
    for element in root.iter(etree.Element):
        if element.tail and not element.tail.strip():
            element.tail = None
        if len(element) and element.text and not element.text.strip():
            element.text = None


def _close_with_paragraphs(root: etree._Element) -> None:
    for element in (root, *root.iter(*NEEDS_PARAGRAPH)):
        if element.tag in NEEDS_PARAGRAPH and not ends_in_paragraph(element):
            etree.SubElement(element, _P)


def _fit_grid(table: etree._Element) -> None:
    """Gives the table as many grid columns as its widest row, keeping its whole width."""
    grid = table.find(_GRID)
    rows = [row for row in table.iter(_TR) if ancestor(row, _TBL) is table]
    if grid is None or not rows:
        return
    needed, columns = max(_columns(row) for row in rows), grid.findall(_COLUMN)
    if needed == len(columns) or not needed:
        return
    total = sum(_number(column.get(_WIDTH)) for column in columns)
    for column in columns:
        grid.remove(column)
    for position in range(needed):
        width = {_WIDTH: str(total // needed)} if total else {}
        grid.insert(position, etree.Element(_COLUMN, width))


def _columns(row: etree._Element) -> int:
    cells = [cell for cell in row.iter(_TC) if ancestor(cell, _TR) is row]
    spans = sum(_number(_value(cell, f"{W}tcPr/{W}gridSpan"), 1) for cell in cells)
    skipped = sum(_number(_value(row, f"{W}trPr/{W}{name}")) for name in ("gridBefore", "gridAfter"))
    return spans + skipped


def _value(element: etree._Element, path: str) -> str | None:
    found = element.find(path)
    return None if found is None else found.get(f"{W}val")


def _number(text: str | None, otherwise: int = 0) -> int:
    try:
        return int(float(text)) if text else otherwise
    except ValueError:
        return otherwise


class _Ids:
    """Makes ids unique over the whole document. Of bookmarks with one name the first is kept."""

    def __init__(self) -> None:
        self.bookmarks = 0
        self.names: set[str] = set()
        self.drawings: set[str] = set()
        self.others: set[str] = set()

    def make_unique(self, root: etree._Element) -> None:
        self._bookmarks(root)
        for drawing in root.iter(f"{WP}docPr"):
            if drawing.get("id", "") in self.drawings:
                drawing.set("id", str(max(int(one) for one in self.drawings) + 1))
            self.drawings.add(drawing.get("id", "0"))
        for control in list(root.iter(f"{W}sdtPr")):
            for identity in control.findall(_ID):
                self._first_only(control, identity, identity.get(f"{W}val", ""))
        for name in (f"{W14}paraId", f"{W14}textId"):
            for element in root.iter(_P, _TR):
                value = element.get(name)
                if value is not None and f"{name}{value}" in self.others:
                    del element.attrib[name]
                self.others.add(f"{name}{value}")

    def _first_only(self, parent: etree._Element, child: etree._Element, value: str) -> None:
        if value in self.others:
            parent.remove(child)
        self.others.add(value)

    def _bookmarks(self, root: etree._Element) -> None:
        waiting: dict[str, etree._Element] = {}
        unpaired: list[etree._Element] = []
        for mark in root.iter(_START, _END):
            identity = mark.get(_ID, "")
            if mark.tag == _START:
                if identity in waiting:
                    unpaired.append(waiting[identity])
                waiting[identity] = mark
            else:
                start = waiting.pop(identity, None)
                if start is None or start.get(_NAME, "").casefold() in self.names:
                    unpaired.extend(one for one in (start, mark) if one is not None)
                else:
                    self._keep(start, mark)
        for mark in [*unpaired, *waiting.values()]:
            parent = mark.getparent()
            if parent is not None:
                parent.remove(mark)

    def _keep(self, start: etree._Element, end: etree._Element) -> None:
        self.names.add(start.get(_NAME, "").casefold())
        for mark in (start, end):
            mark.set(_ID, str(self.bookmarks))
        self.bookmarks += 1
