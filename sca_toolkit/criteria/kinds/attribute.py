"""Anything about plan or member that is kept under `attributes`."""

from __future__ import annotations

from typing import ClassVar, Literal

from sca_toolkit.criteria.guard import attribute_bits
from sca_toolkit.criteria.leaf import Bits, Leaf, Names, Scope
from sca_toolkit.criteria.need import Who
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.words import bare, listed


class Attribute(Leaf):
    """A named fact with one of several values: enrolled in the program, an employer group."""

    asks: ClassVar[Who] = Who.site

    kind: Literal["attribute"] = "attribute"
    name: str
    """The name under which the evidence keeps it."""
    any_of: Names = ("yes",)
    """Values; one of them."""

    def fact(self, scope: Scope) -> Bits:
        """The value on record."""
        return attribute_bits(self.name, self.any_of)

    def said(self, record: Record, scope: Scope) -> str | None:
        """The value on record."""
        held = {bare(name): value for name, value in record.facts.attributes.items()}
        return held.get(bare(self.name))

    def wants(self, record: Record, scope: Scope) -> tuple[tuple[str, str], ...]:
        """The value."""
        return ((f"attribute:{bare(self.name)}", f"Whether this holds: {self.says()}"),)

    def says(self) -> str:
        """Name and values."""
        values = listed(self.any_of)
        return self.name.replace("_", " ") if values == "yes" else f"{self.name.replace('_', ' ')}: {values}"
