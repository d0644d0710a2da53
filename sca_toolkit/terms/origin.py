"""Where a term came from: every proposed value remembers its origin, so that a page can show it on request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from sca_toolkit.values import Choice, Dated, Model, Source


class OriginKind(Choice):
    """The room a value came from."""

    standard = "standard"
    position = "position"
    center_file = "center_file"
    profile = "profile"
    catalogue = "catalogue"
    case = "case"
    derived = "derived"
    last_agreement = "last_agreement"
    typed = "typed"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "standard": "standard list",
            "position": "clause position",
            "profile": "payer profile",
            "catalogue": "product catalog",
            "case": "case file",
            "derived": "worked out",
            "last_agreement": "last agreement",
            "typed": "typed in",
        }


class Origin(Model):
    """The origin of one value."""

    kind: OriginKind
    detail: str = ""
    """Which file, clause or rule, in words."""
    since: date | None = None
    """First day on which the value holds, where its source says so."""
    source: Source | None = None
    """The page that says so."""
    note: str | None = None
    """A caution of the source."""


class Proposed(NamedTuple):
    """One value on its way into the terms."""

    path: str
    value: Any
    origin: Origin


Layer = Iterable[Proposed]


def known(pairs: Iterable[tuple[str, Any]], kind: OriginKind, detail: str) -> Layer:
    """Proposals for the pairs whose value is known."""
    for path, value in pairs:
        if value is not None and value not in ((), ""):
            yield Proposed(path, value, Origin(kind=kind, detail=detail))


def from_dated(path: str, entry: Dated[Any] | None, sources: Mapping[str, Source], detail: str) -> Layer:
    """A proposal for a dated value of a profile, with its page."""
    if entry is not None:
        origin = Origin(
            kind=OriginKind.profile,
            detail=detail,
            since=entry.since,
            source=sources.get(entry.source),
            note=entry.note,
        )
        yield Proposed(path, entry.value, origin)
