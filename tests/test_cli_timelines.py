"""`sca timelines` on an invented record."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sca_toolkit.cli import cli
from sca_toolkit.desk.synthetic import load_world, make_world
from sca_toolkit.settings import open_desk


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("record") / "record.sqlite"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCA_DATABASE", str(file))
        patch.delenv("SCA_WORKSPACE", raising=False)
        world = make_world(7, date(2026, 11, 22), 50)
        load_world(open_desk().record, world, who="test", now=datetime(2026, 11, 22, 14, tzinfo=UTC))
    return file


@pytest.fixture(autouse=True)
def chosen(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCA_DATABASE", str(record))
    monkeypatch.delenv("SCA_WORKSPACE", raising=False)


def run(*more: str, status: int = 0) -> str:
    result = CliRunner().invoke(cli, ["timelines", "--as-of", "2026-11-22", *more])
    assert result.exit_code == status, result.output + str(result.exception or "")
    return result.output


def test_the_answer_comes_as_sentences_with_the_clock() -> None:
    said = run("--change", "2026-03-01")
    assert "agreement requested to signed by both; n = " in said
    assert "Mar 1, 2026" in said


def test_json_is_one_object_with_everything() -> None:
    found = json.loads(run("--json", "--by", "experience"))
    assert found["clock"] == {"from": "agreement_requested", "to": "both_signed"}
    assert {row["group"] for row in found["groups"]} <= {"first agreement", "repeat agreement", None}
    assert found["n"] == sum(row["n"] for row in found["groups"])


def test_tables_are_written_with_one_row_a_group_and_one_an_open_case(tmp_path: Path) -> None:
    groups, cases = tmp_path / "groups.csv", tmp_path / "open.csv"
    run("--csv", str(groups), "--open-csv", str(cases))
    with groups.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {"rank", "group", "half_by", "half_by_low", "speed_high"} <= set(rows[0])
    assert all(row["group"] == "" for row in rows if int(row["reached"]) < 5)
    assert cases.read_text(encoding="utf-8").startswith("case,group,days_open")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--from", "nowhere"), "is not known. Use one of referred"),
        (("--from", "referred", "--to", "referred"), "two different ones"),
        (("--by", "weather"), "--by"),
        (("--csv", "/no/such/folder/x.csv"), "cannot be written"),
    ],
)
def test_what_cannot_be_asked_is_said_in_one_sentence(words: tuple[str, ...], said: str) -> None:
    assert said in " ".join(run(*words, status=2).split())
