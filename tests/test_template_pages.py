"""The filled templates as pages: what a reader sees once LibreOffice has set them."""

from __future__ import annotations

import re
from functools import cache

import pytest

from sca_toolkit.documents import pdf_text, to_pdf
from tests import sample_context
from tests.sample_rows import PHASES, SECRET
from tests.test_templates import ENTRIES, made

pytestmark = pytest.mark.usefixtures("soffice", "pdftoppm")

EXHIBIT = re.compile(r"^Exhibit ([A-H]) – (.+)$")
SIGNED = ("sca", "interim_loa")


@cache
def pages(template_id: str, kind: str) -> tuple[tuple[str, ...], ...]:
    """The lines of each page that are not blank, outer spaces removed."""
    text = pdf_text(to_pdf(made(ENTRIES[template_id], kind)))
    return tuple(tuple(line.strip() for line in page.splitlines() if line.strip()) for page in text)


def bodies(template_id: str, kind: str) -> list[tuple[str, ...]]:
    """The lines of each page between header and footer."""
    return [page[1:-1] for page in pages(template_id, kind)]


def squeezed(text: str) -> str:
    return "".join(text.split())


every_page_set = pytest.mark.parametrize(
    ("template_id", "kind"),
    [(name, kind) for name in ENTRIES for kind in (("full", "sparse") if name in SIGNED else ("full",))],
)


@every_page_set
def test_each_page_has_title_status_and_its_number(template_id: str, kind: str) -> None:
    found = pages(template_id, kind)
    for number, page in enumerate(found, start=1):
        assert ENTRIES[template_id].title in page[0]
        assert "SCA-2026-014 · Version 3" in page[0]
        assert page[0].endswith("DRAFT")
        assert page[-1].endswith(f"Page {number} of {len(found)}")
        assert "Invented example" in page[-1]


@every_page_set
def test_exhibits_begin_pages_in_order_and_nothing_else_stands_above(template_id: str, kind: str) -> None:
    starts = [EXHIBIT.match(page[0]) for page in bodies(template_id, kind)]
    letters = [match.group(1) for match in starts if match]
    entry = ENTRIES[template_id]
    wanted = list(entry.letters.values()) if template_id in SIGNED or kind == "full" else []
    assert letters == wanted
    assert [match.group(2) for match in starts if match] == [exhibit.title for exhibit in entry.exhibits][
        : len(letters)
    ]


@every_page_set
def test_no_page_ends_with_a_heading_or_a_caption(template_id: str, kind: str) -> None:
    entry = ENTRIES[template_id]
    captions = (
        "Payer",
        "Provider",
        "Covered Services",
        "Excluded Services",
        "Toxicity Drugs",
        "Clinical Criteria",
    )
    titles = (article.title for article in entry.articles)
    headings = {squeezed(title) for title in (*sample_context.HEADINGS, *captions, *PHASES, *titles)}
    for number, page in enumerate(bodies(template_id, kind), start=1):
        last = re.sub(r"^\d+\.\d*", "", squeezed(page[-1]))
        assert last not in headings, f"page {number} ends with {page[-1]}"


@pytest.mark.parametrize("template_id", SIGNED)
def test_word_numbers_the_clauses_as_the_references_say(template_id: str) -> None:
    """The number in each heading and in each `Section 2.3` is LibreOffice's own count."""
    entry = ENTRIES[template_id]
    lines = [squeezed(line) for page in bodies(template_id, "full") for line in page]
    for position, (clause, number) in enumerate(entry.clause_numbers(entry.clauses).items()):
        heading = squeezed(sample_context.heading(position))
        shown = f"{number}{heading}" if "." in number else f"{number}.{heading}"
        assert shown in lines, clause
    referred = set(re.findall(r"Section(\d[\d.]*\d|\d)(?=applies)", "".join(lines)))
    assert referred
    assert referred <= set(entry.clause_numbers(entry.clauses).values())


@pytest.mark.parametrize("template_id", SIGNED)
def test_paragraphs_are_lettered_anew_in_each_clause_and_a_lone_one_is_not(template_id: str) -> None:
    lines = [line for page in bodies(template_id, "full") for line in page]
    clauses = len(ENTRIES[template_id].clauses)
    counts = [1 + number % 4 for number in range(clauses)]
    assert sum(bool(re.match(r"\(a\)\s", line)) for line in lines) == sum(count > 1 for count in counts)
    assert sum(bool(re.match(r"\(d\)\s", line)) for line in lines) == sum(count > 3 for count in counts)


@pytest.mark.parametrize("template_id", SIGNED)
def test_no_signature_block_is_split(template_id: str) -> None:
    signed = [page for page in pages(template_id, "full") if any(line.startswith("By:") for line in page)]
    blocks = sum(line.count("By:") for page in signed for line in page)
    assert blocks == len(sample_context.full(ENTRIES[template_id])["signatures"])
    for page in signed:
        for label in ("Name:", "Title:", "Date:"):
            assert sum(line.count(label) for line in page) == sum(line.count("By:") for line in page)


@pytest.mark.parametrize(("template_id", "allowed"), [("sca", "BG"), ("interim_loa", "AB")])
def test_protected_health_information_stands_only_in_its_exhibits(template_id: str, allowed: str) -> None:
    exhibit, seen = "", set()
    for page in bodies(template_id, "full"):
        start = EXHIBIT.match(page[0])
        exhibit = start.group(1) if start else exhibit
        text = squeezed("".join(page))
        if any(squeezed(secret) in text for secret in SECRET) or "EX-AUTH-" in text:
            seen.add(exhibit)
    assert seen == set(allowed)


def test_gaps_are_marked_in_yellow_and_named() -> None:
    text = squeezed("".join(line for page in bodies("sca", "sparse") for line in page))
    assert "[MISSING:effectivedate]" in text
    assert "[MISSING:billingentities]" in text


def test_term_sheet_fits_on_two_pages_and_rate_summary_on_one() -> None:
    assert len(pages("term_sheet", "full")) == 2
    assert EXHIBIT.match(bodies("rate_summary", "full")[1][0])


def test_agreement_starts_on_its_own_page_after_the_note() -> None:
    first, second, third = bodies("sca", "full")[:3]
    assert first[0] == "Cover Note"
    assert second[0] == "Single-Case Agreement"
    assert third[0] == "Parties"
