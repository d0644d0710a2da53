"""One database, two ways in: one that writes, one that only reads. Both share connections.

SQLAlchemy's own start of a transaction on SQLite loses updates without a word; here every write starts with
`BEGIN IMMEDIATE`, and reading takes no write lock. On PostgreSQL a write first takes one advisory lock: rows of the
audit chain must follow one another. Errors and logs never show the values of a statement: they are patients' data.
"""

from __future__ import annotations

import random
import sqlite3
import time
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event

from sca_toolkit.errors import UsageProblem
from sca_toolkit.store.address import Address

PATIENCE = 30
"""Seconds to wait for another writer."""
_WRITE_LOCK = 727_265_001
_READING = "sca_reading"


@dataclass(frozen=True)
class Engines:
    """`write` starts every transaction with the write lock; `read` sees one moment and cannot change anything."""

    write: Engine
    read: Engine

    def dispose(self) -> None:
        """Close all connections."""
        self.write.dispose()


def make_engines(address: Address, *, foreign_keys: bool = True) -> Engines:
    """Engines for the address; without `foreign_keys` SQLite lets a migration copy tables.

    Raises UsageProblem where the driver for PostgreSQL is not installed.
    """
    if address.file is not None:
        return _sqlite(address, foreign_keys)
    try:
        engine = create_engine(
            address.url, pool_pre_ping=True, hide_parameters=True, connect_args={"connect_timeout": 10}
        )
    except ModuleNotFoundError as error:
        raise UsageProblem(
            "PostgreSQL needs its driver. Install it with `pip install 'sca_toolkit[team]'`."
        ) from error
    event.listen(engine, "begin", _begin_postgres)
    options = {_READING: True, "isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    return Engines(engine, engine.execution_options(**options))


def _is_reading(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get(_READING))


def _begin_postgres(connection: Connection) -> None:
    if not _is_reading(connection):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENCE}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITE_LOCK})")


def _sqlite(address: Address, foreign_keys: bool) -> Engines:
    engine = create_engine(address.url, hide_parameters=True, connect_args={"timeout": PATIENCE})

    def connect(dbapi: Any, _record: object) -> None:
        dbapi.isolation_level = None  # we start transactions ourselves
        dbapi.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        dbapi.execute(f"PRAGMA busy_timeout = {int(PATIENCE * 1000)}")
        # FULL: what was committed is on the disk even if the power fails in the next moment.
        dbapi.execute("PRAGMA synchronous = FULL")

    event.listen(engine, "connect", connect)
    event.listen(engine, "begin", _begin_sqlite)
    return Engines(engine, engine.execution_options(**{_READING: True}))


def _begin_sqlite(connection: Connection) -> None:
    reading = _is_reading(connection)
    connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if reading else 'OFF'}")
    if not reading:
        _wait_for_turn(connection)
    else:
        connection.exec_driver_sql("BEGIN")


def _wait_for_turn(connection: Connection) -> None:
    """Start a write. SQLite's own waiting sleeps the longer the more it has slept, so that some wait for ever."""
    plain = connection.connection.driver_connection
    assert isinstance(plain, sqlite3.Connection)
    plain.execute("PRAGMA busy_timeout = 0")
    give_up = time.monotonic() + PATIENCE
    try:
        while time.monotonic() < give_up:
            try:
                plain.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if "locked" not in str(error):
                    break
                time.sleep(random.uniform(0.0005, 0.004))
            else:
                return
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # fails as SQLAlchemy's errors do
    finally:
        plain.execute(f"PRAGMA busy_timeout = {int(PATIENCE * 1000)}")
