"""Column types that mean the same on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import TIMESTAMP, Dialect, Text, TypeDecorator
from sqlalchemy.types import TypeEngine


@lru_cache(maxsize=10_000)
def utc_text(time: datetime) -> str:
    """`2026-11-22T14:30:00.000000Z`: always the same length, so that text sorts as time does.

    Raises ValueError for a time without a zone.
    """
    if time.tzinfo is None:
        raise ValueError(f"{time} has no time zone")
    return time.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


class UtcTime(TypeDecorator[datetime]):
    """A moment, read back in UTC: `timestamptz` on PostgreSQL, ISO text on SQLite, which has no such type."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The database's own type."""
        return dialect.type_descriptor(TIMESTAMP(timezone=True) if _is_postgres(dialect) else Text())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Python to database."""
        if value is None:
            return None
        return value.astimezone(UTC) if _is_postgres(dialect) else utc_text(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Database to Python, in UTC."""
        if value is None:
            return None
        time: datetime = value if _is_postgres(dialect) else datetime.fromisoformat(value)
        return time.astimezone(UTC)


def _is_postgres(dialect: Dialect) -> bool:
    return dialect.name == "postgresql"
