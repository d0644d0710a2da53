"""What differs between two versions of a JSON document, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Field path to (before, after), for each field that differs. Lists are compared whole; absent reads None."""
    found: dict[str, tuple[Any, Any]] = {}
    for key in {**before, **after}:
        was, now = before.get(key), after.get(key)
        if isinstance(was, Mapping) and isinstance(now, Mapping):
            found |= {f"{key}.{path}": pair for path, pair in differences(was, now).items()}
        elif was != now:
            found[key] = (was, now)
    return found


def with_changes(data: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of `data` with the values at the given field paths."""
    copy = {
        key: with_changes(value, {}) if isinstance(value, Mapping) else value for key, value in data.items()
    }
    for path, value in changes.items():
        *groups, name = path.split(".")
        spot = copy
        for group in groups:
            inner = spot.get(group)
            if not isinstance(inner, dict):
                inner = spot[group] = {}
            spot = inner
        spot[name] = value
    return copy


@dataclass(frozen=True)
class FieldChange:
    """A field that someone else changed since it was read. Values are as in JSON; None: it was not there."""

    path: str
    was: Any
    """When it was read."""
    theirs: Any
    """Now, in the record."""
    mine: Any
    """In the save that was refused."""
    who: str
    when: datetime

    @property
    def clashes(self) -> bool:
        """Both sides changed it, to different values: a person has to choose."""
        return self.mine not in (self.was, self.theirs)
