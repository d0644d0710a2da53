"""What changed between two versions of a policy, by the ids of its criteria, and which cases it touches."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sca_toolkit.criteria.compiling import compile_policy
from sca_toolkit.criteria.facts import CaseFacts
from sca_toolkit.criteria.leaf import Leaf
from sca_toolkit.criteria.matrix import in_force
from sca_toolkit.criteria.node import Branch
from sca_toolkit.criteria.policy import Policy
from sca_toolkit.criteria.verdict import Verdict
from sca_toolkit.criteria.world import World
from sca_toolkit.values import Choice, Model


class ChangeKind(Choice):
    """What happened to a criterion."""

    added = "added"
    removed = "removed"
    changed = "changed"
    moved = "moved"
    """The criterion is the same; its place in the tree is another."""


class Change(Model):
    """One criterion that is not as it was."""

    id: str
    kind: ChangeKind
    before: str | None = None
    after: str | None = None
    fields: tuple[str, ...] = ()
    """Keys whose value changed."""


class Affected(Model):
    """A case whose verdict is another under the new version."""

    case: str
    before: Verdict
    after: Verdict


_FRAME = {"source", "at", "note", "seen", "revised", "as_printed"}


def version_changes(old: Policy, new: Policy) -> tuple[Change, ...]:
    """Criteria added, removed, changed and moved. Sources, notes and dates of reading are not changes."""
    before = {each.id: each for each in old.leaves()}
    after = {each.id: each for each in new.leaves()}
    places = _places(old), _places(new)
    found = [
        Change(id=name, kind=ChangeKind.removed, before=before[name].says())
        for name in before
        if name not in after
    ]
    found += [
        Change(id=name, kind=ChangeKind.added, after=after[name].says())
        for name in after
        if name not in before
    ]
    for name in before:
        if name in after:
            found += _one(before[name], after[name], places)
    return tuple(found)


def _one(old: Leaf, new: Leaf, places: tuple[dict[str, str], dict[str, str]]) -> list[Change]:
    fields = _fields(old, new)
    if fields:
        change = Change(
            id=old.id, kind=ChangeKind.changed, before=old.says(), after=new.says(), fields=fields
        )
        return [change]
    was, now = places[0].get(old.id), places[1].get(old.id)
    return [] if was == now else [Change(id=old.id, kind=ChangeKind.moved, before=was, after=now)]


def _fields(old: Leaf, new: Leaf) -> tuple[str, ...]:
    mine, theirs = old.model_dump(mode="json", by_alias=True), new.model_dump(mode="json", by_alias=True)
    names = dict.fromkeys((*mine, *theirs))
    return tuple(name for name in names if name not in _FRAME and mine.get(name) != theirs.get(name))


def _places(policy: Policy) -> dict[str, str]:
    """Where each criterion stands, as the shapes above it."""
    found: dict[str, str] = {}

    def walk(node: Any, above: tuple[str, ...]) -> None:
        if isinstance(node, Leaf):
            found[node.id] = " in ".join(reversed(above)) or "the whole test"
        elif isinstance(node, Branch):
            for child in node.children():
                walk(child, (*above, _shape(node)))

    if policy.criteria is not None:
        walk(policy.criteria, ())
    found.update({item.id: "administrative" for item in policy.administrative})
    return found


def _shape(node: Branch) -> str:
    return node.says() if node.shape == "at_least" else node.shape


def dated_changes(policy: Policy, first: date, last: date) -> tuple[Change, ...]:
    """What a policy asks on `last` and not on `first`, and the other way round, by the dates on its criteria."""
    before = {each.id: each for each in in_force(policy, first)}
    after = {each.id: each for each in in_force(policy, last)}
    gone = [
        Change(id=name, kind=ChangeKind.removed, before=before[name].says())
        for name in before
        if name not in after
    ]
    new = [
        Change(id=name, kind=ChangeKind.added, after=after[name].says())
        for name in after
        if name not in before
    ]
    return (*gone, *new)


def affected(
    old: Policy, new: Policy, cases: Iterable[tuple[str, CaseFacts]], as_of: date, world: World
) -> tuple[Affected, ...]:
    """The cases whose verdict differs between the two versions on a day."""
    before, after = compile_policy(old, world), compile_policy(new, world)
    found = []
    for name, facts in cases:
        record = world.record(facts, as_of)
        one, other = before.verdict(record), after.verdict(record)
        if one is not other:
            found.append(Affected(case=name, before=one, after=other))
    return tuple(found)
