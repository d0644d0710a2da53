"""docxtpl's well-known failures cannot happen here.

Each docstring says what plain docxtpl 0.20.2 does with the same template and data.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from sca_toolkit.documents import Template, properties_of, render, text_of
from sca_toolkit.errors import DataError, TemplateError
from tests.documents.building import (
    PROPERTIES,
    fill,
    replaced,
    saved,
    table_template,
    template,
    with_footnote,
    with_text,
)
from tests.documents.validators import assert_valid_docx

NASTY = "Smith & Sons <LLC>"


def test_a_missing_value_is_an_error_that_names_the_field_and_its_places() -> None:
    """docxtpl prints nothing for a field that the data lacks, or for a misspelled one, and says nothing."""
    asks = template("Member: {{ member.name }}", header="{{ member.name }}")
    with pytest.raises(TemplateError) as error:
        fill(asks, {"member": {"nam": "Jordan Lee"}})
    first, second = error.value.problems
    assert "member.name" in first.message
    assert "Did you mean member.nam?" in first.remedy
    assert first.place == "body, paragraph 1, near “Member: {{ member.name }}”"
    assert second.place is not None
    assert second.place.startswith("header")


def test_no_value_is_an_error_and_not_the_word_none() -> None:
    """docxtpl prints the word "None"."""
    with pytest.raises(DataError, match=r"member\.name has no value"):
        fill(template("{{ member.name }}"), {"member": {"name": None}})


def test_ampersands_and_angle_brackets_survive_in_data_and_in_fixed_text_everywhere() -> None:
    """docxtpl's default drops `&` and `<` of data in the body, and raises XMLSyntaxError in a header."""
    text = f"{{{{ a }}}} and {NASTY}"
    data = with_footnote(saved(with_text(text, header=text, footer=text)), escape(text))
    made = Template.open(data, "test.docx")
    document = fill(made, {"a": NASTY})
    assert text_of(document).count(f"{NASTY} and {NASTY}") == 4
    assert_valid_docx(document)


@pytest.mark.parametrize(
    "sign", ["\x0b", "\x00", "\x1b", "\ufffe", "\ud800", "\x0c", "\x07", "\x92", "\u202e"]
)
def test_a_character_that_word_cannot_hold_is_refused_by_the_name_of_its_field(sign: str) -> None:
    """One such character makes docxtpl drop every later `&` and `<` of the contract, fixed text included."""
    made = template("{{ entities[0].name }}", NASTY)
    with pytest.raises(DataError) as error:
        fill(made, {"entities": [{"name": f"Saint{sign}Vincent"}]})
    assert error.value.problems[0].place == "entities[0].name"
    assert f"U+{ord(sign):04X} as character 6" in error.value.problems[0].message


PROBE = "{{{{ cycler.__init__.__globals__.os.system('touch {}') }}}}"


@pytest.mark.parametrize("where", ["body", "header", "footnote"])
def test_code_in_a_template_is_refused_and_does_not_run(where: str, tmp_path: Path) -> None:
    """docxtpl runs it, from the body, a header, a footnote and the title property alike."""
    target = tmp_path / "ran"
    probe = PROBE.format(target)
    document = with_text("Fixed", probe if where == "body" else "", header=probe if where == "header" else "")
    data = saved(document)
    made = Template.open(with_footnote(data, probe) if where == "footnote" else data, "test.docx")
    with pytest.raises(TemplateError, match="calls something"):
        fill(made)
    assert not target.exists()


def test_code_in_a_property_of_a_template_does_not_run_and_does_not_survive(tmp_path: Path) -> None:
    """docxtpl renders the title property and so runs the code in it."""
    target = tmp_path / "ran"
    document = with_text("Fixed")
    document.core_properties.title = PROBE.format(target)
    filled = fill(Template.open(saved(document), "test.docx"))
    assert not target.exists()
    assert properties_of(filled)["title"] == "Single-case agreement"


@pytest.mark.parametrize(
    "walk",
    [
        "{{ ''.__class__ }}",
        "{{ name.__class__.__mro__ }}",
        "{{ name['__class__'] }}",
        "{{ self._TemplateReference__context }}",
        "{{ name|attr('__class__') }}",
        "{{ lipsum.__globals__ }}",
        "{% for x in name.__class__.__subclasses__ %}{% endfor %}",
    ],
)
def test_no_python_attribute_can_be_reached(walk: str) -> None:
    """docxtpl walks from any value to all classes of the interpreter."""
    with pytest.raises(TemplateError):
        fill(template(walk), {"name": "Jordan Lee"})


@pytest.mark.parametrize(
    "value", ["{{ 7*7 }}", "{% if 1 %}x{% endif %}", "{_{ 7*7 }_}", "{_% x %_}", "{# x #}", "}} {{"]
)
def test_template_syntax_in_data_stays_text_even_in_a_footnote_of_two_sections(value: str) -> None:
    """docxtpl renders footnotes once per section: in a document with two, data in a footnote runs as a template.

    And it turns `{_{ x }_}` in any value into `{{ x }}`.
    """
    document = with_text("{{ a }}", header="{{ a }}")
    document.add_section()
    document.add_paragraph("Second section")
    made = Template.open(with_footnote(saved(document), "{{ a }}"), "test.docx")
    assert text_of(fill(made, {"a": value})).split("\n").count(value) == 3


def test_one_template_filled_by_four_threads_never_mixes_two_parties() -> None:
    """With one DocxTemplate and 4 threads, 44 of 60 documents held another party's data; one run crashed."""
    made = template(
        *(["{{ name }} of {{ city }}"] * 20),
        "{%p for e in rows %}",
        "{{ e }}",
        "{%p endfor %}",
        header="{{ name }}",
    )

    def one(number: int) -> bool:
        name = f"Party {number} & Sons"
        data = {"name": name, "city": f"City {number}", "rows": [f"Row {number}"] * 5}
        lines = text_of(render(made, data, properties=PROPERTIES, draft=True)).split("\n")
        return lines == [name, *[f"{name} of City {number}"] * 20, *[f"Row {number}"] * 5]

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(one, range(60)))


def test_properties_are_escaped_once_and_keywords_are_filled() -> None:
    """docxtpl with autoescape writes `Smith &amp;amp; Sons` into the title and leaves tags in keywords as they are."""
    document = with_text("Fixed")
    document.core_properties.title = "{{ title }}"
    document.core_properties.keywords = "{{ payer }}"
    made = Template.open(saved(document), "test.docx")
    properties = PROPERTIES.shown(lambda text: text and NASTY)
    found = properties_of(render(made, {}, properties=properties, draft=False))
    assert found["title"] == NASTY
    assert "keywords" not in found
    assert found["terms_hash"] == NASTY


@pytest.mark.parametrize("part", ["hyperlink", "comment", "picture name", "field code"])
def test_a_tag_where_it_is_never_filled_is_an_error(part: str) -> None:
    """docxtpl leaves `{{ }}` in comments, keywords, link addresses, charts and endnotes in the finished contract."""
    document = with_text("Fixed")
    if part == "hyperlink":
        document.part.relate_to("https://example.org/{{ id }}", "http://x/hyperlink", is_external=True)
    elif part == "comment":
        run = document.paragraphs[0].runs[0]
        document.add_comment(run, text="{{ id }}")
    data = saved(document)
    if part in {"picture name", "field code"}:
        inner = {
            "picture name": '<w:bookmarkStart w:id="9" w:name="{{ id }}"/><w:bookmarkEnd w:id="9"/>',
            "field code": "<w:r><w:instrText>HYPERLINK {{ id }}</w:instrText></w:r>",
        }
        data = replaced(data, "word/document.xml", "</w:p>", inner[part] + "</w:p>")
    made = Template.open(data, "test.docx")
    assert any("not filled" in problem.message for problem in made.check())
    with pytest.raises(TemplateError):
        fill(made, {"id": "1"})


@pytest.mark.parametrize("level", ["p", "tr", "tc"])
def test_text_beside_a_block_tag_is_an_error_and_never_dropped(level: str) -> None:
    """docxtpl drops all that stands beside `{%p %}` in a paragraph, `{%tr %}` in a row or `{%tc %}` in a cell."""
    made = table_template(
        ("Payment is due {%" + level + " if late %}", "with interest"), ("{%" + level + " endif %}", "")
    )
    messages = [problem.message for problem in made.check()]
    assert any("all else in it would be lost" in message for message in messages)
