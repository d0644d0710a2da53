"""`sca plan` on a record of invented cases."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sca_toolkit.cli import cli


@pytest.fixture(autouse=True)
def record(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SCA_WORKSPACE", raising=False)
    monkeypatch.setenv("SCA_DATABASE", str(tmp_path / "record.sqlite"))
    monkeypatch.chdir(tmp_path)


def run(*words: str, status: int = 0) -> str:
    result = CliRunner().invoke(cli, list(words))
    assert result.exit_code == status, result.output + str(result.exception or "")
    return result.output


def test_an_empty_record_is_answered_from_published_figures_and_each_is_cited() -> None:
    said = run("plan", "--as-of", "2026-11-22")
    assert (
        "Gained: 33 days (19 to 45). Calendar days; medians of 20,000 simulated cases, seed 20261122." in said
    )
    assert "Single-case agreement: published: Singh et al." in said
    assert "“Single-case agreement” without waiting for “Prior authorization”" in said
    assert "money not entered" in said


def test_the_answer_as_json_carries_seed_inputs_and_both_ways() -> None:
    first = json.loads(run("plan", "--json", "--as-of", "2026-11-22"))
    assert [way["way"] for way in first["ways"]] == ["serial", "parallel"]
    assert first["days_gained"]["median"] == pytest.approx(32.9, abs=0.1)
    assert first == json.loads(run("plan", "--json", "--as-of", "2026-11-22"))
    other = json.loads(run("plan", "--json", "--as-of", "2026-11-22", "--seed", "5"))
    assert (other["seed"], other["inputs"]) == (5, first["inputs"])
    assert other["days_gained"] != first["days_gained"]


def test_a_plan_of_ones_own_may_be_exact_and_a_wrong_one_ends_with_3(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    step = "  - {{id: {0}, title: {0}, who: us, days: {{likely: {1} calendar days}}, {2}}}\n"
    file.write_text("activities:\n" + step.format("a", 3, "cover: yes") + step.format("b", 4, "waits: [a]"))
    assert "Gained: 3 days (3 to 3). Calendar days; exact." in run("plan", "--file", str(file))
    file.write_text("activities:\n" + step.format("a", 3, "waits: [b]") + step.format("b", 4, "waits: [a]"))
    assert "wait for each other in a ring: a → b → a" in run("plan", "--file", str(file), status=3)
