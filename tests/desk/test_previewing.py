"""The preview: the same document as pages, where LibreOffice is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sca_toolkit.desk import Desk
from sca_toolkit.desk.cases import find_case
from sca_toolkit.desk.drafting import Drafting, begin
from sca_toolkit.desk.positions import clauses_in
from sca_toolkit.desk.previewing import page_picture, page_with, preview, why_no_pages
from sca_toolkit.documents import PdfUnavailable
from sca_toolkit.library import Library

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def drafting() -> Drafting:
    desk = Desk(Library(None))
    return begin(desk, find_case(desk, "CASE-2026-101"), date(2026, 11, 22))


def test_the_pages_can_be_looked_at_and_every_clause_is_found_on_one(
    drafting: Drafting, soffice: Path, pdftoppm: Path
) -> None:
    shown = preview(drafting, "sca")
    assert why_no_pages() == ""
    assert page_picture(shown, shown.pages).startswith(PNG)
    pages = [page_with(shown, clause.number, clause.title) for clause in clauses_in(drafting.paper("sca"))]
    assert None not in pages
    assert pages == sorted(page for page in pages if page)
    assert page_with(shown, "99.9", "No Such Clause") is None


def test_without_libreoffice_there_is_a_reason_and_no_preview(
    drafting: Drafting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCA_SOFFICE", "no-such-program")
    assert "LibreOffice is not installed" in why_no_pages()
    with pytest.raises(PdfUnavailable):
        preview(drafting, "sca")
