"""A document says in its properties what it is and what it was made from."""

from __future__ import annotations

import dataclasses

import pytest

from sca_toolkit import __version__
from sca_toolkit.documents import Template, properties_of, render
from sca_toolkit.errors import DataError
from tests.documents.building import PROPERTIES, members, saved, template, with_text
from tests.documents.validators import assert_valid_docx


def test_all_properties_are_written_and_can_be_read_back() -> None:
    properties = dataclasses.replace(
        PROPERTIES, subject="CAR T <cell>", keywords=("SCA", "A & B"), author="Lakeside"
    )
    document = render(template("Fixed"), {}, properties=properties, draft=False)
    assert properties_of(document) == {
        "title": "Single-case agreement",
        "subject": "CAR T <cell>",
        "creator": "Lakeside",
        "keywords": "SCA, A & B",
        "lastModifiedBy": f"sca_toolkit {__version__}",
        "contentStatus": "Final",
        "created": "2026-11-22T00:00:00Z",
        "modified": "2026-11-22T00:00:00Z",
        "template_id": "sca",
        "template_version": "1.0",
        "terms_hash": "0" * 64,
        "status": "final",
        "made_by": f"sca_toolkit {__version__}",
    }
    assert_valid_docx(document)


def test_nothing_of_the_templates_own_properties_survives() -> None:
    document = with_text("Fixed")
    document.core_properties.author = "Template Author"
    document.core_properties.comments = "internal note"
    filled = render(Template.open(saved(document)), {}, properties=PROPERTIES, draft=False)
    every = b"".join(data for name, data in members(filled).items() if name.startswith("docProps/"))
    assert b"Template Author" not in every
    assert b"internal note" not in every
    assert "docProps/thumbnail.jpeg" not in members(filled)


def test_a_document_made_from_a_made_document_has_each_property_once() -> None:
    once = render(template("Fixed"), {}, properties=PROPERTIES, draft=False)
    twice = render(Template.open(once, "again.docx"), {}, properties=PROPERTIES, draft=False)
    assert once == twice


def test_a_property_that_word_cannot_hold_is_refused_by_name() -> None:
    bad = dataclasses.replace(PROPERTIES, keywords=("fine", "not\x00fine"))
    with pytest.raises(DataError) as error:
        render(template("Fixed"), {}, properties=bad, draft=True)
    assert error.value.problems[0].place == "properties.keywords[1]"
