"""Reads a Word document back as plain text: for tests, previews and comparisons."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from sca_toolkit.documents.parts import MC, W, parse, read_members, text_parts
from sca_toolkit.documents.properties import CORE, CUSTOM

_P, _TBL, _TR, _TC = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc"
_SIGNS = {
    f"{W}tab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "\u2011",
    f"{W}softHyphen": "",
}
_PAGE_ORDER = ("header", "body", "footnotes", "endnotes", "footer")


def text_of(data: bytes) -> str:
    """The visible text: headers, body, notes, footers. A paragraph is a line, a table row a line with tabs.

    Paragraphs within one cell are parted by newlines. Results of fields are text, their codes are not.
    """
    members = read_members(data)
    labels = text_parts(members)
    order = sorted(labels, key=lambda name: _PAGE_ORDER.index(labels[name].split()[0]))
    return "\n".join(line for name in order for line in _blocks(parse(members[name])))


def properties_of(data: bytes) -> dict[str, str]:
    """Core properties by their Word names (`title`, `keywords`, `created`) and custom ones (`terms_hash`)."""
    members = read_members(data)
    found = {}
    for entry in parse(members[CORE]) if CORE in members else ():
        found[etree.QName(entry).localname] = entry.text or ""
    for entry in parse(members[CUSTOM]) if CUSTOM in members else ():
        found[entry.get("name", "")] = "".join(str(text) for text in entry.itertext())
    return found


def _blocks(element: etree._Element) -> Iterator[str]:
    for child in element:
        if child.tag == _P:
            yield _line(child)
            yield from _boxes(child)
        elif child.tag == _TBL:
            for row in child.iter(_TR):
                if next(row.iterancestors(_TBL)) is child:
                    yield "\t".join(
                        "\n".join(_blocks(cell)) for cell in row.iter(_TC) if _row_of(cell) is row
                    )
        elif child.tag not in {f"{W}sectPr", f"{W}tcPr"}:
            yield from _blocks(child)


def _row_of(cell: etree._Element) -> etree._Element:
    return next(cell.iterancestors(_TR))


def _line(paragraph: etree._Element) -> str:
    return "".join(_pieces(paragraph))


def _pieces(element: etree._Element) -> Iterator[str]:
    for child in element:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in _SIGNS and element.tag == f"{W}r":
            yield _SIGNS[child.tag]
        elif child.tag not in {f"{W}txbxContent", f"{MC}Fallback", f"{W}del", f"{W}pPr"}:
            yield from _pieces(child)


def _boxes(paragraph: etree._Element) -> Iterator[str]:
    for box in paragraph.iter(f"{W}txbxContent"):
        if (
            next(box.iterancestors(f"{MC}Fallback"), None) is None
            and next(box.iterancestors(_P)) is paragraph
        ):
            yield from _blocks(box)
