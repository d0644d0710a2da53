"""What is wrong with a policy in the light of the vocabulary, the codes and the other policies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sca_toolkit.criteria.dictionary import CodeSet, Dictionary
from sca_toolkit.criteria.guard import Guard
from sca_toolkit.criteria.kinds.diagnosis import Diagnosis
from sca_toolkit.criteria.kinds.reference import Reference
from sca_toolkit.criteria.leaf import Leaf
from sca_toolkit.criteria.node import Branch, Switch, walk
from sca_toolkit.criteria.policy import Policy
from sca_toolkit.criteria.words import bare, listed
from sca_toolkit.criteria.world import World
from sca_toolkit.therapy import Catalogue, CodeSystem


@dataclass(frozen=True)
class Complaint:
    """One thing that is wrong: the id of the criterion it is about (None for the policy itself), and a sentence."""

    about: str | None
    message: str


def complaints(policy: Policy, world: World) -> tuple[Complaint, ...]:
    """Every complaint about a policy, each with its remedy, in the order of the file."""
    words = policy.dictionary(world.words)
    found = [
        *_loops(policy, world),
        *_leaves(policy, words),
        *_codes(policy, world.catalogue),
        *_guards(policy, words),
        *_dates(policy),
    ]
    return tuple(dict.fromkeys(found))


def _leaves(policy: Policy, words: Dictionary) -> Iterator[Complaint]:
    for leaf in policy.leaves():
        yield from (Complaint(leaf.id, message) for message in leaf.complaints(words))


def _loops(policy: Policy, world: World) -> Iterator[Complaint]:
    for leaf_id, name in _links(policy):
        if name == policy.id:
            yield Complaint(
                leaf_id, f"the policy {policy.id} includes itself; name another policy, or take this out"
            )
        elif name not in world.policies:
            yield Complaint(
                leaf_id, f"there is no policy {name!r} in our files; correct the id, or name it with `to`"
            )
        else:
            way = _way_back(name, policy.id, world, (policy.id,))
            if way:
                yield Complaint(
                    leaf_id,
                    f"the policy {policy.id} includes itself by way of {listed(way, 'and')}; take one of them out",
                )


def _links(policy: Policy) -> Iterator[tuple[str | None, str]]:
    yield from ((None, name) for name in policy.inherits)
    for leaf in policy.leaves():
        if isinstance(leaf, Reference) and leaf.policy is not None:
            yield leaf.id, leaf.policy


def _way_back(name: str, goal: str, world: World, seen: tuple[str, ...]) -> tuple[str, ...]:
    other = world.policies.get(name)
    if other is None or name in seen:
        return ()
    for _, following in _links(other):
        if following == goal:
            return (name,)
        rest = _way_back(following, goal, world, (*seen, name))
        if rest:
            return (name, *rest)
    return ()


def _codes(policy: Policy, catalogue: Catalogue | None) -> Iterator[Complaint]:
    if catalogue is None:
        return
    known = [each.code for each in catalogue.codes.every_code if each.system is CodeSystem.icd10_cm]
    blocks = [each.prefix for each in catalogue.codes.complete_blocks if each.system is CodeSystem.icd10_cm]
    for owner, written in _sets(policy):
        for entry in written:
            codes = CodeSet.of([entry])
            inside = any(codes.ranges[0][0].startswith(block.replace(".", "")) for block in blocks)
            if inside and not any(codes.holds(code) for code in known):
                yield Complaint(
                    owner,
                    f"the ICD-10-CM set {entry} matches no code; correct it (this block of codes is known whole)",
                )


def _sets(policy: Policy) -> Iterator[tuple[str | None, tuple[str, ...]]]:
    for node in _nodes(policy):
        if isinstance(node, Diagnosis):
            yield node.id, node.icd10
        for guard in _guards_of(node):
            yield getattr(node, "id", None), guard.icd10


def _nodes(policy: Policy) -> Iterator[Any]:
    if policy.criteria is not None:
        yield from walk(policy.criteria)
    for item in policy.administrative:
        yield from walk(item)


def _guards_of(node: Any) -> tuple[Guard, ...]:
    own = (node.applies_when,) if node.applies_when else ()
    return (*own, *node.guards()) if isinstance(node, Switch) else own


def _guards(policy: Policy, words: Dictionary) -> Iterator[Complaint]:
    products = frozenset(words.drugs.key(name) for name in policy.products)
    plans = frozenset(map(bare, policy.lines_of_business))
    for node in _nodes(policy):
        for guard in _guards_of(node):
            why = guard.never_holds(words, products, plans)
            if why:
                yield Complaint(
                    getattr(node, "id", None), f"the guard can never hold: {why}; correct one of them"
                )
    if policy.criteria is not None:
        yield from _nested(policy.criteria, (), words)


def _nested(node: Any, outer: tuple[Guard, ...], words: Dictionary) -> Iterator[Complaint]:
    own = (node.applies_when,) if node.applies_when else ()
    for guard in own:
        for other in outer:
            why = clash(guard, other, words)
            if why:
                yield Complaint(
                    getattr(node, "id", None),
                    f"the guard can never hold: {why}, by the guard around it; correct one of them",
                )
    if isinstance(node, Switch):
        for guard, case in zip(node.guards(), node.cases, strict=True):
            if isinstance(case.then, Leaf | Branch):
                yield from _nested(case.then, (*outer, *own, guard), words)
    elif isinstance(node, Branch):
        for child in node.children():
            yield from _nested(child, (*outer, *own), words)


def clash(one: Guard, other: Guard, words: Dictionary) -> str | None:
    """Why two guards never hold together; None where they can."""
    for field in ("product", "line_of_business", "setting", "state"):
        mine, theirs = getattr(one, field), getattr(other, field)
        if mine and theirs and not {bare(each) for each in mine} & {bare(each) for each in theirs}:
            return f"the {field.replace('_', ' ')} is {listed(theirs)}, never {listed(mine)}"
    for marker, results in one.markers.items():
        theirs = next((value for name, value in other.markers.items() if bare(name) == bare(marker)), None)
        if theirs and not {bare(each) for each in results} & {bare(each) for each in theirs}:
            return f"{marker} is {listed(theirs)}, never {listed(results)}"
    if one.diagnosis and other.diagnosis and not _related(one.diagnosis, other.diagnosis, words):
        return f"the diagnosis is {listed(other.diagnosis)}, never {listed(one.diagnosis)}"
    return _ages(one, other)


def _related(mine: tuple[str, ...], theirs: tuple[str, ...], words: Dictionary) -> bool:
    tree = words.diseases
    if not all(tree.knows(name) for name in (*mine, *theirs)):
        return True
    return any(tree.key(a) in tree.up(b) or tree.key(b) in tree.up(a) for a in mine for b in theirs)


def _ages(one: Guard, other: Guard) -> str | None:
    if not one.age or not other.age or one.age.unit != other.age.unit:
        return None
    mine, theirs = one.age.holds(), other.age.holds()
    if any(mine(age) and theirs(age) for age in range(131)):
        return None
    return f"the age is {other.age.bounds_words()}, never {one.age.bounds_words()}"


def _dates(policy: Policy) -> Iterator[Complaint]:
    for leaf in policy.leaves():
        if leaf.removed and policy.effective and leaf.removed <= policy.effective:
            yield Complaint(
                leaf.id,
                f"{leaf.id} was removed on {leaf.removed}, before the policy took effect on {policy.effective}; it is "
                "never asked, correct one of the dates",
            )
        if leaf.effective and policy.removed and leaf.effective >= policy.removed:
            yield Complaint(
                leaf.id,
                f"{leaf.id} takes effect on {leaf.effective}, after the policy was removed on {policy.removed}; it is "
                "never asked, correct one of the dates",
            )
