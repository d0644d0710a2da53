"""How old the member must be."""

from __future__ import annotations

from typing import Literal

from sca_toolkit.criteria.age import AgeBounds, age_bits, age_in
from sca_toolkit.criteria.leaf import Bits, Leaf, Scope
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.words import number


class Age(AgeBounds, Leaf):
    """Age in completed years, months or days on a day of the plan."""

    kind: Literal["age"] = "age"
    on: Literal["request", "collection", "lymphodepletion", "infusion"] = "request"
    """The day on which the age counts; at the request while that day is not planned."""

    def fact(self, scope: Scope) -> Bits:
        """Whether the age is inside the limits."""
        return age_bits(self, self.on)

    def said(self, record: Record, scope: Scope) -> str | None:
        """The age and the birthday."""
        value = age_in(record, self.on, self.unit)
        born = record.facts.date_of_birth
        if value is None:
            return None
        return f"age {number(value)} {self.unit}" + (f", born {born:%b %-d, %Y}" if born else "")

    def wants(self, record: Record, scope: Scope) -> tuple[tuple[str, str], ...]:
        """The date of birth."""
        return (("date_of_birth", "The date of birth"),)

    def says(self) -> str:
        """The limits."""
        return f"age {self.bounds_words(self.unit_words)}"
