"""`sca price` on the shipped examples. Every figure is invented."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from sca_toolkit.cli import cli
from sca_toolkit.desk.pricing import price_episode
from tests.conftest import ROOT

EXAMPLES = ROOT / "sca_toolkit" / "examples"
PER_DIEM = EXAMPLES / "offers" / "per-diem-all-in.yaml"
ADMITTED = EXAMPLES / "episodes" / "outpatient-admitted-on-day-2.yaml"


def run(*words: object, status: int = 0) -> str:
    result = CliRunner().invoke(cli, ["price", *map(str, words)])
    assert result.exit_code == status, result.output + str(result.exception or "")
    return result.output


def test_each_dollar_is_told_with_the_node_it_comes_from() -> None:
    told = run(PER_DIEM, ADMITTED, "--json")
    found = json.loads(told)
    assert [line["amount"] for line in found["lines"]] == ["19000.00", "12400.00", "21500.00"]
    assert {line["path"] for line in found["lines"]} == {"base.parts[0]"}
    assert (found["allowed"], found["margin"]) == ("52900.00", "-523100.00")


def test_people_read_a_table_and_the_margin() -> None:
    told = run(PER_DIEM, ADMITTED)
    assert "Allowed $52,900.00" in told
    assert "margin -$523,100.00" in told


def test_the_workbook_is_written_beside_it(tmp_path: Path) -> None:
    book = tmp_path / "price.xlsx"
    assert f"wrote {book}" in run(PER_DIEM, ADMITTED, "--workbook", book)
    assert openpyxl.load_workbook(book).sheetnames == ["Payment", "Inputs", "Steps"]


@pytest.mark.parametrize("offer", sorted((EXAMPLES / "offers").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_shipped_offer_prices_every_shipped_episode(offer: Path) -> None:
    for episode in sorted((EXAMPLES / "episodes").glob("*.yaml")):
        priced = price_episode(offer, episode).priced
        assert sum((line.amount for line in priced.lines), Decimal(0)) == priced.collected


def test_a_value_that_is_missing_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    silent = tmp_path / "episode.yaml"
    silent.write_text(
        ADMITTED.read_text(encoding="utf-8").replace("  invoice: $480,000\n", ""), encoding="utf-8"
    )
    book = tmp_path / "price.xlsx"
    told = run(EXAMPLES / "offers" / "case-rate.yaml", silent, "--workbook", book, status=3)
    assert "product.invoice: the invoice of the product is missing" in told
    assert not book.exists()


def test_a_wrong_file_is_told_with_its_line(tmp_path: Path) -> None:
    wrong = tmp_path / "episode.yaml"
    wrong.write_text(ADMITTED.read_text(encoding="utf-8").replace("days: 5", "days: 6"), encoding="utf-8")
    told = run(PER_DIEM, wrong, status=3)
    assert "levels has 10 days" in told
    assert f"{wrong}:" in told
