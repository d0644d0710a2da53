"""The center's own list of patients: read, fitted, joined with the published numbers. Every patient is invented."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from sca_toolkit.desk import Desk
from sca_toolkit.desk.exposure import numbers_for
from sca_toolkit.desk.own_list import confirm_list, fit_list, own_list_template
from sca_toolkit.library import Library

DAY = date(2026, 11, 22)
HEADS = "Setting,Product,Infused,Admitted,Discharged,ICU days,Readmitted within 30 days"
GOOD = [
    "inpatient,axi-cel,2026-01-10,2026-01-05,2026-01-15,0,no",
    "inpatient,Yescarta,2026-02-10,2026-02-05,2026-02-25,2,yes",
    "inpatient,axi-cel,2026-03-10,2026-03-05,2026-03-15,,no",
]


def listed(*rows: str, heads: str = HEADS) -> bytes:
    return "\n".join((heads, *rows)).encode()


def test_each_number_shows_own_value_patients_published_value_weight_and_what_is_used(tmp_path: Path) -> None:
    desk = Desk(Library(tmp_path), who="A. Person")
    found = fit_list(desk, listed(*GOOD), "ours.csv", DAY)
    assert not found.problems
    assert found.patients == 3
    by_name = {each.name: each for _, each in found.used}
    stay, icu = by_name["stay_median"], by_name["icu_inpatient"]
    assert stay.own is not None
    assert stay.own == pytest.approx((10 * 20 * 10) ** (1 / 3))
    assert (stay.n, stay.published) == (3, 13.3)
    assert stay.weight == pytest.approx(3 / 23)
    assert stay.value == pytest.approx(stay.own ** (3 / 23) * 13.3 ** (20 / 23))
    assert (icu.own, icu.n) == (0.5, 2), "an empty cell is not known and counts nowhere"

    assert numbers_for(desk, "axi-cel").by_name["stay_median"].n != 3, "not used before it is confirmed"
    confirm_list(desk, "ours.csv", found.numbers, DAY)
    used = numbers_for(desk, "axi-cel")
    assert used["stay_median"] == pytest.approx(stay.value)
    assert used.by_name["icu_inpatient"].n == 2, "the list takes the place of what stood there"
    assert numbers_for(desk, "tisa-cel").by_name["icu_inpatient"].n != 2
    kept = desk.library.own_list()
    assert kept is not None
    assert (kept.read_from, kept.confirmed_by) == ("ours.csv", "A. Person")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("inpatient,axi-cel,2026-01-10,2026-01-15,2026-01-05,0,no", "is not after Admitted"),
        ("inpatient,axi-cel,2026-01-10,2026-01-05,2026-01-08,0,no", "was discharged earlier"),
        ("inpatient,axi-cel,2026-01-10,2026-01-05,2026-01-15,40,no", "do not fit into a stay"),
        ("inpatient,axi-cel,2026-01-10,2026-01-05,2026-01-15,-1,no", "ICU days says '-1'"),
        ("inpatient,axi-cel,2027-01-10,,,,", "lies in the future"),
        ("at home,axi-cel,2026-01-10,,,,", "Setting says 'at home'"),
        ("inpatient,axi-cel,2024-01-10,2024-01-05,2026-01-15,0,no", "is likely a slip"),
    ],
)
def test_an_impossible_stay_is_named_with_its_row_and_nothing_of_the_list_counts(
    row: str, words: str
) -> None:
    found = fit_list(Desk(Library()), listed(*GOOD, row), "ours.csv", DAY)
    assert found.numbers == ()
    assert any(words in each.message and each.line == 5 and each.remedy for each in found.problems)


def test_an_unknown_heading_and_a_missing_column_are_refused() -> None:
    found = fit_list(Desk(Library()), listed("inpatient,9", heads="Setting,Lenght"), "ours.csv", DAY)
    said = " ".join(str(each) for each in found.problems)
    assert "'Lenght' is not known" in said
    assert "no column is headed 'Infused'" in said
    assert not found.numbers


def test_the_empty_list_can_be_filled_in_and_read() -> None:
    book = openpyxl.load_workbook(io.BytesIO(own_list_template()))
    sheet = book["Patients"]
    heads = [cell.value for cell in sheet[1]]
    for head, value in {"Setting": "outpatient", "Infused": DAY, "Product": "axi-cel", "ICU days": 0}.items():
        sheet.cell(2, heads.index(head) + 1, value)
    target = io.BytesIO()
    book.save(target)
    found = fit_list(Desk(Library()), target.getvalue(), "ours.xlsx", DAY)
    assert not found.problems
    assert [each.name for each in found.numbers] == ["icu_outpatient"]
