"""Files that came with a case: kept under their plain name, read back byte for byte or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import update

from sca_toolkit.desk import Desk, attachments
from sca_toolkit.desk.attachments import attach_file, attachment_file, kept_attachments
from sca_toolkit.desk.recording import open_case
from sca_toolkit.errors import UsageProblem
from sca_toolkit.library import Library
from sca_toolkit.store import StoreError, verify
from sca_toolkit.store.fingerprints import sha256
from sca_toolkit.store.guards import unguard
from sca_toolkit.store.tables import attachments as table
from tests.store.samples import NOW, case

PDF = b"%PDF-1.7 an invented offer"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(Library(), str(tmp_path / "record.sqlite"), "rlee")
    open_case(made, case(), NOW)
    return made


def test_a_file_comes_back_byte_for_byte_with_its_hash(desk: Desk) -> None:
    kept = attach_file(desk, "CASE-1", "C:\\Users\\rlee\\offer.pdf", PDF, NOW, note=" by e-mail ")
    assert (kept.number, kept.name, kept.note, kept.kept_by) == (1, "offer.pdf", "by e-mail", "rlee")
    found = attachment_file(desk, "CASE-1", 1)
    assert (found.name, found.media_type) == ("offer.pdf", "application/pdf")
    assert (found.content, found.sha256) == (PDF, sha256(PDF))
    assert kept_attachments(desk, "CASE-1") == (kept,)
    assert verify(desk.record) == []


def test_a_file_of_an_unknown_kind_is_kept_too(desk: Desk) -> None:
    attach_file(desk, "CASE-1", "portal.xyzzy", b"\x00\x01", NOW)
    assert attachment_file(desk, "CASE-1", 1).media_type == "application/octet-stream"


def test_a_file_whose_bytes_were_changed_is_not_handed_out(desk: Desk) -> None:
    attach_file(desk, "CASE-1", "offer.pdf", b"$480,000", NOW)
    with desk.record.engines.write.begin() as connection:
        unguard(connection)
        connection.execute(update(table).values(content=b"$180,000"))
    with pytest.raises(StoreError, match=r"File 1 of case CASE-1 is not what was kept"):
        attachment_file(desk, "CASE-1", 1)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("offer.pdf", b"", "offer.pdf is empty"),
        ("folder/", b"x", "no name"),
        ("scan.tiff", b"x" * 30, "scan.tiff has .* MB; the record keeps files of up to"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_nothing_stays(
    desk: Desk, name: str, content: bytes, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "LARGEST", 20)
    with pytest.raises(UsageProblem, match=said):
        attach_file(desk, "CASE-1", name, content, NOW)
    assert kept_attachments(desk, "CASE-1") == ()


def test_an_unknown_case_or_number_is_said(desk: Desk) -> None:
    with pytest.raises(UsageProblem, match="no case CASE-9"):
        attach_file(desk, "CASE-9", "offer.pdf", PDF, NOW)
    with pytest.raises(UsageProblem, match="no number 4"):
        attachment_file(desk, "CASE-1", 4)
