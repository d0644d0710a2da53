"""What filling leaves behind is put right without touching a word."""

from __future__ import annotations

import re

from lxml import etree

from sca_toolkit.documents.finish import finish
from sca_toolkit.documents.parts import W_NS, parse

NAMESPACES = (
    f'xmlns:w="{W_NS}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)


def finished(inner: str) -> str:
    root = parse(f"<w:document {NAMESPACES}><w:body>{inner}</w:body></w:document>")
    finish([root])
    return etree.tostring(root, encoding="unicode")


def test_a_cell_that_ends_in_a_table_gets_a_paragraph() -> None:
    cell = "<w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>"
    assert finished(cell).count("</w:tbl><w:p/></w:tc>") == 1


def test_a_bookmark_copied_by_a_loop_is_kept_once_and_half_of_one_goes() -> None:
    pair = '<w:p><w:bookmarkStart w:id="3" w:name="{0}"/><w:bookmarkEnd w:id="3"/></w:p>'
    half = '<w:p><w:bookmarkStart w:id="8" w:name="half"/></w:p><w:p><w:bookmarkEnd w:id="9"/></w:p>'
    xml = finished(pair.format("Fees") + pair.format("fees") + half + pair.format("other"))
    assert re.findall(r'w:id="(\d)" w:name="(\w+)"', xml) == [("0", "Fees"), ("1", "other")]
    assert xml.count("<w:bookmarkEnd") == 2


def test_drawings_paragraphs_and_content_controls_keep_unique_ids() -> None:
    paragraph = '<w:p w14:paraId="0A"><w:r><w:drawing><wp:docPr id="1" name="x"/></w:drawing></w:r></w:p>'
    control = '<w:sdt><w:sdtPr><w:id w:val="5"/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>'
    xml = finished((paragraph + control) * 3)
    assert re.findall(r'docPr id="(\d)"', xml) == ["1", "2", "3"]
    assert xml.count("paraId=") == 1
    assert xml.count('<w:id w:val="5"/>') == 1


def test_spans_and_skipped_columns_count_when_the_grid_is_fitted() -> None:
    grid = '<w:tblGrid><w:gridCol w:w="3000"/><w:gridCol w:w="1000"/><w:gridCol w:w="2000"/></w:tblGrid>'
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p/></w:tc>'
    wide = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell}</w:tr>'
    narrow = "<w:tr><w:tc><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr>"
    assert finished(f"<w:tbl>{grid}{wide}</w:tbl>").count('w:w="3000"') == 1, "fits: nothing changes"
    assert re.findall(r'gridCol w:w="(\d+)"', finished(f"<w:tbl>{grid}{narrow}</w:tbl>")) == ["3000", "3000"]


def test_spaces_between_elements_go_and_spaces_in_text_stay() -> None:
    xml = finished('\n<w:p>\n <w:r><w:t xml:space="preserve"> </w:t>\n</w:r></w:p>\n')
    assert '<w:p><w:r><w:t xml:space="preserve"> </w:t></w:r></w:p>' in xml
