"""The center's standing lists: phases, services inside and outside, toxicity drugs. A file people edit."""

from __future__ import annotations

from sca_toolkit.terms.care import PhaseName, ScopeLine, ToxicityDrug
from sca_toolkit.values import Model


class PhaseRule(Model):
    """How a phase starts and ends, in contract words."""

    name: PhaseName
    starts: str
    ends: str


class Standards(Model):
    """Where a first draft starts when neither profile nor last agreement says anything."""

    phases: tuple[PhaseRule, ...]
    """Phases of the episode in order."""
    included: tuple[ScopeLine, ...]
    """Services inside the agreement."""
    excluded: tuple[ScopeLine, ...]
    """Services outside the agreement."""
    toxicity_drugs: tuple[ToxicityDrug, ...]
    """Drugs named for toxicity."""
    interim_services: tuple[str, ...]
    """Services of the interim letter."""
    claim_attachments: tuple[str, ...] = ()
    """Papers that go with a claim."""
