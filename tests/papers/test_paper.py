"""From clauses and terms to numbered wording with every gap in its place. All data is invented."""

from __future__ import annotations

from typing import Any

from sca_toolkit.clauses import Clause, Stance, TemplateEntry
from sca_toolkit.papers import assemble
from sca_toolkit.payer import KnownPosition
from sca_toolkit.terms import AgreementTerms, with_values
from sca_toolkit.values.marks import gaps_in, plain


def clause(clause_id: str, *wording: Any, **more: Any) -> Clause:
    """A clause with one position."""
    position = {"provider": {"wording": list(wording), "note": "n"}}
    return Clause.model_validate(
        {
            "id": clause_id,
            "title": f"Title {clause_id}",
            "purpose": "p",
            "without_it": "w",
            "positions": position,
        }
        | more
    )


def outline(*articles: tuple[str, list[str]], exhibits: tuple[str, ...] = ()) -> TemplateEntry:
    """A paper with the given articles."""
    return TemplateEntry.model_validate(
        {
            "id": "paper",
            "file": "paper.docx",
            "title": "Paper",
            "document_type": "SCA",
            "version": "2026.11",
            "purpose": "p",
            "articles": [{"title": title, "clauses": ids} for title, ids in articles],
            "exhibits": [{"key": key, "title": key} for key in exhibits],
        }
    )


def library(*clauses: Clause) -> dict[str, Clause]:
    """Clauses by id."""
    return {each.id: each for each in clauses}


def test_a_clause_that_does_not_apply_is_left_out_and_the_numbers_close_up() -> None:
    clauses = library(
        clause("SCA-41", "First."),
        clause("SCA-43", "Carrier.", applies_when={"funding": ["self_funded"]}),
        clause("SCA-42", "See Section {ref:SCA-41}."),
    )
    entry = outline(("One", ["SCA-41", "SCA-43", "SCA-42"]))
    insured = with_values(AgreementTerms(), {"payer.funding": "fully_insured"})
    numbers = {each.id: each.number for each in assemble(entry, insured, clauses).articles[0].clauses}
    assert numbers == {"SCA-41": "1.1", "SCA-42": "1.2"}
    unknown = assemble(entry, AgreementTerms(), clauses)
    assert [each.id for each in unknown.articles[0].clauses] == ["SCA-41", "SCA-43", "SCA-42"]


def test_an_article_without_clauses_disappears() -> None:
    clauses = library(
        clause("SCA-43", "Carrier.", applies_when={"funding": ["self_funded"]}), clause("SCA-41", "Privacy.")
    )
    insured = with_values(AgreementTerms(), {"payer.funding": "fully_insured"})
    paper = assemble(outline(("Money", ["SCA-43"]), ("Data", ["SCA-41"])), insured, clauses)
    assert [(article.title, article.clauses[0].number) for article in paper.articles] == [("Data", "1.1")]


def test_cross_references_and_exhibits_print_their_number_and_letter() -> None:
    clauses = library(
        clause("SCA-41", "See Section {ref:SCA-42} and {exhibit:rates}."), clause("SCA-42", "x")
    )
    paper = assemble(
        outline(("A", ["SCA-41"]), ("B", ["SCA-42"]), exhibits=("member", "rates")), AgreementTerms(), clauses
    )
    assert plain(paper.articles[0].clauses[0].paragraphs[0]) == "See Section 2.1 and Exhibit B."


def test_a_missing_value_is_a_gap_in_place_and_in_the_list() -> None:
    clauses = library(clause("SCA-31", "Within {filing.initial}."))
    paper = assemble(outline(("A", ["SCA-31"])), AgreementTerms(), clauses)
    assert gaps_in(paper.articles[0].clauses[0].paragraphs[0]) == ("time to file",)
    listed = {gap.path: gap for gap in paper.gaps}
    assert listed["filing.initial"].clause == "SCA-31"
    assert listed["filing.initial"].section == "1.1"


def test_a_required_field_is_a_gap_even_where_no_wording_prints_it() -> None:
    paper = assemble(
        outline(("A", ["SCA-33"])), AgreementTerms(), library(clause("SCA-33", "Nothing printed."))
    )
    assert {"audit.lookback", "audit.notice", "audit.offset_allowed"} <= {gap.path for gap in paper.gaps}


def test_an_optional_field_is_needed_only_where_its_paragraph_is_printed() -> None:
    conditional = {"text": "Up to {travel.maximum}.", "when": {"field": "travel.covered", "is": "yes"}}
    clauses, entry = library(clause("SCA-29", "Travel.", conditional)), outline(("A", ["SCA-29"]))
    off = assemble(entry, with_values(AgreementTerms(), {"travel.covered": "no"}), clauses)
    on = assemble(entry, with_values(AgreementTerms(), {"travel.covered": "yes"}), clauses)
    assert [len(paper.articles[0].clauses[0].paragraphs) for paper in (off, on)] == [1, 2]
    assert "travel.maximum" not in {gap.path for gap in off.gaps}
    assert "travel.maximum" in {gap.path for gap in on.gaps}


def test_an_open_field_equals_nothing() -> None:
    conditional = {"text": "Not covered.", "when": {"field": "travel.covered", "is": "no"}}
    paper = assemble(
        outline(("A", ["SCA-29"])), AgreementTerms(), library(clause("SCA-29", "Travel.", conditional))
    )
    assert len(paper.articles[0].clauses[0].paragraphs) == 1


def test_the_payers_own_words_are_taken_to_the_letter() -> None:
    words = "Braces {like.this} and **stars** stay as the payer wrote them."
    own = KnownPosition(position=Stance.payer, wording=(words,))
    terms = AgreementTerms(positions={"SCA-41": own})
    paper = assemble(outline(("A", ["SCA-41"])), terms, library(clause("SCA-41", "Ours.")))
    assert plain(paper.articles[0].clauses[0].paragraphs[0]).replace("**", "") == words.replace("**", "")


def test_parts_missing_from_a_billing_entity_are_gaps_by_name() -> None:
    entity = {"legal_name": "Example Hospital", "role": "infusing_hospital"}
    terms = with_values(AgreementTerms(), {"providers": (entity,)})
    paper = assemble(outline(("A", ["SCA-03"])), terms, library(clause("SCA-03", "x")))
    labels = {gap.label for gap in paper.gaps}
    assert {
        "tax ID of Example Hospital",
        "NPI of Example Hospital",
        "signatory of Example Hospital",
    } <= labels


def test_the_sentences_of_a_stop_loss_stand_in_its_own_clause() -> None:
    arrangement = {
        "base": {
            "kind": "second_dollar_stop_loss",
            "threshold_basis": "charges",
            "threshold": "$500,000",
            "percent_above": "45%",
            "of": {"kind": "case_rate", "amount": "$150,000", "product_included": "yes"},
        }
    }
    terms = with_values(AgreementTerms(), {"payment": arrangement})
    clauses = library(clause("SCA-20", "{payment.base}"), clause("SCA-23", "{payment.stop_loss}"))
    rate, stop_loss = assemble(outline(("A", ["SCA-20", "SCA-23"])), terms, clauses).articles[0].clauses
    assert "$150,000" in " ".join(rate.paragraphs)
    assert "$500,000" not in " ".join(rate.paragraphs)
    assert "$500,000" in " ".join(stop_loss.paragraphs)


def test_a_name_that_ends_in_a_full_stop_does_not_bring_a_second_one() -> None:
    terms = with_values(AgreementTerms(), {"setting.admitting_hospital": "Example Hospital, Inc."})
    clauses = library(clause("SCA-14", "The admitting hospital is {setting.admitting_hospital}."))
    paper = assemble(outline(("A", ["SCA-14"])), terms, clauses)
    assert paper.articles[0].clauses[0].paragraphs[0].endswith("Example Hospital, Inc.")
    assert ".." not in paper.articles[0].clauses[0].paragraphs[0]
