"""A value is never alone: it says from which day it holds and which page said so.

Day ranges: `since` is the first day on which the value holds (inside); it holds until the day before the next entry.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Generic, TypeVar

from pydantic import ConfigDict, Field, RootModel, field_validator, model_serializer

from sca_toolkit.values.model import Choice, Model

T = TypeVar("T")


class Grade(Choice):
    """How far a source can be trusted."""

    official = "official"
    payer_document = "payer_document"
    secondary = "secondary"
    weak = "weak"
    derived = "derived"
    internal = "internal"
    invented = "invented"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {"payer_document": "payer's own document", "internal": "our own record"}


class Source(Model):
    """Where a fact was read."""

    title: str
    """What the page or paper is called."""
    grade: Grade
    """How far it can be trusted."""
    read_on: date
    """The day somebody read it."""
    url: str | None = None
    """Its public address."""
    dated: date | None = None
    """The date the page itself carries; left out when it carries none."""
    note: str | None = None
    """What a reader should know: a stored copy, a mirror, a summary."""


class Dated(Model, Generic[T]):
    """A value, the first day it holds and the key of its source."""

    value: T
    """The fact."""
    since: date | None = Field(alias="from")
    """First day on which the value holds; `undated` where the source shows no date."""
    source: str
    """A key of the file's `sources`."""
    at: str | None = None
    """The page, section or cell of the source."""
    note: str | None = None
    """A caution a reader needs."""

    @field_validator("since", mode="before")
    @classmethod
    def _undated(cls, value: Any) -> Any:
        return None if value == "undated" else value

    @model_serializer(mode="wrap")
    def _write_undated(self, handler: Any) -> Any:
        data = handler(self)
        if self.since is None:
            data["from" if "from" in data else "since"] = "undated"
        return {key: item for key, item in data.items() if item is not None}


class History(RootModel[tuple[Dated[T], ...]], Generic[T]):
    """All values a fact has had, oldest first. A new value is one more entry, never an edit of an old one."""

    model_config = ConfigDict(defer_build=True)

    @field_validator("root")
    @classmethod
    def _in_order(cls, entries: tuple[Dated[T], ...]) -> tuple[Dated[T], ...]:
        if not entries:
            raise ValueError("no entry; leave the key out when the value is not known")
        ordered = tuple(sorted(entries, key=lambda entry: entry.since or date.min))
        starts = [entry.since for entry in ordered]
        if len(set(starts)) != len(starts):
            raise ValueError("two entries start on the same day; keep one, or give the later one its own day")
        return ordered

    def __iter__(self) -> Iterator[Dated[T]]:  # type: ignore[override]
        return iter(self.root)

    def __len__(self) -> int:
        return len(self.root)

    def on(self, day: date) -> Dated[T] | None:
        """The entry that holds on `day` (an entry holds from its first day, inclusive), or None before the first."""
        held = [entry for entry in self.root if entry.since is None or entry.since <= day]
        return held[-1] if held else None
