"""Headings at the foot of a page: found from the PDF's text, and moved in the copy the PDF is made from."""

from __future__ import annotations

import io
from pathlib import Path

import docx
from docx.document import Document
from lxml import etree

from sca_toolkit.documents import pdf_text, to_pdf
from sca_toolkit.documents.parts import MAIN_PART, W, parse, read_members
from sca_toolkit.documents.stranded import without_stranded

FOOTER = "Counsel reviews before signing   Page {} of 9"


def _document(*paragraphs: tuple[str, str]) -> bytes:
    made: Document = docx.Document()
    for style, text in paragraphs:
        made.add_paragraph(text, style=style)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def _page(number: int, *lines: str) -> str:
    return "\n\n".join(["Agreement  DRAFT", *lines, FOOTER.format(number)])


def _paragraphs(data: bytes) -> list[tuple[str, bool]]:
    """Text of each paragraph and whether it begins a page."""
    body = parse(read_members(data)[MAIN_PART])[0]
    return [
        (
            "".join(text.text or "" for text in each.iter(f"{W}t")),
            next(each.iter(f"{W}pageBreakBefore"), None) is not None,
        )
        for each in body.iter(f"{W}p")
    ]


def _begins_page(data: bytes) -> list[str]:
    return [text for text, begins in _paragraphs(data) if begins]


TEXT = (
    ("Heading 2", "Claims"),
    ("Normal", "The Payer pays."),
    ("Heading 1", "Exit"),
    ("Heading 2", "Notice"),
    ("Normal", "Notice is given in writing, thirty days before the end."),
)


def test_a_heading_at_the_foot_takes_its_article_heading_along_to_the_next_page() -> None:
    pages = [
        _page(1, "1.1   Claims", "The Payer pays.", "2.   Exit", "2.1   Notice"),
        _page(2, "(a)  Notice is given in writing, thirty days", "before the end."),
    ]
    moved = without_stranded(_document(*TEXT), pages)
    assert moved is not None
    assert _begins_page(moved) == ["Exit"]


def test_a_heading_with_its_text_under_it_stays() -> None:
    pages = [
        _page(
            1, "1.1   Claims", "The Payer pays.", "2.   Exit", "2.1   Notice", "Notice is given in writing,"
        ),
        _page(2, "thirty days before the end."),
    ]
    assert without_stranded(_document(*TEXT), pages) is None


def test_words_at_the_foot_that_merely_repeat_a_heading_move_nothing() -> None:
    pages = [
        _page(1, "1.1   Claims", "The Payer pays.", "2.   Exit", "2.1   Notice", "See the Notice"),
        _page(2, "Notice is given in writing, thirty days", "before the end."),
    ]
    assert without_stranded(_document(*TEXT), pages) is None


def test_a_long_heading_over_two_lines_is_found() -> None:
    text = (
        ("Heading 2", "Repeat collection and out-of-specification product"),
        ("Normal", "One repeat is paid."),
    )
    pages = [
        _page(1, "Text before.", "3.4   Repeat collection and out-of-", "specification product"),
        _page(2, "One repeat is paid."),
    ]
    assert without_stranded(_document(*text), pages) is not None


def test_the_copy_still_turns_into_a_pdf(soffice: Path) -> None:
    pages = [_page(1, "First.", "1.1   Claims"), _page(2, "The Payer pays.")]
    moved = without_stranded(_document(("Normal", "First."), *TEXT), pages)
    assert moved is not None
    assert etree.fromstring(read_members(moved)[MAIN_PART]) is not None
    assert [page.split()[0] for page in pdf_text(to_pdf(moved))] == ["First.", "Claims"]


def test_of_two_headings_that_read_alike_the_one_at_the_foot_is_moved() -> None:
    text = (("Normal", "First."), *TEXT, *TEXT)
    pages = [
        _page(
            1, "First.", "1.1   Claims", "The Payer pays.", "2.   Exit", "2.1   Notice", "Notice is given in"
        ),
        _page(2, "writing, thirty days before the end.", "2.2   Claims"),
        _page(3, "The Payer pays.", "3.   Exit", "3.1   Notice", "Notice is given in writing, thirty days"),
    ]
    moved = without_stranded(_document(*text), pages)
    assert moved is not None
    assert _begins_page(moved) == ["Claims"]
    assert [begins for text, begins in _paragraphs(moved) if text == "Claims"] == [False, True]
