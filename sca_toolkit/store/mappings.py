"""How the columns of a person's sheets were matched, remembered for the next import."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import select

from sca_toolkit.store.fingerprints import canonical
from sca_toolkit.store.tables import mappings
from sca_toolkit.store.writing import Read, Write


def keep_mapping(write: Write, name: str, columns: Mapping[str, str]) -> None:
    """Remember under `name`, for example `events:epic-export`, which column is which field; replaces the earlier."""
    row = {"name": name, "data": canonical(dict(columns))} | write.recorded()
    if mapping_of(write, name) is None:
        write.insert(mappings, "mapping kept", [row])
        return
    write.connection.execute(mappings.update().where(mappings.c.name == name).values(row))
    write.note(None, mappings, "mapping kept", row)


def mapping_of(read: Read, name: str) -> dict[str, str] | None:
    """What was remembered under `name`; None for nothing."""
    text = read.connection.scalar(select(mappings.c.data).where(mappings.c.name == name))
    if text is None:
        return None
    columns: dict[str, str] = json.loads(text)
    return columns


def mapping_names(read: Read) -> tuple[str, ...]:
    """All names, sorted."""
    return tuple(read.connection.scalars(select(mappings.c.name).order_by(mappings.c.name)))
