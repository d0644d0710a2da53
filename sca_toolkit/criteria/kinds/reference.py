"""The rules of another policy, taken over by reference."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import model_validator

from sca_toolkit.criteria.leaf import Bits, Leaf, Scope
from sca_toolkit.criteria.need import Who
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.verdict import JUDGE


class Reference(Leaf):
    """Another policy in our files, by id; or one we do not hold, by title, which a person must look up."""

    asks: ClassVar[Who] = Who.payer

    kind: Literal["reference"] = "reference"
    policy: str | None = None
    """Id of a policy in our files."""
    to: str | None = None
    """Title of a document we do not hold."""

    @model_validator(mode="after")
    def _one_target(self) -> Reference:
        if (self.policy is None) == (self.to is None):
            raise ValueError(f"{self.id}: name either `policy` (an id in our files) or `to` (a title)")
        return self

    def fact(self, scope: Scope) -> Bits:
        """The verdict of the other policy; needs judgment where we do not hold it."""
        other = scope.policies.get(self.policy or "")
        if other is None or other.criteria is None or other.id in scope.chain:
            return lambda record: JUDGE
        words = other.dictionary(scope.words)
        inner = scope.bits(
            other.criteria, scope.inside(policy=other, words=words, chain=(*scope.chain, other.id))
        )
        return lambda record: inner(record.read_with(words))

    def wants(self, record: Record, scope: Scope) -> tuple[tuple[str, str], ...]:
        """The document, or what the other policy waits for."""
        return ((f"policy:{self.policy or self.to}", f"Whether {self.policy or self.to} is satisfied"),)

    def says(self) -> str:
        """The other policy."""
        return f"the rules of {self.policy or self.to}"
