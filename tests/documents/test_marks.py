"""Marks in plain text become Word's own gaps, terms, references and bookmarks."""

from __future__ import annotations

import re

import pytest

from sca_toolkit.documents import Template, text_of
from sca_toolkit.documents.marks import BrokenMark, Marks, apply_marks
from sca_toolkit.documents.parts import W_NS, parse
from sca_toolkit.errors import TemplateError
from sca_toolkit.values.marks import bookmark, gap, ref, term
from tests.documents.building import (
    blank,
    fill,
    saved,
    template,
    with_footnote,
    with_table,
    with_text,
    xml_of,
)
from tests.documents.validators import assert_valid_docx

ONE_FIELD = template("Before {{ a }} after")


def runs(xml: str) -> list[tuple[str, str]]:
    """(properties, text) of every run."""
    found = re.findall(r"<w:r>(?:<w:rPr>(.*?)</w:rPr>)?(.*?)</w:r>", xml, re.DOTALL)
    return [(properties, re.sub(r"<[^>]+>", "", inner)) for properties, inner in found]


def test_a_gap_is_bold_on_yellow_and_only_the_gap() -> None:
    xml = xml_of(fill(ONE_FIELD, {"a": f"ID {gap('member ID')}."}, draft=True))
    assert runs(xml) == [
        ("", "Before ID "),
        ('<w:b/><w:bCs/><w:highlight w:val="yellow"/>', "[MISSING: member ID]"),
        ("", ". after"),
    ]


def test_a_mark_keeps_the_formatting_of_its_run_in_the_order_the_schema_wants() -> None:
    document = blank()
    run = document.add_paragraph().add_run("{{ a }}")
    run.italic, run.bold, run.underline, run.font.name = True, False, True, "Arial"
    filled = fill(Template.open(saved(document)), {"a": f"{gap('x')} {term('Plan')}"}, draft=True)
    properties = [found for found, _ in runs(xml_of(filled))]
    assert properties[0].endswith('<w:b/><w:bCs/><w:i/><w:highlight w:val="yellow"/><w:u w:val="single"/>')
    assert properties[1].endswith('<w:b w:val="0"/><w:i/><w:u w:val="single"/>')
    assert properties[2].endswith('<w:b/><w:bCs/><w:i/><w:u w:val="single"/>')
    assert_valid_docx(filled)


def test_a_term_is_bold_over_breaks_tabs_and_what_it_holds() -> None:
    filled = fill(ONE_FIELD, {"a": term(f"Case\tRate\nof {gap('payer')} & Sons")}, draft=True)
    assert text_of(filled) == "Before Case\tRate\nof [MISSING: payer] & Sons after"
    assert [bool(properties) for properties, _ in runs(xml_of(filled))] == [False, True, True, True, False]


def test_marks_work_where_word_has_split_the_tag_and_beside_breaks_in_the_same_run() -> None:
    document = blank()
    paragraph = document.add_paragraph()
    first = paragraph.add_run("One{")
    first.add_break()
    for piece in ("{ ", "a", " }}", "Two\tThree"):
        paragraph.add_run(piece)
    document.add_paragraph("One").runs[0].add_break()
    document.paragraphs[1].runs[0].add_text("{{ a }}")
    made = Template.open(saved(document))
    assert text_of(fill(made, {"a": gap("x")}, draft=True)) == "One[MISSING: x]Two\tThree\nOne\n[MISSING: x]"


def test_a_bookmark_holds_the_whole_paragraph_and_ids_are_unique_over_all_parts() -> None:
    document = with_text("{{ a }} and more", "{{ b }}", header="{{ c }}")
    data = {"a": bookmark("fees") + "Fees", "b": bookmark("terms"), "c": bookmark("top") + "Top"}
    filled = fill(Template.open(saved(document)), data)
    xml = xml_of(filled)
    inside = re.search(r'<w:bookmarkStart w:id="0" w:name="fees"/>(.*?)<w:bookmarkEnd w:id="0"/></w:p>', xml)
    assert inside is not None
    assert "Fees and more" in inside.group(1)
    assert 'w:id="1" w:name="terms"' in xml
    assert 'w:id="2" w:name="top"' in xml_of(filled, "word/header1.xml")
    assert_valid_docx(filled)


def test_marks_work_in_cells_headers_and_footnotes() -> None:
    document = with_table(with_text("{{ a }}", header="{{ a }}"), ("{{ a }}",))
    filled = fill(Template.open(with_footnote(saved(document), "{{ a }}")), {"a": gap("x")}, draft=True)
    assert text_of(filled).split("\n") == ["[MISSING: x]"] * 4
    assert_valid_docx(filled)


def test_braces_in_a_label_stay_braces() -> None:
    assert text_of(fill(ONE_FIELD, {"a": gap("{{ x }}")}, draft=True)) == "Before [MISSING: {{ x }}] after"


def test_marks_survive_the_filters_of_the_language() -> None:
    made = template("{{ rows|join(', ') }} {{ a|trim|upper }} {{ a|capitalize }}")
    data = {"rows": [gap("x"), gap("y")], "a": term("plan")}
    assert text_of(fill(made, data, draft=True)) == "[MISSING: x], [MISSING: y] PLAN plan"


def test_a_template_may_not_hold_the_signs_of_marks_itself() -> None:
    (problem,) = template("Fixed \ue000 text").check()
    assert "a private character (U+E000)" in problem.message


def test_a_bookmark_in_a_loop_that_names_two_paragraphs_is_an_error() -> None:
    made = template("{%p for e in rows %}", "{{ mark }}{{ e }}", "{%p endfor %}")
    assert text_of(fill(made, {"mark": bookmark("one"), "rows": ["x"]})) == "x"
    with pytest.raises(TemplateError, match="names two paragraphs “one”"):
        fill(made, {"mark": bookmark("one"), "rows": ["x", "y"]})


def test_a_reference_to_nowhere_is_an_error() -> None:
    with pytest.raises(TemplateError, match="refers to the paragraph “fees”, which is not in the document"):
        fill(ONE_FIELD, {"a": ref("fees", "3")})


@pytest.mark.parametrize(
    "text", ["\ue000open", "\ue006closed", "\ue005open", "\ue001", "\ue005a\ue005b\ue006"]
)
def test_a_mark_that_did_not_arrive_whole_is_never_printed(text: str) -> None:
    root = parse(f'<w:p xmlns:w="{W_NS}"><w:r><w:t>{text}</w:t></w:r></w:p>')
    with pytest.raises(BrokenMark):
        apply_marks(root, "body", Marks())
