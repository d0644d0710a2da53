"""The room as others see it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from sca_toolkit import documents


def test_every_public_name_can_be_had() -> None:
    for name in documents.__all__:
        assert callable(getattr(documents, name))
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = documents.nonsense


def test_importing_the_room_loads_none_of_the_heavy_packages() -> None:
    heavy = ("docxtpl", "docx", "lxml", "jinja2", "pydantic")
    code = f"import sys, sca_toolkit.documents; print([m for m in {heavy} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_opening_a_template_does_not_load_docxtpl() -> None:
    code = (
        "import sys; from sca_toolkit.documents import Template, render;"
        "print([m for m in ('docxtpl', 'docx') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
