"""The case sheet and the dry run of a spreadsheet."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sca_toolkit.desk import Desk
from sca_toolkit.desk.case_fits import misfits
from sca_toolkit.desk.case_sheet import CaseSheet, case_sections, sheet_of
from sca_toolkit.desk.case_tables import save_cases, table_template, try_table
from sca_toolkit.desk.cases import case_on_file, find_case, list_cases, readable_cases, save_case
from sca_toolkit.desk.entries import shown, taken
from sca_toolkit.desk.glossary import TERM_OF_FIELD, explained, glossary
from sca_toolkit.desk.payers import list_payers, readable_payers
from sca_toolkit.errors import DataError, UsageProblem
from sca_toolkit.library import Library

CASES = ("CASE-2026-101", "CASE-2026-102", "CASE-2026-103", "CASE-2026-104", "CASE-2026-105")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(Library(tmp_path))


@pytest.mark.parametrize("name", CASES)
def test_every_value_of_a_case_survives_the_way_through_the_form(desk: Desk, name: str) -> None:
    case = find_case(desk, name)
    sheet = sheet_of(case)
    for section in case_sections(desk):
        for spot in section.spots:
            sheet = sheet.with_value(spot.path, taken(spot, shown(spot, sheet.value(spot.path))))
    assert sheet.problems == {}
    assert sheet.case == case


@pytest.mark.parametrize("name", CASES)
def test_a_saved_case_is_read_back_as_it_was(desk: Desk, name: str) -> None:
    case = find_case(desk, name)
    save_case(desk, case)
    assert case_on_file(desk, case.id) == case


def test_problems_stand_under_the_path_of_their_spot() -> None:
    sheet = CaseSheet().with_value("id", "no blanks here").with_value("member.state", "Ohio")
    assert set(sheet.problems) == {"id", "member.state"}
    assert sheet.case is None
    assert "does not have the form" in sheet.problems["id"]


def test_a_wrong_row_says_its_number() -> None:
    rows = [
        {"component": "stay"},
        {"component": "stay", "valid_from": date(2027, 1, 2), "valid_to": date(2027, 1, 1)},
    ]
    sheet = CaseSheet().with_value("id", "A-1").with_value("authorizations", rows)
    assert sheet.problems["authorizations"].startswith("Row 2: Authorization ends on 2027-01-01")


def test_earlier_lines_get_their_number_from_their_place() -> None:
    rows = [{"regimen": "R-CHOP"}, {"regimen": "R-ICE"}]
    sheet = CaseSheet().with_value("id", "A-1").with_value("diagnosis.prior_lines", rows)
    assert sheet.case is not None
    assert [line.line for line in sheet.case.diagnosis.prior_lines] == [1, 2]


def test_an_emptied_spot_leaves_no_trace_and_undo_brings_it_back() -> None:
    sheet = (
        CaseSheet().with_value("id", "A-1").with_value("member.name", "Alex").with_value("member.name", None)
    )
    assert sheet.data == {"id": "A-1"}
    assert sheet.undone().value("member.name") == "Alex"
    assert CaseSheet().undone() == CaseSheet()


def test_names_that_nobody_knows_are_warned_of(desk: Desk) -> None:
    case = find_case(desk, "CASE-2026-101").model_copy(
        update={"product": "Yescart", "bills_through": ("hospitl",)}
    )
    assert [problem.place for problem in misfits(desk, case)] == ["product", "bills_through"]
    assert not any(problem.blocking for problem in misfits(desk, case))
    assert misfits(desk, find_case(desk, "CASE-2026-101")) == ()


def test_a_dry_run_saves_nothing_and_says_what_each_row_would_do(desk: Desk, tmp_path: Path) -> None:
    save_case(desk, find_case(desk, "CASE-2026-101"))
    text = b"Case ID,Infusion date\nCASE-2026-101,2027-01-04\nA-2,2027-01-04\nA-3,2027-13-40\n"
    run = try_table(desk, text, "cases.csv")
    assert [row.outcome for row in run.rows] == ["replaces the case on file", "new", "refused"]
    assert run.rows[2].problems[0].line == 4
    assert [path.name for path in (tmp_path / "cases").iterdir()] == ["CASE-2026-101.yaml"]
    save_cases(desk, run.cases)
    assert len(list((tmp_path / "cases").iterdir())) == 2


def test_a_refused_file_gives_no_case(desk: Desk) -> None:
    run = try_table(desk, b"%PDF-1.7", "cases.xlsx")
    assert run.refused
    assert run.cases == ()


def test_the_template_holds_one_example_that_fits(desk: Desk) -> None:
    run = try_table(desk, table_template(), "cases.xlsx")
    assert [row.problems for row in run.rows] == [()]


def test_without_a_workspace_a_case_cannot_be_saved() -> None:
    with pytest.raises(UsageProblem, match="sca init"):
        save_case(Desk(Library(None)), find_case(Desk(Library(None)), "CASE-2026-101"))


def test_a_wrong_case_file_does_not_hide_the_others(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases/A-1.yaml").write_text("id: A-1\nmembr: x\n")
    (tmp_path / "cases/A-2.yaml").write_text("id: A-2\n")
    found = readable_cases(desk)
    assert [row.id for row in found.rows] == ["A-2"]
    assert "product" in found.rows[0].missing
    with pytest.raises(DataError, match="membr"):
        list_cases(desk)


def test_a_wrong_profile_does_not_hide_the_others(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "payer_profiles").mkdir()
    (tmp_path / "payer_profiles/wrong.yaml").write_text("id: wrong\n")
    good = "id: good\nname: Good\ninvented: yes\nsummary: x\nsources: {}\n"
    (tmp_path / "payer_profiles/good.yaml").write_text(good)
    assert [row.id for row in readable_payers(desk, date(2026, 11, 22)).rows] == ["good"]
    with pytest.raises(DataError, match="wrong"):
        list_payers(desk, date(2026, 11, 22))


def test_every_word_that_explains_a_field_is_in_the_glossary() -> None:
    assert {term for term in TERM_OF_FIELD.values() if term not in glossary()} == set()


def test_a_piece_of_the_payment_is_explained_by_the_nearest_entry_above_it() -> None:
    assert explained("payment.rules.straddle.follows") == ("Straddle", glossary()["Straddle"])
    assert explained("providers[1].npi") == (
        "National Provider Identifier (NPI)",
        glossary()["National Provider Identifier (NPI)"],
    )
    assert explained("document.version") is None
