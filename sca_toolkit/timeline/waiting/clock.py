"""The clock a wait is measured on: from which moment to which. A number of days means nothing without it."""

from __future__ import annotations

from dataclasses import dataclass

from sca_toolkit.values import Choice


class Mark(Choice):
    """A moment in a case that a clock can start or stop at, in the order in which they usually come."""

    referred = "referred"
    consulted = "consulted"
    benefits_requested = "benefits_requested"
    benefits_answered = "benefits_answered"
    pa_submitted = "pa_submitted"
    pa_decided = "pa_decided"
    agreement_requested = "agreement_requested"
    payer_replied = "payer_replied"
    terms_agreed = "terms_agreed"
    payer_signed = "payer_signed"
    center_signed = "center_signed"
    both_signed = "both_signed"
    terms_loaded = "terms_loaded"
    order_requested = "order_requested"
    order_approved = "order_approved"
    collected = "collected"
    infused = "infused"

    @property
    def done(self) -> str:
        """What has happened to a case that reached it, as in `half are signed by day 34`."""
        return _DONE[self.value]

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "benefits_requested": "benefit check requested",
            "benefits_answered": "benefit check answered",
            "pa_submitted": "prior authorization submitted",
            "pa_decided": "prior authorization decided",
            "payer_replied": "first reply of the payer",
            "payer_signed": "signed by the payer",
            "center_signed": "signed by the center",
            "both_signed": "signed by both",
            "terms_loaded": "terms loaded in the claims system",
            "order_requested": "purchase order requested",
            "order_approved": "purchase order approved",
        }


_DONE = {
    "referred": "referred",
    "consulted": "seen in consultation",
    "benefits_requested": "sent for a benefit check",
    "benefits_answered": "answered",
    "pa_submitted": "submitted",
    "pa_decided": "decided",
    "agreement_requested": "requested",
    "payer_replied": "answered",
    "terms_agreed": "agreed",
    "payer_signed": "signed by the payer",
    "center_signed": "signed by the center",
    "both_signed": "signed",
    "terms_loaded": "loaded",
    "order_requested": "requested",
    "order_approved": "approved",
    "collected": "collected",
    "infused": "infused",
}


@dataclass(frozen=True)
class WaitClock:
    """From one moment to another. Raises ValueError when both are the same."""

    start: Mark
    end: Mark

    def __post_init__(self) -> None:
        if self.start is self.end:
            raise ValueError(f"a clock cannot start and stop at the same moment ({self.start.words})")

    @property
    def words(self) -> str:
        """`agreement requested to signed by both`."""
        return f"{self.start.words} to {self.end.words}"


AGREEMENT = WaitClock(Mark.agreement_requested, Mark.both_signed)
"""The clock shown first: from the request for an agreement to the later of the two signatures."""
TREATMENT = WaitClock(Mark.referred, Mark.infused)
"""From referral to infusion: the clock of the goal of 14 to 28 days (AJMC roundtable on timely CAR T access)."""
