"""The pricing workbook recalculates to the cents of the exact evaluator. Every figure is invented."""

from __future__ import annotations

import io
import os
import subprocess
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import openpyxl
import pytest

from sca_toolkit.desk import Desk
from sca_toolkit.desk.exposure import Assumed, compare_offers
from sca_toolkit.desk.exposure_answers import outcome_of
from sca_toolkit.desk.exposure_workbook import exposure_workbook
from sca_toolkit.library import Library
from sca_toolkit.library.exports.pricing_book import write_pricing_book
from sca_toolkit.payment import Arrangement
from sca_toolkit.payment.episode import Episode
from sca_toolkit.payment.pricing import price_live, price_one
from tests.payment.cases import CASES, case, episode_of
from tests.payment.contracts import CASE_RATE_AND_INVOICE, CONTRACTS, RULES, contract, strings

STOP_LOSS = f"""
base:
  kind: sum
  parts:
    - kind: first_dollar_stop_loss
      threshold_basis: charges
      threshold: $500,000
      charges: all_billed
      measured_over: episode
      product_in_threshold: no
      percent_above: 45%
      product_in_percentage: no
      of: {{kind: case_rate, amount: "$150,000", window: {{start_day: -5, end_day: 30}}, product_included: no,
           professional_fees_included: yes}}
    - kind: product
      basis: {{kind: invoice_plus_percent, percent: 2%}}
      price_date_rule: order_date
      price_increase_passes_through: yes
      handling_fee: $7,500
      discounts: on_invoice
      rule_340b: not_purchased
      invoice_attached: yes
      payable_when: on_infusion
{RULES}"""

Changed = tuple[str, float, Arrangement, Episode]
"""The label of an input, its new value, and the contract and the episode that say the same."""


def arrangement(text: str) -> Arrangement:
    return Arrangement.model_validate(strings(text))


def changes() -> dict[str, tuple[Arrangement, Episode, Changed]]:
    """What is written, and then changed in one cell."""
    c3 = case("C3")
    dearer = arrangement(CASE_RATE_AND_INVOICE.replace("$150,000", "$150,123.45"))
    charged = episode_of(CASES["C3"].replace("$690,000", "$499,999.99"))
    lesser = contract("lesser of 42% and 720,000")
    share = arrangement(CONTRACTS["lesser of 42% and 720,000"].replace("42%", "33.33%"))
    longer = arrangement(
        CONTRACTS["150,000 + invoice + 5,000 a day after day 20"].replace("after_day: 20", "after_day: 11")
    )
    return {
        "case rate": (contract("150,000 + invoice"), c3, ("base.parts[0].amount", 150_123.45, dearer, c3)),
        "below the threshold": (
            arrangement(STOP_LOSS),
            c3,
            ("Stay 1, line 1: charge", 499_999.99, arrangement(STOP_LOSS), charged),
        ),
        "lesser of": (lesser, c3, ("base.members[0].percent", 0.3333, share, c3)),
        "outlier days": (
            contract("150,000 + invoice + 5,000 a day after day 20"),
            c3,
            ("base.parts[0].after_day", 11, longer, c3),
        ),
    }


def written(given: Arrangement, episode: Episode) -> bytes:
    target = io.BytesIO()
    write_pricing_book(price_live(given, episode), target, contract=given.summary(), episode=episode.name)
    return target.getvalue()


def with_the_simulation() -> tuple[Arrangement, Episode, bytes]:
    """An offer and an episode of the examples, and their workbook with the assumptions and a small simulation."""
    desk, day = Desk(Library()), date(2026, 11, 22)
    found = compare_offers(
        desk, "CASE-2026-101", ["per-diem-all-in", "case-rate"], day, Assumed(replicates=1)
    )
    whole = exposure_workbook(
        desk, found, outcome_of(found, "per-diem-all-in"), "outpatient-admitted-on-day-2", day
    )
    return desk.library.offer("per-diem-all-in"), desk.library.episode("outpatient-admitted-on-day-2"), whole


def put(book: openpyxl.Workbook, label: str, value: float) -> None:
    """Change one input; saving the book by this library drops the values, so that they must be worked out anew."""
    page = book["Inputs"]
    (cell,) = (row[1] for row in page.iter_rows() if label in (row[0].value, row[3].value))
    cell.value = value


def recalculated(files: list[Path], soffice: Path, folder: Path) -> dict[str, dict[str, Decimal]]:
    """Each file through LibreOffice: the totals by name."""
    out = folder / "out"
    command = [str(soffice), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), *map(str, files)]
    subprocess.run(
        command, check=True, timeout=100, capture_output=True, env={**os.environ, "HOME": str(folder)}
    )
    return {file.stem: totals(out / file.name) for file in files}


def totals(file: Path) -> dict[str, Decimal]:
    page = openpyxl.load_workbook(file, data_only=True)["Payment"]
    rows = {str(row[0].value): row[3].value for row in page.iter_rows() if row[3].value is not None}
    return {name: cents(value) for name, value in rows.items() if isinstance(value, int | float)}


def cents(value: float) -> Decimal:
    return Decimal(repr(value)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def allowed(found: dict[str, Decimal]) -> Decimal:
    return next(value for name, value in found.items() if name.startswith("Allowed"))


@pytest.mark.timeout(240)
def test_the_workbook_recalculates_to_the_cents_of_the_engine(soffice: Path, tmp_path: Path) -> None:
    """Every contract as it is, and some with one cell changed, in one run of LibreOffice."""
    files, expected = [], {}
    for number, name in enumerate(CONTRACTS):
        for label in ("C3", "C4", "C5")[number % 3 :][:1]:
            book = openpyxl.load_workbook(io.BytesIO(written(contract(name), case(label))))
            files.append(tmp_path / f"{number} {label}.xlsx")
            book.save(files[-1])
            expected[files[-1].stem] = price_one(contract(name), case(label)).allowed
    for name, (given, episode, (label, value, then, after)) in changes().items():
        book = openpyxl.load_workbook(io.BytesIO(written(given, episode)))
        put(book, label, value)
        files.append(tmp_path / f"{name}.xlsx")
        book.save(files[-1])
        expected[name] = price_one(then, after).allowed
        assert expected[name] != price_one(given, episode).allowed
    given, episode, whole = with_the_simulation()
    files.append(tmp_path / "with the simulation.xlsx")
    openpyxl.load_workbook(io.BytesIO(whole)).save(files[-1])
    expected[files[-1].stem] = price_one(given, episode).allowed
    found = recalculated(files, soffice, tmp_path)
    assert {name: allowed(each) for name, each in found.items()} == expected


def test_a_workbook_holds_the_values_too_and_no_error() -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(written(contract("150,000 + invoice"), case("C3"))), data_only=True
    )
    values = [cell.value for page in book for row in page.iter_rows() for cell in row]
    assert 630_000 in values
    assert not [value for value in values if isinstance(value, str) and value.startswith("#")]


def test_the_same_price_gives_the_same_bytes() -> None:
    first, second = (written(contract("42% of charges"), case("C4")) for _ in range(2))
    assert first == second
