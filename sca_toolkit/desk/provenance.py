"""Where a value came from: the room, the file, the page, the date and the age, in words for the person who asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sca_toolkit.desk.drafting import Drafting
from sca_toolkit.terms import Origin, OriginKind, value_at
from sca_toolkit.values import place_steps

STALE_AFTER_DAYS = 365
"""A fact of a payer is to be checked again after as many days."""


@dataclass(frozen=True)
class Provenance:
    """The origin of one value."""

    kind: str
    """The room in words: `payer profile`."""
    detail: str
    """Which file, clause or rule."""
    page: str = ""
    """Title of the page that says so."""
    url: str | None = None
    since: date | None = None
    """First day on which the value holds."""
    age_days: int | None = None
    stale: bool = False
    note: str = ""


def provenance(drafting: Drafting, path: str) -> Provenance | None:
    """Where the value at a spot came from; None for a gap."""
    origin = _origin(drafting, path)
    return _provenance(origin, drafting.as_of) if origin else None


def _origin(drafting: Drafting, path: str) -> Origin | None:
    parts = place_steps(path)
    for end in (2, 1):
        name = ".".join(str(part) for part in parts[:end])
        origin = drafting.proposal.origins.get(name)
        if origin and (name.startswith("positions.") or value_at(drafting.terms, name) not in (None, "", ())):
            return origin
    return None


def _provenance(origin: Origin, as_of: date) -> Provenance:
    source = origin.source
    seen = origin.since or (source.read_on if source else None)
    age = (as_of - seen).days if seen else None
    return Provenance(
        kind=origin.kind.words,
        detail=origin.detail,
        page=source.title if source else "",
        url=source.url if source else None,
        since=origin.since,
        age_days=age,
        stale=origin.kind is OriginKind.profile and age is not None and age > STALE_AFTER_DAYS,
        note=origin.note or "",
    )
