"""An infection and its state."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from sca_toolkit.case import CompleteList, InfectionState
from sca_toolkit.case.history import Entry
from sca_toolkit.criteria.leaf import Bits, Leaf, Scope
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.verdict import MET, NOT_MET, OPEN
from sca_toolkit.criteria.words import bare, listed


class Infection(Leaf):
    """Whether an infection is in one of the states; mostly with `polarity: exclude`."""

    kind: Literal["infection"] = "infection"
    infection: str
    """HBV, HCV, HIV, or any infection by name; `any` for every one."""
    states: tuple[Literal["active", "latent", "past", "any"], ...] = Field(default=("active",), min_length=1)
    """active, latent, past, or any (which is active, latent or past)."""

    def fact(self, scope: Scope) -> Bits:
        """The newest entry for it; open while nobody says."""
        key = scope.words.terms.key(self.infection)
        every = key == "any"
        wanted = frozenset(self.states) | (
            {"active", "latent", "past"} if "any" in self.states else frozenset()
        )

        def judge(record: Record) -> int:
            held = [each for each in record.facts.infections if _on(record, each.on)]
            named = [each for each in held if every or key in record.words.terms.up(each.infection)]
            if every:
                if any(each.state.value in wanted for each in named):
                    return MET
            elif named:
                newest = max(named, key=lambda each: each.on.toordinal() if each.on else 0)
                return MET if newest.state.value in wanted else NOT_MET
            return NOT_MET if record.whole(CompleteList.infections) else OPEN

        return judge

    def shown_by(self, record: Record, scope: Scope) -> tuple[Entry, ...]:
        """What the chart says of it, screening included."""
        key = scope.words.terms.key(self.infection)
        named = [
            each for each in record.facts.infections if key in ("any", scope.words.terms.key(each.infection))
        ]
        screened = [each.entry for each in record.tests.get(key, ())[:1]]
        return (*sorted(named, key=lambda each: each.state is InfectionState.none), *screened)

    def wants(self, record: Record, scope: Scope) -> tuple[tuple[str, str], ...]:
        """Its state."""
        name = "infections" if bare(self.infection) == "any" else self.infection
        return ((f"infection:{bare(self.infection)}", f"The state of {name}: active, latent, past or none"),)

    def says(self) -> str:
        """States and infection."""
        states = "" if "any" in self.states else f"{listed(list(self.states))} "
        return f"{states}{'infection' if bare(self.infection) == 'any' else self.infection}"


def _on(record: Record, day: date | None) -> bool:
    return day is None or day <= record.as_of
