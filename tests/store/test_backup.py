"""A backup is one file, checked after it is written, and read back into either database."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from sca_toolkit.errors import DataError, UsageProblem
from sca_toolkit.events import Side, Step
from sca_toolkit.ledger import Move
from sca_toolkit.store import (
    ContactMade,
    Kept,
    NewerRecord,
    Paper,
    Store,
    StoreError,
    add_events,
    append_moves,
    append_terms,
    assign,
    attach,
    attachment_content,
    audit_head,
    backup,
    cases_page,
    contacts_of,
    count_cases,
    keep_mapping,
    keep_paper,
    latest_terms,
    log_contact,
    mapping_of,
    moves_of,
    paper_content,
    restore,
    trail_of,
    verify,
)
from sca_toolkit.store.backup import _contents
from sca_toolkit.terms import AgreementTerms
from tests.store.samples import NOW, event, read_events, with_case, writing

Fresh = Callable[[str], str]
ONCE = pytest.mark.parametrize("kind", ["sqlite"])
"""For what is the same whichever database the backup came from."""
LATER = NOW.replace(hour=23)
OFFER = {
    "id": "m1",
    "case": "CASE-1",
    "round": 1,
    "side": "us",
    "topic": "filing",
    "status": "offered",
    "at": NOW,
}


@pytest.fixture
def full(store: Store) -> Store:
    """A record with something in every table."""
    # A correction whose id sorts before what it corrects: rows come back in an order of their own.
    with_case(store, events=[event(id="z"), event(id="a", corrects="z", note="José – “₤”")])
    with_case(
        store,
        "CASE-2",
        events=[event(Step.order_requested, case_id="CASE-2", details={"amount": "$523,100"})],
    )
    with writing(store, "mdiaz", hours=1) as write:
        append_terms(write, "CASE-1", AgreementTerms(), after=0)
        append_moves(
            write, [Move.model_validate(OFFER), Move.model_validate(OFFER | {"id": "m0", "corrects": "m1"})]
        )
        keep_paper(write, "CASE-1", Paper("sca", "1", "final", "a", b"\x00\xff word", "0", NOW, {"a": 1}, 1))
        log_contact(write, "CASE-1", ContactMade(NOW, Side.payer, "them", "portal"))
        attach(write, "CASE-1", "a.pdf", bytes(range(256)) * 50, media_type="application/pdf")
        keep_mapping(write, "cases:x", {"MRN": "id"})
        assign(write, "CASE-2", "kcho")
    return store


@contextmanager
def opened(address: str) -> Iterator[Store]:
    store = Store.open(address)
    yield store
    store.close()


def say_where(kept: Kept) -> tuple[int, int]:
    return kept.rows["events"], kept.head.seq


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_a_backup_of_either_database_fills_an_empty_one_of_either(
    full: Store, target: str, empty_record: Fresh, tmp_path: Path
) -> None:
    made = backup(full, tmp_path / "backups" / "record.sca")
    assert (made.rows["cases"], made.rows["events"], made.head) == (2, 3, audit_head(full))
    with opened(empty_record(target)) as copy:
        assert restore(copy, made.file, who="mdiaz", now=LATER).rows == made.rows
        assert verify(copy) == []
        assert verify(copy, known=made.head) == []
        with full.reading() as old, copy.reading() as new:
            without_audit = [_contents(read.connection) | {"audit": None} for read in (old, new)]
            assert without_audit[0] == without_audit[1]
            assert cases_page(new) == cases_page(old)
            assert trail_of(new, "CASE-1") == trail_of(old, "CASE-1")
            assert [move.id for move in moves_of(new, "CASE-1")] == ["m1", "m0"]
            assert paper_content(new, "CASE-1", 1) == b"\x00\xff word"
            assert attachment_content(new, "CASE-1", 1) == bytes(range(256)) * 50
            assert (latest_terms(new, "CASE-1"), contacts_of(new, "CASE-1"), mapping_of(new, "cases:x")) == (
                latest_terms(old, "CASE-1"),
                contacts_of(old, "CASE-1"),
                {"MRN": "id"},
            )
        assert {found.id for found in read_events(copy)} == {"z", "a"}


def test_the_restoration_is_in_the_trail_and_work_goes_on(
    full: Store, empty_record: Fresh, tmp_path: Path
) -> None:
    made = backup(full, tmp_path / "record.sca")
    with opened(empty_record("sqlite")) as copy:
        restore(copy, made.file, who="mdiaz", now=LATER)
        with writing(copy, hours=9) as write:
            add_events(write, [event(id="new")])
        with copy.reading() as read:
            seq, who = read.connection.execute(
                text("SELECT seq, who FROM audit WHERE data LIKE '%restored%'")
            ).one()
        assert (seq, who) == (made.head.seq + 1, "mdiaz")
        assert verify(copy, known=made.head) == []


def test_a_backup_is_one_file_for_its_owner(full: Store, tmp_path: Path) -> None:
    made = backup(full, tmp_path / "backups" / "record.sca")
    assert [file.name for file in made.file.parent.iterdir()] == ["record.sca"]
    assert made.file.stat().st_mode & 0o077 == 0


@ONCE
def test_a_backup_can_be_opened_as_a_record(full: Store, tmp_path: Path) -> None:
    made = backup(full, tmp_path / "record.sca")
    with opened(str(made.file)) as copy:
        assert verify(copy, known=made.head) == []
        with copy.reading() as read:
            assert count_cases(read) == 2


def test_a_backup_while_others_write_is_of_one_moment(store: Store, tmp_path: Path) -> None:
    with_case(store)
    stop = threading.Event()

    def keep_writing() -> None:
        number = 0
        while not stop.is_set():
            with writing(store) as write:
                add_events(write, [event(id=f"{number}/{part}") for part in range(2)])
            number += 1

    writer = threading.Thread(target=keep_writing)
    writer.start()
    try:
        kept = [backup(store, tmp_path / f"{number}.sca") for number in range(2)]
    finally:
        stop.set()
        writer.join()
    for made in kept:
        assert made.rows["events"] % 2 == 0
        with opened(str(made.file)) as copy:
            assert verify(copy, known=made.head) == []
    assert verify(store, known=kept[-1].head) == []


@ONCE
def test_an_existing_file_is_never_overwritten(full: Store, tmp_path: Path) -> None:
    file = tmp_path / "record.sca"
    file.write_bytes(b"my thesis")
    with pytest.raises(UsageProblem, match="exists already"):
        backup(full, file)
    assert file.read_bytes() == b"my thesis"


@ONCE
def test_a_place_that_cannot_be_written_is_said(full: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreError, match="cannot be written"):
        backup(full, tmp_path / "file" / "record.sca")


def test_a_filled_record_is_not_overwritten(full: Store, tmp_path: Path) -> None:
    made = backup(full, tmp_path / "record.sca")
    head = audit_head(full)
    with pytest.raises(UsageProblem, match="not empty"):
        restore(full, made.file, who="mdiaz", now=LATER)
    assert audit_head(full) == head


def damaged(file: Path, statement: str) -> Path:
    copy = file.with_name("damaged.sca")
    shutil.copy(file, copy)
    link = sqlite3.connect(copy)
    for (name,) in link.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        link.execute(f"DROP TRIGGER {name}")
    link.execute(statement)
    link.commit()
    link.close()
    return copy


@ONCE
def test_a_tampered_backup_is_refused_and_the_record_stays_empty(
    full: Store, empty_record: Fresh, tmp_path: Path
) -> None:
    made = backup(full, tmp_path / "record.sca")
    forged = damaged(made.file, "UPDATE events SET step = 'pa_denied' WHERE id = 'z'")
    with opened(empty_record("sqlite")) as copy:
        with pytest.raises(DataError, match="Row z of events was changed"):
            restore(copy, forged, who="mdiaz", now=LATER)
        with copy.reading() as read:
            assert count_cases(read) == 0


@ONCE
@pytest.mark.parametrize("content", [b"", b"not a database at all" * 100, b"PK\x03\x04"])
def test_a_file_that_is_no_backup_is_refused(store: Store, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "record.sca"
    file.write_bytes(content)
    with pytest.raises((StoreError, UsageProblem), match=r"not a record|no backup"):
        restore(store, file, who="mdiaz", now=LATER)
    with store.reading() as read:
        assert count_cases(read) == 0


@ONCE
def test_a_backup_cut_short_is_refused(full: Store, empty_record: Fresh, tmp_path: Path) -> None:
    made = backup(full, tmp_path / "record.sca")
    cut = tmp_path / "cut.sca"
    cut.write_bytes(made.file.read_bytes()[:-60_000])
    with opened(empty_record("sqlite")) as copy:
        with pytest.raises((StoreError, DataError)):
            restore(copy, cut, who="mdiaz", now=LATER)
        with copy.reading() as read:
            assert count_cases(read) == 0


@ONCE
def test_a_backup_of_a_newer_program_is_refused(full: Store, empty_record: Fresh, tmp_path: Path) -> None:
    made = backup(full, tmp_path / "record.sca")
    newer = damaged(made.file, "UPDATE alembic_version SET version_num = 'r9999'")
    with opened(empty_record("sqlite")) as copy, pytest.raises(NewerRecord):
        restore(copy, newer, who="mdiaz", now=LATER)


@ONCE
def test_a_backup_that_is_not_there_is_said(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="no backup at"):
        restore(store, tmp_path / "nothing.sca", who="mdiaz", now=LATER)
