"""The verdict tree that is handed out: for pages, letters and `--json`. Leaf ids stay the same across revisions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sca_toolkit.criteria.leaf import Moment, Polarity
from sca_toolkit.criteria.missing import OpenSet
from sca_toolkit.criteria.need import Need, Quote
from sca_toolkit.criteria.verdict import Verdict
from sca_toolkit.values import Model


class Finding(Model):
    """What was found for one node."""

    id: str | None = None
    kind: str
    """Kind of a criterion, or shape of a branch: all, any, none, not, at_least, weigh, switch, readings."""
    label: str
    verdict: Verdict
    reason: str
    """One or two sentences."""
    children: tuple[Finding, ...] = ()
    polarity: Polarity = Polarity.require
    quotes: tuple[Quote, ...] = ()
    """Evidence looked at, the deciding piece first."""
    needs: tuple[Need, ...] = ()
    """What is missing."""
    notes: tuple[str, ...] = ()
    """Anchors, readings, doubts."""
    expires_on: date | None = None
    """Last day of the anchor for which the evidence still counts."""
    due: Moment = Moment.request
    as_printed: str | None = None
    understood: str | None = None
    source: str | None = None
    at: str | None = None
    carry_over: str | None = None
    stale_since: str | None = None
    doubt: str | None = None

    @property
    def is_leaf(self) -> bool:
        """Whether it is a criterion."""
        return not self.children

    def leaves(self) -> Iterator[Finding]:
        """The criteria below, or itself."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()

    def deciding(self) -> Iterator[Finding]:
        """The criteria this verdict rests on: those that share it, or that hold it open."""
        if not self.children:
            yield self
            return
        wanted = _SIDES.get((self.kind, self.verdict), self.verdict)
        for child in self.children:
            if child.verdict is wanted:
                yield from child.deciding()


_SIDES = {
    ("none", Verdict.met): Verdict.not_met,
    ("none", Verdict.not_met): Verdict.met,
    ("not", Verdict.met): Verdict.not_met,
    ("not", Verdict.not_met): Verdict.met,
}


class Judgment(Model):
    """A policy judged against a case on a day."""

    policy: str
    title: str
    as_of: date
    moment: Moment
    verdict: Verdict
    reason: str
    caution: str | None = None
    """What the reader must know of how the policy was read."""
    root: Finding | None = None
    """None for a policy that only routes, or is not in force."""
    administrative: tuple[Finding, ...] = ()
    """Documents, routing, validity: beside the decision."""
    open_sets: tuple[OpenSet, ...] = ()
    """The smallest sets of missing facts that could still turn the answer."""
    due_later: tuple[str, ...] = ()
    """Ids of criteria that are judged at a later moment."""

    def leaves(self) -> tuple[Finding, ...]:
        """Every criterion of the test, in order."""
        return tuple(self.root.leaves()) if self.root else ()

    def leaf(self, leaf_id: str) -> Finding | None:
        """The finding for one criterion, administrative ones included."""
        found = (*self.leaves(), *self.administrative)
        return next((each for each in found if each.id == leaf_id), None)

    def deciding(self) -> tuple[Finding, ...]:
        """The criteria the verdict rests on."""
        return tuple(self.root.deciding()) if self.root else ()

    def needs(self) -> tuple[Need, ...]:
        """Everything that is missing, each fact once."""
        found = {need.key: need for leaf in reversed(self.leaves()) for need in leaf.needs}
        return tuple(sorted(found.values(), key=lambda need: (need.who.value, need.text)))

    def to_json(self) -> dict[str, Any]:
        """Plain data for `--json`."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)
