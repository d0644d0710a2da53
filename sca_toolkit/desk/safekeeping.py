"""Safekeeping: is the record what was written, a copy of it elsewhere, and back from that copy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.negotiating import paper_bytes
from sca_toolkit.documents import write_whole
from sca_toolkit.errors import Problem
from sca_toolkit.store import Head, Kept, TrailEntry, audit_head, backup, restore, verify

__all__ = [
    "Kept",
    "TrailEntry",
    "Verified",
    "back_up",
    "restore_from",
    "verify_record",
    "write_file",
    "write_paper",
    "write_text",
]


@dataclass(frozen=True)
class Verified:
    """What a look at the whole trail found. `head` is its newest row, worth noting elsewhere."""

    head: Head
    problems: tuple[Problem, ...]


def verify_record(desk: Desk, noted: tuple[int, str] | None = None) -> Verified:
    """Check the trail and every row against it. `noted` is a row's number and hash that were noted earlier."""
    problems = verify(desk.record, known=Head(*noted) if noted else None)
    return Verified(audit_head(desk.record), tuple(problems))


def back_up(desk: Desk, path: Path) -> Kept:
    """Write the record to a new file and compare it. Raises UsageProblem when the file exists already."""
    return backup(desk.record, path)


def restore_from(desk: Desk, path: Path, now: datetime) -> Kept:
    """Fill the desk's record, which must be empty, from a backup.

    Raises UsageProblem for a record that is not empty or a file that is not there, DataError for a damaged backup.
    """
    return restore(desk.record, path, who=desk.who, now=now)


def write_paper(desk: Desk, case_id: str, number: int, name: str, folder: Path) -> Path:
    """The Word file of an issued paper as it is kept, written to a folder, whole or not at all."""
    path = folder / f"{name}.docx"
    write_whole(path, paper_bytes(desk, case_id, number))
    return path


def write_file(path: Path, content: bytes) -> Path:
    """Write a kept file, whole or not at all; returns where."""
    write_whole(path, content)
    return path


def write_text(path: Path, text: str) -> None:
    """Write a file, whole or not at all; line ends stay as they are."""
    write_whole(path, text.encode())
