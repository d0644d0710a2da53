"""Pictures in a finished document: a template holds a place for each, and its file is exchanged for the one made now.

The place keeps its size and its words for people who cannot see it, so a picture must have the shape of its place.
"""

from __future__ import annotations

from collections.abc import Mapping

from sca_toolkit.documents.parts import read_members, write_members
from sca_toolkit.errors import Problem, TemplateError

_FOLDER = "word/media/"
_PNG = b"\x89PNG\r\n\x1a\n"


def with_pictures(document: bytes, pictures: Mapping[str, bytes]) -> bytes:
    """The document with the files `word/media/<name>` exchanged for the given PNG pictures.

    Raises TemplateError for a place the document does not have, ValueError for what is no PNG.
    """
    members = read_members(document)
    missing = [name for name in pictures if _FOLDER + name not in members]
    if missing:
        raise TemplateError(
            Problem(
                f"has no place for a picture called {name}.",
                "Restore the template that came with the toolkit.",
            )
            for name in missing
        )
    wrong = [name for name, data in pictures.items() if not data.startswith(_PNG)]
    if wrong:
        raise ValueError(f"{', '.join(wrong)} is no PNG picture")
    return write_members(members | {_FOLDER + name: data for name, data in pictures.items()})
