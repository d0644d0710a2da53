"""What the center must be, have or belong to."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from sca_toolkit.case import SiteFact
from sca_toolkit.case.history import Entry
from sca_toolkit.criteria.leaf import Bits, Leaf, Scope
from sca_toolkit.criteria.need import Who
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.verdict import MET, NOT_MET, OPEN
from sca_toolkit.criteria.words import bare, number


class Site(Leaf):
    """Enrollment, certification, contract, training, stock."""

    asks: ClassVar[Who] = Who.site

    kind: Literal["site"] = "site"
    requirement: str
    """REMS enrollment, a network by name, FACT accreditation, training."""
    product_specific: bool = False
    """Whether it must hold for the product asked for."""
    at_least: float | None = Field(default=None, ge=0)
    """A number, such as doses in stock."""
    unit: str | None = None

    def fact(self, scope: Scope) -> Bits:
        """What is recorded of the center."""

        def judge(record: Record) -> int:
            held = self._held(record, scope)
            if not held:
                return OPEN
            newest = held[0]
            if not newest.holds:
                return NOT_MET
            if self.at_least is None:
                return MET
            return OPEN if newest.value is None else MET if newest.value >= self.at_least else NOT_MET

        return judge

    def _held(self, record: Record, scope: Scope) -> list[SiteFact]:
        key, words = scope.words.terms.key(self.requirement), scope.words
        found = [
            each
            for each in record.facts.site
            if key in words.terms.up(each.requirement)
            and (each.on is None or each.on <= record.as_of)
            and (
                not self.product_specific
                or each.product is None
                or words.drugs.key(each.product) == record.product
            )
        ]
        return sorted(found, key=lambda each: each.on.toordinal() if each.on else 0, reverse=True)

    def shown_by(self, record: Record, scope: Scope) -> tuple[Entry, ...]:
        """What is recorded."""
        return tuple(self._held(record, scope))

    def wants(self, record: Record, scope: Scope) -> tuple[tuple[str, str], ...]:
        """Proof from the center."""
        return ((f"site:{bare(self.requirement)}", f"Proof that the center has: {self.requirement}"),)

    def says(self) -> str:
        """The requirement."""
        stock = (
            f", at least {number(self.at_least)} {self.unit or ''}".rstrip()
            if self.at_least is not None
            else ""
        )
        return f"center: {self.requirement}{stock}{' for this product' if self.product_specific else ''}"
