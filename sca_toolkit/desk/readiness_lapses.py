"""What runs out before it is used, if the plan holds and if it slips: results with an age limit, and approvals.

A result counts up to and including the day that lies its allowed age after it was made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sca_toolkit.case import Case, Component
from sca_toolkit.criteria import Finding, Judgment, Moment, Policy, Verdict
from sca_toolkit.criteria.timing import CANDIDATES, Anchor, Direction, TimedLeaf

SLIP = timedelta(days=7)
_USED_AT = {
    Component.evaluation: "evaluation",
    Component.collection: "collection",
    Component.product: "infusion",
    Component.stay: "infusion",
    Component.lymphodepletion: "lymphodepletion",
    Component.tocilizumab: "infusion",
    Component.whole_episode: "infusion",
}


@dataclass(frozen=True)
class Expiry:
    """One thing that runs out, held against the day it must reach."""

    what: str
    criterion: str | None
    """Id of the criterion; None for an approval."""
    made_on: date | None
    counts_until: date
    anchor: str
    """The event it must reach."""
    needed_on: date | None
    """Planned day of that event; None while it is not planned."""
    stated: bool = True
    """False where the policy does not say from which event the age is counted."""

    @property
    def lapses(self) -> bool:
        """Whether it runs out before the planned day."""
        return self.needed_on is not None and self.counts_until < self.needed_on

    @property
    def lapses_if_slipped(self) -> bool:
        """Whether it runs out if the planned day moves by a week. The request does not move with the plan."""
        if self.needed_on is None:
            return False
        day = self.needed_on if self.anchor == Anchor.request.words else self.needed_on + SLIP
        return self.counts_until < day

    @property
    def spare(self) -> int | None:
        """Days between the planned day and the last day it counts; negative when it runs out before."""
        return None if self.needed_on is None else (self.counts_until - self.needed_on).days


def expiries(policy: Policy, judged: Judgment, case: Case, as_of: date) -> tuple[Expiry, ...]:
    """Results of one policy that have an age limit, the first to run out first."""
    found = [each for finding in judged.leaves() for each in _of_result(policy, finding, case, as_of)]
    return tuple(sorted(found, key=lambda each: (each.counts_until, each.what, each.anchor)))


def _of_result(policy: Policy, finding: Finding, case: Case, as_of: date) -> Iterator[Expiry]:
    leaf = policy.leaf(finding.id or "")
    if not isinstance(leaf, TimedLeaf) or leaf.within is None or leaf.direction is Direction.after:
        return
    if leaf.kind == "washout":  # type: ignore[attr-defined]
        return
    days = [each.on for each in finding.quotes if each.on]
    if not days:
        return
    made = max(days)
    until = leaf.within.after(made)
    if leaf.due is not Moment.request and finding.verdict is not Verdict.met:
        return  # asked for later, and the result at hand was never meant for it
    unstated = leaf.anchor is Anchor.unstated
    for anchor in CANDIDATES if unstated else (leaf.anchor,):
        yield Expiry(
            what=finding.label,
            criterion=finding.id,
            made_on=made,
            counts_until=until,
            anchor=anchor.words,
            needed_on=planned(case, anchor.value, as_of),
            stated=not unstated,
        )


@dataclass(frozen=True)
class Window:
    """The days from which a result counts for an event; both ends are inside."""

    first: date
    last: date
    anchor: str


def window_of(policy: Policy, leaf_id: str, case: Case, as_of: date) -> Window | None:
    """When a result must be made to count: for the planned day of a stated anchor, else for the request."""
    leaf = policy.leaf(leaf_id)
    if not isinstance(leaf, TimedLeaf) or leaf.within is None or leaf.direction is Direction.after:
        return None
    anchor = Anchor.request if leaf.anchor is Anchor.unstated else leaf.anchor
    day = planned(case, anchor.value, as_of)
    if day is None or leaf.kind == "washout":  # type: ignore[attr-defined]
        return None
    return Window(leaf.within.before(day), day, anchor.words)


def approval_expiries(case: Case, as_of: date) -> tuple[Expiry, ...]:
    """Authorizations in hand with a last day, held against the day their part is used."""
    found = [
        Expiry(
            what=f"Authorization: {each.component.words}",
            criterion=None,
            made_on=each.valid_from,
            counts_until=each.valid_to,
            anchor=Anchor(_USED_AT[each.component]).words,
            needed_on=planned(case, _USED_AT[each.component], as_of),
        )
        for each in case.authorizations
        if each.valid_to is not None
    ]
    return tuple(sorted(found, key=lambda each: (each.counts_until, each.what)))


def planned(case: Case, event: str, as_of: date) -> date | None:
    """The planned day of an event; the request is made on the day of judgment."""
    if event == Anchor.request.value:
        return as_of
    day: date | None = getattr(case.dates, event, None)
    return day
