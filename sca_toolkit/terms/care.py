"""Sections C and D: the episode, its setting, what is inside and outside, and the money outside the payment tree.

What the payment tree (`payment`) settles is not repeated here: windows, conversion, product price, stop-loss,
lesser-of, not-infused and interest live there, so that wording and price come from one object.
"""

from __future__ import annotations

from datetime import date

from pydantic import Field

from sca_toolkit.case import Setting
from sca_toolkit.terms.field import Group, term
from sca_toolkit.values import Choice, Model, Usd


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

    phases: tuple[Phase, ...] = term(
        "SCA-12", "collection", label="phases of the episode", req=True, default=()
    )
    """Phases with start and end."""
    projected_day0: date | None = term("SCA-12", "2026-12-10", label="planned infusion date")
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

    included: tuple[ScopeLine, ...] = term(
        "SCA-13", "collection of cells", label="covered services", req=True, default=()
    )
    """Services inside the agreement."""
    excluded: tuple[ScopeLine, ...] = term(
        "SCA-13", "care unrelated to the episode", label="excluded services", req=True, default=()
    )
    """Services outside the agreement."""


class SettingTerms(Group):
    """SCA-14: where, and whether the place may change."""

    planned: Setting | None = term("SCA-14", "hospital_outpatient", label="planned setting", req=True)
    """Planned place of infusion."""
    alternate_allowed: bool | None = term("SCA-14", "yes", label="whether the setting may change", req=True)
    """Whether the place may change without an amendment."""
    alternate: Setting | None = term("SCA-14", "inpatient", label="alternate setting")
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

    oos_access_route: OosRoute | None = term("SCA-15", "expanded_access")
    """Access route of an out-of-specification dose."""
    manufacturer_cancellation: str | None = term(
        "SCA-16", "cancellation without charge for medical reasons on notice"
    )
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
    drugs: tuple[ToxicityDrug, ...] = term(
        "SCA-17", "tocilizumab", label="toxicity drugs", req=True, default=()
    )
    """Toxicity drugs by name."""
    practice_min_grade: int | None = term("SCA-17", "1", label="lowest grade treated")
    """Lowest CRS grade at which the program treats; drugs limited to higher grades are flagged."""


class FollowUp(Group):
    """SCA-18: monitoring, follow-up and hand-back."""

    monitoring_days: int | None = term("SCA-18", "14", label="days of monitoring", req=True)
    """Days of close monitoring after infusion."""
    monitoring_source: str | None = term(
        "SCA-18", "current FDA-approved label", label="source of the monitoring period"
    )
    """Where the monitoring period comes from."""
    local_provider: str | None = term("SCA-18", "referring oncologist", label="local provider")
    """Who follows the member at home."""


class CostShare(Group):
    """SCA-26 and SCA-27: what the member pays."""

    deducted_from_rate: bool | None = term(
        "SCA-26", "yes", label="whether cost share is deducted from the rate", req=True
    )
    """Whether the agreed rate is gross, with the member's share deducted from it."""
    oop_max_remaining: Usd | None = term("SCA-26", "$4,500", label="out-of-pocket maximum remaining")
    """Out-of-pocket maximum still open this plan year."""
    balance_billing_prohibited: bool | None = term("SCA-27", "yes", req=True)
    """Whether the member may not be billed beyond cost share."""


class Travel(Group):
    """SCA-29: travel and lodging."""

    covered: bool | None = term("SCA-29", "yes", label="whether travel and lodging are covered", req=True)
    """Whether the plan pays travel and lodging."""
    distance_threshold_miles: int | None = term("SCA-29", "100", label="distance threshold in miles")
    """Miles from home from which it applies."""
    lodging_per_day: Usd | None = term("SCA-29", "$100", label="lodging per day")
    """Most paid for lodging a day."""
    maximum: Usd | None = term("SCA-29", "$10,000", label="travel and lodging maximum")
    """Most paid in all."""
    companions: int | None = term("SCA-29", "1", label="companions covered")
    """Companions covered."""
