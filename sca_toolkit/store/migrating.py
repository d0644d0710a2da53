"""Bringing a database to the layout of this program, in one transaction that holds the write lock."""

from __future__ import annotations

import threading
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from sca_toolkit.errors import UsageProblem
from sca_toolkit.store.engines import Engines
from sca_toolkit.store.faults import NewerRecord
from sca_toolkit.store.guards import guard, unguard

NEWEST = "r0002"
"""The layout of this program; a test holds it against the folder of migrations."""

SCRIPTS = Path(__file__).with_name("migrations")
_VERSION_TABLE = "alembic_version"
# Alembic keeps its state in module globals: two sessions of the app must not run it at once.
_ONE_AT_A_TIME = threading.Lock()


def is_current(engines: Engines) -> bool:
    """Whether the database has the layout of this program."""
    with engines.read.begin() as connection:
        return layout(connection) == NEWEST


def migrate(engines: Engines, where: str, *, scripts: Path = SCRIPTS, newest: str = NEWEST) -> None:
    """Run what is missing; nothing when the layout is current. Safe when several processes start at once.

    `engines` must not enforce foreign keys on SQLite: Alembic copies whole tables there.
    Raises NewerRecord for a layout this program does not know, UsageProblem for another program's database.
    """
    with _ONE_AT_A_TIME, engines.write.begin() as connection:
        # While we waited for the lock, another process may have done it.
        found = layout(connection)
        if found == newest:
            return
        _refuse_foreign(connection, found, where)
        _upgrade(connection, found, where, scripts)
        _check_references(connection, where)


def layout(connection: Connection) -> str | None:
    """The layout the database has; None for an empty one."""
    if not inspect(connection).has_table(_VERSION_TABLE):
        return None
    return connection.execute(text(f"SELECT version_num FROM {_VERSION_TABLE}")).scalar()


def _refuse_foreign(connection: Connection, found: str | None, where: str) -> None:
    if found is None and (tables := inspect(connection).get_table_names()):
        raise UsageProblem(
            f"The database at {where} belongs to another program (it holds the table {tables[0]}). "
            "Name an empty one."
        )


def _upgrade(connection: Connection, found: str | None, where: str, scripts: Path) -> None:
    # Imported here: a database that is up to date, which is nearly always, starts faster without it.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise NewerRecord(
            f"The record at {where} was written by a newer sca_toolkit: its layout is {found}, this program knows "
            f"layouts up to {NEWEST}. Update the program. Nothing was changed."
        )
    if found is not None:
        unguard(connection)
    command.upgrade(config, "head")
    guard(connection)


def _check_references(connection: Connection, where: str) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise RuntimeError(f"the migration of {where} would break {len(broken)} references: {broken[:3]}")
