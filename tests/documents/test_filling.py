"""What a filled document says, and that it is the same every time."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sca_toolkit.documents import Template, properties_of, render, text_of
from sca_toolkit.errors import DataError, TemplateError
from sca_toolkit.values import marks
from tests.documents.building import (
    PROPERTIES,
    blank,
    fill,
    members,
    saved,
    table_template,
    template,
    with_table,
    xml_of,
)
from tests.documents.validators import assert_valid_docx

ONE_FIELD = template("[{{ a }}]")
ENTITIES = [
    {"name": "Lakeside Hospital", "tin": "12-3456789"},
    {"name": "Lakeside Physicians", "tin": "98-7654321"},
]


@pytest.mark.parametrize(
    "value",
    [
        "Smith & Sons <LLC>",
        "line one\nline two",
        "\nstarts and ends with a break\n",
        "tab\tand  two spaces ",
        "“curly” 'straight' \"double\" ’",
        "🧬 família Núñez 山田",
        "&amp; &lt; ]]> <!-- x -->",
        "x</w:t></w:r></w:p>y",
        "100%}",
        "{",
        "",
    ],
)
def test_a_value_comes_out_as_it_went_in(value: str) -> None:
    document = fill(ONE_FIELD, {"a": value})
    assert text_of(document) == f"[{value}]"


@given(
    st.text(
        st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"], exclude_characters="\u202d\u202e"),
        max_size=40,
    )
)
@settings(max_examples=60)
def test_any_text_that_word_can_hold_comes_out_as_it_went_in(value: str) -> None:
    assert text_of(fill(ONE_FIELD, {"a": value})) == f"[{value}]"


def test_every_line_end_becomes_one_line_break() -> None:
    assert text_of(fill(ONE_FIELD, {"a": "a\r\nb\rc\nd"})) == "[a\nb\nc\nd]"


def test_breaks_and_tabs_are_words_own_and_keep_the_formatting() -> None:
    document = blank()
    document.add_paragraph().add_run("{{ a }}").italic = True
    xml = xml_of(fill(Template.open(saved(document)), {"a": "x\ty\nz"}))
    assert xml.count("<w:tab/>") == 1
    assert xml.count("<w:br/>") == 1
    assert xml.count("<w:i/>") == 1, "one italic run holds it all"


def test_a_tag_that_word_has_split_over_runs_is_filled() -> None:
    document = blank()
    paragraph = document.add_paragraph("Payer: {")
    for piece in ("{ pa", "yer.na", "me }", "} pays"):
        paragraph.add_run(piece).bold = piece == "yer.na"
    made = Template.open(saved(document))
    assert made.fields() == ("payer.name",)
    assert (
        text_of(fill(made, {"payer": {"name": "Example Health Plan"}})) == "Payer: Example Health Plan pays"
    )


def test_paragraphs_rows_and_choices_follow_the_data() -> None:
    document = blank()
    for text in (
        "{%p for e in entities %}",
        "{{ loop.index }}. {{ e.name }}",
        "{%p endfor %}",
        "{%p if final %}",
        "Final",
    ):
        document.add_paragraph(text)
    for text in ("{%p else %}", "Draft{% if note %}, {{ note }}{% endif %}", "{%p endif %}"):
        document.add_paragraph(text)
    rows = (
        ("Entity", "TIN"),
        ("{%tr for e in entities %}", ""),
        ("{{ e.name }}", "{{ e.tin }}"),
        ("{%tr endfor %}", ""),
    )
    made = Template.open(saved(with_table(document, *rows)))
    filled = fill(made, {"entities": ENTITIES, "final": False, "note": "not signed"})
    assert text_of(filled).split("\n") == [
        "1. Lakeside Hospital",
        "2. Lakeside Physicians",
        "Draft, not signed",
        "Entity\tTIN",
        "Lakeside Hospital\t12-3456789",
        "Lakeside Physicians\t98-7654321",
    ]
    assert_valid_docx(filled)


def test_cells_follow_the_data_and_the_table_keeps_its_width() -> None:
    made = table_template(("{%tc for e in entities %}", "{{ e.name }}", "{%tc endfor %}"))
    filled = fill(
        made, {"entities": [*ENTITIES, {"name": "Third", "tin": "x"}, {"name": "Fourth", "tin": "x"}]}
    )
    assert text_of(filled) == "Lakeside Hospital\tLakeside Physicians\tThird\tFourth"
    assert xml_of(filled).count("<w:gridCol ") == 4
    assert_valid_docx(filled)


def test_a_field_may_be_called_like_a_method_of_python() -> None:
    made = template("{{ terms.items }} {{ terms.count }} {{ terms['keys'] }}")
    assert text_of(fill(made, {"terms": {"items": "a", "count": 2, "keys": "c"}})) == "a 2 c"


@pytest.mark.parametrize(
    ("tag", "value", "says"),
    [
        ("{{ a }}", True, "prints yes or no"),
        ("{{ a }}", ["x"], "prints a list"),
        ("{{ a }}", {"b": "x"}, "prints a group of fields"),
        ("{% for x in a %}{{ x }}{% endfor %}", "text", "repeats over text"),
        ("{{ a|upper }}", ["x"], "needs text"),
        ("{{ a|first }}", [], "empty list"),
        ("{{ a + 1 }}", "x", "cannot be filled"),
        ("{{ 1.5 }}", "x", "prints a float"),
    ],
)
def test_a_value_of_the_wrong_kind_is_an_error_with_its_place(tag: str, value: object, says: str) -> None:
    with pytest.raises(TemplateError, match=says) as error:
        fill(template("Before", tag), {"a": value})
    assert error.value.problems[0].file == "test.docx"
    assert (error.value.problems[0].place or "").startswith("body")


def test_a_missing_field_inside_a_list_is_named_with_its_position() -> None:
    made = template("{%p for e in entities %}", "{{ e.npi }}", "{%p endfor %}")
    with pytest.raises(
        TemplateError, match=r"asks for entities\[0\]\.npi.*body, paragraph 2|body, paragraph 2.*npi"
    ):
        fill(made, {"entities": ENTITIES})


def test_the_same_input_gives_the_same_bytes_and_the_date_comes_from_the_caller() -> None:
    first, second = (fill(ONE_FIELD, {"a": "x"}) for _ in range(2))
    assert first == second
    later = dataclasses.replace(PROPERTIES, made_on=date(2026, 12, 1))
    assert render(ONE_FIELD, {"a": "x"}, properties=later, draft=False) != first
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.namelist()[0] == "[Content_Types].xml"


def test_parts_without_text_are_carried_over_byte_by_byte() -> None:
    filled = members(fill(ONE_FIELD, {"a": "x"}))
    for name, data in members(ONE_FIELD.data).items():
        if name.startswith(("word/theme", "word/styles", "word/settings", "word/fontTable", "word/_rels")):
            assert filled[name] == data


def test_a_draft_says_so_in_its_properties_and_so_does_a_final() -> None:
    assert properties_of(fill(ONE_FIELD, {"a": "x"}, draft=True))["status"] == "draft"
    assert properties_of(fill(ONE_FIELD, {"a": "x"}))["status"] == "final"


def test_a_final_with_gaps_is_refused_and_names_them_all_properties_included() -> None:
    made = template("{{ a }} {{ b }}", header="{{ a }}")
    data = {"a": marks.gap("member ID"), "b": marks.gap("effective date")}
    properties = dataclasses.replace(PROPERTIES, title=f"Agreement for {marks.gap('payer')}")
    with pytest.raises(DataError) as error:
        render(made, data, properties=properties, draft=False)
    said = {problem.message: problem.place for problem in error.value.problems}
    assert said == {
        "payer is missing.": "document properties",
        "member ID is missing.": "body, header 1",
        "effective date is missing.": "body",
    }
    shown = render(made, data, properties=properties, draft=True)
    assert properties_of(shown)["title"] == "Agreement for [MISSING: payer]"


def test_cells_and_headers_left_empty_by_a_choice_still_open_in_word() -> None:
    document = blank()
    document.sections[0].header.paragraphs[0].text = "{%p if no %}"
    document.sections[0].header.add_paragraph("Header")
    document.sections[0].header.add_paragraph("{%p endif %}")
    cell = with_table(document, ("{%p if no %}", "Fixed")).tables[0].cell(0, 0)
    cell.add_paragraph("Left out")
    cell.add_paragraph("{%p endif %}")
    filled = fill(Template.open(saved(document)), {"no": False})
    assert text_of(filled).split() == ["Fixed"]
    assert_valid_docx(filled)


def test_a_table_left_without_rows_is_refused_because_word_would_not_open_it() -> None:
    made = table_template(("{%tr for e in entities %}",), ("{{ e.name }}",), ("{%tr endfor %}",))
    with pytest.raises(TemplateError, match="a table without rows"):
        fill(made, {"entities": []})


def test_a_document_that_grows_without_end_is_stopped() -> None:
    made = template(*["{%p for a in rows %}"] * 3, "{{ text }}", *["{%p endfor %}"] * 3)
    with pytest.raises(TemplateError, match="grows beyond 60 MB"):
        fill(made, {"rows": ["x"] * 100, "text": "x" * 100})
