"""Relapsed, refractory: by the payer's own definition, or by the chart's own word where the payer gives none."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sca_toolkit.case.history import Entry
from sca_toolkit.criteria.leaf import Bits, Leaf, Names, Scope
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.state_rule import StateRule
from sca_toolkit.criteria.verdict import ANY, MET, NOT_MET, OPEN
from sca_toolkit.criteria.words import bare, listed


class DiseaseState(Leaf):
    """One of several states of the disease."""

    kind: Literal["disease_state"] = "disease_state"
    any_of: Names
    """States: relapsed, refractory, or any word the policy defines."""
    definitions: dict[str, StateRule] = Field(default_factory=dict)
    """What this policy means by a state; left out, the `definitions` of the policy, then the chart's own word."""

    def _rule(self, state: str, scope: Scope) -> StateRule | None:
        held = {bare(name): rule for name, rule in {**scope.definitions, **self.definitions}.items()}
        return held.get(bare(state))

    def fact(self, scope: Scope) -> Bits:
        """One of the states holds."""
        tests = tuple(self._test(state, scope) for state in self.any_of)

        def judge(record: Record) -> int:
            bits = NOT_MET
            for test in tests:
                bits = ANY[bits][test(record)]
            return bits

        return judge

    def _test(self, state: str, scope: Scope) -> Bits:
        rule = self._rule(state, scope)
        return rule.ready(scope) if rule else _by_chart(scope.words.terms.key(state))

    def shown_by(self, record: Record, scope: Scope) -> tuple[Entry, ...]:
        """What a definition looks at, or the chart's word."""
        found: list[Entry] = []
        for state in self.any_of:
            rule = self._rule(state, scope)
            if rule:
                found.extend(rule.shown_by(record, scope))
            elif told := record.states.get(scope.words.terms.key(state)):
                found.append(told[1])
        return tuple(dict.fromkeys(found))

    def wants(self, record: Record, scope: Scope) -> tuple[tuple[str, str], ...]:
        """What the first definition waits for, or the chart's word."""
        for state in self.any_of:
            if rule := self._rule(state, scope):
                return rule.wants()
        return (
            (
                f"state:{bare(self.any_of[0])}",
                f"The chart's statement that the disease is {listed(self.any_of)}",
            ),
        )

    def says(self) -> str:
        """The states."""
        return f"disease that is {listed(self.any_of)}"


def _by_chart(state: str) -> Bits:
    def judge(record: Record) -> int:
        told = record.states.get(state)
        return OPEN if told is None else MET if told[0] else NOT_MET

    return judge
