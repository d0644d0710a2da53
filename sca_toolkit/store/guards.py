"""Append-only, held by the database itself: nobody with a database tool changes or deletes a row by accident."""

from __future__ import annotations

from sqlalchemy import Connection, Table

from sca_toolkit.store.tables import APPEND_ONLY, cases

_FUNCTION = """
CREATE OR REPLACE FUNCTION sca_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%% is append-only: record a correction instead', TG_TABLE_NAME;
END $$
"""


def guard(connection: Connection) -> None:
    """Put the guards up; those that stand are made anew, since a migration may have copied their table."""
    unguard(connection)
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_FUNCTION)
    for table in APPEND_ONLY:
        _refuse(connection, table, "UPDATE")
        _refuse(connection, table, "DELETE")
    _refuse(connection, cases, "DELETE")


def unguard(connection: Connection) -> None:
    """Take the guards down. Only for a migration, in whose transaction they come up again."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("DROP FUNCTION IF EXISTS sca_refuse() CASCADE")
        return
    names = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'refuse\\_%' ESCAPE '\\'"
    )
    for (name,) in names.all():
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


def _refuse(connection: Connection, table: Table, verb: str) -> None:
    name = f"refuse_{verb.lower()}_{table.name}"
    if connection.dialect.name == "postgresql":
        # TRUNCATE goes round triggers on rows, so it is refused with DELETE.
        verbs = "TRUNCATE OR DELETE" if verb == "DELETE" else verb
        connection.exec_driver_sql(
            f"CREATE TRIGGER {name} BEFORE {verbs} ON {table.name}"
            " FOR EACH STATEMENT EXECUTE FUNCTION sca_refuse()"
        )
        return
    message = f"{table.name} is append-only: record a correction instead"
    connection.exec_driver_sql(
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table.name} BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )
    if verb == "DELETE":
        # INSERT OR REPLACE deletes without asking the trigger above.
        keys = " AND ".join(f'"{column.name}" = NEW."{column.name}"' for column in table.primary_key)
        connection.exec_driver_sql(
            f"CREATE TRIGGER refuse_replace_{table.name} BEFORE INSERT ON {table.name}"
            f" WHEN EXISTS (SELECT 1 FROM {table.name} WHERE {keys})"
            f" BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
