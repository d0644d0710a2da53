"""The later stages of an invented case: order, slot, collection, manufacture, infusion, claim, follow-up."""

from __future__ import annotations

from datetime import date, timedelta

from sca_toolkit.desk.synthetic.journey import Track
from sca_toolkit.events import Side, Step

APPROVERS = ("Harper Example (invented)", "Quinn Example (invented)")
LEAD_DAYS = (18, 30)
"""Days from the booking of a collection slot to the slot, drawn between these."""


def book_slots(track: Track, ready: date) -> date:
    """Book a collection slot once the authorization is there; slots that come before `ready` are lost.

    Returns the day of the slot that holds; `ready` is the day on which authorization and agreement are both there.
    Slots are booked in the hope that the agreement will be there by then, which it is not always.
    """
    track.until(ready - timedelta(days=track.chance.randint(2, 30)))
    slot = _book(track)
    while slot < ready + timedelta(days=3):
        track.until(slot - timedelta(days=1))
        track.add(Step.slot_lost, Side.maker, note="no signed agreement (invented)")
        track.wait(1)
        slot = _book(track)
        track.add(Step.plan_moved, Side.us, details={"planned": slot.isoformat(), "kind": "collection"})
    return slot


def order(track: Track) -> None:
    """Exposure, purchase order, its approval by role and amount."""
    track.add(Step.exposure_approved, Side.us)
    amount = f"${track.chance.randrange(4_000, 5_500) * 100:,}"
    track.add(Step.order_requested, Side.us, details={"amount": amount})
    track.wait(track.chance.randint(0, 2))
    track.add(
        Step.order_approved,
        Side.us,
        details={
            "amount": amount,
            "approver": track.chance.choice(APPROVERS),
            "role": "chief financial officer",
        },
    )
    track.add(
        Step.order_placed,
        Side.us,
        reference=f"EX-PO-{track.chance.randrange(10_000, 99_999)}",
        details={"amount": amount},
    )


def treat(track: Track, slot: date, outpatient: bool) -> date:
    """Collection, manufacture, lymphodepletion and infusion; returns the day of the infusion."""
    track.exactly(slot)
    track.add(Step.collected, Side.us)
    if track.happens(0.03):
        track.wait(track.chance.randint(12, 20))
        track.add(Step.manufacturing_failed, Side.maker)
        track.wait(track.chance.randint(7, 14))
        track.add(Step.collected, Side.us)
    track.wait(track.chance.randint(20, 32))
    if track.happens(0.04):
        track.add(Step.product_out_of_specification, Side.maker)
        track.wait(track.chance.randint(7, 10))
    track.add(Step.product_received, Side.maker)
    track.wait(track.chance.randint(1, 6))
    track.add(Step.lymphodepletion_started, Side.us)
    track.exactly(track.today + timedelta(days=4 if outpatient else 5))
    if not outpatient:
        track.add(Step.admitted, Side.us)
    track.exactly(track.today + timedelta(days=1))
    track.add(Step.infused, Side.us)
    return track.today


def after(track: Track, outpatient: bool) -> None:
    """Discharge, claim, payment and the end of follow-up."""
    if not outpatient:
        track.exactly(track.today + timedelta(days=track.chance.randint(8, 18)))
        track.add(Step.discharged, Side.us)
    track.wait(track.chance.randint(10, 25))
    track.add(Step.claim_filed, Side.us, reference=f"EX-CL-{track.chance.randrange(10_000, 99_999)}")
    track.wait(track.chance.randint(25, 70))
    track.add(Step.claim_denied if track.happens(0.08) else Step.claim_paid, Side.payer)
    track.wait(track.chance.randint(20, 40))
    track.add(Step.follow_up_ended, Side.us)


def _book(track: Track) -> date:
    slot = track.today + timedelta(days=track.chance.randint(*LEAD_DAYS))
    while not track.calendar.is_business_day(slot):
        slot += timedelta(days=1)
    cut_off = track.calendar.business_days_before(slot, 3)
    details = {"planned": slot.isoformat(), "cut_off": cut_off.isoformat()}
    track.add(Step.slot_booked, Side.us, details=details)
    return slot
