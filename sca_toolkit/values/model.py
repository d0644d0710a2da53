"""The base of every record: frozen, and it refuses what it does not know."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A record that cannot change after it is made and refuses unknown keys.

    The docstring under a field says what it means; forms, pages and FIELDS.md read it with `meaning`.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        str_strip_whitespace=True,
        populate_by_name=True,
        defer_build=True,
    )


class Choice(StrEnum):
    """A closed list. A member is written in files by its value and shown to people by `words`."""

    @property
    def words(self) -> str:
        """The value as a person reads it: `self_funded` becomes `self funded`, unless the list says otherwise."""
        return self._in_words().get(self.value, self.value.replace("_", " "))

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {}
