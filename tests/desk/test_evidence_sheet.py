"""Facts of a spreadsheet reach the cases of the record once, and not at all while one row is wrong."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from sca_toolkit.desk import Desk
from sca_toolkit.desk.evidence_sheet import import_evidence
from sca_toolkit.desk.recording import open_case
from sca_toolkit.errors import DataError, UsageProblem
from sca_toolkit.library import Library
from sca_toolkit.store import stored_case

NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)
HEAD = "Case ID,What,Name,Value,Unit,Result,Date,Source\n"
KNOWN = "CASE-2026-101,performance,ECOG,1,,,2026-11-18,\n"
FRESH = "CASE-2026-101,test,ALC,0.5,10^9/L,,2026-11-20,laboratory report\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(Library(), str(tmp_path / "record.sqlite"), "nurse")
    open_case(desk, desk.library.case("CASE-2026-101"), NOW)
    return desk


def test_new_facts_are_added_and_known_ones_are_not_doubled(desk: Desk) -> None:
    done = import_evidence(desk, (HEAD + KNOWN + FRESH).encode(), "facts.csv", NOW)
    assert (done.added, done.known) == ({"CASE-2026-101": 1}, 1)
    again = import_evidence(desk, (HEAD + KNOWN + FRESH).encode(), "facts.csv", NOW)
    assert (again.added, again.known) == ({"CASE-2026-101": 0}, 2)
    with desk.record.reading() as read:
        tests = stored_case(read, "CASE-2026-101").case.evidence.tests
    assert [each.value for each in tests if each.test == "ALC"] == [0.62, 0.5]


def test_nothing_is_kept_while_a_row_is_wrong_or_a_case_unknown(desk: Desk) -> None:
    with pytest.raises(DataError, match="has no date"):
        import_evidence(desk, (HEAD + FRESH + "CASE-2026-101,test,ANC,2,,,,\n").encode(), "facts.csv", NOW)
    with pytest.raises(UsageProblem, match="CASE-9"):
        import_evidence(desk, (HEAD + FRESH + FRESH.replace("2026-101", "9")).encode(), "facts.csv", NOW)
    with desk.record.reading() as read:
        tests = stored_case(read, "CASE-2026-101").case.evidence.tests
    assert [each.value for each in tests if each.test == "ALC"] == [0.62]
