"""The worksheet: change, refuse, undo; and a kept draft comes back as it was left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from sca_toolkit.clauses import Stance
from sca_toolkit.desk import Desk
from sca_toolkit.desk.arranging import arrangement_text, payment_shape, payment_shapes, read_arrangement
from sca_toolkit.desk.cases import find_case
from sca_toolkit.desk.drafting import Drafting, begin
from sca_toolkit.desk.entries import shown, taken
from sca_toolkit.desk.issuing import terms_file
from sca_toolkit.desk.keeping import draft_file, keep_draft, kept_draft
from sca_toolkit.desk.kinds import Kind
from sca_toolkit.desk.positions import clause_view, clauses_in
from sca_toolkit.desk.previewing import preview_key
from sca_toolkit.desk.provenance import provenance
from sca_toolkit.desk.sections import SECTIONS, gaps_of, section_of, sections_of
from sca_toolkit.desk.spots import all_spots, found_at, spot_at
from sca_toolkit.desk.terms import read_uploaded_terms
from sca_toolkit.desk.worksheet import Worksheet, with_spot
from sca_toolkit.errors import DataError, UsageProblem
from sca_toolkit.library import Library
from sca_toolkit.terms import AgreementTerms, all_fields
from sca_toolkit.values import place_steps

DAY = date(2026, 11, 22)
CASES = ("CASE-2026-101", "CASE-2026-102", "CASE-2026-103", "CASE-2026-104")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(Library(tmp_path_factory.mktemp("workspace")))


def draft(desk: Desk, case: str = "CASE-2026-102") -> Drafting:
    return begin(desk, find_case(desk, case), DAY)


# --- spots -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES)
def test_every_value_survives_the_way_through_its_input(desk: Desk, case: str) -> None:
    drafting = draft(desk, case)
    for spot in all_spots():
        if spot.kind is not Kind.payment:
            value = found_at(drafting.terms, place_steps(spot.path))
            again = with_spot(drafting, spot.path, taken(spot, shown(spot, value)))
            assert found_at(again.terms, place_steps(spot.path)) == value, spot.path


@pytest.mark.parametrize("case", CASES)
def test_every_gap_of_every_paper_has_a_spot_to_fill_it(desk: Desk, case: str) -> None:
    drafting = draft(desk, case)
    for paper in ("sca", "interim_loa", "term_sheet", "rate_summary"):
        for gap in gaps_of(drafting, drafting.paper(paper)):
            assert gap.spot.label
            assert gap.section in SECTIONS


@pytest.mark.parametrize(
    ("path", "put_in", "kind"),
    [
        ("payer.signatory_name", "Jordan Sample", Kind.text),
        ("payer.funding", "self_funded", Kind.choice),
        ("member.plan_year_end", date(2026, 12, 31), Kind.day),
        ("travel.maximum", "10,000", Kind.money),
        ("filing.initial", "180 calendar days", Kind.length),
        ("cost_share.deducted_from_rate", "yes", Kind.yes_no),
        ("claims.attachments", "invoice\n\nrecord", Kind.lines),
        ("reason.codes", ["no_contract"], Kind.choices),
        ("followup.monitoring_days", 14, Kind.number),
        ("providers[0].signatory_name", "Morgan Example", Kind.text),
        ("payment.rules.late_payment.annual_rate", "12%", Kind.share),
        ("payment.order", "standard", Kind.choice),
    ],
)
def test_a_spot_of_each_kind_takes_what_is_put_in(desk: Desk, path: str, put_in: object, kind: Kind) -> None:
    sheet = Worksheet(draft(desk))
    spot = spot_at(sheet.drafting.terms, path, "x")
    assert spot.kind is kind
    after = sheet.typed(path, taken(spot, put_in), spot.label, put_in)
    assert after.refused == {}
    assert found_at(after.drafting.terms, place_steps(path)) not in (None, "", ())


def test_a_path_that_leads_nowhere_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        spot_at(AgreementTerms(), "payer.nonsense")


def test_every_group_of_terms_stands_in_one_section() -> None:
    groups = [group for titles in SECTIONS.values() for group in titles]
    assert sorted(groups) == sorted({field.group for field in all_fields()})
    assert section_of("providers[0].npi") == "Parties"
    assert section_of("payment.base.amount") == "Money"


def test_a_section_holds_each_field_once_gaps_first(desk: Desk) -> None:
    drafting = draft(desk)
    paper = drafting.paper("sca")
    for section in sections_of(drafting, paper, gaps_of(drafting, paper)):
        paths = [spot.path for spot in (*section.gaps, *section.known, *section.optional)]
        assert len(paths) == len(set(paths))
        assert section.title != "Letter"


# --- changing --------------------------------------------------------------------------------------------------


def test_what_does_not_fit_is_kept_beside_its_spot_and_changes_nothing(desk: Desk) -> None:
    sheet = Worksheet(draft(desk))
    after = sheet.typed("filing.initial", "30 days", "time to file", "30 days")
    assert after.drafting is sheet.drafting
    assert after.refused["filing.initial"].put_in == "30 days"
    assert "is not a length of time" in after.refused["filing.initial"].why
    mended = after.typed("filing.initial", "30 calendar days", "time to file")
    assert mended.refused == {}


def test_undo_goes_back_step_by_step_to_the_start(desk: Desk) -> None:
    start = Worksheet(draft(desk))
    sheet = start.typed("payer.signatory_name", "A", "signatory").with_position("SCA-27", Stance.payer)
    sheet = sheet.starting_from(start.drafting, "start over")
    for expected in ("SCA-27: theirs", "signatory", ""):
        sheet = sheet.undone()
        assert sheet.changed == expected
    assert sheet.drafting is start.drafting
    assert sheet.undone() is sheet


def test_filling_a_gap_takes_it_from_the_list_and_from_the_document_key(desk: Desk) -> None:
    sheet = Worksheet(draft(desk))
    after = sheet.typed("payer.signatory_name", "Jordan Sample", "signatory")
    gone = {gap.path for gap in sheet.state("sca").paper.gaps} - {
        gap.path for gap in after.state("sca").paper.gaps
    }
    assert gone == {"payer.signatory_name"}
    assert preview_key(sheet.drafting, "sca") != preview_key(after.drafting, "sca")
    assert preview_key(sheet.drafting, "sca") != preview_key(sheet.drafting, "term_sheet")
    assert not sheet.state("sca").ready


# --- provenance ------------------------------------------------------------------------------------------------


def test_a_profiles_value_has_its_page_and_age_and_grows_stale_after_a_year(desk: Desk) -> None:
    drafting = draft(desk, "CASE-2026-101")
    fresh = provenance(drafting, "payment")
    assert fresh is not None
    assert (fresh.kind, fresh.stale) == ("payer profile", False)
    assert fresh.page
    assert fresh.since is not None
    on_the_day = replace(drafting, as_of=fresh.since + timedelta(days=365))
    after_it = replace(drafting, as_of=fresh.since + timedelta(days=366))
    stale = [
        each.stale for each in (provenance(on_the_day, "payment"), provenance(after_it, "payment")) if each
    ]
    assert stale == [False, True]


def test_a_gap_has_no_origin_and_a_typed_value_says_so(desk: Desk) -> None:
    drafting = draft(desk)
    assert provenance(drafting, "payer.signatory_name") is None
    typed = provenance(drafting.changed({"payer.signatory_name": "A"}), "payer.signatory_name")
    assert typed is not None
    assert typed.kind == "typed in"


# --- positions and payment -------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES)
def test_every_clause_of_an_agreement_shows_each_position_or_says_why_it_does_not_fit(
    desk: Desk, case: str
) -> None:
    drafting = draft(desk, case)
    for clause in clauses_in(drafting.paper("sca"))[::6]:
        view = clause_view(drafting, "sca", clause.id)
        assert view.number == clause.number
        for side in view.sides:
            assert side.paragraphs or side.contradiction
            assert side.note
        (chosen,) = [side for side in view.sides if side.stance is view.chosen]
        assert chosen.paragraphs == clause.paragraphs or chosen.settles


@pytest.mark.parametrize("case", CASES)
def test_an_arrangement_survives_the_way_through_its_text(desk: Desk, case: str) -> None:
    arrangement = draft(desk, case).terms.payment
    assert arrangement is not None
    assert read_arrangement(arrangement_text(arrangement)) == arrangement


def test_every_payment_shape_can_be_chosen_and_written_as_text(desk: Desk) -> None:
    for shape in payment_shapes(desk):
        arrangement = payment_shape(desk, shape.id)
        assert shape.summary
        assert read_arrangement(arrangement_text(arrangement)) == arrangement


def test_text_that_is_no_arrangement_names_the_line() -> None:
    with pytest.raises(DataError, match=r"payment:3 \(base.amount\): '5' is not an amount of money"):
        read_arrangement("base:\n  kind: case_rate\n  amount: 5\n")
    assert arrangement_text(None) == ""


# --- keeping ---------------------------------------------------------------------------------------------------


def test_a_kept_draft_comes_back_with_its_terms_and_origins(desk: Desk) -> None:
    drafting = draft(desk, "CASE-2026-101").changed({"payer.signatory_name": "Åsa “Sample” & Sons"})
    assert kept_draft(drafting) is None
    saved_at = keep_draft(drafting)
    kept = kept_draft(draft(desk, "CASE-2026-101"))
    assert kept is not None
    assert kept.saved_at == saved_at
    assert kept.drafting.terms == drafting.terms
    assert kept.drafting.proposal.origins == drafting.proposal.origins


def test_drafts_of_one_case_with_two_payers_lie_apart_and_name_nobody(desk: Desk) -> None:
    one, other = (draft_file(desk, "A-b", payer) for payer in ("c", "b-c"))
    assert one != other != draft_file(desk, "A", "b-c")
    assert one.parts[-3:] == ("drafts", "A-b", "c.json")


def test_without_a_workspace_a_draft_is_not_kept(desk: Desk) -> None:
    drafting = replace(draft(desk), desk=Desk(Library(None)))
    assert kept_draft(drafting) is None
    with pytest.raises(UsageProblem, match="sca init"):
        keep_draft(drafting)


def test_a_kept_draft_that_cannot_be_read_is_named(desk: Desk) -> None:
    drafting = draft(desk, "CASE-2026-103")
    path = draft_file(desk, drafting.case.id, drafting.profile.id)
    path.parent.mkdir(parents=True)
    path.write_text("{}")
    with pytest.raises(DataError, match="cannot be read as a kept draft"):
        kept_draft(drafting)


@pytest.mark.parametrize("case", CASES)
def test_a_terms_file_is_read_back_as_it_was(desk: Desk, case: str, tmp_path: Path) -> None:
    drafting = draft(desk, case)
    assert read_uploaded_terms(terms_file(drafting), "terms.json") == drafting.terms
