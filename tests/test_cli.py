"""The command line as people and scripts use it. Examples are invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sca_toolkit.cli import cli
from sca_toolkit.desk.cases import DEMO_CASES
from sca_toolkit.desk.fields import fields_markdown
from tests.conftest import ROOT

DAY = ["--as-of", "2026-11-22"]


@pytest.fixture(autouse=True)
def _packaged_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Run in an empty folder, so that only what the package carries is used."""
    monkeypatch.delenv("SCA_WORKSPACE", raising=False)
    monkeypatch.chdir(tmp_path)


def run(*words: str, status: int = 0) -> str:
    """Run a command; returns what it printed on both streams."""
    result = CliRunner().invoke(cli, list(words))
    assert result.exit_code == status, result.output + str(result.exception or "")
    return result.output


def test_draft_writes_the_papers_and_says_what_is_open(tmp_path: Path) -> None:
    printed = run("draft", "--case", DEMO_CASES[1], "--no-pdf", "--out", "out", *DAY)
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert f"{DEMO_CASES[1]}-sca-v1-draft.docx" in names
    assert "missing  payer's legal name (SCA-02, payer.legal_name)" in printed


def test_a_refused_final_leaves_nothing_behind_and_ends_with_3(tmp_path: Path) -> None:
    printed = run("draft", "--case", DEMO_CASES[1], "--final", "--no-pdf", "--out", "out", *DAY, status=3)
    assert "payer's legal name is missing (clause SCA-02)" in printed
    assert not (tmp_path / "out").exists()


def test_draft_answers_a_script_in_json() -> None:
    printed = run("draft", "--case", DEMO_CASES[0], "--paper", "term_sheet", "--no-pdf", "--json", *DAY)
    answer = json.loads(printed)
    assert answer["papers"][0]["template"] == "term_sheet"
    assert answer["papers"][0]["gaps"] == []
    assert len(answer["papers"][0]["terms_hash"]) == 64


def test_values_and_positions_can_be_set_on_the_line() -> None:
    words = ["draft", "--case", DEMO_CASES[0], "--paper", "sca", "--no-pdf", "--out", "out", *DAY]
    run(*words, "--set", "filing.initial=99 calendar days", "--position", "SCA-33=payer")
    terms = json.loads(Path(f"out/{DEMO_CASES[0]}-terms-v1.json").read_text())
    assert terms["filing"]["initial"] == "99 calendar days"
    assert terms["positions"]["SCA-33"]["position"] == "payer"


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (["--payer", "aetan"], 2, "Did you mean aetna"),
        (["--paper", "sac"], 2, "There is no template 'sac'"),
        (["--set", "filing.initial"], 2, "write it like"),
        (["--set", "filing.first=1"], 2, "There is no field"),
        (["--set", "filing.initial=180"], 3, "number and its unit"),
        (["--position", "SCA-33=mine"], 2, "provider, neutral or payer"),
        (["--last", "nowhere.json"], 3, "does not exist"),
    ],
)
def test_wrong_words_get_a_sentence_and_a_status(words: list[str], status: int, sentence: str) -> None:
    printed = run("draft", "--case", DEMO_CASES[0], "--no-pdf", *DAY, *words, status=status)
    assert sentence in printed
    assert "Traceback" not in printed


def test_an_unknown_case_is_refused() -> None:
    assert "There is no case" in run("draft", "--case", "nobody", status=2)


def test_check_names_file_and_line_and_ends_with_3(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("id: C-1\nmember:\n  nmae: Alex Example (invented)\n")
    printed = run("check", str(wrong), status=3)
    assert f"{wrong}:3 (member.nmae): the key `nmae` is not known. Did you mean `name`?" in printed


def test_everything_that_is_shipped_passes_its_own_check() -> None:
    printed = run(
        "check", str(ROOT / "templates"), str(ROOT / "payer_profiles"), str(ROOT / "sca_toolkit/examples")
    )
    assert " 0 problems." in printed


def test_init_makes_a_workspace_that_drafts(tmp_path: Path) -> None:
    run("init", "mine")
    assert {path.name for path in (tmp_path / "mine").iterdir()} == {
        "templates",
        "payer_profiles",
        "cases",
        "offers",
        "examples",
        "center.yaml",
        "tracking.yaml",
        "own_numbers.yaml",
    }
    run("draft", "--workspace", "mine", "--case", DEMO_CASES[0], "--paper", "term_sheet", "--no-pdf", *DAY)
    assert "0 problems" in run("check", "mine", "--workspace", "mine")


def test_init_never_overwrites(tmp_path: Path) -> None:
    own = tmp_path / "mine" / "center.yaml"
    own.parent.mkdir()
    own.write_text("mine")
    assert "nothing was changed" in run("init", "mine", status=2)
    assert own.read_text() == "mine"
    assert list(own.parent.iterdir()) == [own]


def test_payers_are_listed_shown_and_compared() -> None:
    rows = json.loads(run("payers", "list", "--json", *DAY))
    assert {"aetna", "medicare-ffs", "example-medicaid-mco"} <= {row["id"] for row in rows}
    assert "What we do not know" in run("payers", "show", "aetna", *DAY)
    assert "not known" in run("payers", "compare", "aetna", "medicare-ffs", *DAY)


def test_a_clause_explains_itself() -> None:
    printed = run("clauses", "show", "sca-14")
    assert "Without it:" in printed
    assert "counsel" in printed
    assert len(json.loads(run("clauses", "list", "--json"))) == 61


def test_the_list_of_fields_is_up_to_date() -> None:
    """`templates/FIELDS.md` is generated; make it again with `sca templates fields --markdown`."""
    assert (ROOT / "templates" / "FIELDS.md").read_text() == fields_markdown()


def test_a_workspace_that_does_not_exist_is_named() -> None:
    assert "Make one with `sca init nowhere`" in run("payers", "list", "--workspace", "nowhere", status=2)


def test_nothing_heavy_is_imported_before_a_command_runs() -> None:
    """Pandas, Streamlit, docxtpl and Word are slow to import; the command line starts without them."""
    import subprocess
    import sys

    code = (
        "import sys, sca_toolkit.cli;"
        " heavy = {'pandas', 'streamlit', 'docxtpl', 'docx', 'numpy', 'altair', 'openpyxl', 'jinja2',"
        " 'sqlalchemy', 'alembic', 'xlsxwriter'};"
        " print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
