"""A document is read back in the order in which a person reads it."""

from __future__ import annotations

from sca_toolkit.documents import properties_of, text_of
from tests.documents.building import blank, replaced, saved, with_footnote, with_table, with_text


def test_headers_body_notes_and_footers_come_in_this_order() -> None:
    document = with_text("First", header="Header", footer="Footer")
    cell = with_table(document, ("A", "B"), ("C", "D")).tables[0].cell(1, 1)
    cell.add_paragraph("E")
    document.add_paragraph("Last")
    text = text_of(with_footnote(saved(document), "Note"))
    assert text.split("\n") == ["Header", "First", "A\tB", "C\tD", "E", "Last", "Note", "Footer"]


def test_deleted_text_and_field_codes_are_not_read_and_text_boxes_are_read_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>Boxed</w:t></w:r></w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    inner = (
        "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>7</w:t></w:r>"
        f"<w:r><mc:AlternateContent {mc}><mc:Choice Requires='x'>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    data = replaced(saved(with_text("Page ")), "word/document.xml", "</w:p>", f"{inner}</w:p>")
    assert text_of(data) == "Page 7\nBoxed"


def test_properties_are_read_by_their_word_names() -> None:
    document = blank()
    document.core_properties.title = "A & B"
    found = properties_of(saved(document))
    assert found["title"] == "A & B"
    assert found["creator"] == "python-docx"
