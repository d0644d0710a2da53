"""A cross-reference shows its number wherever the document is opened."""

from __future__ import annotations

from pathlib import Path

from sca_toolkit.documents import Template, pdf_text, text_of, to_pdf
from sca_toolkit.values.marks import bookmark, ref
from tests.documents.building import blank, fill, saved, xml_of
from tests.documents.validators import assert_valid_docx


def filled() -> bytes:
    document = blank()
    document.add_paragraph("{{ numbered }}", style="List Number")
    document.add_paragraph("{{ numbered_too }}", style="List Number")
    document.add_paragraph("{{ heading }}", style="Heading 1")
    document.add_paragraph("See {{ to_numbered }} and {{ to_heading }}.")
    data = {
        "numbered": "Apheresis",
        "numbered_too": bookmark("infusion") + "Infusion",
        "heading": bookmark("fees") + "Fees",
        "to_numbered": ref("infusion", "2"),
        "to_heading": ref("fees", "4.1"),
    }
    return fill(Template.open(saved(document)), data)


def test_a_reference_to_a_numbered_paragraph_is_a_field_and_to_another_a_link() -> None:
    document = filled()
    assert text_of(document).endswith("See 2 and 4.1.")
    xml = xml_of(document)
    assert xml.count("<w:instrText") == 1
    assert " REF infusion \\r \\h " in xml
    assert (
        '<w:hyperlink w:anchor="fees" w:history="1"><w:r><w:t xml:space="preserve">4.1</w:t></w:r></w:hyperlink>'
        in xml
    )
    assert_valid_docx(document)


def test_libreoffice_shows_both_numbers(soffice: Path) -> None:
    """LibreOffice recomputes fields: a REF field to a paragraph without a number would come out empty."""
    assert "See 2 and 4.1." in pdf_text(to_pdf(filled()))[0]
