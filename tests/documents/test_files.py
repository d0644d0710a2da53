"""Files appear whole or not at all, under names that no system stumbles over."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sca_toolkit.documents import safe_name, write_whole


def test_a_file_is_written_whole_and_replaces_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "sca.docx"
    write_whole(path, b"first")
    write_whole(path, b"second")
    assert path.read_bytes() == b"second"
    assert [one.name for one in path.parent.iterdir()] == ["sca.docx"]
    assert path.stat().st_mode & 0o777 == 0o666 & ~_umask()


def test_a_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "sca.docx"
    write_whole(path, b"old")

    def full_disk(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["sca.docx"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Lakeside Health Plan SCA", "Lakeside Health Plan SCA.docx"),
        ("../../etc/passwd", "etc-passwd.docx"),
        ("C:\\temp\\x", "C-temp-x.docx"),
        ("Smith & Sons <LLC>", "Smith-Sons-LLC.docx"),
        ("Núñez – Médica", "Nunez Medica.docx"),
        ("a\nb\x00c", "a-b-c.docx"),
        ("山田", "document.docx"),
        ("", "document.docx"),
        ("...", "document.docx"),
        ("CON", "document-CON.docx"),
        ("x" * 300, "x" * 115 + ".docx"),
    ],
)
def test_a_name_made_from_any_text_is_safe(text: str, name: str) -> None:
    assert safe_name(text, ".docx") == name


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
