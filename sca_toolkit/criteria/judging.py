"""The verdict with its reasons: a finding for every node, the evidence quoted, what is missing, what is due later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sca_toolkit.criteria.compiling import compile_policy, ready_part, scope_of
from sca_toolkit.criteria.facts import CaseFacts
from sca_toolkit.criteria.finding import Finding, Judgment
from sca_toolkit.criteria.leaf import Leaf, Moment
from sca_toolkit.criteria.missing import guard_needs, open_sets
from sca_toolkit.criteria.need import Need, Quote
from sca_toolkit.criteria.node import Branch, Readings
from sca_toolkit.criteria.notes import expiry, notes_on
from sca_toolkit.criteria.policy import Policy
from sca_toolkit.criteria.quoting import quote
from sca_toolkit.criteria.reasons import branch_reason, caution, leaf_reason, reason_of
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.verdict import MET, VERDICTS, Verdict
from sca_toolkit.criteria.world import Part, ReadyPolicy, World


def evaluate(
    policy: Policy, facts: CaseFacts, as_of: date, *, world: World, moment: Moment = Moment.request
) -> Judgment:
    """Judge `facts` by `policy` as of a day, with the whole trace. Evidence dated after `as_of` is not seen."""
    return judge(compile_policy(policy, world, moment), world.record(facts, as_of))


def judge(ready: ReadyPolicy, record: Record) -> Judgment:
    """The same for a policy and a record that are ready."""
    policy = ready.policy
    read = record.read_with(ready.words or record.words)
    root = _finding(ready.root, read) if ready.root and policy.in_force(record.as_of) else None
    verdict = ready.verdict(record)
    scope = scope_of(policy, ready.world, Moment.after_infusion)
    beside = tuple(_finding(ready_part(each, scope), read) for each in policy.administrative)
    return Judgment(
        policy=policy.id,
        title=policy.title,
        as_of=record.as_of,
        moment=ready.moment,
        verdict=verdict,
        reason=reason_of(policy, root, verdict, record.as_of),
        caution=caution(policy, verdict),
        root=root,
        administrative=beside,
        open_sets=open_sets(ready, record) if root else (),
        due_later=tuple(_due_later(policy, ready, record)),
    )


def _due_later(policy: Policy, ready: ReadyPolicy, record: Record) -> Iterator[str]:
    for each in (*ready.inherited, policy):
        for leaf in each.leaves():
            late = leaf.due.later_than(ready.moment) and not leaf.administrative_only
            if late and leaf.in_force(record.as_of):
                yield leaf.id


def _finding(part: Part, record: Record) -> Finding:
    record = record.read_with(part.scope.words)
    verdict = VERDICTS[part.bits(record)]
    if isinstance(part.node, Leaf):
        return _leaf_finding(part, record, verdict)
    return _branch_finding(part, record, verdict)


def _leaf_finding(part: Part, record: Record, verdict: Verdict) -> Finding:
    leaf: Leaf = part.node
    told = leaf.said(record, part.scope)
    quotes = (*((Quote(text=told),) if told else ()), *map(quote, leaf.shown_by(record, part.scope)))
    open_ = verdict in (Verdict.unknown, Verdict.needs_judgment)
    needs = tuple(dict.fromkeys(_needs(part, record))) if open_ else ()
    return Finding(
        id=leaf.id,
        kind=leaf.kind,  # type: ignore[attr-defined]
        label=leaf.words,
        verdict=verdict,
        reason=leaf_reason(part, record, verdict, quotes),
        polarity=leaf.polarity,
        quotes=quotes,
        needs=needs,
        notes=tuple(notes_on(part, record)),
        expires_on=expiry(part, record) if verdict is Verdict.met else None,
        due=leaf.due,
        as_printed=leaf.as_printed,
        understood=leaf.understood,
        source=leaf.source or (part.scope.policy.source if part.scope.policy else None),
        at=leaf.at,
        carry_over=leaf.carry_over,
        stale_since=leaf.stale_since,
        doubt=leaf.doubt,
    )


def _needs(part: Part, record: Record) -> Iterator[Need]:
    if part.guard is not None and part.guard(record) != MET:
        yield from guard_needs(part)
    yield from part.node.needs(record, part.scope)


def _branch_finding(part: Part, record: Record, verdict: Verdict) -> Finding:
    node: Branch = part.node
    children = tuple(_finding(each, record) for each in part.parts)
    if isinstance(node, Readings):
        labels = [each.understood for each in node.readings]
        children = tuple(
            child.model_copy(update={"label": label}) for child, label in zip(children, labels, strict=True)
        )
    return Finding(
        id=node.id,
        kind=node.shape,
        label=node.words,
        verdict=verdict,
        reason=branch_reason(part, children, verdict, record),
        children=children,
        notes=(node.note,) if node.note else (),
        as_printed=getattr(node, "as_printed", None),
    )
