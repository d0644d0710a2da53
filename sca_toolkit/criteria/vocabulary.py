"""The words criteria and charts use, as data: units, measures, drugs, diseases, responses, other terms.

`reference/clinical.yaml` holds the toolkit's own, with sources; a policy may bring more under `vocabulary`. Nothing
here is known to the code: a new measure or drug class is one more entry.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from pydantic import Field, model_validator

from sca_toolkit.values import Choice, Model, Source


class Unit(Model):
    """A unit of measure. Units of one dimension convert into one another."""

    name: str
    aliases: tuple[str, ...] = ()
    """Other ways to write it."""
    dimension: str
    """What it measures: mass concentration, cell concentration, time."""
    factor: float = Field(gt=0)
    """How many of the dimension's base unit one of it is."""
    sources: tuple[str, ...] = ()


class Better(Choice):
    """Which way a measure points when the patient is better."""

    high = "high"
    low = "low"


class Measure(Model):
    """Something that is measured and has a unit."""

    name: str
    aliases: tuple[str, ...] = ()
    unit: str
    """Unit its values are compared in; `1` for a number without unit."""
    also: dict[str, float] = Field(default_factory=dict)
    """Units of another dimension that convert for this measure alone: unit, and how many of `unit` one of it is."""
    lowest: float | None = 0
    """Smallest value that can be."""
    highest: float | None = None
    """Largest value that can be: 100 for a percentage of a whole, 5 for ECOG."""
    better: Better | None = None
    """Left out where neither way is better."""
    organ: str | None = None
    who: str | None = None
    """Who can get the result; left out, the laboratory."""
    sources: tuple[str, ...] = ()


class Term(Model):
    """A name with its other spellings and the wider terms it belongs to."""

    name: str
    aliases: tuple[str, ...] = ()
    is_a: tuple[str, ...] = ()
    """Wider terms: a proteasome inhibitor for bortezomib, large B-cell lymphoma for DLBCL."""
    sources: tuple[str, ...] = ()


class Disease(Term):
    """A disease, with the ICD-10-CM codes that say it."""

    icd10: tuple[str, ...] = ()
    """Codes, ranges and stems: C90.00, C83.30-C83.39, C82*."""
    unsure: tuple[str, ...] = ()
    """Codes that may mean it; the chart decides."""


class Drug(Term):
    """A drug or a class of drugs."""

    targets: tuple[str, ...] = ()
    """Antigens it is aimed at."""


class Regimen(Model):
    """A named combination."""

    name: str
    aliases: tuple[str, ...] = ()
    drugs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class Response(Model):
    """A grade of response. Ranks order them: the higher, the deeper."""

    name: str
    aliases: tuple[str, ...] = ()
    rank: float
    sources: tuple[str, ...] = ()


class Words(Model):
    """The content of `clinical.yaml`, and of `vocabulary` in a policy."""

    sources: dict[str, Source] = Field(default_factory=dict)
    units: tuple[Unit, ...] = ()
    measures: tuple[Measure, ...] = ()
    drugs: tuple[Drug, ...] = ()
    regimens: tuple[Regimen, ...] = ()
    diseases: tuple[Disease, ...] = ()
    responses: tuple[Response, ...] = ()
    terms: tuple[Term, ...] = ()
    """Everything else that is named: conditions, infections, tests, documents, specialties, site requirements."""

    def with_more(self, more: Words | None) -> Words:
        """Both together; an entry of `more` stands in front of one of the same name."""
        if more is None:
            return self
        names = [name for name in Words.model_fields if name != "sources"]
        lists = {name: (*getattr(more, name), *getattr(self, name)) for name in names}
        return self.model_copy(update={**lists, "sources": {**self.sources, **more.sources}})

    @model_validator(mode="after")
    def _cited(self) -> Self:
        lost = [f"{name} names source {key!r}" for name, key in self._keys() if key not in self.sources]
        if lost:
            raise ValueError("; ".join(lost) + "; write it under `sources`")
        return self

    def _keys(self) -> Iterator[tuple[str, str]]:
        for name in ("units", "measures", "drugs", "regimens", "diseases", "responses", "terms"):
            for entry in getattr(self, name):
                yield from ((entry.name, key) for key in entry.sources)
