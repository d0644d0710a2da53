"""Two engines for one database: one that writes, one that only reads.

SQLAlchemy's own start of a transaction on SQLite loses updates without a word; here every write starts with
`BEGIN IMMEDIATE`, and reading takes no write lock. On PostgreSQL a write first takes one advisory lock: rows of the
audit chain must follow one another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event

from sca_toolkit.errors import UsageProblem
from sca_toolkit.store.address import Address

PATIENCE = 30
"""Seconds to wait for another writer."""
_WRITE_LOCK = 727_265_001


@dataclass(frozen=True)
class Engines:
    """`write` starts every transaction with the write lock; `read` sees one moment and cannot change anything."""

    write: Engine
    read: Engine

    def dispose(self) -> None:
        """Close all connections."""
        self.write.dispose()
        self.read.dispose()


def make_engines(address: Address, *, foreign_keys: bool = True) -> Engines:
    """Engines for the address. Raises UsageProblem where the driver for PostgreSQL is not installed."""
    if address.file is not None:
        return Engines(
            _sqlite(address, foreign_keys, reading=False), _sqlite(address, foreign_keys, reading=True)
        )
    try:
        engine = create_engine(address.url, pool_pre_ping=True, connect_args={"connect_timeout": 10})
    except ModuleNotFoundError as error:
        raise UsageProblem(
            "PostgreSQL needs its driver. Install it with `pip install 'sca_toolkit[team]'`."
        ) from error
    event.listen(engine, "begin", _lock_postgres)
    read = create_engine(
        address.url,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 10},
        isolation_level="REPEATABLE READ",
        execution_options={"postgresql_readonly": True},
    )
    return Engines(engine, read)


def _lock_postgres(connection: Connection) -> None:
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENCE}s'")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITE_LOCK})")


def _sqlite(address: Address, foreign_keys: bool, *, reading: bool) -> Engine:
    engine = create_engine(address.url, connect_args={"timeout": PATIENCE})

    def connect(dbapi: Any, _record: object) -> None:
        dbapi.isolation_level = None  # we start transactions ourselves
        pragmas = [
            f"foreign_keys = {'ON' if foreign_keys else 'OFF'}",
            f"busy_timeout = {PATIENCE * 1000}",
            # FULL: what was committed is on the disk even if the power fails in the next moment.
            "synchronous = FULL",
            *(["query_only = ON"] if reading else []),
        ]
        for pragma in pragmas:
            dbapi.execute(f"PRAGMA {pragma}")

    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    event.listen(engine, "connect", connect)
    event.listen(engine, "begin", begin)
    return engine
