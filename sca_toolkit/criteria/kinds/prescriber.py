"""Who must prescribe or be consulted."""

from __future__ import annotations

from typing import Literal

from sca_toolkit.case.history import Entry
from sca_toolkit.criteria.leaf import Bits, Leaf, Names, Scope
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.verdict import MET, NOT_MET, OPEN
from sca_toolkit.criteria.words import listed


class Prescriber(Leaf):
    """A specialty."""

    kind: Literal["prescriber"] = "prescriber"
    any_of: Names
    """Specialties; one of them."""
    consulted: bool = True
    """Whether a consultation is enough."""

    def fact(self, scope: Scope) -> Bits:
        """The specialties on record."""
        wanted = scope.words.terms.down(self.any_of)

        def judge(record: Record) -> int:
            told = record.facts.prescriber
            if told is None or not (told.specialty or told.consulted):
                return OPEN
            names = (*told.specialty, *(told.consulted if self.consulted else ()))
            if any(record.words.terms.key(name) in wanted for name in names):
                return MET
            return NOT_MET if told.specialty else OPEN

        return judge

    def shown_by(self, record: Record, scope: Scope) -> tuple[Entry, ...]:
        """The prescriber."""
        return () if record.facts.prescriber is None else (record.facts.prescriber,)

    def wants(self, record: Record, scope: Scope) -> tuple[tuple[str, str], ...]:
        """The specialty."""
        return (("prescriber", "The prescriber's specialty, and who was consulted"),)

    def says(self) -> str:
        """The specialties."""
        return f"prescribed by {'or in consultation with ' if self.consulted else ''}{listed(self.any_of)}"
