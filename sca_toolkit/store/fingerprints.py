"""Canonical JSON, and the hash of a row: the same for the same content on either database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel
from sqlalchemy import RowMapping, Table

from sca_toolkit.store.columns import utc_text

Row = Mapping[str, Any] | RowMapping
"""A row of a table by the names of its columns."""
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def canonical(data: Any) -> str:
    """JSON with sorted keys and no spaces. Models are dumped as JSON first."""
    if isinstance(data, BaseModel):
        data = data.model_dump(mode="json")
    return _ENCODER.encode(data)


def sha256(content: str | bytes) -> str:
    """SHA-256 in hexadecimal; text is taken as UTF-8."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def row_key(table: Table, row: Row) -> str:
    """What names a row within its table: `CASE-1/3`."""
    return "/".join(str(row[column.name]) for column in table.primary_key)


def row_hash(table: Table, row: Row) -> str:
    """SHA-256 over all that stands in the row. Empty columns are left out, so that a later layout may add columns."""
    filled = {
        column.name: _plain(row[column.name]) for column in table.columns if row[column.name] is not None
    }
    return sha256(canonical([table.name, filled]))


def _plain(value: Any) -> Any:
    if isinstance(value, str | int):
        return value
    if isinstance(value, datetime):
        return utc_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return sha256(bytes(value))
    return value
