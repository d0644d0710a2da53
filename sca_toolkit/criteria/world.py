"""What judging needs beside policy and case, and what a policy is once it is ready."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sca_toolkit.criteria.dictionary import Dictionary
from sca_toolkit.criteria.facts import CaseFacts
from sca_toolkit.criteria.leaf import Bits, Moment, Scope
from sca_toolkit.criteria.policy import Policy
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.verdict import NOT_ASKED, VERDICTS, Verdict
from sca_toolkit.therapy import Catalogue


@dataclass(frozen=True)
class World:
    """What judging needs beside policy and case: the vocabulary, the other policies, the product catalog."""

    words: Dictionary
    policies: Mapping[str, Policy] = field(default_factory=dict)
    catalogue: Catalogue | None = None

    def record(self, facts: CaseFacts, as_of: date) -> Record:
        """A case made ready for judging on a day."""
        return Record(facts, as_of, self.words)


@dataclass(frozen=True)
class Part:
    """A node made ready. `bits` judges it with everything around it; `parts` are its children."""

    node: Any
    bits: Bits
    scope: Scope
    parts: tuple[Part, ...] = ()
    guard: Bits | None = None
    waivers: tuple[Part, ...] = ()
    inner: Bits | None = None
    """The node without guard, days and moment."""


@dataclass(frozen=True)
class ReadyPolicy:
    """A policy ready to be judged, for one moment of the episode."""

    policy: Policy
    world: World
    moment: Moment
    root: Part | None
    inherited: tuple[Policy, ...] = ()
    words: Dictionary | None = None
    dated: bool = False
    """Whether the policy takes effect or ends on a known day."""

    def verdict(self, record: Record) -> Verdict:
        """The verdict of the whole policy, without a trace."""
        return VERDICTS[self.bits(record)]

    def bits(self, record: Record) -> int:
        """The answers still possible."""
        root = self.root
        if root is None or (self.dated and not self.policy.in_force(record.as_of)):
            return NOT_ASKED
        words = self.words
        return root.bits(record if words is None or record.words is words else record.read_with(words))
