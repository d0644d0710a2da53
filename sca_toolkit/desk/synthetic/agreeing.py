"""The agreement of an invented case: request, reply, drafts and offers, signatures, revisions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sca_toolkit.desk.synthetic.journey import Track
from sca_toolkit.desk.synthetic.payers import PayerTruth
from sca_toolkit.events import DelayReason, Side, Step

_REASONS = (
    DelayReason.agreement_lengthy_approval, DelayReason.agreement_payer_education, DelayReason.agreement_documents,
    DelayReason.agreement_many_steps, DelayReason.agreement_coordination,
)  # fmt: skip
_PAUSES = (DelayReason.clinical, DelayReason.patient_choice, DelayReason.capacity, DelayReason.other)


@dataclass
class Talks:
    """How a negotiation went: when each side moved, and whether it was signed."""

    requested: datetime
    moves: list[tuple[Side, datetime]] = field(default_factory=list)
    """Drafts and offers in turn, the first one ours; the last move accepts."""
    agreed: bool = False
    signed: datetime | None = None


def negotiate(track: Track, payer: PayerTruth, factor: float) -> Talks:
    """Ask for an agreement and talk until it is signed or refused. `factor` says how much longer it takes."""
    track.add(Step.agreement_requested, Side.us)
    talks = Talks(track.now)
    track.wait_about(payer.reply_days, factor)
    track.add(Step.payer_replied, Side.payer)
    if track.happens(payer.refuses):
        track.wait_about(payer.offer_days, factor)
        track.add(Step.agreement_refused, Side.payer, note="no agreement for one patient (invented)")
        return talks
    rounds = max(1, round(track.chance.gauss(payer.rounds, 0.8)))
    for _ in range(rounds):
        _pause(track)
        track.wait(track.chance.randint(1, 5))
        talks.moves.append((Side.us, track.add(Step.draft_sent, Side.us).at))
        track.wait_about(payer.offer_days, factor)
        if track.happens(0.18):
            track.add(Step.delay_noted, Side.us, reason=track.chance.choice(_REASONS))
        talks.moves.append((Side.payer, track.add(Step.offer_received, Side.payer).at))
    track.wait(track.chance.randint(1, 4))
    talks.moves.append((Side.us, track.add(Step.terms_agreed, Side.us).at))
    talks.agreed = True
    sign(track, payer, factor)
    talks.signed = track.now
    track.wait(track.chance.randint(1, 4))
    track.add(Step.terms_loaded, Side.payer)
    return talks


def sign(track: Track, payer: PayerTruth, factor: float = 1.0) -> None:
    """Both signatures, the payer's first."""
    track.wait_about(payer.sign_days, factor)
    track.add(Step.payer_signed, Side.payer, reference=f"EX-SCA-{track.chance.randrange(1000, 9999)}")
    track.wait(track.chance.randint(0, 3))
    track.add(Step.center_signed, Side.us)


def revise(track: Track, payer: PayerTruth) -> None:
    """A signed agreement is changed: revised, sent, and signed again."""
    track.wait(track.chance.randint(3, 8))
    track.add(Step.revised, Side.us, note="the setting changed (invented)")
    track.wait(1)
    track.add(Step.draft_sent, Side.us)
    sign(track, payer)


def _pause(track: Track) -> None:
    if not track.happens(0.05):
        return
    track.wait(1)
    track.add(Step.paused, Side.us, reason=track.chance.choice(_PAUSES))
    track.wait(track.chance.randint(3, 18))
    track.add(Step.resumed, Side.us)
