"""The tree: all, any, none, not, at least k, weigh, switch and readings, with criteria as leaves."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from pydantic import Discriminator, Field, Tag, model_validator

from sca_toolkit.criteria.guard import Guard, OneOrMore
from sca_toolkit.criteria.kinds import KINDS, AnyLeaf
from sca_toolkit.criteria.leaf import Id, Leaf
from sca_toolkit.criteria.words import listed
from sca_toolkit.values import Choice, Model

SHAPES = ("all", "any", "none", "not", "at_least", "weigh", "switch", "readings")


class Branch(Model):
    """A node that holds other nodes."""

    shape: ClassVar[str]

    id: Id | None = None
    """A name for the trace; optional."""
    title: str | None = None
    """What the part is about, for screens."""
    applies_when: Guard | None = None
    """When the whole part is asked."""
    note: str | None = None

    def children(self) -> tuple[Node, ...]:
        """The nodes directly inside."""
        raise NotImplementedError

    def says(self) -> str:
        """The part in words, without a full stop."""
        raise NotImplementedError

    @property
    def words(self) -> str:
        """The part as a person reads it."""
        return self.title or self.says()


def _told(nodes: tuple[Node, ...], last: str) -> str:
    return listed([node.words for node in nodes], last)


Nodes = Annotated[tuple["Node", ...], Field(min_length=1)]


class All(Branch):
    """Every child must be met. One that is not asked changes nothing."""

    shape: ClassVar[str] = "all"
    all_: Nodes = Field(alias="all")
    """The children."""

    def children(self) -> tuple[Node, ...]:
        """The nodes directly inside."""
        return self.all_

    def says(self) -> str:
        """All of them, in words."""
        return "all of these"


class AnyOf(Branch):
    """One child is enough. One that is not asked never counts as met."""

    shape: ClassVar[str] = "any"
    any_: Nodes = Field(alias="any")
    """The children."""

    def children(self) -> tuple[Node, ...]:
        """The nodes directly inside."""
        return self.any_

    def says(self) -> str:
        """One of them, in words."""
        return "one of these"


class NoneOf(Branch):
    """No child may be met: a list of what excludes."""

    shape: ClassVar[str] = "none"
    none_: Nodes = Field(alias="none")
    """The children; leaves without `polarity: exclude`, which would turn them round twice."""

    @model_validator(mode="after")
    def _no_double_negative(self) -> NoneOf:
        _refuse_excludes(self.none_, "none")
        return self

    def children(self) -> tuple[Node, ...]:
        """The nodes directly inside."""
        return self.none_

    def says(self) -> str:
        """None of them, in words."""
        return "none of these"


class Not(Branch):
    """The child must not be met."""

    shape: ClassVar[str] = "not"
    not_: Node = Field(alias="not")
    """The child; a leaf without `polarity: exclude`."""

    @model_validator(mode="after")
    def _no_double_negative(self) -> Not:
        _refuse_excludes((self.not_,), "not")
        return self

    def children(self) -> tuple[Node, ...]:
        """The nodes directly inside."""
        return (self.not_,)

    def says(self) -> str:
        """The child turned round, in words."""
        return "not this"


def _refuse_excludes(nodes: tuple[Node, ...], shape: str) -> None:
    for node in nodes:
        if isinstance(node, Leaf) and node.polarity.value == "exclude":
            raise ValueError(
                f"{node.id} has polarity: exclude and stands under `{shape}`, which turns it round twice; "
                f"put it under `all`, or leave the polarity out"
            )


class AtLeast(Branch):
    """A number of the children. Children that are not asked do not count."""

    shape: ClassVar[str] = "at_least"
    at_least: int = Field(ge=1)
    """How many."""
    of: Nodes
    """The children."""

    @model_validator(mode="after")
    def _enough(self) -> AtLeast:
        if self.at_least > len(self.of):
            raise ValueError(
                f"at_least: {self.at_least} of {len(self.of)} can never be met; lower the number or add children"
            )
        return self

    def children(self) -> tuple[Node, ...]:
        """The nodes directly inside."""
        return self.of

    def says(self) -> str:
        """`at least 2 of these 3`."""
        return f"at least {self.at_least} of these {len(self.of)}"


class Weigh(Branch):
    """Factors a reviewer weighs; the policy gives no rule for passing. Always needs judgment."""

    shape: ClassVar[str] = "weigh"
    weigh: Nodes
    """The factors."""

    def children(self) -> tuple[Node, ...]:
        """The nodes directly inside."""
        return self.weigh

    def says(self) -> str:
        """Factors, in words."""
        return "factors weighed together, without a rule for passing"


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


class Reading(Model):
    """One way to read the payer's text."""

    understood: str
    """The reading in words."""
    rule: Node


class Readings(Branch):
    """A text that can be read in two ways. Where the readings differ, a person must ask the payer."""

    shape: ClassVar[str] = "readings"
    readings: Annotated[tuple[Reading, ...], Field(min_length=2)]
    """The readings."""
    as_printed: str | None = None

    def children(self) -> tuple[Node, ...]:
        """The rule of each reading."""
        return tuple(each.rule for each in self.readings)

    def says(self) -> str:
        """That there are several."""
        return f"a text with {len(self.readings)} readings"


_BRANCHES: dict[str, type[Branch]] = {
    each.shape: each for each in (All, AnyOf, NoneOf, Not, AtLeast, Weigh, Switch, Readings)
}


def _tag(value: Any) -> str | None:
    if isinstance(value, Leaf):
        return "leaf"
    if isinstance(value, Branch):
        return value.shape
    if not isinstance(value, dict):
        return None
    if "kind" in value:
        return "leaf"
    found = [shape for shape in SHAPES if shape in value]
    return found[0] if found else None


Node = Annotated[
    Annotated[AnyLeaf, Tag("leaf")]
    | Annotated[All, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[NoneOf, Tag("none")]
    | Annotated[Not, Tag("not")]
    | Annotated[AtLeast, Tag("at_least")]
    | Annotated[Weigh, Tag("weigh")]
    | Annotated[Switch, Tag("switch")]
    | Annotated[Readings, Tag("readings")],
    Discriminator(
        _tag,
        custom_error_type="no_shape",
        custom_error_message=(
            "this is no part of a rule; write a criterion with its `kind`, or one of "
            "all, any, none, not, at_least, weigh, switch, readings"
        ),
    ),
]
"""Any part of a rule."""


def walk(node: Any) -> Iterator[Any]:
    """`node` and everything below it, guards and nodes inside criteria included."""
    yield node
    inner = node.children() if isinstance(node, Branch) else node.nodes()
    for child in inner:
        yield from walk(child)
    guards = [node.applies_when] if node.applies_when else []
    if isinstance(node, Switch):
        guards += [each.when for each in node.cases if each.when]
    for guard in guards:
        if guard.rule is not None:
            yield from walk(guard.rule)


def leaves(node: Any) -> Iterator[Leaf]:
    """Every criterion in `node`."""
    return (each for each in walk(node) if isinstance(each, Leaf))


def branch_class(shape: str) -> type[Branch]:
    """The class of a shape."""
    return _BRANCHES[shape]


# Holders of nodes name `Node` and `Guard` before they exist; here their modules learn them.
_HOLDERS: tuple[type[Model], ...] = (*KINDS, Guard, *_BRANCHES.values(), Branching, Reading)
for _holder in _HOLDERS:
    for _class in _holder.__mro__:
        if _class.__module__.startswith("sca_toolkit.criteria"):
            _names = vars(sys.modules[_class.__module__])
            _names["Node"], _names["Guard"] = Node, Guard
