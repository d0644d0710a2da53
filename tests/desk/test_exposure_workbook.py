"""The workbook of an exposure: the exact price, every assumption with its source, the simulation. Figures invented."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import openpyxl
import pytest

from sca_toolkit.desk import Desk
from sca_toolkit.desk.exposure import Assumed, CaseExposure, compare_offers
from sca_toolkit.desk.exposure_answers import offer_rows, outcome_of
from sca_toolkit.desk.exposure_workbook import exposure_workbook
from sca_toolkit.errors import UsageProblem
from sca_toolkit.library import Library

DAY = date(2026, 11, 22)
EPISODE = "inpatient-severe-toxicity"


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk(Library())


@pytest.fixture(scope="module")
def found(desk: Desk) -> CaseExposure:
    return compare_offers(desk, "CASE-2026-101", ["case-rate", "per-diem"], DAY, Assumed(replicates=2))


@pytest.fixture(scope="module")
def book(desk: Desk, found: CaseExposure) -> openpyxl.Workbook:
    whole = exposure_workbook(desk, found, outcome_of(found, "per-diem"), EPISODE, DAY)
    return openpyxl.load_workbook(io.BytesIO(whole))


def rows(book: openpyxl.Workbook, name: str) -> Iterator[dict[str, Any]]:
    heads, *lines = book[name].iter_rows(values_only=True)
    return (dict(zip(map(str, heads), line, strict=True)) for line in lines)


def test_the_price_stays_live_and_says_what_follows_it(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == [
        "Payment", "Inputs", "Steps", "Assumptions", "Simulation summary", "Run record",
    ]  # fmt: skip
    cells = [str(cell.value) for row in book["Payment"] for cell in row if cell.value is not None]
    assert any(each.startswith("=") for each in cells)
    assert "Offer: per-diem." in cells
    assert any("do not follow the yellow cells" in each for each in cells)
    assert any("invented example" in each for each in cells)


def test_every_assumption_is_there_with_source_and_year_or_says_that_it_has_none(
    book: openpyxl.Workbook, found: CaseExposure
) -> None:
    by_name = {str(row["Name"]): row for row in rows(book, "Assumptions")}
    assert set(by_name) == set(found.cohort.parameters.by_name)
    for row in by_name.values():
        assert row["Confidence"] in ("high", "medium", "low")
        assert row["Published source"] or row["Whose"] == "no source found" or row["Own value"] is not None
    stay = by_name["stay_median"]
    assert (stay["n"], stay["Weight of own"], stay["Published value"]) == (20, "50%", 13.3)
    assert min(stay["Published value"], stay["Own value"]) < stay["Value in use"]
    assert stay["Value in use"] < max(stay["Published value"], stay["Own value"])
    assert stay["Years of the data"] == "2020-2024"
    assert by_name["icu_inpatient"]["Unit"] == "percent"


def test_the_simulation_is_that_of_the_page_and_can_be_run_again(
    book: openpyxl.Workbook, found: CaseExposure
) -> None:
    assert found.comparison is not None
    told = list(rows(book, "Simulation summary"))
    for row, each in zip(told, offer_rows(found), strict=True):
        assert row["Offer"] == each.name
        assert row["Mean margin"] == pytest.approx(each.expected, abs=0.006)
        assert row["Worst 5% lose (CVaR)"] == pytest.approx(each.tail, abs=0.006)
        assert row["Loses in, percent"] == pytest.approx(100 * each.loss, abs=0.006)
        assert row["Offer (SHA-256)"] == found.comparison.record.contracts[each.name]
    record = {str(row["What"]): str(row["Value"]) for row in rows(book, "Run record")}
    assert record["seed"] == str(found.comparison.record.seed)
    assert record["simulated patients"] == "8,192"
    assert record["numbers (SHA-256)"] == found.cohort.parameters.fingerprint
    assert record["cost basis"] == "fully loaded cost"
    assert record["lowest confidence"] == "low"
    assert "versions: numpy" in record


def test_an_unknown_episode_is_refused_by_name(desk: Desk, found: CaseExposure) -> None:
    with pytest.raises(UsageProblem, match="no-such"):
        exposure_workbook(desk, found, outcome_of(found, "per-diem"), "no-such", DAY)
