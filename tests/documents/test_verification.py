"""Damage that Word or a reader would stumble over is found in a finished document."""

from __future__ import annotations

import pytest

from sca_toolkit.documents import Template, verify
from sca_toolkit.documents.parts import W_NS, parse
from sca_toolkit.documents.verification import left_over_tags
from tests.documents.building import blank, fill, replaced, saved, with_table

GOOD = fill(Template.open(saved(with_table(blank(), ("{{ a }}", "Fixed")))), {"a": "{{ data }} {% x %}"})
BOOKMARK = '<w:bookmarkStart w:id="{0}" w:name="{1}"/><w:bookmarkEnd w:id="{0}"/>'


def test_a_good_document_passes_even_if_its_data_holds_braces() -> None:
    assert verify(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("<w:p>", "loose<w:p>", "text that Word would not show"),
        ("<w:r>", "<w:r>loose", "text that Word would not show"),
        (
            "</w:tc>",
            "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl></w:tc>",
            "tc that does not end in a paragraph",
        ),
        ("</w:tbl>", "</w:tbl><w:tbl><w:tblPr/></w:tbl>", "table without rows"),
        ("</w:tr>", "</w:tr><w:tr/>", "row without cells"),
        ("<w:r>", '<w:r><w:fldChar w:fldCharType="end"/>', "field that does not begin and end"),
        ("Fixed", "Fixed & more", "not well-formed"),
        ("Fixed", "Fixed \x1b", "not well-formed"),
        ("Fixed", "Fixed \ue000", "private character"),
        (
            "</w:p>",
            BOOKMARK.format("1", "a") + BOOKMARK.format("1", "b") + "</w:p>",
            "bookmarks with the id 1",
        ),
        (
            "</w:p>",
            BOOKMARK.format("1", "a") + BOOKMARK.format("2", "a") + "</w:p>",
            "bookmarks with the name a",
        ),
        ("</w:p>", '<w:bookmarkStart w:id="1" w:name="a"/></w:p>', "begin and end once"),
    ],
)
def test_damage_is_found(old: str, new: str, says: str) -> None:
    parts = replaced(GOOD, "word/document.xml", old, new)
    assert any(says in problem.message for problem in verify(parts)), verify(parts)


@pytest.mark.parametrize("text", ["{{ a }}", "a }}", "{% if", "{# note"])
def test_a_tag_left_over_is_found_even_if_it_is_split_over_runs(text: str) -> None:
    runs = "".join(f"<w:r><w:t>{sign}</w:t></w:r>" for sign in text)
    root = parse(f'<w:document xmlns:w="{W_NS}"><w:body><w:p>{runs}</w:p></w:body></w:document>')
    (problem,) = left_over_tags(root, "body")
    assert "left over" in problem.message
    assert problem.place is not None
    assert problem.place.startswith("body, paragraph 1")
