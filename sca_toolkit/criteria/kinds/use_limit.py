"""How often a product may be given."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sca_toolkit.case import CompleteList
from sca_toolkit.case.history import Entry
from sca_toolkit.criteria.leaf import Bits, Leaf, Scope
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.verdict import MET, NOT_MET, OPEN
from sca_toolkit.criteria.words import number


class UseLimit(Leaf):
    """A number of doses, courses or infusions of the product. Over a lifetime, earlier ones of any provider count."""

    kind: Literal["use_limit"] = "use_limit"
    at_most: float = Field(ge=1)
    of: Literal["dose", "course", "infusion", "administration", "carton", "unit"] = "dose"
    """What is counted."""
    per: Literal["lifetime", "course", "patient", "request"] = "lifetime"
    """Over what; course and request look only at what is asked for now."""

    def fact(self, scope: Scope) -> Bits:
        """Earlier ones and the planned ones together."""
        whole_life = self.per in ("lifetime", "patient")

        def judge(record: Record) -> int:
            plan = record.facts.planned
            asked = plan.doses if plan and plan.doses is not None else None
            if record.product is None and whole_life:
                return OPEN
            before = (
                sum(each.doses for each in record.given if self._same(each.names, record))
                if whole_life
                else 0
            )
            if before + (asked or 1) > self.at_most:
                return NOT_MET
            sure = not whole_life or record.whole(CompleteList.cell_therapies)
            return MET if sure and (whole_life or asked is not None) else OPEN

        return judge

    def _same(self, names: frozenset[str], record: Record) -> bool:
        return record.product in names

    def shown_by(self, record: Record, scope: Scope) -> tuple[Entry, ...]:
        """Earlier ones, and the plan."""
        held = tuple(each.entry for each in record.given if self._same(each.names, record))
        return (*held, record.facts.planned) if record.facts.planned else held

    def wants(self, record: Record, scope: Scope) -> tuple[tuple[str, str], ...]:
        """Earlier cell therapies, or the number asked for."""
        if self.per in ("lifetime", "patient"):
            return (("cell_therapies", "Whether there was any earlier cell or gene therapy"),)
        return (("planned_doses", "How many doses are asked for"),)

    def says(self) -> str:
        """The number and the time."""
        plural = "" if self.at_most == 1 else "s"
        return f"at most {number(self.at_most)} {self.of}{plural} per {self.per}"
