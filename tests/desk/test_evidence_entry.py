"""A fact entered where it is missed settles what waited for it; an entry that is not whole is refused in words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sca_toolkit.case import Case
from sca_toolkit.criteria import Need, Who
from sca_toolkit.desk import Desk
from sca_toolkit.desk.evidence_entry import Entered, enter_evidence, entry_form, with_entry
from sca_toolkit.desk.readiness import readiness
from sca_toolkit.desk.recording import open_case
from sca_toolkit.errors import DataError
from sca_toolkit.library import Library
from sca_toolkit.store import stored_case

DAY = date(2026, 11, 22)
DESK = Desk(Library())
CASE = DESK.library.case("CASE-2026-101")


def form(key: str) -> object:
    found = entry_form(Need(key=key, text="x", who=Who.clinician))
    assert found is not None
    return found


def entered(case: Case, key: str, **values: object) -> Case:
    return with_entry(case, form(key), Entered(**values))  # type: ignore[arg-type]


def test_a_new_blood_count_closes_the_checklist() -> None:
    done = entered(
        CASE, "test:alc", number=0.5, unit="10^9/L", on=date(2026, 11, 20), source="laboratory report"
    )
    assert readiness(DESK, done, None, DAY).open_lines == ()


def test_a_list_said_to_be_complete_settles_what_it_does_not_name() -> None:
    open_list = CASE.model_copy(update={"evidence": CASE.evidence.model_copy(update={"complete": ()})})
    before = {line.id for line in readiness(DESK, open_list, None, DAY).open_lines}
    done = entered(open_list, "cell_therapies", choice="the list is complete")
    after = {line.id for line in readiness(DESK, done, None, DAY).open_lines}
    assert "example-en-0412-axi-cel-no-prior-cart" in before - after


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("score:ecog", {"number": 1, "on": DAY}),
        ("condition:cns disorder", {"choice": "absent", "on": DAY}),
        ("infection:hbv", {"choice": "none", "on": DAY}),
        ("document:chart notes", {"choice": "yes"}),
        ("statement:x", {"choice": "yes"}),
        ("judgment:adequate organ function", {"choice": "it holds"}),
        ("exposure:live vaccine", {"choice": "not given"}),
        ("exposure:live vaccine", {"choice": "given on that day", "on": DAY}),
        ("site:rems enrollment", {"choice": "no"}),
        ("support:compendium", {"choice": "yes"}),
        ("attribute:enrolled in the program", {"choice": "yes"}),
        ("state:refractory", {"choice": "no"}),
        ("event:relapse:bone marrow", {"on": DAY}),
        ("prescriber", {"word": "oncologist, hematologist"}),
        ("planned_dose", {"number": 1e8, "unit": "cells"}),
    ],
)
def test_every_kind_of_missing_fact_can_be_entered(key: str, values: dict[str, object]) -> None:
    assert entered(CASE, key, **values).evidence != CASE.evidence


@pytest.mark.parametrize(
    ("key", "values", "words"),
    [
        ("test:alc", {"number": 0.5}, "has no date"),
        ("test:alc", {"on": DAY}, "neither a value nor a result"),
        ("score:ecog", {"on": DAY}, "has no number"),
        ("condition:gvhd", {"on": DAY}, "Nothing is chosen"),
        ("exposure:live vaccine", {"choice": "given on that day"}, "has no date"),
        ("prescriber", {}, "specialty is empty"),
    ],
)
def test_an_entry_that_is_not_whole_is_refused_in_words(
    key: str, values: dict[str, object], words: str
) -> None:
    with pytest.raises(DataError, match=words):
        entered(CASE, key, **values)


def test_what_is_changed_elsewhere_has_no_form() -> None:
    for key in ("plan:collection", "date_of_birth", "diagnosis", "text:some-policy"):
        assert entry_form(Need(key=key, text="x", who=Who.payer)) is None


def test_an_entry_is_kept_in_the_record(tmp_path: Path) -> None:
    desk = Desk(Library(), str(tmp_path / "record.sqlite"), "nurse")
    now = datetime(2026, 11, 22, 15, tzinfo=UTC)
    open_case(desk, CASE, now)
    values = Entered(number=0.5, unit="10^9/L", on=date(2026, 11, 20), source="laboratory report")
    enter_evidence(desk, CASE.id, form("test:alc"), values, now)  # type: ignore[arg-type]
    with desk.record.reading() as read:
        kept = stored_case(read, CASE.id).case
    assert kept.evidence.tests[-1].source == "laboratory report"
    desk.record.close()
