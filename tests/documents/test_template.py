"""What a template asks for, and what is said of a wrong one."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from sca_toolkit.documents import Template
from sca_toolkit.errors import TemplateError
from tests.documents.building import (
    blank,
    replaced,
    saved,
    table_template,
    template,
    with_footnote,
    with_table,
    with_text,
)


def test_fields_are_found_in_body_header_footer_footnote_and_tables_with_their_whole_paths() -> None:
    document = with_text(
        "{{ payer.name|upper }}",
        "{%p for entity in entities if entity.bills %}",
        "{{ entity.legal_name }} {% for code in entity.codes %}{{ code }}{% endfor %}",
        "{% set home = entity.address %}{{ home.city }} {{ loop.index }}",
        "{%p endfor %}",
        "{% if terms.cap and 'x' in terms.notes %}{{ phases[0].days }}{% endif %}",
        header="{{ version }}",
        footer="{{ title }}",
    )
    with_table(document, ("{%tr for row in rates.rows %}",), ("{{ row['amount'] }}",), ("{%tr endfor %}",))
    made = Template.open(with_footnote(saved(document), "{{ note }}"), "test.docx")
    assert made.check() == []
    assert made.fields() == (
        "entities[].address.city",
        "entities[].bills",
        "entities[].codes[]",
        "entities[].legal_name",
        "note",
        "payer.name",
        "phases[].days",
        "rates.rows[].amount",
        "terms.cap",
        "terms.notes",
        "title",
        "version",
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{{ payer.name", "not closed"),
        ("payer.name }}", "not closed"),
        ("{{{ payer }}", "cannot be understood"),
        ("{{ payer name }}", "cannot be understood"),
        ("{{ }}", "cannot be understood"),
        ("{% if a %}x", "never closed with {% endif %}"),
        ("x{% endif %}", "closes nothing"),
        (
            "{% for a in b %}{% endif %}{% endfor %}",
            "closes nothing: the block open here is {% for a in b %}",
        ),
        ("{% else %}", "could belong to"),
        ("{% if a %}{% else %}{% elif b %}{% endif %}", "could belong to"),
        ("{% endif a %}", "nothing after its first word"),
        ("{% macro x() %}{% endmacro %}", "is unknown; known are if, elif"),
        ("{% include 'x' %}", "is unknown"),
        ("{% autoescape false %}{{ a }}{% endautoescape %}", "is unknown"),
        ("{% colspan 2 %}", "is unknown"),
        ("{{ a|safe }}", "uses the filter “safe”"),
        ("{{ a|default('') }}", "uses the filter “default”"),
        ("{% if a is defined %}x{% endif %}", "uses “is defined”"),
        ("{{ a.upper() }}", "calls something"),
        ("{{ 'x' * 1000000000 }}", "uses Mul"),
        ("{{ a ~ b }}", "uses Concat"),
        ("{{ 'x' if a }}", "leave a blank"),
        ("{%r if a %}x{% endif %}", "write {% without the r"),
        ("{{p a }}", "write {{ without the p"),
        ("{%- if a %}x{% endif %}", "joins paragraphs"),
        ("{%tr if a %}", "outside of a table"),
        ("{% for a, b in c %}{% endfor %}", "must name one thing"),
        ("{% for a in b recursive %}{% endfor %}", "recursive"),
    ],
)
def test_a_wrong_tag_is_named_with_its_place(text: str, says: str) -> None:
    problems = template("First", f"Second {text}").check()
    assert any(says in problem.message for problem in problems), problems
    assert (problems[0].place or "").startswith("body, paragraph 2, near “Second")
    assert problems[0].file == "test.docx"


def test_all_wrong_tags_are_named_at_once_and_in_a_table_by_row_and_column() -> None:
    document = with_table(with_text("{{ a b }}"), ("Fine", "Fine"), ("Fine", "{{ c d }}"))
    problems = Template.open(saved(document), "test.docx").check()
    places = [problem.place for problem in problems]
    assert places == [
        "body, paragraph 1, near “{{ a b }}”",
        "body, table 1, row 2, column 2, near “{{ c d }}”",
    ]


@pytest.mark.parametrize(
    "texts",
    [
        ("{% if a %}x", "{% endif %}"),
        ("{%p if a %}", "x{% endif %}"),
        ("{%p for a in b %}", "x", "{% endfor %}"),
    ],
)
def test_a_block_that_is_closed_in_another_place_than_it_was_opened_is_refused(
    texts: tuple[str, ...],
) -> None:
    assert any("stand in the same" in problem.message for problem in template(*texts).check())


LINK = '<w:hyperlink w:anchor="x"><w:r><w:t xml:space="preserve">{}</w:t></w:r></w:hyperlink></w:p>'


@pytest.mark.parametrize(
    ("before", "inside", "says"),
    [
        ("{{ a", " }}", "do not fit into the text"),
        ("{% if a %}", "x{% endif %}", "in the same paragraph or link"),
    ],
)
def test_a_tag_or_block_may_not_begin_outside_of_a_link_and_end_inside(
    before: str, inside: str, says: str
) -> None:
    data = replaced(saved(with_text(before)), "word/document.xml", "</w:p>", LINK.format(inside))
    (problem,) = Template.open(data, "test.docx").check()
    assert says in problem.message


def test_a_block_tag_may_not_take_a_section_break_with_it() -> None:
    document = with_text("{%p if a %}", "x", "{%p endif %}")
    data = replaced(
        saved(document), "word/document.xml", "<w:p><w:r>", "<w:p><w:pPr><w:sectPr/></w:pPr><w:r>"
    )
    messages = [problem.message for problem in Template.open(data, "test.docx").check()]
    assert any("all else in it would be lost" in message for message in messages)


def test_a_block_may_not_begin_outside_of_a_table_and_end_inside() -> None:
    document = with_table(with_text("{%p if a %}"), ("{%p endif %}",))
    assert any("stand in the same" in problem.message for problem in Template.open(saved(document)).check())
    rows = (("{%tr if a %}", ""), ("{%p endif %}", ""))
    assert any("begin with {%tr" in problem.message for problem in table_template(*rows).check())


def test_braces_of_two_neighboring_paragraphs_are_not_joined_into_a_tag() -> None:
    """docxtpl's cleaning joins `{` at the end of one paragraph with `{` at the start of the next."""
    made = template("{", "{ a", "b }", "} end {{ c }}")
    assert made.check() == []
    assert made.fields() == ("c",)


@pytest.mark.parametrize(
    ("inner", "says"),
    [
        (
            '<w:ins w:id="7" w:author="x" w:date="2026-01-01T00:00:00Z"><w:r><w:t>new</w:t></w:r></w:ins>',
            "tracked changes",
        ),
        ('<w:commentRangeStart w:id="7"/><w:commentRangeEnd w:id="7"/>', "a comment"),
    ],
)
def test_a_template_with_open_review_is_refused(inner: str, says: str) -> None:
    data = replaced(saved(with_text("Fixed")), "word/document.xml", "</w:p>", f"{inner}</w:p>")
    (problem,) = Template.open(data, "test.docx").check()
    assert says in problem.message
    assert (problem.place or "").startswith("body, paragraph 1, near “Fixed")


def test_a_damaged_part_is_a_problem_and_is_not_mended() -> None:
    data = replaced(saved(with_text("Fixed & {{ a }}")), "word/document.xml", "&amp;", "&")
    (problem,) = Template.open(data, "test.docx").check()
    assert "is damaged" in problem.message
    assert problem.place == "body"


def test_a_comment_in_the_xml_cannot_hide_a_tag() -> None:
    data = replaced(saved(with_text("Fixed")), "word/document.xml", "<w:body>", "<w:body><!-- {{ a }} -->")
    made = Template.open(data, "test.docx")
    assert made.check() == []
    assert made.fields() == ()


def test_a_template_is_read_once_and_named_after_its_file(tmp_path: Path) -> None:
    path = tmp_path / "sca.docx"
    path.write_bytes(saved(with_text("{{ a }}")))
    made = Template.open(path)
    path.unlink()
    assert (made.name, made.fields()) == ("sca.docx", ("a",))
    assert made.sha256 == Template.open(made.data).sha256
    with pytest.raises(AttributeError):
        made.name = "other"  # type: ignore[misc]


def test_two_threads_may_be_the_first_to_look_at_a_template() -> None:
    made = template(*[f"{{{{ a{number} }}}}" for number in range(50)])
    found: list[tuple[str, ...]] = []
    threads = [threading.Thread(target=lambda: found.append(made.fields())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(fields) for fields in found] == [50] * 4


def test_an_ordinary_text_file_is_not_a_template() -> None:
    with pytest.raises(TemplateError, match=r"notes\.docx: is not a Word document"):
        Template.open(b"Dear payer", "notes.docx")


def test_a_document_without_tags_asks_for_nothing() -> None:
    made = Template.open(saved(blank()))
    assert (made.fields(), made.check()) == ((), [])
