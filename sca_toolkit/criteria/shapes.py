"""Shapes of the tree that join children: all, any, none, not, at least k, weigh."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field, model_validator

from sca_toolkit.criteria.guard import Guard
from sca_toolkit.criteria.leaf import Id, Leaf
from sca_toolkit.values import Model

if TYPE_CHECKING:
    from sca_toolkit.criteria.node import Node


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
