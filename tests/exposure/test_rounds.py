"""Every draft that the record keeps is priced on the same simulated patients."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sca_toolkit.desk import Desk, exposure
from sca_toolkit.desk.drafting import begin
from sca_toolkit.desk.exposure import Assumed
from sca_toolkit.desk.exposure_rounds import rounds
from sca_toolkit.desk.exposure_table import exposure_table
from sca_toolkit.exposure.places import with_number
from sca_toolkit.library import Library
from sca_toolkit.payment import Arrangement
from sca_toolkit.store import add_cases, append_terms
from sca_toolkit.terms import AgreementTerms

DAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(exposure, "POINTS", 256)
    return Desk(Library(), address=str(tmp_path / "record.sqlite"), who="rlee")


def paying(terms: AgreementTerms, amount: float) -> AgreementTerms:
    assert isinstance(terms.payment, Arrangement)
    return terms.model_copy(update={"payment": with_number(terms.payment, "base.parts[0].of.amount", amount)})


def test_each_round_is_told_in_dollars_and_an_equal_draft_is_none(desk: Desk) -> None:
    case = desk.library.case("CASE-2026-101")
    terms = begin(desk, case, DAY).terms
    with desk.record.writing(who="rlee", now=NOW) as write:
        add_cases(write, (case,))
        append_terms(write, case.id, terms, after=0)
        append_terms(write, case.id, terms.model_copy(update={"payment": None}), after=1)
        append_terms(write, case.id, terms, after=2)
        append_terms(write, case.id, paying(terms, 100_000), after=3)
    told = rounds(desk, case, DAY, Assumed())
    assert [each.name for each in told] == ["draft 1", "draft 4"]
    assert told[0].moved is None
    first, last = told[0].expected, told[1].expected
    assert first is not None
    assert last is not None
    assert told[1].moved == pytest.approx(last - first)
    assert -85_000 * 0.95 < last - first < -85_000 * 0.8


def test_the_table_shows_the_open_cases_of_the_record(desk: Desk) -> None:
    case = desk.library.case("CASE-2026-101")
    with desk.record.writing(who="rlee", now=NOW) as write:
        add_cases(write, (case,))
    found = exposure_table(desk, DAY)
    assert found.from_record
    assert [row.case for row in found.rows] == [case.id]
    assert found.together is not None
    assert found.rows[0].share_of_tail == pytest.approx(found.together.tail)


def test_without_a_record_there_are_no_rounds() -> None:
    library = Library()
    assert rounds(Desk(library), library.case("CASE-2026-101"), DAY, Assumed()) == ()
