"""Whose approval an offer needs, by its tail and its amount, and who has approved the draft that would be signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.exposure import Assumed, compare_given
from sca_toolkit.desk.exposure_answers import OfferRow, offer_rows
from sca_toolkit.desk.exposure_rounds import kept_drafts
from sca_toolkit.errors import ScaError
from sca_toolkit.events import Detail, Event, Step, standing
from sca_toolkit.store import events_of, stored_case
from sca_toolkit.timeline import offices


def offices_for(desk: Desk, row: OfferRow) -> tuple[str, ...]:
    """The offices that must approve an offer; empty where the center has no `acceptance_limits`.

    Tail and amount count at the upper end of the simulation's error, two standard errors above.
    """
    limits = desk.library.practice().acceptance_limits
    return offices(
        limits,
        row.tail + 2 * (row.tail_error or 0.0),
        row.payment + 2 * (row.payment_error or 0.0),
    )


@dataclass(frozen=True)
class DraftApproval:
    """The newest kept draft of a case with payment, and who must approve it."""

    draft: str
    needed: tuple[str, ...]
    given: tuple[str, ...]
    """Offices that approved the exposure on or after the day on which this payment was kept."""
    why: str = ""
    """Why the draft could not be priced; the offices of the widest limit are needed then."""

    @property
    def missing(self) -> tuple[str, ...]:
        """Offices that still must."""
        given = {each.casefold() for each in self.given}
        return tuple(each for each in self.needed if each.casefold() not in given)


def draft_approval(desk: Desk, case_id: str, now: datetime) -> DraftApproval | None:
    """Who must approve the draft that would be signed; None without limits or without a kept draft with payment."""
    limits = desk.library.practice().acceptance_limits
    if not limits:
        return None
    with desk.record.reading() as read:
        case, events = stored_case(read, case_id).case, events_of(read, case_id)
    drafts = kept_drafts(desk, case)
    if not drafts:
        return None
    offer, kept_at = drafts[-1]
    given = _given(desk, events, kept_at)
    try:
        found = compare_given(desk, case, [offer], desk.library.practice().calendar.day_of(now), Assumed())
    except ScaError as error:
        return DraftApproval(offer.name, limits[-1].roles, given, str(error))
    rows = offer_rows(found)
    if not rows:
        return DraftApproval(offer.name, limits[-1].roles, given, found.refused[0].why)
    return DraftApproval(offer.name, offices_for(desk, rows[0]), given)


def against_signing(approval: DraftApproval | None) -> tuple[str, ...]:
    """What speaks against a signature, as a sentence; nothing where every office approved."""
    if approval is None or not approval.missing:
        return ()
    because = (
        f" It could not be priced, so the widest limit applies: {approval.why.rstrip('.')}."
        if approval.why
        else ""
    )
    missing = ", ".join(approval.missing)
    return (f"The exposure of {approval.draft} still needs the approval of {missing}.{because}",)


def _given(desk: Desk, events: Sequence[Event], kept_at: datetime) -> tuple[str, ...]:
    day_of = desk.library.practice().calendar.day_of
    found = [
        each.says(Detail.role)
        for each in standing(tuple(events))
        if each.step is Step.exposure_approved and day_of(each.at) >= day_of(kept_at)
    ]
    return tuple(dict.fromkeys(role for role in found if role))
