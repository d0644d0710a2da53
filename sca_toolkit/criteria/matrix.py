"""Policies side by side: what each asks on one topic, and the core that several payers share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sca_toolkit.criteria.leaf import Leaf, Polarity, Seen
from sca_toolkit.criteria.node import Branch
from sca_toolkit.criteria.policy import Policy
from sca_toolkit.criteria.topics import topic
from sca_toolkit.criteria.world import World
from sca_toolkit.values import Model

NOT_ASKED, NOT_SEEN = "not asked", "not in the part that was seen"
UNSEEN = "Text not seen"


class Cell(Model):
    """What one policy asks on one topic."""

    policy: str
    leaves: tuple[str, ...] = ()
    """Ids of the criteria."""
    text: str
    """The criteria in words; `not asked`, or that the text was seen only in part."""
    asked: bool


class Row(Model):
    """One topic across the policies."""

    topic: str
    cells: tuple[Cell, ...]

    @property
    def asked_by(self) -> int:
        """How many policies ask."""
        return sum(cell.asked for cell in self.cells)

    @property
    def differs(self) -> bool:
        """Whether the policies that ask use different words, or only some ask."""
        return len({cell.text for cell in self.cells}) > 1


class Matrix(Model):
    """Topics by policies."""

    policies: tuple[str, ...]
    titles: tuple[str, ...]
    rows: tuple[Row, ...]


class CoreItem(Model):
    """A topic that enough payers ask."""

    topic: str
    payers: tuple[str, ...]
    """Payers that ask."""
    texts: tuple[str, ...]
    """How they put it, each wording once."""


def in_force(policy: Policy, day: date) -> tuple[Leaf, ...]:
    """The criteria a policy asks on a day, administrative ones left out."""
    return tuple(each for each in policy.leaves() if not each.administrative_only and each.in_force(day))


def matrix(policies: Sequence[Policy], world: World, day: date) -> Matrix:
    """Every topic that any of the policies asks on `day`, those most ask first."""
    asked = [_by_topic(policy, world, day) for policy in policies]
    topics = dict.fromkeys(name for held in asked for name in held)
    rows = [
        Row(
            topic=name,
            cells=tuple(
                _cell(policy, held.get(name, ())) for policy, held in zip(policies, asked, strict=True)
            ),
        )
        for name in topics
    ]
    ordered = sorted(rows, key=lambda row: -row.asked_by)
    return Matrix(
        policies=tuple(each.id for each in policies),
        titles=tuple(each.title for each in policies),
        rows=tuple(ordered),
    )


def barred(policy: Policy) -> frozenset[str]:
    """Ids of the criteria whose fact bars approval: by their polarity, or by a `none` or `not` around them."""
    found: set[str] = set()

    def walk(node: Any, turned: bool) -> None:
        if isinstance(node, Leaf):
            if turned != (node.polarity is Polarity.exclude):
                found.add(node.id)
        elif isinstance(node, Branch):
            for child in node.children():
                walk(child, turned != (node.shape in ("none", "not")))

    if policy.criteria is not None:
        walk(policy.criteria, False)
    return frozenset(found)


def _by_topic(policy: Policy, world: World, day: date) -> dict[str, tuple[Leaf, ...]]:
    words = policy.dictionary(world.words)
    found: dict[str, tuple[Leaf, ...]] = {}
    for leaf in in_force(policy, day):
        name = topic(leaf, words)
        found[name] = (*found.get(name, ()), leaf)
    return found


def _cell(policy: Policy, leaves: tuple[Leaf, ...]) -> Cell:
    if not leaves:
        silent = NOT_ASKED if policy.seen is Seen.complete else NOT_SEEN
        return Cell(policy=policy.id, text=silent, asked=False)
    bars = barred(policy)
    text = "; ".join(dict.fromkeys(_words(each, bars) for each in leaves))
    return Cell(policy=policy.id, leaves=tuple(each.id for each in leaves), text=text, asked=True)


def _words(leaf: Leaf, bars: frozenset[str]) -> str:
    excludes = "excludes: " if leaf.id in bars else ""
    guard = f" (only where {leaf.applies_when.says()})" if leaf.applies_when else ""
    return f"{excludes}{leaf.says()}{guard}"


def core(policies: Iterable[Policy], world: World, day: date, at_least: int) -> tuple[CoreItem, ...]:
    """The topics that `at_least` payers ask, counted by payer and not by policy, most common first."""
    payers: dict[str, dict[str, None]] = {}
    texts: dict[str, dict[str, None]] = {}
    for policy in policies:
        bars = barred(policy)
        for name, leaves in _by_topic(policy, world, day).items():
            payers.setdefault(name, {})[policy.payer] = None
            texts.setdefault(name, {}).update(dict.fromkeys(_words(each, bars) for each in leaves))
    found = [
        CoreItem(topic=name, payers=tuple(held), texts=tuple(texts[name]))
        for name, held in payers.items()
        if len(held) >= at_least and name != UNSEEN
    ]
    return tuple(sorted(found, key=lambda item: (-len(item.payers), item.topic)))
