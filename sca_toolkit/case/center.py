"""The center and the legal entities that bill for it."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from sca_toolkit.values import Choice, Model, Npi, StateCode, Tin


class EntityRole(Choice):
    """What a billing entity does in the episode."""

    infusing_hospital = "infusing_hospital"
    outpatient_practice = "outpatient_practice"
    partner_hospital = "partner_hospital"
    collection_center = "collection_center"
    professional_group = "professional_group"
    pharmacy = "pharmacy"
    transport = "transport"


class BillingEntity(Model):
    """A legal entity that will send claims for this episode."""

    legal_name: str
    """Name as it stands on the W-9."""
    role: EntityRole
    """What it does in the episode."""
    tin: Tin | None = None
    """Tax ID."""
    npi: Npi | None = None
    """Organization NPI."""
    taxonomy: str | None = None
    """Taxonomy code the payer has on file."""
    ccn: str | None = None
    """CMS certification number of a hospital."""
    medicaid_ids: dict[StateCode, str] = Field(default_factory=dict)
    """Medicaid enrollment number by state."""
    address: str | None = None
    """Service address."""
    state: StateCode | None = None
    """State in which it treats the member."""
    w9_attached: bool | None = None
    """Whether the W-9 goes with the agreement."""
    pps_exempt: bool | None = None
    """Whether it is a cancer or children's hospital outside Medicare's inpatient prospective payment."""
    signatory_name: str | None = None
    """Who signs for this entity."""
    signatory_title: str | None = None
    """Title of the person who signs."""


class Contact(Model):
    """A person or desk to reach, with a backup."""

    role: str
    """What they are asked for: negotiator, medical director, claims pricing, case manager, legal, after hours."""
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    backup: str | None = None


class Center(Model):
    """The cancer center: its entities, people and standing practice, typed once for all cases."""

    id: str
    name: str
    """Name of the program."""
    state: StateCode
    """Home state; decides which payers are out of state and which courts are home."""
    invented: bool = False
    """True for the examples."""
    entities: dict[str, BillingEntity] = Field(default_factory=dict)
    """Entities by a short key that cases use."""
    contacts: tuple[Contact, ...] = ()
    accreditation: str | None = None
    """Accreditation of the cell-therapy program and its end date."""
    toxicity_min_grade: int | None = Field(default=None, ge=1, le=4)
    """Lowest CRS grade at which the program gives tocilizumab."""
    monitoring_days: int | None = Field(default=None, ge=0)
    """Days the program keeps members close after infusion."""
    program_director: str | None = None
    """Physician who signs clinical letters."""
    contracting_lead: str | None = None
    """Person who signs for contracting."""
    governing_law: str | None = None
    """State law the center proposes."""
    venue: str | None = None
    """County and state of the courts the center proposes."""
    arrangement: str | None = None
    """Id of the payment shape the center usually proposes (a file in `templates/arrangements/`)."""
    usual_terms: dict[str, Any] = Field(default_factory=dict)
    """The center's opening value for any field of an agreement, by field path (see FIELDS.md)."""
