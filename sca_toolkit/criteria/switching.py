"""A branch by what the patient, the disease or the plan is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Discriminator, Field, Tag, model_validator

from sca_toolkit.criteria.guard import Guard, OneOrMore
from sca_toolkit.criteria.shapes import Branch
from sca_toolkit.values import Choice, Model

if TYPE_CHECKING:
    from sca_toolkit.criteria.node import Node


class Ending(Choice):
    """What a branch of a switch says without a further rule."""

    met = "met"
    not_met = "not_met"
    not_asked = "not_asked"


Then = Annotated[
    Annotated[Ending, Tag("ending")] | Annotated["Node", Tag("node")],
    Discriminator(lambda value: "ending" if isinstance(value, str) else "node"),
]


class Attribute(Choice):
    """What a switch looks at."""

    diagnosis = "diagnosis"
    product = "product"
    line_of_business = "line_of_business"
    setting = "setting"
    state = "state"
    marker = "marker"
    attribute = "attribute"
    guard = "guard"


class Branching(Model):
    """One branch of a switch."""

    is_: OneOrMore = Field(default=(), alias="is")
    """Values of the attribute."""
    when: Guard | None = None
    """In place of `is`: any guard."""
    then: Then
    """What is asked: a node, or `met` (nothing more), `not_met`, `not_asked`."""

    @model_validator(mode="after")
    def _one_test(self) -> Branching:
        if bool(self.is_) == (self.when is not None):
            raise ValueError("a case of a switch needs either `is` or `when`")
        return self


class Switch(Branch):
    """The first branch that fits decides. An attribute that is not known leaves every branch open."""

    shape: ClassVar[str] = "switch"
    switch: Attribute
    """What is looked at; `guard` where every case has its own `when`."""
    of: str | None = None
    """Name of the marker or attribute."""
    cases: Annotated[tuple[Branching, ...], Field(min_length=1)]
    """The branches, in order."""
    otherwise: Then
    """Where no branch fits: a node, `not_met` (the policy does not cover it), `not_asked` or `met`."""

    @model_validator(mode="after")
    def _named(self) -> Switch:
        needs_name = self.switch in (Attribute.marker, Attribute.attribute)
        if needs_name != (self.of is not None):
            raise ValueError("a switch on a marker or attribute names it with `of`, and no other switch does")
        return self

    def guards(self) -> tuple[Guard, ...]:
        """The test of each branch."""
        return tuple(each.when or self._guard(each.is_) for each in self.cases)

    def _guard(self, values: tuple[str, ...]) -> Guard:
        if self.switch is Attribute.marker:
            return _one_of("markers", str(self.of), values)
        if self.switch is Attribute.attribute:
            return _one_of("attributes", str(self.of), values)
        return Guard.model_validate({self.switch.value: values})

    def children(self) -> tuple[Node, ...]:
        """The nodes of all branches."""
        ends = (*(each.then for each in self.cases), self.otherwise)
        return tuple(end for end in ends if not isinstance(end, Ending))

    def says(self) -> str:
        """What it branches on, in words."""
        return f"a branch by {self.of or self.switch.words}"


def _one_of(field: str, name: str, values: tuple[str, ...]) -> Guard:
    return Guard.model_validate({field: {name: values}})
