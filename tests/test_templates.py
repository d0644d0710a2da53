"""The Word templates: what they ask for, what they are made of, and that they fill without a flaw."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

import pytest
from lxml import etree

from sca_toolkit.clauses import Clause, TemplateEntry, TemplateIndex
from sca_toolkit.documents import Properties, Template, properties_of, render, text_of
from sca_toolkit.documents.parts import MAIN_PART, W, parse, read_members
from sca_toolkit.library import load
from sca_toolkit.papers.names import LISTS, SINGLE, TABLES
from sca_toolkit.terms import all_fields
from tests import sample_context
from tests.conftest import ROOT
from tests.documents.validators import assert_valid_docx
from tests.sample_context import Context

TEMPLATES = ROOT / "templates"
INDEX = load(TemplateIndex, TEMPLATES / "index.yaml")
ENTRIES = {entry.id: entry for entry in INDEX.templates}
CONTEXTS = {"full": sample_context.full, "short": sample_context.short, "sparse": sample_context.sparse}
MAY_BE_EMPTY = {"TableEnd", "TitleLead"}

every_template = pytest.mark.parametrize("entry", INDEX.templates, ids=list(ENTRIES))
every_context = pytest.mark.parametrize("kind", CONTEXTS)


def template_of(entry: TemplateEntry) -> Template:
    return Template.open(TEMPLATES / entry.file)


def made(entry: TemplateEntry, kind: str, changes: Context | None = None) -> bytes:
    """The document of a template filled with a sample context."""
    return _filled(entry, CONTEXTS[kind](entry) | changes) if changes else _made_once(entry.id, kind)


@cache
def _made_once(template_id: str, kind: str) -> bytes:
    entry = ENTRIES[template_id]
    return _filled(entry, CONTEXTS[kind](entry))


def _filled(entry: TemplateEntry, context: Context) -> bytes:
    properties = Properties(
        title=entry.title,
        made_on=date(2026, 11, 22),
        template_id=entry.id,
        template_version=entry.version,
        terms_hash="0" * 64,
    )
    return render(template_of(entry), context, properties=properties, draft=context["doc"]["draft"])


def body_of(data: bytes) -> etree._Element:
    return parse(read_members(data)[MAIN_PART])[0]


def text_in(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t"))


def style_of(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(f"{W}val", "")


# --- the list --------------------------------------------------------------------------------------------------


def test_every_word_file_in_the_folder_is_listed_once() -> None:
    assert sorted(entry.file for entry in INDEX.every) == sorted(
        path.name for path in TEMPLATES.glob("*.docx")
    )


def test_agreement_and_letter_print_every_clause_of_the_library_once() -> None:
    library = {path.stem for path in (TEMPLATES / "clauses").glob("*.yaml")}
    listed = [clause for entry in INDEX.templates for clause in entry.clauses]
    assert sorted(listed) == sorted(library)
    assert len(ENTRIES["sca"].clauses) == 44
    assert len(ENTRIES["interim_loa"].clauses) == 17


@pytest.mark.parametrize("template_id", ["sca", "interim_loa"])
def test_wording_names_only_exhibits_of_its_own_document(template_id: str) -> None:
    entry = ENTRIES[template_id]
    wordings = [
        (clause, paragraph.text)
        for clause in entry.clauses
        for position in load(Clause, TEMPLATES / "clauses" / f"{clause}.yaml").positions.values()
        for paragraph in position.wording
    ]
    named = {(clause, key) for clause, text in wordings for key in re.findall(r"\{exhibit:(\w+)\}", text)}
    assert [pair for pair in sorted(named) if pair[1] not in entry.letters] == []


# --- what they ask for -----------------------------------------------------------------------------------------


def known_names(entry: TemplateEntry) -> Iterator[str]:
    yield from SINGLE
    yield from (f"t.{field.path}" for field in all_fields() if "." in field.path)
    yield from (f"exhibits.{key}.{part}" for key in entry.letters for part in ("letter", "title"))
    for table, (_, columns) in TABLES.items():
        yield from (table, *(f"{table}[].{column}" for column in columns))
    yield from (name for key in LISTS for name in (key, f"{key}[]"))
    yield from ("articles[].clauses[].heading", "articles[].clauses[].paragraphs[]")


@every_template
def test_template_has_no_fault(entry: TemplateEntry) -> None:
    assert template_of(entry).check() == []


@every_template
def test_template_asks_only_for_names_that_every_paper_has(entry: TemplateEntry) -> None:
    assert sorted(set(template_of(entry).fields()) - set(known_names(entry))) == []


@every_template
def test_single_fields_are_ones_that_a_final_cannot_lack(entry: TemplateEntry) -> None:
    """An optional field that is left open would print a gap and block a final that is otherwise complete."""
    optional = {f"t.{field.path}" for field in all_fields() if not field.required}
    assert sorted(set(template_of(entry).fields()) & optional) == []


@every_template
def test_sample_context_knows_every_name(entry: TemplateEntry) -> None:
    """A name that the templates may use and the samples lack would go untested."""
    top = {name.split(".")[0] for name in (*SINGLE, *TABLES, *LISTS)}
    assert sorted(top - set(sample_context.full(entry))) == []


# --- what comes out --------------------------------------------------------------------------------------------


@every_context
@every_template
def test_filled_documents_pass_both_validators(entry: TemplateEntry, kind: str) -> None:
    assert_valid_docx(made(entry, kind))


@every_context
@every_template
def test_no_blank_paragraph_and_no_blank_row_is_left(entry: TemplateEntry, kind: str) -> None:
    body = body_of(made(entry, kind))
    blank = [
        style_of(paragraph)
        for paragraph in body.iter(f"{W}p")
        if not text_in(paragraph) and style_of(paragraph) not in MAY_BE_EMPTY
    ]
    assert blank == []
    assert [row for row in body.iter(f"{W}tr") if not text_in(row)] == []


@every_context
@every_template
def test_no_heading_stands_over_nothing(entry: TemplateEntry, kind: str) -> None:
    """Under a heading comes text, a table, or a heading of a lower rank."""
    ranks = {"ExhibitHeading": 1, "PartHeading": 1, "Heading1": 1, "Heading2": 2, "Caption": 3}
    for paragraph in body_of(made(entry, kind)).iter(f"{W}p"):
        rank = ranks.get(style_of(paragraph))
        if rank:
            following = paragraph.getnext()
            assert following is not None, text_in(paragraph)
            assert ranks.get(style_of(following), 9) > rank, text_in(paragraph)


@every_template
def test_tables_repeat_their_header_and_keep_rows_and_widths(entry: TemplateEntry) -> None:
    data = made(entry, "full")
    width = 12960 if entry.id == "term_sheet" else 9360
    for table in body_of(data).iter(f"{W}tbl"):
        style = table.find(f"{W}tblPr/{W}tblStyle")
        rows = table.findall(f"{W}tr")
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        assert sum(int(column.get(f"{W}w", "0")) for column in table.iter(f"{W}gridCol")) == width
        if style is not None and style.get(f"{W}val") == "AgreementTable":
            assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
            assert len(rows) > 1


@every_template
def test_language_title_and_paper_are_american(entry: TemplateEntry) -> None:
    data = made(entry, "short")
    members = read_members(data)
    assert 'w:lang w:val="en-US"' in members["word/styles.xml"].decode()
    assert properties_of(data)["title"] == entry.title
    sizes = {(size.get(f"{W}w"), size.get(f"{W}h")) for size in body_of(data).iter(f"{W}pgSz")}
    assert sizes == ({("15840", "12240")} if entry.id == "term_sheet" else {("12240", "15840")})


@every_template
def test_a_final_says_nothing_of_drafts_and_misses_nothing(entry: TemplateEntry) -> None:
    text = text_of(made(entry, "short"))
    for word in ("DRAFT", "Draft", "MISSING", "Cover Note", "Counsel reviews"):
        assert word not in text
    assert "FINAL" in text


@pytest.mark.parametrize("template_id", ["sca", "interim_loa"])
def test_a_draft_starts_with_a_note_of_all_gaps_that_is_not_part_of_it(template_id: str) -> None:
    entry = ENTRIES[template_id]
    context = sample_context.sparse(entry)
    name = "letter" if template_id == "interim_loa" else "agreement"
    note, _, paper = text_of(made(entry, "sparse")).partition(f"Counsel reviews the {name}")
    assert "This note is not part of the" in note
    for gap in context["cover"]["gaps"]:
        assert gap["label"] in note
    assert "[MISSING: effective date]" in paper or "[MISSING: decision deadline]" in paper


def test_empty_lists_are_named_as_gaps_in_a_draft_and_as_none_in_a_final() -> None:
    entry = ENTRIES["sca"]
    assert "[MISSING: codes by phase]" in text_of(made(entry, "sparse"))
    assert "None." in text_of(made(entry, "short", {"codes": []}))


def test_one_hospital_is_not_addressed_as_several() -> None:
    several, one = (text_of(made(ENTRIES["sca"], kind)) for kind in ("full", "short"))
    assert "(together the Provider, and each a Provider entity)" in several
    assert "(the Provider, also a Provider entity)" in one
    assert "together the Provider" not in one


def test_ampersands_and_markup_in_names_survive() -> None:
    entry = ENTRIES["sca"]
    name = 'Smith & Sons <LLC> "Oncology" {{ x }}'
    text = text_of(made(entry, "short", {"provider_names": name}))
    assert text.count(name) == 2


def test_odd_numbers_of_signatures_leave_no_half_block() -> None:
    entry = ENTRIES["sca"]
    three = sample_context.full(entry)["signatures"][:3]
    text = text_of(made(entry, "full", {"signatures": three}))
    assert text.count("By:") == 3


def test_letter_states_in_its_first_paragraph_what_it_is_not() -> None:
    paragraphs = [text_in(each) for each in body_of(made(ENTRIES["interim_loa"], "short")).iter(f"{W}p")]
    first = paragraphs[paragraphs.index("Dear Colleagues:") + 1]
    assert "is an interim letter of agreement" in first
    assert "It is not a single-case agreement, and it fixes no final rate." in first


def test_term_sheet_says_at_the_top_that_it_binds_nobody() -> None:
    paragraphs = [text_in(each) for each in body_of(made(ENTRIES["term_sheet"], "short")).iter(f"{W}p")]
    assert paragraphs[2].startswith("Non-binding.")


@every_template
def test_the_index_names_every_field_that_the_word_file_prints_itself(entry: TemplateEntry) -> None:
    """A field left out of the index would show as a gap in a draft and be missing from its list."""
    fields = Template.open(TEMPLATES / entry.file).fields()
    assert set(entry.fields) == {name.removeprefix("t.") for name in fields if name.startswith("t.")}
