"""The glossary is read by people and by the app: one heading, one short paragraph, in the order of the alphabet."""

import re
from pathlib import Path

import pytest

GLOSSARY = Path(__file__).parents[1] / "docs" / "glossary.md"
LONGEST_SENTENCE = 30
"""Words; the house rule for plain sentences."""


def entries() -> dict[str, list[str]]:
    """Paragraphs by term."""
    text = GLOSSARY.read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        term, _, body = part.partition("\n")
        assert term not in found, f"{term} stands twice"
        found[term] = [paragraph for paragraph in body.strip().split("\n\n") if paragraph]
    return found


def sentences(paragraph: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+(?=[A-Z\"])", paragraph)


def _letters(term: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", term.casefold())


def test_the_terms_stand_in_the_order_of_the_alphabet() -> None:
    terms = list(entries())
    assert terms == sorted(terms, key=_letters)


@pytest.mark.parametrize("term", sorted(entries()))
def test_an_entry_is_one_paragraph_of_two_to_four_short_sentences(term: str) -> None:
    paragraph, *rest = entries()[term]
    assert "\n" not in paragraph
    assert 2 <= len(sentences(paragraph)) <= 4, sentences(paragraph)
    for sentence in sentences(paragraph):
        assert len(sentence.split()) <= LONGEST_SENTENCE, sentence
    assert len(rest) <= 1
    assert all(line.startswith("Source: ") for line in rest)


@pytest.mark.parametrize("term", sorted(entries()))
def test_a_dated_fact_in_an_entry_has_a_source(term: str) -> None:
    paragraph, *rest = entries()[term]
    if re.search(r"\b(19|20)\d\d\b", paragraph):
        assert rest, f"{term} states a year without a source"


def test_the_words_of_the_field_are_all_there() -> None:
    wanted = """
        payer | member | prior authorization | single-case agreement | letter of agreement |
        case rate | per diem | carve-out | stop-loss, first dollar | stop-loss, second dollar |
        lesser-of | day 0 | inclusion window | straddle | conversion (roll-in) | apheresis |
        bridging | lymphodepletion | crs | icans | rems | ntap | asp | wac | 340b | tin | npi |
        cob | hold harmless | recoupment | offset | timely filing | clean claim | prompt pay |
        erisa | self-funded | aso | tpa | stop-loss carrier | mco | center of excellence | fact |
        provisional accreditation | benefit check | gap exception | peer-to-peer
    """
    terms = [term.casefold() for term in entries()]
    for word in (word.strip() for word in wanted.split("|")):
        assert any(re.search(rf"(^|[ (]){re.escape(word)}($|[ ),])", term) for term in terms), word


def test_the_letter_of_agreement_trap_is_explained() -> None:
    paragraph = entries()["Letter of agreement (LOA)"][0]
    assert "two papers" in paragraph
    assert "interim" in paragraph


def test_the_glossary_is_in_us_english() -> None:
    text = GLOSSARY.read_text(encoding="utf-8").casefold()
    for british in (
        "centre",
        "programme",
        "authoris",
        "tumour",
        "leukaemia",
        "enrolment",
        "favour",
        "licence",
    ):
        assert british not in text, british
