"""The tree: all, any, none, not, at least k, weigh, switch and readings, with criteria as leaves."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from pydantic import Discriminator, Field, Tag

from sca_toolkit.criteria.guard import Guard
from sca_toolkit.criteria.kinds import KINDS, AnyLeaf
from sca_toolkit.criteria.leaf import Leaf
from sca_toolkit.criteria.shapes import All, AnyOf, AtLeast, Branch, NoneOf, Not, Weigh
from sca_toolkit.criteria.switching import Attribute, Branching, Ending, Switch
from sca_toolkit.values import Model

__all__ = [
    "SHAPES",
    "All",
    "AnyOf",
    "AtLeast",
    "Attribute",
    "Branch",
    "Branching",
    "Ending",
    "Node",
    "NoneOf",
    "Not",
    "Reading",
    "Readings",
    "Switch",
    "Weigh",
    "leaves",
    "walk",
]

SHAPES = ("all", "any", "none", "not", "at_least", "weigh", "switch", "readings")


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


_BRANCHES: tuple[type[Branch], ...] = (All, AnyOf, NoneOf, Not, AtLeast, Weigh, Switch, Readings)


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


# Holders of nodes name `Node` and `Guard` before they exist; here their modules learn them.
_HOLDERS: tuple[type[Model], ...] = (*KINDS, Guard, *_BRANCHES, Branching, Reading)
for _holder in _HOLDERS:
    for _class in _holder.__mro__:
        if _class.__module__.startswith("sca_toolkit.criteria"):
            _names = vars(sys.modules[_class.__module__])
            _names["Node"], _names["Guard"] = Node, Guard
