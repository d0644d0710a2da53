"""Five approvals, never one: each with its status, owner, reference, dates, expiry and a clock of its own.

The last deciding event of an approval gives its status; an approval in the case's own list counts where no event says
otherwise. An approval is judged at the day it is needed for: what ends earlier is `expiring`, what has ended `expired`.
"""

from __future__ import annotations

from datetime import date, datetime

from sca_toolkit.case import Component
from sca_toolkit.timeline.kinds import ApprovalKind, Status
from sca_toolkit.timeline.needs import infusion_day, last_paid_day, planned_or_done
from sca_toolkit.timeline.rulings import Ruling, ruling
from sca_toolkit.timeline.situation import Situation, once
from sca_toolkit.timeline.tracks import PARTS, agreement_needed, asked_parts, exception_needed, needed_parts
from sca_toolkit.timeline.turns import Clock, clock_of
from sca_toolkit.values import Model


class Approval(Model):
    """One approval as it stands."""

    kind: ApprovalKind
    component: Component | None = None
    """The part of the episode; for prior authorization only."""
    status: Status
    stands: str
    """Where it stands, in words finer than the status."""
    owner: str | None = None
    """Who looks after it; None while nobody was named."""
    reference: str | None = None
    requested: datetime | None = None
    decided: datetime | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    """Last day on which it holds (inside); None when not known."""
    expected: bool = False
    """True when `valid_to` is not written anywhere and follows from how long this payer's approvals usually last."""
    needed_until: date | None = None
    """The day it must reach."""
    clock: Clock = Clock()
    doubt: str | None = None
    """What contradicts it."""

    @property
    def name(self) -> str:
        """`authorization of the product`, `agreement`."""
        if self.component in (Component.lymphodepletion, Component.tocilizumab):
            return f"authorization of {self.component.words}"
        if self.component:
            return f"authorization of the {self.component.words}"
        return self.kind.words


def approvals(s: Situation) -> tuple[Approval, ...]:
    """Ten approvals in a fixed order: benefit check, six parts of the authorization, exception, agreement, order."""
    parts = tuple(authorization(s, part) for part in PARTS)
    return (
        approval(s, ApprovalKind.benefit_check),
        *parts,
        approval(s, ApprovalKind.network_exception),
        approval(s, ApprovalKind.agreement),
        approval(s, ApprovalKind.purchase_order),
    )


@once
def approval(s: Situation, kind: ApprovalKind) -> Approval:
    """One approval that has no parts."""
    return _judged(s, kind, None, *_need(s, kind))


@once
def authorization(s: Situation, component: Component) -> Approval:
    """The authorization of one part of the episode."""
    wanted = component in needed_parts(s) or component in asked_parts(s)
    listed = any(each.component is component for each in s.case.authorizations)
    day, done = planned_or_done(s, component)
    return _judged(s, ApprovalKind.prior_authorization, component, wanted or listed, day, done)


def of_kind(found: tuple[Approval, ...], kind: ApprovalKind, component: Component | None = None) -> Approval:
    """The approval of this kind and part among `found`. Raises StopIteration when it is not there."""
    return next(each for each in found if each.kind is kind and each.component is component)


def _need(s: Situation, kind: ApprovalKind) -> tuple[bool | None, date | None, bool]:
    """Whether it is needed, until which day, and whether that day's service has been given."""
    infused, done = infusion_day(s)
    match kind:
        case ApprovalKind.agreement:
            return agreement_needed(s), last_paid_day(s), False
        case ApprovalKind.network_exception:
            return exception_needed(s), infused, done
        case ApprovalKind.purchase_order:
            return True, None, done
    return True, infused, done


def _judged(
    s: Situation,
    kind: ApprovalKind,
    part: Component | None,
    wanted: bool | None,
    day: date | None,
    done: bool,
) -> Approval:
    found = ruling(s, kind, part)
    status = _status(found, day, done, s.today)
    stands = found.stands
    if status is Status.not_started and wanted is False:
        status, stands = Status.not_needed, "not needed"
    elif status is Status.not_started and wanted is None:
        stands = "not known whether one is needed"
    return Approval(
        kind=kind,
        component=part,
        status=status,
        stands=stands,
        owner=found.owner or s.practice.owners.get(kind),
        reference=found.reference,
        requested=found.requested,
        decided=found.decided,
        valid_from=found.valid_from,
        valid_to=found.valid_to,
        expected=found.expected,
        needed_until=day,
        clock=clock_of(s, kind, part),
        doubt=found.doubt,
    )


def _status(found: Ruling, day: date | None, done: bool, today: date) -> Status:
    if found.status is not Status.approved or found.valid_to is None:
        return found.status
    if done and day is not None:
        return Status.approved if found.valid_to >= day else Status.expired
    if found.valid_to < today:
        return Status.expired
    return Status.expiring if day is not None and found.valid_to < day else Status.approved
