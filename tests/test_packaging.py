"""The lock fits pyproject.toml and names no address; the wheel carries what an installed package needs."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.conftest import ROOT

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
WANTED = [
    Requirement(line)
    for line in [*PYPROJECT["project"]["dependencies"], *PYPROJECT["dependency-groups"]["dev"]]
]


def pins(lock: Path) -> list[tuple[str, Version]]:
    lines = re.findall(r"^([\w.-]+)==(\S+)", lock.read_text(), re.MULTILINE)
    return [(canonicalize_name(name), Version(version)) for name, version in lines]


@pytest.mark.parametrize("wanted", WANTED, ids=str)
def test_each_dependency_is_locked_at_a_version_that_fits(wanted: Requirement) -> None:
    versions = [
        version
        for name, version in pins(ROOT / "requirements/dev.txt")
        if name == canonicalize_name(wanted.name)
    ]
    assert versions, f"{wanted.name} is not locked: run `bash bin/lock`"
    assert all(version in wanted.specifier for version in versions), f"run `bash bin/lock`: {versions}"


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_each_pin_has_a_hash_and_no_lock_names_an_address(lock: Path) -> None:
    text = lock.read_text()
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert [block for block in blocks if "--hash=sha256:" not in block] == []
    assert "://" not in text
    assert not re.search(r"^-", text, re.MULTILINE), "an option in the lock would name this machine's index"


def test_uv_is_pinned_alike_in_both_locks() -> None:
    assert set(pins(ROOT / "requirements/uv.txt")) <= set(pins(ROOT / "requirements/dev.txt"))


@pytest.mark.slow
def test_the_wheel_carries_templates_profiles_and_the_app(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(tmp_path),
        str(ROOT),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=100)
    (wheel,) = tmp_path.glob("*.whl")
    carried = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        f"sca_toolkit/_data/{path.relative_to(ROOT)}"
        for pattern in ["templates/**/*", "payer_profiles/**/*", "app.py", ".streamlit/config.toml"]
        for path in ROOT.glob(pattern)
        if path.is_file()
    } | {
        str(path.relative_to(ROOT))
        for pattern in [
            "sca_toolkit/**/*.py",
            "sca_toolkit/reference/**/*.yaml",
            "sca_toolkit/examples/**/*.yaml",
        ]
        for path in ROOT.glob(pattern)
    }
    assert {"sca_toolkit/_data/app.py", "sca_toolkit/py.typed"} <= carried
    assert wanted - carried == set()
