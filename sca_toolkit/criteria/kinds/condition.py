"""Another condition, now or ever: CNS involvement, graft-versus-host disease, an inflammatory disorder."""

from __future__ import annotations

from typing import Literal

from sca_toolkit.case import CompleteList
from sca_toolkit.case import Condition as Charted
from sca_toolkit.case.history import Entry
from sca_toolkit.criteria.leaf import Bits, Leaf, Names, Scope
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.verdict import MET, NOT_MET, OPEN
from sca_toolkit.criteria.words import bare, listed


class Condition(Leaf):
    """One of several conditions; mostly with `polarity: exclude`."""

    kind: Literal["condition"] = "condition"
    any_of: Names
    """Conditions by name. A wider name includes narrower ones of the vocabulary."""
    timeframe: Literal["current", "past", "ever"] = "current"
    """current: active now; past: over; ever: either."""

    def fact(self, scope: Scope) -> Bits:
        """One of them is there; absent only where the chart says so for each, or the list is whole."""
        wanted = [scope.words.terms.key(name) for name in self.any_of]
        states = {"current": {"active"}, "past": {"past"}, "ever": {"active", "past"}}[self.timeframe]

        def judge(record: Record) -> int:
            up = record.words.terms.up
            held = [each for each in record.facts.conditions if each.on is None or each.on <= record.as_of]
            if self.timeframe == "current":
                held = _newest(held)
            hits = [each for each in held if not up(each.condition).isdisjoint(wanted)]
            if any(each.state.value in states for each in hits):
                return MET
            # Only a statement about the named condition, or a wider one, clears it; a narrower one does not.
            cleared = all(
                any(record.words.terms.key(each.condition) in up(key) for each in held) for key in wanted
            )
            return NOT_MET if cleared or record.whole(CompleteList.conditions) else OPEN

        return judge

    def shown_by(self, record: Record, scope: Scope) -> tuple[Entry, ...]:
        """What the chart says of them."""
        wanted = {scope.words.terms.key(name) for name in self.any_of}
        up, key = scope.words.terms.up, scope.words.terms.key
        return tuple(
            each
            for each in record.facts.conditions
            if not up(each.condition).isdisjoint(wanted)
            or any(key(each.condition) in up(name) for name in wanted)
        )

    def wants(self, record: Record, scope: Scope) -> tuple[tuple[str, str], ...]:
        """A statement on each."""
        when = {"current": "active now", "past": "in the past", "ever": "now or ever"}[self.timeframe]
        return tuple((f"condition:{bare(name)}", f"Whether there is {name}, {when}") for name in self.any_of)

    def says(self) -> str:
        """The conditions and the time."""
        when = {"current": "active", "past": "past", "ever": "present or past"}[self.timeframe]
        return f"{when} {listed(self.any_of)}"


def _newest(held: list[Charted]) -> list[Charted]:
    latest: dict[str, Charted] = {}
    for each in sorted(held, key=lambda one: one.on.toordinal() if one.on else 0):
        latest[bare(each.condition)] = each
    return list(latest.values())
