"""What a payer asks for a product, on a page: the tree of a policy in rows, without any case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from string import ascii_lowercase
from typing import Any

from sca_toolkit.criteria import Branch, Leaf, Policy
from sca_toolkit.criteria.node import All, AnyOf, AtLeast, NoneOf, Not, Readings, Switch, Weigh
from sca_toolkit.criteria.timing import TimedLeaf
from sca_toolkit.desk.letter_words import Context, Row, Sources
from sca_toolkit.payer import PayerProfile
from sca_toolkit.payer.requests import Purpose, in_force
from sca_toolkit.terms import contract_date

_NONE = "None of these; each one excludes"


def summary_context(
    profile: PayerProfile | None, name: str, policies: Iterable[Policy], product: str, as_of: date
) -> Context:
    """What the template of the summary asks for; one policy or several of one payer on one product."""
    held = tuple(policies)
    sources = Sources()
    for policy in held:
        sources.mark(policy.sources[policy.source])
    return {
        "subtitle": f"{name} · {product}",
        "notice": " ".join(map(_notice, held)),
        "groups": [group for policy in held for group in _groups(policy, alone=len(held) == 1)],
        "route_rows": _routes(profile, held, as_of),
        "flags": list(dict.fromkeys(flag for policy in held for flag in _flags(policy))),
        "sources": sources.rows(),
        "note": "A summary for staff; it decides nothing. Open the payer's live document before a request goes "
        "out, and have a clinician review it.",
    }


def _notice(policy: Policy) -> str:
    number = f" {policy.number}" if policy.number else ""
    day = policy.revised or policy.effective
    force = f", in force since {contract_date(policy.effective)}" if policy.effective else ", undated"
    revised = f", revised {contract_date(policy.revised)}" if policy.revised and day else ""
    third = " Read in a summary by a third party." if policy.third_party else ""
    return f"{policy.title}{number}{force}{revised}. Seen: {policy.seen_note or policy.seen.words}.{third}"


def _groups(policy: Policy, *, alone: bool) -> Iterator[Context]:
    if policy.criteria is None:
        return
    lead = "" if alone else f"{policy.title}: "
    everything: list[Row] = []
    excluded: list[Row] = []
    ways: list[Context] = []
    for node in _spread(policy.criteria):
        if isinstance(node, Leaf):
            everything.append(_row(node, str(len(everything) + 1)))
        elif isinstance(node, NoneOf | Not):
            excluded += [_row(leaf, "×") for leaf in _leaves(node)]
        else:
            ways.append({"title": lead + _title(node), "rows": list(_ways(node))})
    if everything:
        yield {"title": f"{lead}All of these", "rows": everything}
    yield from ways
    if excluded:
        yield {"title": lead + _NONE, "rows": excluded}


def _spread(node: Any) -> Iterator[Any]:
    """The parts that must all hold; an `all` inside an `all` is opened."""
    if isinstance(node, All):
        for child in node.children():
            yield from _spread(child)
    else:
        yield node


def _title(node: Branch) -> str:
    if isinstance(node, AnyOf):
        return "One of these ways; lines with the same letter belong together"
    if isinstance(node, AtLeast):
        return f"At least {node.at_least} of these"
    if isinstance(node, Weigh):
        return "Weighed together, without a rule for passing"
    if isinstance(node, Readings):
        return f"{node.title or 'A rule'}, which can be read in {len(node.readings)} ways"
    return f"By {node.of or node.switch.words}" if isinstance(node, Switch) else "These"


def _ways(node: Branch) -> Iterator[Row]:
    for letter, child in zip(ascii_lowercase, _alternatives(node), strict=False):
        yield from (_row(leaf, letter) for leaf in _leaves(child))


def _alternatives(node: Branch) -> Iterator[Any]:
    """The ways of an any-of; one inside another is opened, so that each way has a letter of its own."""
    for child in node.children():
        if isinstance(node, AnyOf) and isinstance(child, AnyOf):
            yield from _alternatives(child)
        else:
            yield child


def _leaves(node: Any) -> Iterator[Leaf]:
    if isinstance(node, Leaf):
        yield node
        return
    for child in node.children():
        yield from _leaves(child)


def _row(leaf: Leaf, mark: str) -> Row:
    notes = [leaf.doubt or "", leaf.stale_note or "" if leaf.stale_since else ""]
    notes += [f"Lifted by: {inner.words}." for inner in leaf.nodes()]
    if leaf.applies_when is not None:
        notes.append(f"Asked only where {leaf.applies_when.says()}.")
    if leaf.due.value != "request":
        notes.append(f"Judged at {leaf.due.words}.")
    return {
        "mark": mark,
        "requirement": leaf.words,
        "note": " ".join(note for note in notes if note),
        "shown_by": leaf.proof or "",
        "age": _age(leaf),
    }


def _age(leaf: Leaf) -> str:
    if not isinstance(leaf, TimedLeaf) or not leaf.timed:
        return ""
    if leaf.within is None:
        return f"{leaf.direction.words} {leaf.anchor.words}"
    start = (
        "start not stated"
        if leaf.anchor.value == "unstated"
        else f"{leaf.direction.words} {leaf.anchor.words}"
    )
    return f"{leaf.within}, {start}"


def _routes(profile: PayerProfile | None, policies: Iterable[Policy], as_of: date) -> list[Row]:
    rows = [
        {"label": _LABELS.get(leaf.kind, "Mind"), "value": leaf.words}
        for policy in policies
        for leaf in policy.administrative
        if not leaf.carry_over and leaf.in_force(as_of)
    ]
    if profile is not None:
        routes = (entry.value for entry in in_force(profile.routes, as_of))
        rows += [
            {
                "label": "Ask by",
                "value": f"{each.channel.words} {each.address}{f' ({each.unit})' if each.unit else ''}",
            }
            for each in routes
            if each.purpose is Purpose.prior_authorization
        ]
    return rows


_LABELS = {
    "routing": "Ask by",
    "validity": "Approval",
    "document": "Papers",
    "duty": "Afterward",
    "site": "Site",
    "rule": "Rule",
}


def _flags(policy: Policy) -> Iterator[str]:
    yield from policy.notes
    for leaf in policy.leaves():
        if leaf.stale_since:
            yield f"Names something that ended ({leaf.stale_since}): {leaf.words}."
        if leaf.carry_over:
            yield f"Belongs to a transplant work-up: {leaf.words}."
