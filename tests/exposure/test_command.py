"""`sca exposure`: what a person or a script reads on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from sca_toolkit.cli import cli
from sca_toolkit.desk import exposure

DAY = ["--as-of", "2026-11-22"]
CASE = ["--case", "CASE-2026-101", "--setting", "inpatient", *DAY]


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(exposure, "POINTS", 256)
    monkeypatch.setenv("SCA_DATABASE", str(tmp_path / "record.sqlite"))
    monkeypatch.delenv("SCA_WORKSPACE", raising=False)


def run(*words: str, status: int = 0) -> str:
    result = CliRunner().invoke(cli, ["exposure", *words])
    assert result.exit_code == status, result.output
    return result.output


def told(*words: str) -> Any:
    return json.loads(run(*words, "--json"))


def test_compare_gives_every_offer_with_error_seed_and_labels() -> None:
    found = told("compare", *CASE, "--offer", "case-rate", "--offer", "per-diem")
    assert [each["name"] for each in found["offers"]] == ["case-rate", "per-diem"]
    assert found["offers"][0]["expected_error"] > 0
    record = found["record"]
    assert record["replicates"] * record["points"] == 4_096
    assert record["worst_confidence"] == "low"
    assert set(record["contracts"]) == {"case-rate", "per-diem"}


def test_break_even_names_the_number_and_what_no_rate_can_reach() -> None:
    found = told("breakeven", *CASE, "--offer", "case-rate")
    assert found["term"]["path"] == "base.parts[0].amount"
    assert found["mean_margin_zero"]["value"] > 0
    assert found["loss_at_most"]["5%"] is None
    assert 0.05 < found["lose_whatever_the_number"] < 0.15
    assert "no number is enough" in run("breakeven", *CASE, "--offer", "case-rate")


def test_words_and_tornado_are_ranked() -> None:
    words = told("words", *CASE, "--offer", "case-rate-stop-loss")["costs"]
    assert abs(words[0]["margin"]["value"]) >= abs(words[-1]["margin"]["value"])
    bars = told("tornado", *CASE, "--offer", "case-rate")["bars"]
    assert "ward_day" in {each["name"] for each in bars[:3]}


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (["compare", *CASE, "--offer", "no-such-offer"], 2, "There is no offer 'no-such-offer'"),
        (["compare", *CASE, "--number", "ward_dya=1"], 2, "There is no number 'ward_dya'"),
        (["compare", *CASE, "--number", "ward_day=much"], 2, "write it like ward_day=2900"),
        (["compare", "--case", "CASE-2026-101", "--setting", "home"], 2, "write inpatient or outpatient"),
        (["breakeven", *CASE, "--offer", "case-rate", "--term", "base.amount"], 2, "It has: "),
    ],
)
def test_a_wrong_request_is_one_sentence(words: list[str], status: int, says: str) -> None:
    result = CliRunner().invoke(cli, ["exposure", *words])
    assert result.exit_code == status
    assert says in result.output


def test_a_center_that_entered_nothing_is_asked_by_name(tmp_path: Path) -> None:
    (tmp_path / "own_numbers.yaml").write_text("basis: fully_loaded\n")
    result = CliRunner().invoke(cli, ["exposure", "compare", *CASE, "--workspace", str(tmp_path)])
    assert result.exit_code == 3
    assert "invoices.axi-cel" in result.output
    assert "cost_to_charge_ratio" in result.output


def test_the_table_writes_an_excel_file(tmp_path: Path) -> None:
    run("table", *DAY, "--out", str(tmp_path / "table.xlsx"))
    assert (tmp_path / "table.xlsx").read_bytes().startswith(b"PK")
