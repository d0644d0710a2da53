"""The smallest sets of missing facts that could still turn the answer.

A set is toward *met* when some answers to its facts make the verdict met with nothing else known, likewise toward *not
met*. Only the smallest sets are kept (none contains another), and at most `KEEP` of them, shortest first.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, product

from sca_toolkit.criteria.compiling import ENDINGS
from sca_toolkit.criteria.leaf import Leaf
from sca_toolkit.criteria.need import Need, Who
from sca_toolkit.criteria.node import All, AnyOf, AtLeast, Ending, NoneOf, Not, Readings, Switch, Weigh
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.verdict import JUDGE, MET, NOT_ASKED, NOT_MET
from sca_toolkit.criteria.world import Part, ReadyPolicy
from sca_toolkit.values import Choice, Model

KEEP = 12
Keys = frozenset[str]


class Toward(Choice):
    """Where a set of facts could take the answer."""

    met = "met"
    not_met = "not_met"


class OpenSet(Model):
    """Facts that together could settle the verdict."""

    toward: Toward
    needs: tuple[Need, ...]


class _Book:
    """The facts named on the way, by key; the first criterion to ask for one owns its words."""

    def __init__(self) -> None:
        self.needs: dict[str, Need] = {}

    def keys(self, needs: Iterable[Need]) -> Keys:
        found = tuple(needs)
        for need in found:
            self.needs.setdefault(need.key, need)
        return frozenset(need.key for need in found)


def open_sets(ready: ReadyPolicy, record: Record) -> tuple[OpenSet, ...]:
    """The smallest sets for a verdict that is not settled, toward met first; none for a settled one."""
    if ready.root is None or ready.bits(record) in (MET, NOT_MET, NOT_ASKED):
        return ()
    book = _Book()
    record = record.read_with(ready.words or record.words)
    return tuple(
        OpenSet(
            toward=toward, needs=tuple(sorted((book.needs[key] for key in keys), key=lambda need: need.key))
        )
        for toward, goal in ((Toward.met, MET), (Toward.not_met, NOT_MET))
        for keys in _sets(ready.root, record, goal, book)
        if keys
    )


def _minimal(sets: Iterable[Keys]) -> tuple[Keys, ...]:
    kept: list[Keys] = []
    for each in sorted(set(sets), key=lambda keys: (len(keys), sorted(keys))):
        if not any(other <= each for other in kept):
            kept.append(each)
        if len(kept) == KEEP:
            break
    return tuple(kept)


def _every(groups: Iterable[tuple[Keys, ...]]) -> tuple[Keys, ...]:
    """One set of each group, joined."""
    joined: tuple[Keys, ...] = (frozenset(),)
    for group in groups:
        joined = _minimal(one | other for one, other in product(joined, group))
    return joined


def _sets(part: Part, record: Record, goal: int, book: _Book) -> tuple[Keys, ...]:
    """The sets that take `part` to `goal`; the empty set where it is there already; none where it cannot get there."""
    record = record.read_with(part.scope.words)
    bits = part.bits(record)
    if bits == goal:
        return (frozenset(),)
    if not bits & (goal | JUDGE):
        return ()
    if isinstance(part.node, Leaf):
        return _leaf(part, record, book)
    inner = _inside(part, record, goal, book)
    if part.guard is None or part.guard(record) == MET:
        return inner
    guard = book.keys(guard_needs(part))
    return _minimal(keys | guard for keys in inner)


def guard_needs(part: Part) -> list[Need]:
    """What the guard of a part waits for."""
    guard = part.node.applies_when
    owner = getattr(part.node, "id", None)
    needs = [Need(key=key, text=text, who=Who.clinician, criterion=owner) for key, text in guard.wants()]
    return needs or [
        Need(key=f"guard:{owner}", text=f"Whether {guard.says()}", who=Who.clinician, criterion=owner)
    ]


def _leaf(part: Part, record: Record, book: _Book) -> tuple[Keys, ...]:
    needs: list[Need] = []
    if part.guard is not None and part.guard(record) != MET:
        needs += guard_needs(part)
    for waiver in part.waivers:
        if waiver.bits(record) not in (MET, NOT_MET, NOT_ASKED):
            needs += waiver.node.needs(record, waiver.scope)
    if part.inner is None or part.inner(record) not in (MET, NOT_MET, NOT_ASKED):
        needs += part.node.needs(record, part.scope)
        if part.inner is not None and part.inner(record) == JUDGE:
            needs = [*needs, _judgment(part)] if part.node.kind != "judgment" else needs[:1]
    return (book.keys(needs),) if needs else ()


def _judgment(part: Part) -> Need:
    return Need(
        key=f"judgment:{part.node.id}",
        text=f"A person's judgment: {part.node.words}",
        who=Who.payer,
        criterion=part.node.id,
    )


def _inside(part: Part, record: Record, goal: int, book: _Book) -> tuple[Keys, ...]:
    node = part.node
    other = MET if goal == NOT_MET else NOT_MET
    if isinstance(node, All):
        return _all(part, record, goal, book) if goal == MET else _one(part, record, goal, book)
    if isinstance(node, AnyOf):
        return _one(part, record, goal, book) if goal == MET else _all(part, record, goal, book)
    if isinstance(node, NoneOf | Not):
        return _all(part, record, other, book) if goal == MET else _one(part, record, other, book)
    if isinstance(node, AtLeast):
        return _count(part, record, goal, book)
    if isinstance(node, Weigh):
        return (book.keys([_weighing(node)]),)
    if isinstance(node, Switch):
        return _switch(part, record, goal, book)
    assert isinstance(node, Readings)
    return _all(part, record, goal, book) or (book.keys([_reading(node)]),)


def _weighing(node: Weigh) -> Need:
    return Need(
        key=f"weigh:{node.id or node.words}",
        text="The reviewer's judgment of all factors",
        who=Who.payer,
        criterion=node.id,
    )


def _reading(node: Readings) -> Need:
    return Need(
        key=f"reading:{node.id or node.words}",
        text="Which reading of its text the payer means",
        who=Who.payer,
        criterion=node.id,
    )


def _live(part: Part, record: Record) -> list[Part]:
    return [each for each in part.parts if each.bits(record) != NOT_ASKED]


def _all(part: Part, record: Record, goal: int, book: _Book) -> tuple[Keys, ...]:
    return _every(_sets(each, record, goal, book) for each in _live(part, record))


def _one(part: Part, record: Record, goal: int, book: _Book) -> tuple[Keys, ...]:
    return _minimal(keys for each in _live(part, record) for keys in _sets(each, record, goal, book))


def _count(part: Part, record: Record, goal: int, book: _Book) -> tuple[Keys, ...]:
    live = _live(part, record)
    needed = part.node.at_least if goal == MET else len(live) - part.node.at_least + 1
    reach = [sets for each in live if (sets := _sets(each, record, goal, book))]
    if needed < 1 or needed > len(reach):
        return ()
    return _minimal(keys for some in combinations(reach[:KEEP], needed) for keys in _every(some))


def _switch(part: Part, record: Record, goal: int, book: _Book) -> tuple[Keys, ...]:
    node, scope = part.node, part.scope
    guards = node.guards()
    fits = [guard.ready(scope)(record) for guard in guards]
    asked = [
        Need(key=key, text=text, who=Who.clinician, criterion=node.id)
        for guard, fit in zip(guards, fits, strict=True)
        if fit not in (MET, NOT_MET)
        for key, text in guard.wants()
    ]
    open_ = book.keys(asked)
    found: list[Keys] = []
    parts = iter(part.parts)
    ends = [*(case.then for case in node.cases), node.otherwise]
    for then, fit in zip(ends, [*fits, MET], strict=True):
        own = None if isinstance(then, Ending) else next(parts)
        if not fit & (MET | JUDGE):
            continue
        sets = _sets(own, record, goal, book) if own else ((frozenset(),) if ENDINGS[then] == goal else ())
        found += [keys | open_ for keys in sets]
        if fit == MET:
            break
    return _minimal(found)
