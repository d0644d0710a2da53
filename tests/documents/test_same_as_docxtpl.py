"""On data that docxtpl gets right, a template written for docxtpl says the same words here."""

from __future__ import annotations

import io
from typing import Any

from docxtpl import DocxTemplate

from sca_toolkit.documents import Template, text_of
from tests.documents.building import blank, fill, saved, with_table

DATA: dict[str, Any] = {
    "payer": {"name": "Example Health Plan"},
    "outpatient": True,
    "phases": [
        {"name": "Apheresis", "days": 1, "codes": ["0001", "0002"]},
        {"name": "Infusion & monitoring", "days": 30, "codes": []},
    ],
}
PARAGRAPHS = (
    "{% if payer.name == “Example Health Plan” %}Known{% else %}Unknown{% endif %} payer",
    "{%p for phase in phases %}",
    "{{loop.index}}) {{ phase.name|upper }}: {{ phase.days }} day{% if phase.days > 1 %}s{% endif %}",
    "{%p if phase.codes %}",
    "Codes {{ phase.codes|join(', ') }} {# only where there are any #}",
    "{%p endif %}",
    "{%p endfor %}",
    "{% set first = phases|first %}{{ first.name }}, {{ phases|length }} phases, {{ “a” if outpatient else “b” }}",
)
ROWS = (
    ("Phase", "Days"),
    ("{%tr for phase in phases if phase.days < 40 %}", ""),
    ("{{ phase.name }}", "{{ phase.days }}"),
    ("{%tr endfor %}", ""),
)


def test_the_words_are_the_same_as_docxtpls() -> None:
    document = blank()
    for text in PARAGRAPHS:
        document.add_paragraph(text)
    document.sections[0].header.paragraphs[0].text = "{{ payer.name }}"
    data = saved(with_table(document, *ROWS))
    theirs = DocxTemplate(io.BytesIO(data))
    theirs.render(DATA, autoescape=True)
    buffer = io.BytesIO()
    theirs.save(buffer)
    made = Template.open(data, "same.docx")
    assert made.check() == []
    assert text_of(fill(made, DATA)) == text_of(buffer.getvalue())
    assert "INFUSION & MONITORING: 30 days" in text_of(buffer.getvalue())
