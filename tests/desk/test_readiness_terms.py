"""The criteria table of a letter comes from the payer's criteria and the evidence; what a person typed is kept."""

from __future__ import annotations

from datetime import date

from sca_toolkit.case import Evidence
from sca_toolkit.desk import Desk
from sca_toolkit.desk.drafting import begin
from sca_toolkit.library import Library

DAY = date(2026, 11, 22)
DESK = Desk(Library())


def test_the_table_of_a_first_draft_is_filled_with_criterion_evidence_and_standing() -> None:
    case = DESK.library.case("CASE-2026-101").model_copy(update={"criteria": ()})
    rows = {row.criterion: row for row in begin(DESK, case, DAY).terms.clinical.criteria}
    ecog = rows["ECOG is 0 to 2, no older than 30 days at the request"]
    assert ecog.met is True
    assert ecog.evidence == "ECOG 1, November 18, 2026 (clinic note of November 18, 2026)"
    assert ecog.as_of == date(2026, 11, 18)
    assert ecog.valid_for == "30 days before the request"
    assert ecog.source == "Axicabtagene ciloleucel (invented policy), EN-0412, January 1, 2026"
    count = rows[
        "The absolute lymphocyte count is at least 100 per microliter within 14 days before collection"
    ]
    assert count.met is None
    assert not [name for name in rows if "Dental" in name]


def test_rows_that_a_person_typed_are_kept() -> None:
    case = DESK.library.case("CASE-2026-101")
    names = [row.criterion for row in begin(DESK, case, DAY).terms.clinical.criteria]
    assert "Left ventricular ejection fraction" in names


def test_a_case_without_evidence_keeps_the_rows_of_the_profile() -> None:
    case = DESK.library.case("CASE-2026-101").model_copy(update={"criteria": (), "evidence": Evidence()})
    names = [row.criterion for row in begin(DESK, case, DAY).terms.clinical.criteria]
    assert "Performance status" in names
