"""The negotiation in dollars: every draft of a case that the record keeps, priced on the same simulated patients."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sca_toolkit.case import Case
from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.exposure import Assumed, compare_given
from sca_toolkit.desk.exposure_answers import OfferRow, offer_rows
from sca_toolkit.exposure.offers import Offer
from sca_toolkit.store import terms_history


@dataclass(frozen=True)
class Round:
    """One draft."""

    name: str
    kept_on: date
    expected: float | None = None
    """Mean margin; None where the draft cannot be priced."""
    loss: float | None = None
    tail: float | None = None
    moved: float | None = None
    """Mean margin less that of the draft before."""
    why: str = ""
    row: OfferRow | None = None
    """All its numbers, with their errors; None where the draft cannot be priced."""


def rounds(desk: Desk, case: Case, as_of: date, assumed: Assumed) -> tuple[Round, ...]:
    """Every kept draft of the case with payment terms, oldest first; empty without a record.

    Drafts that follow one another with the same payment are one.
    """
    drafts = kept_drafts(desk, case)
    if not drafts:
        return ()
    zone = desk.library.practice().calendar.zone
    found = compare_given(desk, case, [offer for offer, _ in drafts], as_of, assumed)
    rows = {row.name: row for row in offer_rows(found)}
    refused = {each.name: each.why for each in found.refused}
    told: list[Round] = []
    before: float | None = None
    for offer, kept_at in drafts:
        day, row = kept_at.astimezone(zone).date(), rows.get(offer.name)
        if row is None:
            told.append(Round(offer.name, day, why=refused.get(offer.name, "")))
            continue
        moved = None if before is None else row.expected - before
        told.append(Round(offer.name, day, row.expected, row.loss, row.tail, moved, row=row))
        before = row.expected
    return tuple(told)


def kept_drafts(desk: Desk, case: Case) -> list[tuple[Offer, datetime]]:
    """Every kept draft with payment terms and when it was kept, oldest first; equal ones that follow are one."""
    if desk.address is None:
        return []
    with desk.record.reading() as read:
        kept = terms_history(read, case.id)
    drafts: list[tuple[Offer, datetime]] = []
    for each in kept:
        if each.terms.payment is None:
            continue
        offer = Offer(f"draft {each.version}", each.terms.payment)
        if not drafts or drafts[-1][0].fingerprint != offer.fingerprint:
            drafts.append((offer, each.saved_at))
    return drafts
