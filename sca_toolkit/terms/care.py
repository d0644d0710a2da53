"""Sections C and D: the episode, its setting, what is inside and outside, and the money that is not in the payment tree.

What the payment tree (`payment`) settles is not repeated here: windows, conversion, product price, stop-loss, lesser-of,
not-infused and interest live there, so that wording and price come from one object.
"""

from __future__ import annotations

from datetime import date

from pydantic import Field

from sca_toolkit.case import Setting
from sca_toolkit.terms.field import Group, term
from sca_toolkit.values import Choice, Length, Model, Usd


class PhaseName(Choice):
    """The parts of an episode, in order."""

    evaluation = "evaluation"
    collection = "collection"
    bridging = "bridging"
    lymphodepletion = "lymphodepletion"
    infusion = "infusion"
    follow_up = "follow_up"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {"follow_up": "follow-up", "bridging": "bridging therapy"}


class Phase(Model):
    """One part of the episode with its edges. Projected dates are estimates, both inclusive."""

    name: PhaseName
    starts: str
    """The event on which it starts, in words."""
    ends: str
    """The event or day on which it ends, in words."""
    projected_start: date | None = None
    projected_end: date | None = None
    billed_by: str | None = None
    """Entity that bills most of it."""


class Episode(Group):
    """SCA-12: Day 0 and the edges of every phase."""

    phases: tuple[Phase, ...] = term("SCA-12", "collection", req=True, default=())
    """Phases with start and end."""
    projected_day0: date | None = term("SCA-12", "2026-12-10")
    """Planned date of the infusion."""


class ScopeLine(Model):
    """One service that is inside or outside the agreement."""

    service: str
    phase: PhaseName | None = None
    code_system: str | None = None
    code: str | None = None
    paid_under: str | None = None
    """How it is paid, in words; for an exclusion: who pays instead."""


class Scope(Group):
    """SCA-13: the lists that end arguments about what is `related`."""

    included: tuple[ScopeLine, ...] = term("SCA-13", "collection of cells", req=True, default=())
    """Services inside the agreement."""
    excluded: tuple[ScopeLine, ...] = term("SCA-13", "care unrelated to the episode", req=True, default=())
    """Services outside the agreement."""


class SettingTerms(Group):
    """SCA-14: where, and whether the place may change."""

    planned: Setting | None = term("SCA-14", "hospital_outpatient", req=True)
    """Planned place of infusion."""
    alternate_allowed: bool | None = term("SCA-14", "yes", req=True)
    """Whether the place may change without an amendment."""
    alternate: Setting | None = term("SCA-14", "inpatient")
    """The other place, where one is planned for."""
    admitting_hospital: str | None = term("SCA-14", "Example Partner Hospital")
    """Hospital that admits the member after an outpatient infusion."""


class OosRoute(Choice):
    """How an out-of-specification dose reaches the patient."""

    commercial = "commercial"
    expanded_access = "expanded_access"
    single_patient_ind = "single_patient_IND"


class Manufacturing(Group):
    """SCA-15 and SCA-16: repeat collection, out-of-specification product, and a product never infused."""

    max_repeat_collections: int | None = term("SCA-15", "1")
    """Repeat collections paid without a new approval."""
    bridging_during_remanufacture_paid: bool | None = term("SCA-15", "yes")
    """Whether bridging during a second manufacture is paid."""
    oos_access_route: OosRoute | None = term("SCA-15", "expanded_access")
    """Access route of an out-of-specification dose."""
    manufacturer_cancellation: str | None = term("SCA-16", "cancellation without charge for medical reasons on notice")
    """Manufacturer's cancellation terms; confidential, so typed in for each case."""


class ToxicityDrug(Model):
    """A drug for toxicity, named so that a general drug policy cannot refuse it."""

    name: str
    hcpcs: str | None = None
    max_doses: int | None = Field(default=None, ge=1)
    """Doses approved in advance; left out for no limit."""
    min_grade: int | None = Field(default=None, ge=1, le=4)
    """Lowest grade at which it may be given; left out for clinical judgment."""
    any_setting: bool | None = None
    paid_separately: bool | None = None


class Toxicity(Group):
    """SCA-17: bridging, lymphodepletion and drugs for toxicity."""

    lymphodepletion_paid_separately: bool | None = term("SCA-17", "yes")
    """Whether lymphodepletion drugs are paid on top."""
    bridging_paid_separately: bool | None = term("SCA-17", "yes")
    """Whether bridging therapy is paid on top."""
    drugs: tuple[ToxicityDrug, ...] = term("SCA-17", "tocilizumab", req=True, default=())
    """Toxicity drugs by name."""
    practice_min_grade: int | None = term("SCA-17", "1")
    """Lowest CRS grade at which the program treats; drugs limited to higher grades are flagged."""


class FollowUp(Group):
    """SCA-18: monitoring, follow-up and hand-back."""

    monitoring_days: int | None = term("SCA-18", "14", req=True)
    """Days of close monitoring after infusion."""
    monitoring_source: str | None = term("SCA-18", "current FDA-approved label")
    """Where the monitoring period comes from."""
    local_provider: str | None = term("SCA-18", "referring oncologist")
    """Who follows the member at home."""


class Readmission(Group):
    """SCA-19: a return to hospital inside the window."""

    same_facility_only: bool | None = term("SCA-19", "yes")
    """Whether only readmissions to the same hospital are inside."""
    related_definition: str | None = term("SCA-19", "cytokine release syndrome or neurologic toxicity of the Product")
    """What counts as related."""


class CostShare(Group):
    """SCA-26 and SCA-27: what the member pays."""

    deducted_from_rate: bool | None = term("SCA-26", "yes", req=True)
    """Whether the agreed rate is gross, with the member's share deducted from it."""
    oop_max_remaining: Usd | None = term("SCA-26", "$4,500")
    """Out-of-pocket maximum still open this plan year."""
    balance_billing_prohibited: bool | None = term("SCA-27", "yes", req=True)
    """Whether the member may not be billed beyond cost share."""


class Travel(Group):
    """SCA-29: travel and lodging."""

    covered: bool | None = term("SCA-29", "yes", req=True)
    """Whether the plan pays travel and lodging."""
    distance_threshold_miles: int | None = term("SCA-29", "100")
    """Miles from home from which it applies."""
    lodging_per_day: Usd | None = term("SCA-29", "$100")
    """Most paid for lodging a day."""
    maximum: Usd | None = term("SCA-29", "$10,000")
    """Most paid in all."""
    companions: int | None = term("SCA-29", "1")
    """Companions covered."""
