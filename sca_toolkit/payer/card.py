"""The card of a payer: what is known, in the order in which a person asks, each line with its page and its age.

Age is counted in days from the first day on which a value holds (or from the date of its page) to `as_of`. A line is
stale when that is more than 365 days; a line without a date is stale when it was read more than 365 days ago.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from pydantic import BaseModel

from sca_toolkit.payer.layout import SECTIONS, UNKNOWN_SECTION, label_of_key
from sca_toolkit.payer.profile import PayerProfile
from sca_toolkit.payer.requests import in_force
from sca_toolkit.payer.unknown import unknowns
from sca_toolkit.payer.words import day_in_words, in_words, label_of
from sca_toolkit.values import Dated, Grade, History, Model

STALE_AFTER_DAYS = 365
NOT_KNOWN = "not known"


class Line(Model):
    """One fact on the card."""

    key: str
    """The key of the profile it comes from, such as `timely_filing.initial`."""
    label: str
    """What it is."""
    value: str
    """The fact in words."""
    source: str | None = None
    """Title of the page."""
    url: str | None = None
    """Address of the page."""
    at: str | None = None
    """Page, section or cell of the source."""
    since: date | None = None
    """First day on which the value holds."""
    age_days: int | None = None
    """Days from `since` to the day of the card; None when the source shows no date."""
    age: str = ""
    """The age in words: `261 days`, or `undated`."""
    stale: bool = False
    """Whether it should be checked again."""
    grade: Grade | None = None
    """How far the source can be trusted."""
    note: str | None = None
    """A caution a reader needs."""
    earlier: tuple[str, ...] = ()
    """Values it had before, newest first: `before Jun 1, 2026: 12 months`."""

    @property
    def cited(self) -> str:
        """Source, place, age and grade in one line; empty for what is not known."""
        if self.source is None or self.grade is None:
            return ""
        place = f"{self.source}, {self.at}" if self.at else self.source
        aged = f"{self.age}, check again" if self.stale else self.age
        return f"{place}; {aged}; {self.grade.words}"


class Section(Model):
    """Lines that answer one question."""

    title: str
    lines: tuple[Line, ...] = ()


class Card(Model):
    """All that is known of one payer on one day."""

    payer: str
    """Id of the profile."""
    name: str
    summary: str
    invented: bool
    as_of: date
    sections: tuple[Section, ...]
    unknown: int
    """How many things are not known."""


def card(profile: PayerProfile, as_of: date) -> Card:
    """The card of `profile` with the values that hold on `as_of`. Sections without lines are left out."""
    known = [_section(profile, title, keys, as_of) for title, keys in SECTIONS.items()]
    missing = unknowns(profile)
    asked = tuple(
        Line(key=item.path, label=label_of_key(item.path), value=NOT_KNOWN, note=item.what)
        for item in missing
    )
    sections = [*known, Section(title=UNKNOWN_SECTION, lines=asked)]
    return Card(
        payer=profile.id,
        name=profile.name,
        summary=profile.summary,
        invented=profile.invented,
        as_of=as_of,
        sections=tuple(section for section in sections if section.lines),
        unknown=len(missing),
    )


def _section(profile: PayerProfile, title: str, keys: Sequence[str], as_of: date) -> Section:
    lines = (line for key in keys for line in _lines(profile, key, getattr(profile, key), as_of))
    return Section(title=title, lines=tuple(lines))


def _lines(profile: PayerProfile, key: str, value: Any, as_of: date) -> Iterator[Line]:
    if isinstance(value, History):
        entry = value.on(as_of)
        if entry is not None:
            yield _line(profile, key, entry, as_of, _earlier(value, entry))
    elif isinstance(value, tuple):
        yield from (_line(profile, key, entry, as_of) for entry in in_force(value, as_of))
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _lines(profile, f"{key}.{name}", getattr(value, name), as_of)
    elif isinstance(value, Mapping):
        for name, history in value.items():
            yield from _lines(profile, f"{key}.{name}", history, as_of)


def _line(
    profile: PayerProfile, key: str, entry: Dated[Any], as_of: date, earlier: tuple[str, ...] = ()
) -> Line:
    source = profile.sources[entry.source]
    days = (as_of - entry.since).days if entry.since else None
    return Line(
        key=key,
        label=label_of(entry.value, label_of_key(key)),
        value=in_words(entry.value),
        source=source.title,
        url=source.url,
        at=entry.at,
        since=entry.since,
        age_days=days,
        age=_age(days),
        stale=((as_of - source.read_on).days if days is None else days) > STALE_AFTER_DAYS,
        grade=source.grade,
        note=entry.note,
        earlier=earlier,
    )


def _age(days: int | None) -> str:
    if days is None:
        return "undated"
    return f"{days:,} day" if days == 1 else f"{days:,} days"


def _earlier(history: History[Any], held: Dated[Any]) -> tuple[str, ...]:
    """The values before `held`, newest first, each with the first day of the value that replaced it."""
    entries = history.root[: history.root.index(held) + 1]
    pairs = [(old, new.since) for old, new in pairwise(entries) if new.since]
    return tuple(f"before {day_in_words(since)}: {in_words(old.value)}" for old, since in reversed(pairs))
