"""The rooms keep to the import rules in pyproject.toml, and the rules notice when a room does not."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

CONTRACTS = ["layers", "pure", "thin"]
ROOMS = [
    "case", "checks", "clauses", "cli", "criteria", "desk", "documents", "errors", "events", "exposure", "ledger",
    "library", "papers", "payer", "payment", "settings", "store", "terms", "therapy", "timeline", "ui", "values",
]  # fmt: skip


def lint(folder: Path, contract: str) -> subprocess.CompletedProcess[str]:
    program = str(Path(sys.executable).with_name("lint-imports"))
    command = [program, "--contract", contract, "--no-logo", "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def empty_house(tmp_path: Path) -> Path:
    """A copy of the rules over rooms in which nothing stands yet."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    package = tmp_path / "sca_toolkit"
    package.mkdir()
    for room in ["__init__", *ROOMS]:
        (package / f"{room}.py").touch()
    return tmp_path


@pytest.mark.parametrize("contract", CONTRACTS)
def test_rooms_keep_to_the_contract(contract: str) -> None:
    run = lint(ROOT, contract)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("contract", CONTRACTS)
def test_an_empty_house_keeps_every_contract(empty_house: Path, contract: str) -> None:
    run = lint(empty_house, contract)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize(
    ("contract", "room", "line"),
    [
        ("layers", "values", "from sca_toolkit import payer"),
        ("layers", "library", "from sca_toolkit import documents"),
        ("layers", "utils", ""),
        ("pure", "terms", "import yaml"),
        ("pure", "ledger", "import sqlalchemy"),
        ("pure", "payer", "def later():\n    import streamlit"),
        ("thin", "ui", "from sca_toolkit import library"),
        ("thin", "cli", "import docxtpl"),
    ],
)
def test_a_break_is_noticed(empty_house: Path, contract: str, room: str, line: str) -> None:
    (empty_house / "sca_toolkit" / f"{room}.py").write_text(line + "\n")
    run = lint(empty_house, contract)
    assert run.returncode == 1
    assert f"sca_toolkit.{room}" in run.stdout


def test_the_doors_may_reach_the_library_through_the_desk(empty_house: Path) -> None:
    package = empty_house / "sca_toolkit"
    (package / "ui.py").write_text("from sca_toolkit import desk\n")
    (package / "desk.py").write_text("from sca_toolkit import library\n")
    (package / "library.py").write_text("import yaml\n")
    assert [lint(empty_house, contract).returncode for contract in CONTRACTS] == [0, 0, 0]
