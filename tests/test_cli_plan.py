"""`sca plan`, `sca payers card`, `sca pack` and `sca share`."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sca_toolkit.case import Case
from sca_toolkit.cli import cli
from sca_toolkit.cli.table_files import write_table
from sca_toolkit.desk.desk import Desk
from sca_toolkit.events import Event, Step
from sca_toolkit.library import Library
from sca_toolkit.store import add_cases, add_events


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


def test_a_payer_nobody_knows_is_refused_and_one_without_cases_is_answered_from_published_figures() -> None:
    assert "There is no payer 'aetan'. Did you mean aetna?" in run("plan", "--payer", "aetan", status=2)
    assert "Gained: 33 days" in run("plan", "--payer", "aetna", "--as-of", "2026-11-22")


def test_a_plan_of_ones_own_may_be_exact_and_a_wrong_one_ends_with_3(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    step = "  - {{id: {0}, title: {0}, who: us, days: {{likely: {1} calendar days}}, {2}}}\n"
    file.write_text("activities:\n" + step.format("a", 3, "cover: yes") + step.format("b", 4, "waits: [a]"))
    assert "Gained: 3 days (3 to 3). Calendar days; exact." in run("plan", "--file", str(file))
    file.write_text("activities:\n" + step.format("a", 3, "waits: [b]") + step.format("b", 4, "waits: [a]"))
    assert "wait for each other in a ring: a → b → a" in run("plan", "--file", str(file), status=3)


def test_a_payer_without_cases_says_so_and_its_json_has_no_figures() -> None:
    assert "No case of this payer yet." in run("payers", "card", "example-national-commercial")
    card = json.loads(run("payers", "card", "example-national-commercial", "--json"))
    assert (card["cases"], card["rates"], card["documents"][-1]) == (
        0,
        [],
        "W-9 of every entity that will bill",
    )
    assert "There is no payer 'aetan'. Did you mean aetna?" in run("payers", "card", "aetan", status=2)


def test_the_card_counts_the_cases_of_the_record() -> None:
    Path("C-1.yaml").write_text("id: C-1\nsynthetic: yes\ncoverage: {payer: aetna}\n")
    run("cases", "open", "C-1.yaml", "--now", "2026-11-20T09:00")
    run("events", "add", "C-1", "pa_submitted", "--at", "2026-11-01", "--now", "2026-11-20T09:00")
    run("events", "add", "C-1", "pa_approved", "--at", "2026-11-09", "--now", "2026-11-20T09:00")
    card = json.loads(run("payers", "card", "aetna", "--json", "--as-of", "2026-11-22"))
    assert (card["cases"], card["open"]) == (1, 1)
    approved = next(rate for rate in card["rates"] if rate["label"] == "Approved without a denial")
    assert (approved["count"], approved["of"], approved["share"]) == (1, 1, 1.0)
    assert approved["low"] == pytest.approx(0.025, abs=1e-6), "one of one: 2.5% to 100%"
    assert card["compared"].startswith("Too few to compare (0 signed)")


def test_a_pack_is_written_as_word_and_names_what_it_counted(tmp_path: Path) -> None:
    said = run("pack", "--out", "packs", "--no-pdf", "--as-of", "2026-11-22")
    assert "0 cases are open" in said
    assert [path.name for path in (tmp_path / "packs").iterdir()] == ["meeting-pack-2026-11-22.docx"]
    asked = json.loads(run("pack", "--no-pdf", "--as-of", "2026-11-22", "--since", "2026-11-01", "--json"))
    assert (asked["since"], asked["pdf"]) == ("2026-11-01", None)


def test_too_few_cases_are_not_shared_and_no_file_is_left(tmp_path: Path) -> None:
    assert "too few cases to share" in run("share", "region.zip", status=2)
    assert "does not end in .zip" in run("share", "region.csv", status=2)
    assert list(tmp_path.glob("region*")) == []


def test_times_for_a_region_go_into_one_file(tmp_path: Path) -> None:
    desk = Desk(Library(), str(tmp_path / "record.sqlite"), "rlee")
    now, began = datetime(2026, 11, 20, 9, tzinfo=UTC), datetime(2026, 8, 3, 9, tzinfo=UTC)
    coverage = {"payer": "aetna", "line_of_business": "commercial"}
    made = [{"id": f"C-{number}", "synthetic": True, "coverage": coverage} for number in range(12)]
    with desk.record.writing(who="rlee", now=now) as write:
        add_cases(write, [Case.model_validate(data) for data in made])
        add_events(write, [Event(case=f"C-{number}", step=Step.referred, at=began) for number in range(12)])
    desk.record.close()
    said = run("share", "region.zip", "--as-of", "2026-11-22")
    assert "12 rows; cases left out, too new or with too few like them: none." in said
    assert (tmp_path / "region.zip").stat().st_mode & 0o077 == 0


def test_the_steps_go_into_a_table_whole_or_not_at_all(tmp_path: Path) -> None:
    run("plan", "--csv", "plan.csv", "--as-of", "2026-11-22")
    rows = list(csv.DictReader((tmp_path / "plan.csv").open(encoding="utf-8-sig", newline="")))
    assert [row["way"] for row in rows] == ["one after another"] * 8 + ["in parallel"] * 8
    assert rows[-1]["step"] == "Collection to infusion"
    assert "cannot be written" in run("plan", "--csv", "no/such/folder.csv", status=2)


def test_text_that_a_spreadsheet_would_run_is_made_harmless(tmp_path: Path) -> None:
    write_table(tmp_path / "t.csv", [{"a": "=1+1", "b": -3, "c": None}])
    assert (tmp_path / "t.csv").read_text(encoding="utf-8-sig").splitlines() == ["a,b,c", "'=1+1,-3,"]
