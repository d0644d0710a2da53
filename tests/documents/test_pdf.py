"""PDF through LibreOffice, and plain sentences where it is not there or does not work."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sca_toolkit.documents import PdfUnavailable, available, pdf_text, to_pdf, to_pngs
from sca_toolkit.errors import ScaError, TemplateError
from tests.documents.building import fill, template

DOCUMENT = fill(template("{{ a }}", header="Header"), {"a": "Smith & Sons <LLC>"})


def test_a_document_becomes_pages_with_its_text(soffice: Path, pdftoppm: Path) -> None:
    assert available()
    pdf = to_pdf(DOCUMENT)
    (page,) = pdf_text(pdf)
    assert page.split() == ["Header", "Smith", "&", "Sons", "<LLC>"]
    (picture,) = to_pngs(pdf)
    assert picture.startswith(b"\x89PNG")


def test_four_at_once_all_come_out_right(soffice: Path, pdftoppm: Path) -> None:
    """Four instances on one profile lose files without a word."""
    documents = [fill(template("{{ a }}"), {"a": f"Document {number}"}) for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        pages = [pdf_text(pdf)[0].strip() for pdf in pool.map(to_pdf, documents)]
    assert pages == [f"Document {number}" for number in range(4)]


def test_only_the_pages_asked_for_are_drawn(soffice: Path, pdftoppm: Path) -> None:
    pdf = to_pdf(fill(template(*["Line"] * 120)))
    assert len(to_pngs(pdf, dpi=20)) == len(pdf_text(pdf)) > 2
    assert len(to_pngs(pdf, dpi=20, pages=(2, 3))) == 2


def test_without_libreoffice_a_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCA_SOFFICE", "no-such-program")
    assert not available()
    with pytest.raises(PdfUnavailable, match="LibreOffice is not installed") as error:
        to_pdf(DOCUMENT)
    assert isinstance(error.value, ScaError)


def test_what_is_no_document_is_refused_before_libreoffice_sees_it() -> None:
    """LibreOffice converts a text file that is named .docx."""
    with pytest.raises(TemplateError, match="is not a Word document"):
        to_pdf(b"Dear payer")


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ("exit 0", "wrote no PDF"),
        ("echo broken >&2; exit 3", r"could not do its work \(broken\)"),
        ("sleep 60 & wait", "did not finish within 0.3 seconds"),
    ],
)
def test_an_office_that_fails_is_an_error_at_once(
    script: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LibreOffice answers 0 even when it made nothing, and its starter leaves a child behind when it is ended."""
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("SCA_SOFFICE", str(program))
    start = time.monotonic()
    with pytest.raises(PdfUnavailable, match=says):
        to_pdf(DOCUMENT, timeout=0.3)
    assert time.monotonic() - start < 5
