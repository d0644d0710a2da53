"""What can go wrong with a database, as one sentence a person can act on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from sca_toolkit.errors import ScaError


class StoreError(ScaError):
    """The record cannot be read or written. Unless the sentence says otherwise, nothing was changed."""


class NewerRecord(StoreError):
    """The record was written by a newer version of the program."""


_KNOWN = (
    ("is append-only", "That row is part of the record and is never changed; record a correction."),
    ("disk is full", "The disk is full. Make room and repeat the last action."),
    ("no space left", "The disk is full. Make room and repeat the last action."),
    ("disk i/o error", "The disk refused to write; it may be full. Check it and repeat the last action."),
    (
        "readonly database",
        "This account may not write there. Ask for write access to the file and its folder.",
    ),
    ("is locked", "Someone else has been writing for a long time. Try again."),
    ("lock timeout", "Someone else has been writing for a long time. Try again."),
    ("not a database", "The file is not a record of this program, or it is damaged. Restore a backup."),
    ("malformed", "The file is damaged. Restore a backup with `sca restore`."),
    ("unable to open", "The file cannot be opened. Check that its folder exists and may be written."),
    ("password authentication", "The database refused the user name or password."),
    ("does not exist", "The database has no such user, database or table. Check the address."),
    ("too many", "The database has no connection left for us. Try again in a moment."),
    ("connection", "The database server does not answer. Check that it runs and that the address is right."),
)


@contextmanager
def spoken(where: str) -> Iterator[None]:
    """Turns a failing database into a StoreError that names `where`.

    A mistake in our own SQL stays a bug with its traceback, but without the row that PostgreSQL would show in it.
    """
    try:
        yield
    except PoolTimeout as error:
        raise StoreError(f"The record at {where} is busy: all connections are in use. Try again.") from error
    except DBAPIError as error:
        if error.connection_invalidated:  # perhaps in the very moment of the commit: nobody knows
            raise StoreError(
                f"The connection to the record at {where} broke. Look whether the last action is there before you "
                "repeat it."
            ) from error
        sentence = _sentence(error)
        if sentence is None:
            raise _without_values(error) from None
        raise StoreError(
            f"The record at {where} could not be used, and nothing was changed. {sentence}"
        ) from error


def _without_values(error: DBAPIError) -> RuntimeError:
    primary = getattr(getattr(error.orig, "diag", None), "message_primary", None) or str(error.orig)
    bug = RuntimeError(f"{type(error.orig).__name__}: {primary}\n{error.statement}")
    return bug.with_traceback(error.__traceback__)


def _sentence(error: DBAPIError) -> str | None:
    text = str(error.orig).lower()
    if isinstance(error, ProgrammingError):  # the account lacks a right; anything else is our own mistake
        return "The account lacks rights in that database." if "permission denied" in text else None
    for mark, sentence in _KNOWN:
        if mark in text:
            return sentence
    return str(error.orig) if isinstance(error, OperationalError) else None
