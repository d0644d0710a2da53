"""The purchase order: which offices must approve it by its amount, and which have."""

from __future__ import annotations

from decimal import Decimal

from sca_toolkit.events import Detail, Event, Step
from sca_toolkit.timeline.kinds import ApprovalKind
from sca_toolkit.timeline.situation import Situation, once
from sca_toolkit.timeline.tracks import events_of
from sca_toolkit.values import Model


class SignOffs(Model):
    """What an order needs before it may be placed."""

    amount: Decimal | None = None
    """Money of the order; None while nobody has said it."""
    needed: tuple[str, ...] = ()
    """Offices that must approve; empty where the center has no list and any approval counts."""
    given: tuple[str, ...] = ()
    """Offices (or people without an office) that approved this amount."""
    missing: tuple[str, ...] = ()
    """Offices that still must."""
    complete: bool = False


@once
def sign_offs(s: Situation) -> SignOffs:
    """The approvals of the latest order. An approval of a smaller amount, or of an earlier request, does not count."""
    events = events_of(s, ApprovalKind.purchase_order)
    requests = [index for index, event in enumerate(events) if event.step is Step.order_requested]
    latest = events[requests[-1] :] if requests else events
    amount = next((money for event in reversed(latest) if (money := _asked(event)) is not None), None)
    approvals = [event for event in latest if event.step is Step.order_approved and _covers(event, amount)]
    given = tuple(dict.fromkeys(_office(event) for event in approvals))
    needed = s.practice.roles_for(amount)
    missing = tuple(role for role in needed if role.casefold() not in {office.casefold() for office in given})
    return SignOffs(
        amount=amount, needed=needed, given=given, missing=missing, complete=bool(approvals) and not missing
    )


def _asked(event: Event) -> Decimal | None:
    return event.money() if event.step is Step.order_requested else None


def _covers(event: Event, amount: Decimal | None) -> bool:
    approved = event.money()
    return amount is None or approved is None or approved >= amount


def _office(event: Event) -> str:
    return event.says(Detail.role) or event.says(Detail.approver) or "one approver"
