"""What is known of synthetic cases beside what the record shows: the delays that were drawn, and what was cut off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sca_toolkit.desk.synthetic.payers import PayerTruth
from sca_toolkit.events import Step


@dataclass(frozen=True)
class CaseTruth:
    """The truth of one case. Days are calendar days; None where it would never have come to that."""

    payer: str
    referral: date
    first_agreement: bool
    """Whether the center had no agreement with this payer before."""
    parallel: bool
    """Whether the agreement was asked for before the authorization was given."""
    authorization_days: int | None
    """From the first request to the last part approved, had nothing else ended the case."""
    agreement_days: int | None
    """From the request to both signatures, pauses included, had nothing else ended the case."""
    infusion: date | None
    """The day of infusion, had nothing else ended the case."""
    end: Step
    """The end that came first: infused, withdrawn, lost while waiting, moved to another payer."""
    end_day: date
    """When it came, which may be after the record was closed."""
    ended: bool
    """Whether the end is in the record."""
    denied: bool
    restarted: bool
    """Whether the plan changed from transplant to CAR T, which restarts the authorization."""
    revised: bool
    """Whether the agreement is changed after it was signed."""
    late_entry: bool
    """Whether the case began before the log, so that its first events are missing."""


@dataclass(frozen=True)
class Truth:
    """The truth of all cases."""

    payers: Mapping[str, PayerTruth]
    cases: Mapping[str, CaseTruth]
    log_began: date
    """First day on which events were recorded."""
    said: str = (
        "Invented: persons, payers, delays and amounts were drawn at random and say nothing about real ones."
    )
