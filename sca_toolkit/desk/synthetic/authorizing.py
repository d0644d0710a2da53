"""The first stages of an invented case: referral, benefit check, authorization part by part, network exception."""

from __future__ import annotations

from datetime import date, timedelta

from sca_toolkit.case import Component
from sca_toolkit.desk.synthetic.journey import Track
from sca_toolkit.desk.synthetic.payers import PayerTruth
from sca_toolkit.events import DelayReason, Side, Step

PARTS = (
    Component.evaluation,
    Component.collection,
    Component.product,
    Component.lymphodepletion,
    Component.stay,
    Component.tocilizumab,
)
_HOLDS = (120, 180, 180, 180)
"""Days for which approvals hold."""


def intake(track: Track, payer: PayerTruth) -> None:
    """Referral, consultation and benefit check."""
    track.add(Step.referred)
    track.wait(track.chance.randint(2, 9))
    track.add(Step.consulted, Side.us)
    track.add(Step.benefits_requested, Side.us)
    track.wait_about(payer.benefit_days)
    track.add(
        Step.benefits_answered, Side.payer, reference=_number(track, "BEN"), details={"outcome": "granted"}
    )


def authorize(track: Track, payer: PayerTruth) -> tuple[bool, bool]:
    """Ask for the authorization and wait for it. Whether it was given at last, and whether it was denied at first."""
    track.wait(track.chance.randint(1, 4))
    denied = track.happens(payer.denies)
    parts = PARTS if payer.splits else (Component.whole_episode,)
    tracks, granted = [], True
    for part in parts:
        own = track.fork()
        hard = denied and part in (Component.product, Component.whole_episode)
        granted &= _part(own, payer, part, hard)
        tracks.append(own)
        track.now += timedelta(minutes=2)
    track.join(tracks)
    return granted, denied


def network_exception(track: Track, payer: PayerTruth) -> None:
    """Ask for in-network treatment, where the center is out of network."""
    track.wait(1)
    track.add(Step.network_exception_requested, Side.us)
    track.wait_about(payer.decision_days)
    refused = track.happens(0.08)
    step = Step.network_exception_refused if refused else Step.network_exception_granted
    details = {} if refused else {"valid_to": _until(track.today, 180)}
    track.add(step, Side.payer, reference=_number(track, "NX"), details=details)


def _part(track: Track, payer: PayerTruth, part: Component, hard: bool) -> bool:
    urgency = "expedited" if track.happens(0.12) else "standard"
    track.add(Step.pa_submitted, Side.us, component=part, details={"urgency": urgency})
    if track.happens(payer.asks_more / (3 if payer.splits else 1)):
        track.wait_about(max(1.0, payer.decision_days / 3))
        track.add(Step.pa_information_asked, Side.payer, component=part)
        track.wait(track.chance.randint(1, 5))
        track.add(Step.pa_information_sent, Side.us, component=part)
        if track.happens(0.3):
            track.add(Step.delay_noted, Side.us, reason=DelayReason.authorization_documents)
    track.wait_about(payer.decision_days * (0.5 if urgency == "expedited" else 1))
    if hard and not _appealed(track, payer, part):
        return False
    track.add(
        Step.pa_approved,
        Side.payer,
        component=part,
        reference=_number(track, "PA"),
        details={
            "valid_from": track.today.isoformat(),
            "valid_to": _until(track.today, track.chance.choice(_HOLDS)),
        },
    )
    return True


def _appealed(track: Track, payer: PayerTruth, part: Component) -> bool:
    if track.happens(0.6):
        track.add(Step.peer_to_peer_held, Side.payer, component=part)
    track.add(Step.pa_denied, Side.payer, component=part, reference=_number(track, "DN"))
    track.wait(track.chance.randint(2, 9))
    track.add(Step.appeal_filed, Side.us, component=part)
    track.wait_about(12)
    won = track.happens(payer.overturns)
    _decided(track, Step.appeal_decided, part, won)
    if not won and track.happens(0.5):
        track.wait(track.chance.randint(3, 12))
        track.add(Step.external_review_filed, Side.us, component=part)
        track.wait_about(25)
        won = track.happens(0.5)
        _decided(track, Step.external_review_decided, part, won)
    if won:
        track.wait(1)
    return won


def _decided(track: Track, step: Step, part: Component, won: bool) -> None:
    by = Side.payer if step is Step.appeal_decided else None
    track.add(step, by, component=part, details={"outcome": "granted" if won else "refused"})


def _number(track: Track, kind: str) -> str:
    return f"EX-{kind}-{track.chance.randrange(10_000, 99_999)}"


def _until(day: date, days: int) -> str:
    return (day + timedelta(days=days)).isoformat()
