"""A policy as a readable tree: one row for each part, with its depth and source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sca_toolkit.criteria.leaf import Leaf, Moment
from sca_toolkit.criteria.node import Branch, Ending, Readings, Switch
from sca_toolkit.criteria.policy import Policy
from sca_toolkit.values import Model

_HEADS = {
    "all": "All of these:",
    "any": "One of these:",
    "none": "None of these:",
    "not": "Not this:",
    "weigh": "Factors that a reviewer weighs, without a rule for passing:",
    "readings": "A text that can be read in more than one way:",
}
_ENDS = {Ending.met: "nothing more is asked", Ending.not_met: "not covered", Ending.not_asked: "not asked"}


class OutlineRow(Model):
    """One line of the tree."""

    depth: int
    text: str
    id: str | None = None
    """Id of the criterion; None for a heading."""
    kind: str | None = None
    guard: str | None = None
    """When it is asked."""
    printed: str | None = None
    """The payer's words."""
    source: str | None = None
    """Key of the page."""
    at: str | None = None
    remarks: tuple[str, ...] = ()
    """Due later, waivers, doubts, dates, carry-over."""


def outline(policy: Policy) -> tuple[OutlineRow, ...]:
    """The rows of the test for approval, then those beside it."""
    rows = list(_rows(policy.criteria, 0, policy)) if policy.criteria is not None else []
    if policy.administrative:
        rows.append(OutlineRow(depth=0, text="Beside the decision:"))
        rows += [row for item in policy.administrative for row in _rows(item, 1, policy)]
    return tuple(rows)


def _rows(node: Any, depth: int, policy: Policy, before: str = "") -> Iterator[OutlineRow]:
    if isinstance(node, Leaf):
        yield _leaf(node, depth, policy, before)
        for inner in node.nodes():
            yield from _rows(inner, depth + 1, policy, "unless: ")
    elif isinstance(node, Switch):
        yield from _switch(node, depth, policy, before)
    elif isinstance(node, Readings):
        yield _head(node, depth, before, _HEADS["readings"])
        for each in node.readings:
            yield from _rows(each.rule, depth + 1, policy, f"({each.understood}) ")
    else:
        yield _head(node, depth, before, _heading(node))
        for child in node.children():
            yield from _rows(child, depth + 1, policy)


def _heading(node: Branch) -> str:
    words = _HEADS.get(node.shape) or f"{node.says().capitalize()}:"
    return f"{node.title}. {words}" if node.title else words


def _head(node: Branch, depth: int, before: str, text: str) -> OutlineRow:
    guard = node.applies_when.says() if node.applies_when else None
    notes = (node.note,) if node.note else ()
    return OutlineRow(
        depth=depth, text=f"{before}{text}", id=node.id, kind=node.shape, guard=guard, remarks=notes
    )


def _switch(node: Switch, depth: int, policy: Policy, before: str) -> Iterator[OutlineRow]:
    yield _head(node, depth, before, f"By {node.of or node.switch.words}:")
    for guard, case in zip(node.guards(), node.cases, strict=True):
        yield from _end(case.then, depth + 1, policy, f"{guard.says()}: ")
    yield from _end(node.otherwise, depth + 1, policy, "otherwise: ")


def _end(then: Any, depth: int, policy: Policy, before: str) -> Iterator[OutlineRow]:
    if isinstance(then, Ending):
        yield OutlineRow(depth=depth, text=f"{before}{_ENDS[then]}")
    else:
        yield from _rows(then, depth, policy, before)


def _leaf(leaf: Leaf, depth: int, policy: Policy, before: str) -> OutlineRow:
    barred = "must be absent: " if leaf.polarity.value == "exclude" else ""
    return OutlineRow(
        depth=depth,
        text=f"{before}{barred}{leaf.words}",
        id=leaf.id,
        kind=leaf.kind,  # type: ignore[attr-defined]
        guard=leaf.applies_when.says() if leaf.applies_when else None,
        printed=leaf.as_printed,
        source=leaf.source or policy.source,
        at=leaf.at,
        remarks=_remarks(leaf),
    )


def _remarks(leaf: Leaf) -> tuple[str, ...]:
    told = (
        (leaf.words != leaf.says(), f"judged as: {leaf.says()}"),
        (leaf.due is not Moment.request, f"due at {leaf.due.words}"),
        (leaf.effective, f"from {leaf.effective}"),
        (leaf.removed, f"removed {leaf.removed}"),
        (leaf.waives, f"where met, not asked: {', '.join(leaf.waives)}"),
        (leaf.carry_over, "carried over from transplant"),
        (leaf.stale_since, f"names something that ended ({leaf.stale_since})"),
        (leaf.seen, f"seen: {leaf.seen.words if leaf.seen else ''}"),
        (leaf.doubt, f"doubt: {leaf.doubt}"),
        (leaf.note, str(leaf.note)),
    )
    return tuple(text for holds, text in told if holds)
