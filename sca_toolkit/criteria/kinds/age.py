"""How old the member must be."""

from __future__ import annotations

from typing import Literal

from sca_toolkit.criteria.age import AgeBounds, age_bits
from sca_toolkit.criteria.leaf import Bits, Leaf, Scope
from sca_toolkit.criteria.record import Record


class Age(AgeBounds, Leaf):
    """Age in completed years, months or days on a day of the plan."""

    kind: Literal["age"] = "age"
    on: Literal["request", "collection", "lymphodepletion", "infusion"] = "request"
    """The day on which the age counts; at the request while that day is not planned."""

    def fact(self, scope: Scope) -> Bits:
        """Whether the age is inside the limits."""
        return age_bits(self, self.on)

    def wants(self, record: Record, scope: Scope) -> tuple[tuple[str, str], ...]:
        """The date of birth."""
        return (("date_of_birth", "The date of birth"),)

    def says(self) -> str:
        """The limits."""
        return f"age {self.bounds_words(self.unit_words)}"
