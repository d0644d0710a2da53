"""The record: one place where cases live.

    store = Store.open(default_address())
    with store.writing(who="rlee", now=now) as write:
        add_case(write, case)
        add_events(write, events)
    with store.reading() as read:
        row = case_row(read, "CASE-1")

All that happens inside one `with` is one transaction: it is kept whole, with its trail, or not at all.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from sca_toolkit.errors import UsageProblem
from sca_toolkit.store import chain
from sca_toolkit.store.address import Address, parse_address
from sca_toolkit.store.clocks import CaseClocks
from sca_toolkit.store.engines import PATIENCE, Engines, make_engines
from sca_toolkit.store.faults import StoreError, spoken
from sca_toolkit.store.finding import EVERY_CASE, CaseFilter
from sca_toolkit.store.migrating import is_current, migrate
from sca_toolkit.store.standing import CaseFacts, Standing, plain_clocks, standing_of
from sca_toolkit.store.summary import refresh
from sca_toolkit.store.writing import Read, Write

if TYPE_CHECKING:
    from sca_toolkit.store.clock_rows import ClockRows


class Store:
    """An open record. May be shared by threads; every `reading` and `writing` is a transaction of its own."""

    def __init__(self, address: Address, engines: Engines, standing: Callable[[CaseFacts], Standing]) -> None:
        self.address = address
        self.engines = engines
        self._standing = standing

    @classmethod
    def open(
        cls,
        address: str | Path,
        *,
        create: bool = True,
        standing: Callable[[CaseFacts], Standing] = standing_of,
    ) -> Self:
        """Open the record, bringing its layout up to date first.

        `address` is a file path or `postgresql://…`. With `create=False` a file that is not there is refused.
        `standing` works out what lists show of a case.
        Raises UsageProblem for an address that cannot be right, NewerRecord for a record of a newer program,
        StoreError when the database cannot be reached.
        """
        place = parse_address(address)
        with spoken(place.words):
            if place.file is not None:
                _prepare_file(place.file, create)
            engines = make_engines(place)
            try:
                _bring_up_to_date(place, engines)
            except BaseException:
                engines.dispose()
                raise
            return cls(place, engines, standing)

    @contextmanager
    def reading(self) -> Iterator[Read]:
        """A transaction that sees one moment of the record and cannot change it."""
        with spoken(self.address.words), self.engines.read.begin() as connection:
            yield Read(connection)

    @contextmanager
    def writing(self, *, who: str, now: datetime) -> Iterator[Write]:
        """A transaction that writes. It waits for other writers; when the block raises, nothing is kept.

        `now` is the time of the write, with its zone. Do not open another one inside the block.
        """
        with spoken(self.address.words), self.engines.write.begin() as connection:
            write = Write(connection, who, now)
            yield write
            refresh(write, self._standing)
            chain.append(connection, write.who, write.now, write.done)

    def clock_rows(self, wanted: CaseFilter = EVERY_CASE, *, as_of: date) -> ClockRows:
        """What statistics count of the cases that fit `wanted`, one row for each, without reading their events.

        Rows that an older program wrote, or did not write, are first worked out again; that takes a while, once.
        """
        # Imported here: NumPy takes a while, and only statistics need it.
        from sca_toolkit.store.clock_reading import fill_some, lacking, read_clock_rows

        with self.reading() as read:
            if not lacking(read.connection):
                return read_clock_rows(read.connection, wanted, as_of)
        left = True
        while left:
            with spoken(self.address.words), self.engines.write.begin() as connection:
                left = fill_some(connection, self._clocks) > 0
        with self.reading() as read:
            return read_clock_rows(read.connection, wanted, as_of)

    def _clocks(self, facts: CaseFacts) -> CaseClocks:
        return self._standing(facts).clocks or plain_clocks(facts)

    def close(self) -> None:
        """Close all connections. The store opens new ones if it is used again."""
        self.engines.dispose()


def _bring_up_to_date(place: Address, engines: Engines) -> None:
    if not is_current(engines):
        once = make_engines(place, foreign_keys=False)
        try:
            migrate(once, place.words)
        finally:
            once.dispose()
    if place.file is not None:
        _use_write_ahead_log(place.file)


def _prepare_file(file: Path, create: bool) -> None:
    """Make an empty file that only its owner can read, unless there is one."""
    if file.exists():
        return
    if not create:
        raise UsageProblem(f"There is no record at {file}. Check SCA_DATABASE or restore a backup there.")
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise StoreError(f"The record cannot be made at {file}: {error.strerror}.") from error


def _use_write_ahead_log(file: Path) -> None:
    """Readers and one writer then work at once. The mode stays in the file; SQLite does not wait here by itself."""
    give_up = time.monotonic() + PATIENCE
    while True:
        try:
            connection = sqlite3.connect(file, timeout=PATIENCE)
            try:
                connection.execute("PRAGMA journal_mode = WAL").fetchone()
                return
            finally:
                connection.close()
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > give_up:
                raise StoreError(f"The record at {file} cannot be opened: {error}.") from error
            time.sleep(0.02)
