"""The sections of a draft: which fields matter for a paper, gaps first, in the order in which people think of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sca_toolkit.clauses import DocumentType
from sca_toolkit.desk.drafting import Drafting
from sca_toolkit.desk.spots import Spot, spot_at
from sca_toolkit.papers import OpenTerm, Paper
from sca_toolkit.papers.sheet import owner_of
from sca_toolkit.terms import all_fields, is_open, value_at

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "Parties": ("document", "payer", "providers", "reason", "contacts"),
    "Member": ("member", "benefit"),
    "Clinical": ("clinical", "product", "authorization"),
    "Episode": ("episode", "scope", "setting", "manufacturing", "toxicity", "followup"),
    "Money": ("payment", "cost_share", "cob", "travel", "reinsurance"),
    "Claims": ("claims", "filing", "prompt_pay", "audit", "notice"),
    "Time and exit": ("period", "exit", "dispute", "compliance", "quality"),
    "Letter": ("letter",),
}
"""Groups of terms by section."""


@dataclass(frozen=True)
class Gap:
    """A spot that a final may not lack."""

    spot: Spot
    section: str
    """Title of the section of the sheet in which it lies."""
    number: str
    """Section of the paper, such as `3.2`; empty where the paper has none."""
    owner: str
    """Who can fill it."""


@dataclass(frozen=True)
class SheetSection:
    """The spots of one section. A field stands in one of the three."""

    title: str
    gaps: tuple[Spot, ...]
    known: tuple[Spot, ...]
    """Fields that hold a value."""
    optional: tuple[Spot, ...]
    """Empty fields that no final needs."""


def section_of(path: str) -> str:
    """Title of the section in which a spot lies."""
    group = path.split(".")[0].split("[")[0]
    return next((title for title, groups in SECTIONS.items() if group in groups), "Parties")


def gaps_of(drafting: Drafting, paper: Paper) -> tuple[Gap, ...]:
    """Every gap of a paper by section, in reading order within each."""
    found = [_gap(drafting, each) for each in paper.gaps]
    order = list(SECTIONS)
    return tuple(sorted(found, key=lambda gap: order.index(gap.section)))


def _gap(drafting: Drafting, term: OpenTerm) -> Gap:
    spot = replace(spot_at(drafting.terms, term.path, term.label), clause=term.clause, required=True)
    return Gap(spot, section_of(term.path), term.section, owner_of(term.path))


def sections_of(drafting: Drafting, paper: Paper, gaps: tuple[Gap, ...]) -> tuple[SheetSection, ...]:
    """The sections of the sheet for a paper with its gaps; the letter's own only for a letter."""
    return tuple(_section(drafting, title, gaps) for title in _titles(paper))


def _titles(paper: Paper) -> Iterator[str]:
    for title in SECTIONS:
        if title != "Letter" or paper.entry.document_type is DocumentType.interim_loa:
            yield title


def _section(drafting: Drafting, title: str, gaps: tuple[Gap, ...]) -> SheetSection:
    missing = tuple(gap.spot for gap in gaps if gap.section == title)
    rest = [
        spot_at(drafting.terms, field.path)
        for field in all_fields()
        if field.group in SECTIONS[title] and field.path not in {spot.path for spot in missing}
    ]
    known = tuple(spot for spot in rest if not is_open(value_at(drafting.terms, spot.path)))
    return SheetSection(title, missing, known, tuple(spot for spot in rest if spot not in known))
