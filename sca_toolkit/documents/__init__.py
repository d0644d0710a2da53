"""The Word engine: fills templates with plain data and hands back documents that say what the data says.

Knows nothing of agreements. Names are loaded when they are first used, so importing this room costs next to
nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sca_toolkit.documents.files import safe_name, write_whole
    from sca_toolkit.documents.filling import render
    from sca_toolkit.documents.package import check_package
    from sca_toolkit.documents.pdf import PdfUnavailable, available, pdf_text, to_pdf, to_pngs
    from sca_toolkit.documents.properties import Properties
    from sca_toolkit.documents.reading import properties_of, text_of
    from sca_toolkit.documents.template import Template
    from sca_toolkit.documents.verification import verify

_HOMES = {
    "PdfUnavailable": "pdf",
    "Properties": "properties",
    "Template": "template",
    "available": "pdf",
    "check_package": "package",
    "pdf_text": "pdf",
    "properties_of": "reading",
    "render": "filling",
    "safe_name": "files",
    "text_of": "reading",
    "to_pdf": "pdf",
    "to_pngs": "pdf",
    "verify": "verification",
    "write_whole": "files",
}

__all__ = [
    "PdfUnavailable",
    "Properties",
    "Template",
    "available",
    "check_package",
    "pdf_text",
    "properties_of",
    "render",
    "safe_name",
    "text_of",
    "to_pdf",
    "to_pngs",
    "verify",
    "write_whole",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
