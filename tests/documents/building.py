"""Builds the small Word templates of these tests, and fills them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from typing import Any

import docx
from docx.document import Document

from sca_toolkit.documents import Properties, Template, render

PROPERTIES = Properties(
    title="Single-case agreement",
    made_on=date(2026, 11, 22),
    template_id="sca",
    template_version="1.0",
    terms_hash="0" * 64,
)
FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
FOOTNOTES_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def blank() -> Document:
    """An empty document without the second copy of the styles that python-docx brings along."""
    document = docx.Document()
    for key, relation in list(document.part.rels.items()):
        if "stylesWithEffects" in relation.reltype:
            del document.part.rels[key]
    return document


def saved(document: Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def with_text(*paragraphs: str, header: str = "", footer: str = "") -> Document:
    document = blank()
    for text in paragraphs:
        document.add_paragraph(text)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    if footer:
        document.sections[0].footer.paragraphs[0].text = footer
    return document


def template(*paragraphs: str, header: str = "", footer: str = "") -> Template:
    return Template.open(saved(with_text(*paragraphs, header=header, footer=footer)), "test.docx")


def table_template(*rows: tuple[str, ...]) -> Template:
    return Template.open(saved(with_table(blank(), *rows)), "test.docx")


def with_table(document: Document, *rows: tuple[str, ...]) -> Document:
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for cells, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            cell.text = text
    return document


def fill(of: Template, data: Mapping[str, Any] | None = None, *, draft: bool = False) -> bytes:
    return render(of, data or {}, properties=PROPERTIES, draft=draft)


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return buffer.getvalue()


def replaced(data: bytes, part: str, old: str, new: str) -> bytes:
    """The package with one part's XML changed."""
    parts = members(data)
    assert old in parts[part].decode(), f"{old} is not in {part}"
    return zipped(parts | {part: parts[part].decode().replace(old, new).encode()})


def with_footnote(data: bytes, text: str) -> bytes:
    """The package with one footnote at the end of its first paragraph."""
    run = '<w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    xml = members(data)["word/document.xml"].decode()
    parts = members(data) | {"word/document.xml": xml.replace("</w:p>", run, 1).encode()}
    parts["word/footnotes.xml"] = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes {W}>'
        f'<w:footnote w:id="1"><w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p></w:footnote>'
        "</w:footnotes>"
    ).encode()
    types = f'<Override PartName="/word/footnotes.xml" ContentType="{FOOTNOTES_TYPE}"/></Types>'
    relation = (
        f'<Relationship Id="rIdNotes" Type="{FOOTNOTES_RELATION}" Target="footnotes.xml"/></Relationships>'
    )
    made = replaced(zipped(parts), "[Content_Types].xml", "</Types>", types)
    return replaced(made, "word/_rels/document.xml.rels", "</Relationships>", relation)


def xml_of(data: bytes, part: str = "word/document.xml") -> str:
    return members(data)[part].decode()
