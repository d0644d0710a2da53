"""Test cases for a policy that someone who knows the payer can write: facts, and the verdicts they must give."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from pydantic import Field, field_validator

from sca_toolkit.criteria.facts import CaseFacts
from sca_toolkit.criteria.judging import evaluate
from sca_toolkit.criteria.leaf import Moment
from sca_toolkit.criteria.policy import Policy
from sca_toolkit.criteria.verdict import Verdict
from sca_toolkit.criteria.world import World
from sca_toolkit.values import Model


class Scenario(Model):
    """One case: what differs from the common facts, and what must come out."""

    name: str
    """A sentence."""
    change: CaseFacts = CaseFacts()
    """Facts that take the place of the common ones, key by key."""
    remove: tuple[str, ...] = ()
    """Keys of the common facts that are not known here."""
    as_of: date | None = None
    moment: Moment = Moment.request
    expect: Verdict | None = None
    """Verdict of the whole policy."""
    leaves: dict[str, Verdict] = Field(default_factory=dict)
    """Verdicts of single criteria, by id."""

    @field_validator("remove")
    @classmethod
    def _known(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        lost = [name for name in names if name not in CaseFacts.model_fields]
        if lost:
            raise ValueError(f"{', '.join(lost)}: no such key of the facts; write one of those under `facts`")
        return names

    def facts(self, common: CaseFacts) -> CaseFacts:
        """The facts of this case."""
        changed: dict[str, Any] = {name: getattr(self.change, name) for name in self.change.model_fields_set}
        gone = {
            name: CaseFacts.model_fields[name].get_default(call_default_factory=True) for name in self.remove
        }
        return common.model_copy(update={**gone, **changed})


class ScenarioFile(Model):
    """Cases for one policy. The persons are invented."""

    policy: str
    """Id of the policy."""
    as_of: date
    invented: bool
    facts: CaseFacts = CaseFacts()
    """What all cases share."""
    cases: tuple[Scenario, ...] = Field(min_length=1)


def check_cases(file: ScenarioFile, policy: Policy, world: World) -> Iterator[tuple[int, str]]:
    """(number of the case from 0, sentence) for each verdict that differs from what the case expects."""
    for at, case in enumerate(file.cases):
        found = evaluate(
            policy, case.facts(file.facts), case.as_of or file.as_of, world=world, moment=case.moment
        )
        if case.expect is not None and found.verdict is not case.expect:
            yield (
                at,
                f"{case.name}: expected {case.expect.words}, found {found.verdict.words}. {found.reason}",
            )
        for leaf_id, verdict in case.leaves.items():
            leaf = found.leaf(leaf_id)
            if leaf is None:
                yield at, f"{case.name}: {policy.id} has no criterion {leaf_id}"
            elif leaf.verdict is not verdict:
                yield (
                    at,
                    f"{case.name}: {leaf_id}: expected {verdict.words}, found {leaf.verdict.words}. {leaf.reason}",
                )
