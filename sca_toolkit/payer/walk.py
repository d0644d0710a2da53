"""Every dated value of a profile, with the place where it stands in the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from sca_toolkit.values import Dated, History

Place = tuple[str | int, ...]


def walk_entries(record: Any, place: Place = ()) -> Iterator[tuple[Place, Dated[Any]]]:
    """Every dated value inside `record` with its place, such as `("routes", 0)`.

    Entries of a history are counted oldest first.
    """
    if isinstance(record, Dated):
        yield place, record
    else:
        for step, item in _inside(record):
            yield from walk_entries(item, (*place, step))


def _inside(record: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(record, History):
        yield from enumerate(record)
    elif isinstance(record, BaseModel):
        yield from ((name, getattr(record, name)) for name in type(record).model_fields)
    elif isinstance(record, dict):
        yield from record.items()
    elif isinstance(record, tuple):
        yield from enumerate(record)


def walk_dated(record: Any) -> Iterator[tuple[str, Dated[Any]]]:
    """As `walk_entries`, with the place in words: `routes[0]`."""
    for place, entry in walk_entries(record):
        yield _dotted(place), entry


def _dotted(place: Place) -> str:
    text = ""
    for step in place:
        text += f"[{step}]" if isinstance(step, int) else (f".{step}" if text else str(step))
    return text
