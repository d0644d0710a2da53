"""Papers as they leave the desk: drafts with gaps, finals without, nothing half-made. Examples are invented."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sca_toolkit.desk import Desk
from sca_toolkit.desk.cases import DEMO_CASES
from sca_toolkit.desk.drafting import Drafting, begin
from sca_toolkit.desk.issuing import issue, papers_to_draft, terms_hash, write, write_terms
from sca_toolkit.desk.terms import read_terms
from sca_toolkit.documents import properties_of, text_of
from sca_toolkit.errors import DataError, UsageProblem
from sca_toolkit.library import Library
from tests.documents.validators import assert_valid_docx

TODAY = date(2026, 11, 22)
COMPLETE, REAL = DEMO_CASES


@pytest.fixture(scope="module")
def desk() -> Desk:
    """A desk on what the package carries."""
    return Desk(Library())


@pytest.fixture(scope="module")
def complete(desk: Desk) -> Drafting:
    """The example that can become a final."""
    return begin(desk, desk.library.case(COMPLETE), TODAY)


@pytest.fixture(scope="module")
def real(desk: Desk) -> Drafting:
    """The example with a real payer's public facts."""
    return begin(desk, desk.library.case(REAL), TODAY)


@pytest.mark.parametrize("paper", ["sca", "interim_loa", "term_sheet", "rate_summary"])
def test_a_complete_case_becomes_a_valid_final(complete: Drafting, paper: str) -> None:
    issued = issue(complete, paper, final=True)
    assert_valid_docx(issued.word)
    text = text_of(issued.word)
    assert "[MISSING" not in text
    assert "DRAFT" not in text


@pytest.mark.parametrize("paper", ["sca", "interim_loa", "term_sheet", "rate_summary"])
def test_a_draft_with_gaps_is_a_valid_document_that_shows_each_gap(real: Drafting, paper: str) -> None:
    issued = issue(real, paper)
    assert_valid_docx(issued.word)
    text = text_of(issued.word)
    for gap in issued.paper.gaps:
        assert f"[MISSING: {gap.label}]" in text or gap.label.casefold() in text.casefold(), gap


def test_a_final_is_refused_with_every_reason_named(real: Drafting) -> None:
    paper = real.paper("sca")
    with pytest.raises(DataError) as caught:
        issue(real, "sca", final=True)
    named = {problem.place for problem in caught.value.problems}
    assert {gap.path for gap in paper.gaps} <= named
    assert "payer.signatory_name" in named
    assert all(problem.file == "Single-Case Agreement" for problem in caught.value.problems)


def test_the_same_input_gives_the_same_bytes(complete: Drafting, desk: Desk) -> None:
    again = begin(desk, desk.library.case(COMPLETE), TODAY)
    assert issue(complete, "term_sheet").word == issue(again, "term_sheet").word


def test_a_file_says_what_it_was_made_from(complete: Drafting) -> None:
    issued = issue(complete, "term_sheet")
    said = properties_of(issued.word)
    assert said["terms_hash"] == issued.terms_hash == terms_hash(complete.terms)
    assert said["template_id"] == "term_sheet"
    assert said["status"] == "draft"
    changed = complete.changed({"filing.initial": "99 calendar days"})
    assert terms_hash(changed.terms) != issued.terms_hash


def test_no_name_of_a_person_enters_a_file_name_or_the_properties(complete: Drafting) -> None:
    issued = issue(complete, "sca")
    name = complete.terms.member.name or ""
    for word in {*name.split()} - {"(invented)", "Example"}:
        assert word.casefold() not in issued.name.casefold()
        assert all(word not in value for value in properties_of(issued.word).values())


def test_member_data_stands_only_in_the_member_and_clinical_exhibits(complete: Drafting) -> None:
    paper = complete.paper("sca")
    body = " ".join(
        text for article in paper.articles for each in article.clauses for text in each.paragraphs
    )
    member = complete.terms.member
    assert member.name
    assert member.id
    assert member.name not in body
    assert member.id not in body


def test_a_typed_value_reaches_the_document_and_its_gap_disappears(real: Drafting) -> None:
    before = {gap.path for gap in real.paper("sca").gaps}
    after = real.changed({"payer.legal_name": "Smith & Sons <LLC>"})
    assert before - {gap.path for gap in after.paper("sca").gaps} == {"payer.legal_name"}
    assert "Smith & Sons <LLC>" in text_of(issue(after, "sca").word)


def test_another_position_changes_the_wording_of_that_clause_only(complete: Drafting) -> None:
    from sca_toolkit.clauses import Stance

    other = complete.with_position("SCA-33", Stance.payer)
    first, second = (
        {each.id: each.paragraphs for article in drafting.paper("sca").articles for each in article.clauses}
        for drafting in (complete, other)
    )
    assert [name for name in first if first[name] != second[name]] == ["SCA-33"]


def test_a_position_without_wording_is_refused(complete: Drafting) -> None:
    from sca_toolkit.clauses import Stance

    with pytest.raises(UsageProblem, match="no payer wording"):
        complete.with_position("SCA-06", Stance.payer)


def test_the_next_agreement_can_start_from_the_last(complete: Drafting, desk: Desk, tmp_path: Path) -> None:
    typed = complete.changed({"filing.initial": "99 calendar days"})
    last = read_terms(desk, write_terms(typed, tmp_path))
    assert last == typed.terms
    following = begin(desk, desk.library.case(REAL), TODAY, payer=complete.profile.id, last=last)
    assert str(following.terms.filing.initial) == "99 calendar days"
    assert following.terms.member.name != complete.terms.member.name


def test_medicare_fee_for_service_gets_no_paper(desk: Desk) -> None:
    drafting = begin(desk, desk.library.case(COMPLETE), TODAY, payer="medicare-ffs")
    if drafting.advice.document is None:
        assert papers_to_draft(drafting, []) == []


def test_an_unknown_payer_is_answered_with_near_names(desk: Desk) -> None:
    with pytest.raises(UsageProblem, match="Did you mean aetna"):
        begin(desk, desk.library.case(COMPLETE), TODAY, payer="aetan")


def test_word_and_pdf_are_written_whole(complete: Drafting, tmp_path: Path, soffice: Path) -> None:
    written = write(issue(complete, "rate_summary"), tmp_path)
    assert written.word.read_bytes().startswith(b"PK")
    assert written.pdf
    assert written.pdf.read_bytes().startswith(b"%PDF-")
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".docx", ".pdf"]


def test_without_libreoffice_the_word_file_is_there_and_the_reason_is_said(
    complete: Drafting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("SCA_SOFFICE", raising=False)
    written = write(issue(complete, "rate_summary"), tmp_path / "out")
    assert written.word.exists()
    assert written.pdf is None
    assert "LibreOffice is not installed" in written.pdf_note
