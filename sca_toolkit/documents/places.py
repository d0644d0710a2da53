"""Where something stands, in the words of a person who has the template open in Word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from sca_toolkit.documents.parts import W

NEARBY = 60
_P, _T, _TC, _TR, _TBL = f"{W}p", f"{W}t", f"{W}tc", f"{W}tr", f"{W}tbl"


def own_texts(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The text elements of a paragraph in order, without those of paragraphs inside it (text boxes)."""
    for child in paragraph:
        if child.tag == _T:
            yield child
        elif child.tag != _P:
            yield from own_texts(child)


def own_text(paragraph: etree._Element) -> str:
    """The paragraph's text as one string, however Word has split it into runs."""
    return "".join(text.text or "" for text in own_texts(paragraph))


def ancestor(element: etree._Element, tag: str) -> etree._Element | None:
    """The nearest element of that name around `element`, or None."""
    return next(element.iterancestors(tag), None)


@dataclass(frozen=True)
class Places:
    """Names the paragraphs of one part: by number from 1, inside a table by table, row and column."""

    label: str
    numbers: dict[etree._Element, int]
    tables: dict[etree._Element, int]

    @classmethod
    def of(cls, root: etree._Element, label: str) -> Places:
        """Counts the part's paragraphs and tables in the order of the text."""
        numbers = {element: count for count, element in enumerate(root.iter(_P), start=1)}
        tables = {element: count for count, element in enumerate(root.iter(_TBL), start=1)}
        return cls(label, numbers, tables)

    def name(self, paragraph: etree._Element) -> str:
        """Such as `body, table 2, row 3, column 1, near “Total”`."""
        near = " ".join(own_text(paragraph).split())
        near = f", near “{near[:NEARBY]}{'…' if len(near) > NEARBY else ''}”" if near else ""
        return f"{self.label}, {self._spot(paragraph)}{near}"

    def _spot(self, paragraph: etree._Element) -> str:
        cell = ancestor(paragraph, _TC)
        row = ancestor(paragraph, _TR)
        table = ancestor(paragraph, _TBL)
        if cell is None or row is None or table is None:
            return f"paragraph {self.numbers[paragraph]}"
        rows = [one for one in table.iter(_TR) if ancestor(one, _TBL) is table]
        cells = [one for one in row.iter(_TC) if ancestor(one, _TR) is row]
        return f"table {self.tables[table]}, row {rows.index(row) + 1}, column {cells.index(cell) + 1}"
