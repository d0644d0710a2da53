"""`sca readiness` and `sca letter` as a nurse and a script use them. Examples are invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sca_toolkit.cli import cli

DAY = ["--as-of", "2026-11-22"]


@pytest.fixture(autouse=True)
def _packaged_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SCA_WORKSPACE", raising=False)
    monkeypatch.chdir(tmp_path)


def run(*words: str, status: int = 0) -> str:
    result = CliRunner().invoke(cli, list(words))
    assert result.exit_code == status, result.output + str(result.exception or "")
    return result.output


def test_readiness_prints_what_is_missing_who_gets_it_and_what_runs_out() -> None:
    printed = run("readiness", "--case", "CASE-2026-101", *DAY)
    assert "get: A result for ALC within 14 days before cell collection (laboratory)" in printed
    assert "counts when made from 2026-11-19 to 2026-12-03" in printed
    assert "[runs out] The absolute lymphocyte count" in printed
    assert "ask for a waiver: Dental clearance" in printed


def test_readiness_as_json_holds_the_tree_with_stable_ids() -> None:
    found = json.loads(run("readiness", "--case", "CASE-2026-105", "--payer", "qualchoice", "--json", *DAY))
    (policy,) = found["policies"]
    assert policy["verdict"] == "not_met"
    ids = {line["id"]: line["standing"] for line in policy["criteria"]}
    assert ids["qualchoice-bi699-cilta-cel-lines-min-4"] == "failed"
    assert policy["tree"]["root"]["kind"] == "all"


def test_all_payers_stand_side_by_side() -> None:
    printed = run("readiness", "--case", "CASE-2026-105", "--all-payers", *DAY)
    assert "Aetna | Clinical policy bulletin: ciltacabtagene autoleucel: not met" in printed


def test_a_letter_is_written_and_says_who_reviews_it(tmp_path: Path) -> None:
    printed = run("letter", "packet_checklist", "--case", "CASE-2026-101", "--out", "letters", *DAY)
    assert (tmp_path / "letters" / "CASE-2026-101-packet_checklist-draft.docx").is_file()
    assert "A clinician reviews it" in printed


def test_a_letter_without_a_case_or_of_an_unknown_kind_is_refused() -> None:
    assert "Name a case with --case" in run("letter", "medical_necessity", status=2)
    assert "There is no letter 'prayer'" in run("letter", "prayer", "--case", "CASE-2026-101", *DAY, status=2)
