"""Every fact names its source by a key; here the keys that a record uses are collected and checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, RootModel

from sca_toolkit.values import Source


def cited(record: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """(path, source key) of every fact inside `record`: a field `source`, or each entry of a field `sources`."""
    if isinstance(record, RootModel):
        yield from cited(record.root, path)
    elif isinstance(record, BaseModel):
        yield from _cited_in_fields(record, path)
    elif isinstance(record, tuple):
        for index, item in enumerate(record):
            yield from cited(item, f"{path}[{index}]")


def _cited_in_fields(record: BaseModel, path: str) -> Iterator[tuple[str, str]]:
    for name in type(record).model_fields:
        value = getattr(record, name)
        if name == "source" and isinstance(value, str):
            yield path, value
        elif name == "sources" and isinstance(value, tuple):
            yield from ((path, key) for key in value)
        else:
            yield from cited(value, f"{path}.{name}" if path else name)


def uncited(record: Any, sources: Mapping[str, Source]) -> list[str]:
    """One sentence per source key that `record` uses and `sources` lacks."""
    return [
        f"{path} names source {key!r}, which is not under `sources`"
        for path, key in cited(record)
        if key not in sources
    ]
