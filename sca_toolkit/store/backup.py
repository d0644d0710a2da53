"""Backups: one file, whichever database the record is in, and read back into whichever database is to hold it.

A backup is itself a record in one SQLite file, so that any copy of this program can open it.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, func, select

from sca_toolkit.errors import DataError, UsageProblem
from sca_toolkit.store import chain
from sca_toolkit.store.address import FILE_NAME
from sca_toolkit.store.audit import verify
from sca_toolkit.store.chain import Head
from sca_toolkit.store.faults import StoreError, spoken
from sca_toolkit.store.fingerprints import row_hash
from sca_toolkit.store.store import Store
from sca_toolkit.store.tables import ALL
from sca_toolkit.store.writing import Write


@dataclass(frozen=True)
class Kept:
    """What a backup holds: rows by table, and the head of the trail, which is worth noting elsewhere."""

    file: Path
    rows: Mapping[str, int]
    head: Head


@dataclass(frozen=True)
class _Content:
    """Number of rows and sum of their hashes: equal for the same rows in any order."""

    rows: int
    total: int


def backup(store: Store, path: Path) -> Kept:
    """Write a consistent copy of the record to a new file while others go on working, and compare it with the record.

    Raises UsageProblem when the file exists, StoreError when it cannot be written whole; then there is no file.
    """
    if path.exists():
        raise UsageProblem(f"{path} exists already. Name another file, so that no backup is lost.")
    with _beside(path) as part:
        with store.reading() as read:
            # The first thing read fixes the moment: what others write from here on is in neither copy nor comparison.
            head = chain.head_of(read.connection)
            _copy_out(store, read.connection, part)
            wanted = _contents(read.connection)
        found = _contents_of_file(part)
        if found != wanted:
            raise StoreError(f"The backup {path} does not read back as it was written. Check the disk.")
        _settle(part, path)
    return Kept(path, {name: content.rows for name, content in wanted.items()}, head)


def restore(store: Store, path: Path, *, who: str, now: datetime) -> Kept:
    """Fill an empty record from a backup, with its trail, and enter the restoration in the trail.

    Raises UsageProblem when the record is not empty or there is no such file, DataError when the backup is not what
    was written, NewerRecord when a newer program wrote it. Then the record is still empty.
    """
    if not path.is_file() or not path.stat().st_size:
        raise UsageProblem(f"There is no backup at {path}.")
    with _copy_to_open(path) as source, spoken(store.address.words):
        if problems := verify(source):
            raise DataError(problems)
        with source.reading() as read, store.engines.write.begin() as connection:
            write = Write(connection, who, now)
            _refuse_filled(connection, store)
            _copy_rows(read.connection, connection)
            wanted = _contents(read.connection)
            if _contents(connection) != wanted:
                raise StoreError(f"The restored record differs from {path}; it was left empty.")
            head = chain.head_of(connection)
            entry = chain.Entry("restored", "audit", str(head.seq), head.hash)
            chain.append(connection, write.who, write.now, {None: [entry]})
    return Kept(path, {name: content.rows for name, content in wanted.items()}, head)


def _copy_out(store: Store, connection: Connection, part: Path) -> None:
    if store.address.file is not None:
        _copy_pages(connection, part)
        return
    copy = Store.open(part)
    try:
        with spoken(str(part)), copy.engines.write.begin() as target:
            _copy_rows(connection, target)
    finally:
        copy.close()
    _one_file(part)


def _copy_pages(connection: Connection, part: Path) -> None:
    """SQLite copies what the open transaction sees."""
    source = connection.connection.driver_connection
    assert isinstance(source, sqlite3.Connection)
    target = sqlite3.connect(part)
    try:
        source.backup(target)
    except sqlite3.Error as error:
        raise StoreError(f"The backup could not be written: {error}.") from error
    finally:
        target.close()
    _one_file(part)


def _one_file(part: Path) -> None:
    """Fold the write-ahead log into the file: a backup is one file that can be copied about."""
    connection = sqlite3.connect(part)
    try:
        connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        damaged = connection.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.Error as error:
        raise StoreError(f"The backup could not be written: {error}.") from error
    finally:
        connection.close()
    if damaged != "ok":
        raise StoreError(f"The backup could not be written whole: {damaged}.")


def _copy_rows(source: Connection, target: Connection) -> None:
    for table in ALL:
        chunk = 20 if "content" in table.columns else 1000
        rows = source.execute(select(table), execution_options={"yield_per": chunk}).mappings()
        for some in rows.partitions(chunk):
            target.execute(table.insert(), [dict(row) for row in some])


def _contents(connection: Connection) -> dict[str, _Content]:
    found = {}
    for table in ALL:
        rows = total = 0
        for row in connection.execute(select(table), execution_options={"yield_per": 100}).mappings():
            rows += 1
            total += int(row_hash(table, row), 16)
        found[table.name] = _Content(rows, total)
    return found


def _contents_of_file(part: Path) -> dict[str, _Content]:
    with _copy_to_open(part) as copy, copy.reading() as read:
        return _contents(read.connection)


def _refuse_filled(connection: Connection, store: Store) -> None:
    for table in ALL:
        if connection.scalar(select(func.count()).select_from(table)):
            raise UsageProblem(
                f"The record at {store.address.words} is not empty, and a backup never overwrites one. "
                "Point SCA_DATABASE to a new file or an empty database and restore there."
            )


@contextmanager
def _copy_to_open(file: Path) -> Iterator[Store]:
    """The backup as a store. Opened as a copy: opening may bring the layout up to date, and a backup stays as it is."""
    with tempfile.TemporaryDirectory(prefix="sca-backup-") as folder:
        copy = Path(folder) / FILE_NAME
        shutil.copyfile(file, copy)
        store = Store.open(copy, create=False)
        try:
            yield store
        finally:
            store.close()


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A new file in the same folder, for its owner only, gone in the end."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    except OSError as error:
        raise StoreError(f"The backup cannot be written to {path.parent}: {error.strerror}.") from error
    os.close(handle)
    try:
        yield Path(name)
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            Path(name + ending).unlink(missing_ok=True)


def _settle(part: Path, path: Path) -> None:
    """Give the file its name, unless one of that name came up meanwhile, with all its bytes on the disk."""
    with part.open("rb") as file:
        os.fsync(file.fileno())
    try:
        os.link(part, path)
    except FileExistsError:
        raise UsageProblem(f"{path} exists already. Name another file, so that no backup is lost.") from None
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
