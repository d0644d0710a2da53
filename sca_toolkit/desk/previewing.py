"""Previewing: the real document as pages, on screen, before anybody downloads it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sca_toolkit.desk.drafting import Drafting
from sca_toolkit.desk.issuing import issue, terms_hash
from sca_toolkit.documents import PdfUnavailable, available, pdf_text, to_pdf, to_pngs

SCREEN_DPI = 110
"""Dots an inch of a page on the screen: sharp at the width of half a window."""


@dataclass(frozen=True)
class Preview:
    """A document laid out as pages."""

    pdf: bytes
    texts: tuple[str, ...]
    """The words on each page, first page first."""

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return len(self.texts)


def why_no_pages() -> str:
    """Why documents cannot be shown as pages on this machine; empty where they can."""
    if available():
        return ""
    return (
        "LibreOffice is not installed, so there are no pages and no PDF. The Word file is complete. "
        "To add it on Debian: `bash bin/setup system`."
    )


def preview_key(drafting: Drafting, template_id: str, *, final: bool = False) -> str:
    """The same for the same document: changes with the terms, the template and draft or final."""
    entry = drafting.desk.library.template(template_id)
    parts = (terms_hash(drafting.terms), template_id, entry.version, drafting.as_of.isoformat(), str(final))
    return hashlib.sha256("|".join(parts).encode()).hexdigest()


def preview(drafting: Drafting, template_id: str, *, final: bool = False) -> Preview:
    """Lay the paper out as pages; takes some seconds.

    Raises PdfUnavailable without LibreOffice, DataError for a final that may not be made, TemplateError.
    """
    pdf = to_pdf(issue(drafting, template_id, final=final).word)
    return Preview(pdf, tuple(pdf_text(pdf)))


def page_picture(shown: Preview, number: int, *, dpi: int = SCREEN_DPI) -> bytes:
    """One page as a PNG; pages count from 1. Raises PdfUnavailable without poppler."""
    return to_pngs(shown.pdf, dpi=dpi, pages=(number, number))[0]


def page_with(shown: Preview, number: str, title: str) -> int | None:
    """The last page on which a numbered heading stands (the first may be its line in a list); None where none does."""
    wanted = "".join(f"{number}{title}".split()).casefold()
    found = [at for at, text in enumerate(shown.texts, start=1) if wanted in "".join(text.split()).casefold()]
    return found[-1] if found else None


__all__ = [
    "SCREEN_DPI",
    "PdfUnavailable",
    "Preview",
    "page_picture",
    "page_with",
    "preview",
    "preview_key",
    "why_no_pages",
]
