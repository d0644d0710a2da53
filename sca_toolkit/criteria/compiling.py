"""Making a policy ready: the tree as a tree of functions, which judge a record without building any trace.

Around the fact of a criterion, from the inside out: polarity, a person's judgment where one is needed, waivers, the
guard, the days on which it is asked, the moment at which it is due.
"""

from __future__ import annotations

from typing import Any

from sca_toolkit.criteria.joining import shaped
from sca_toolkit.criteria.kinds.disease_state import DiseaseState
from sca_toolkit.criteria.kinds.prior_lines import PriorLines
from sca_toolkit.criteria.kinds.reference import Reference
from sca_toolkit.criteria.kinds.stated import Attestation, Forecast
from sca_toolkit.criteria.kinds.stated import Judgment as JudgmentLeaf
from sca_toolkit.criteria.leaf import Bits, Leaf, Moment, Polarity, Scope
from sca_toolkit.criteria.node import (
    All,
    Branch,
    Ending,
    Switch,
)
from sca_toolkit.criteria.policy import Policy
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.verdict import (
    ALL,
    JUDGE,
    MET,
    NOT,
    NOT_ASKED,
    NOT_MET,
    guarded,
)
from sca_toolkit.criteria.words import bare
from sca_toolkit.criteria.world import Part, ReadyPolicy, World

ENDINGS = {Ending.met: MET, Ending.not_met: NOT_MET, Ending.not_asked: NOT_ASKED}


def compile_policy(policy: Policy, world: World, moment: Moment = Moment.request) -> ReadyPolicy:
    """A policy with everything it inherits, ready to judge records.

    An inherited or referenced policy that is not in `world` needs a person: that part is *needs judgment*.
    """
    inherited = _inherited(policy, world, (policy.id,))
    nodes = [each for each in (*inherited, policy) if each.criteria is not None]
    words = policy.dictionary(world.words)
    parts = tuple(ready_part(each.criteria, scope_of(each, world, moment)) for each in nodes)
    if not parts:
        return ReadyPolicy(policy, world, moment, None, inherited, words)
    root = parts[0] if len(parts) == 1 else _joined(policy, parts)
    dated = policy.effective is not None or policy.removed is not None
    return ReadyPolicy(policy, world, moment, root, inherited, words, dated)


def scope_of(policy: Policy, world: World, moment: Moment) -> Scope:
    """What the criteria of a policy may look at."""
    return Scope(
        words=policy.dictionary(world.words),
        policies=dict(world.policies),
        bits=lambda node, scope: ready_part(node, scope).bits,
        policy=policy,
        catalogue=world.catalogue,
        moment=moment,
        chain=(policy.id,),
    )


def _inherited(policy: Policy, world: World, chain: tuple[str, ...]) -> tuple[Policy, ...]:
    found: list[Policy] = []
    for name in policy.inherits:
        other = world.policies.get(name)
        if other is not None and name not in chain:
            found += [*_inherited(other, world, (*chain, name)), other]
    return tuple({each.id: each for each in found}.values())


def _joined(policy: Policy, parts: tuple[Part, ...]) -> Part:
    node = All.model_construct(all_=(), title="inherited rules and its own")
    bits = [part.bits for part in parts]
    owners = [(part.scope.policy, part.scope.words) for part in parts]

    def judge(record: Record) -> int:
        joined = NOT_ASKED
        for (owner, words), each in zip(owners, bits, strict=True):
            if owner is None or owner.in_force(record.as_of):
                joined = ALL[joined][each(record.read_with(words))]
        return joined

    return Part(node, judge, parts[-1].scope, parts, inner=judge)


def ready_part(node: Any, scope: Scope) -> Part:
    """A node made ready."""
    return _leaf(node, scope) if isinstance(node, Leaf) else _branch(node, scope)


def _leaf(leaf: Leaf, scope: Scope) -> Part:
    fact = _fact(leaf, scope)
    waivers = tuple(_waivers(leaf, scope))
    guard = leaf.applies_when.ready(scope) if leaf.applies_when else None
    bits = _asked(fact, guard, waivers)
    if leaf.effective or leaf.removed:
        bits = _dated(bits, leaf)
    if leaf.due.later_than(scope.moment):
        bits = _never
    return Part(leaf, bits, scope, guard=guard, waivers=waivers, inner=fact)


def _fact(leaf: Leaf, scope: Scope) -> Bits:
    """The fact with its polarity. A question that policies ask in the same way is answered once for a record."""
    fact = leaf.fact(scope)
    if leaf.polarity is Polarity.exclude:
        fact = _turned(fact)
    if isinstance(leaf, Attestation | Forecast | JudgmentLeaf):
        return fact
    own = bare(leaf.id)
    if scope.last_exposure is not None or leaf.nodes() or isinstance(leaf, Reference):
        return _judged(fact, own)
    return _remembered(fact, own, slot_of(leaf, scope))


_SLOTS: dict[tuple[str, int], int] = {}
_NAMES = set(Leaf.model_fields) - {"polarity"}
"""Fields that name or frame a criterion and do not change what is looked up."""


def slot_of(leaf: Leaf, scope: Scope) -> int:
    """One number for all criteria that ask the same question with the same words."""
    asked = leaf.model_dump_json(exclude=_NAMES, by_alias=True)
    if isinstance(leaf, DiseaseState | PriorLines):
        asked += f"{scope.counting!r}{sorted(scope.definitions.items())!r}"
    key = (f"{asked}{scope.catalogue is not None}", id(scope.words))
    return _SLOTS.setdefault(key, len(_SLOTS))


def _remembered(fact: Bits, own: str, slot: int) -> Bits:
    def judge(record: Record) -> int:
        answers = record.answers
        bits = answers.get(slot)
        if bits is None:
            bits = answers[slot] = fact(record)
        if bits & JUDGE and own in record.judgments:
            return bits & ~JUDGE | (MET if record.judgments[own][0] == "met" else NOT_MET)
        return bits

    return judge


def _never(record: Record) -> int:
    return NOT_ASKED


def _turned(fact: Bits) -> Bits:
    return lambda record: NOT[fact(record)]


def _judged(fact: Bits, key: str) -> Bits:
    """A person's judgment on record takes the place of *needs judgment*."""

    def judge(record: Record) -> int:
        bits = fact(record)
        if bits & JUDGE and key in record.judgments:
            return bits & ~JUDGE | (MET if record.judgments[key][0] == "met" else NOT_MET)
        return bits

    return judge


def _dated(bits: Bits, leaf: Leaf) -> Bits:
    return lambda record: bits(record) if leaf.in_force(record.as_of) else NOT_ASKED


def _waivers(leaf: Leaf, scope: Scope) -> list[Part]:
    policy = scope.policy
    if policy is None:
        return []
    others = [each for each in policy.leaves() if leaf.id in each.waives]
    # A waiver is judged without waivers of its own, so that two that name each other cannot go round in circles.
    return [
        ready_part(each, scope.inside(policy=policy.model_copy(update={"criteria": None}))) for each in others
    ]


def _asked(fact: Bits, guard: Bits | None, waivers: tuple[Part, ...]) -> Bits:
    if guard is None and not waivers:
        return fact

    def judge(record: Record) -> int:
        holds = MET if guard is None else guard(record)
        for waiver in waivers:
            waived = waiver.bits(record)
            holds = ALL[holds][NOT[waived & ~NOT_ASKED | NOT_MET if waived & NOT_ASKED else waived]]
        return guarded(holds, fact(record))

    return judge


def _branch(node: Branch, scope: Scope) -> Part:
    if isinstance(node, Switch):
        parts, inner = _switch(node, scope)
    else:
        parts = tuple(ready_part(child, scope) for child in node.children())
        inner = shaped(node, tuple(part.bits for part in parts))
    if node.id:
        inner = _judged(inner, bare(node.id))
    guard = node.applies_when.ready(scope) if node.applies_when else None
    return Part(node, _asked(inner, guard, ()), scope, parts, guard, inner=inner)


def _switch(node: Switch, scope: Scope) -> tuple[tuple[Part, ...], Bits]:
    parts: list[Part] = []

    def end(then: Any) -> Bits:
        if isinstance(then, Ending):
            fixed = ENDINGS[then]
            return lambda record: fixed
        parts.append(ready_part(then, scope))
        return parts[-1].bits

    tests = [guard.ready(scope) for guard in node.guards()]
    branches = [(test, end(case.then)) for test, case in zip(tests, node.cases, strict=True)]
    otherwise = end(node.otherwise)

    def judge(record: Record) -> int:
        possible = 0
        for test, then in branches:
            fits = test(record)
            if fits & (MET | JUDGE):
                possible |= then(record)
            if fits == MET:
                return possible
        return possible | otherwise(record)

    return tuple(parts), judge
