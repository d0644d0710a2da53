"""One patient's case: who the member is, who will bill, what is planned, and what has been approved so far.

A case file never puts personal data in its `id`; the id is what appears in file names, logs and page addresses.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any, Self

from pydantic import Field, field_validator, model_validator

from sca_toolkit.values import Choice, Cpt, Icd10Cm, Model, Npi, StateCode, Tin, Usd


class LineOfBusiness(Choice):
    """The kind of coverage the member holds; clocks and rules differ by it."""

    commercial = "commercial"
    exchange = "exchange"
    medicare_advantage = "medicare_advantage"
    medicare_ffs = "medicare_ffs"
    medicaid_ffs = "medicaid_ffs"
    medicaid_managed_care = "medicaid_managed_care"
    tricare = "tricare"
    federal_employee = "federal_employee"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "medicare_advantage": "Medicare Advantage",
            "medicare_ffs": "Medicare fee-for-service",
            "medicaid_ffs": "Medicaid fee-for-service",
            "medicaid_managed_care": "Medicaid managed care",
            "tricare": "TRICARE",
            "federal_employee": "Federal Employees Health Benefits",
        }


class Funding(Choice):
    """Who bears the insurance risk."""

    fully_insured = "fully_insured"
    self_funded = "self_funded"
    government = "government"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {"self_funded": "self-funded", "fully_insured": "fully insured"}


class EntityRole(Choice):
    """What a billing entity does in the episode."""

    infusing_hospital = "infusing_hospital"
    outpatient_practice = "outpatient_practice"
    partner_hospital = "partner_hospital"
    collection_center = "collection_center"
    professional_group = "professional_group"
    pharmacy = "pharmacy"
    transport = "transport"


class Setting(Choice):
    """Where the product is infused."""

    inpatient = "inpatient"
    hospital_outpatient = "hospital_outpatient"
    physician_office = "physician_office"
    ambulatory_infusion = "ambulatory_infusion"

    @property
    def outpatient(self) -> bool:
        """True for every setting but an inpatient stay."""
        return self is not Setting.inpatient


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


class Member(Model):
    """The person insured. Everything here is protected health information."""

    name: str | None = None
    member_id: str | None = None
    date_of_birth: date | None = None
    group_number: str | None = None
    subscriber_name: str | None = None
    relationship: str | None = None
    """Relationship to the subscriber."""
    state: StateCode | None = None
    """State of residence, which is the state of the Medicaid program."""


class OtherCoverage(Model):
    """Another payer for the same member."""

    payer: str
    type: str
    primary: bool
    """True if the other payer pays first."""


class Coverage(Model):
    """The plan that is asked to pay."""

    payer: str | None = None
    """Id of the payer profile."""
    plan_name: str | None = None
    line_of_business: LineOfBusiness | None = None
    funding: Funding | None = None
    plan_sponsor: str | None = None
    """Employer or fund behind a self-funded plan."""
    stop_loss_carrier: str | None = None
    """Reinsurer of a self-funded plan."""
    effective: date | None = None
    ends: date | None = None
    """Last day of coverage, where it is known to end."""
    plan_year_end: date | None = None
    """Last day of the plan year."""
    eligibility_verified_on: date | None = None
    eligibility_reference: str | None = None
    oop_max_remaining: Usd | None = None
    """Out-of-pocket maximum still open for the member this plan year."""
    cart_covered: bool | None = None
    """Whether the plan covers CAR T at all; some employers exclude it."""
    other: tuple[OtherCoverage, ...] = ()
    primary: bool | None = None
    """Whether this payer pays first; left out while nobody has asked about other coverage."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.effective and self.ends and self.ends < self.effective:
            raise ValueError(
                f"coverage ends on {self.ends} before it starts on {self.effective}; check both dates"
            )
        return self


class PriorLine(Model):
    """One line of earlier treatment."""

    line: int = Field(ge=1)
    regimen: str
    started: date | None = None
    ended: date | None = None
    best_response: str | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.started and self.ended and self.ended < self.started:
            raise ValueError(f"line {self.line} ends on {self.ended} before it starts on {self.started}")
        return self


class Diagnosis(Model):
    """What is treated."""

    icd10: tuple[Icd10Cm, ...] = ()
    """ICD-10-CM codes, the treated disease first."""
    text: str | None = None
    """The indication in words."""
    histology: str | None = None
    stage: str | None = None
    prior_lines: tuple[PriorLine, ...] = ()


class Component(Choice):
    """What an authorization covers: payers approve parts of the episode apart."""

    evaluation = "evaluation"
    collection = "collection"
    product = "product"
    stay = "stay"
    lymphodepletion = "lymphodepletion"
    tocilizumab = "tocilizumab"
    whole_episode = "whole_episode"


class Authorization(Model):
    """One approval with its own number and expiry. Both days are inside the range."""

    component: Component
    number: str | None = None
    scope_codes: tuple[str, ...] = ()
    setting: Setting | None = None
    units: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    issued_by: str | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError(f"authorization ends on {self.valid_to} before it starts on {self.valid_from}")
        return self


class ClinicalCriterion(Model):
    """One clinical requirement and what the record shows for it."""

    criterion: str
    threshold: str | None = None
    source: str | None = None
    """Label, guideline, or policy with number and date."""
    evidence: str | None = None
    """The document that shows it."""
    met: bool | None = None
    """Left out while nobody has judged it."""
    as_of: date | None = None
    valid_for: str | None = None
    """How long a result counts, for example `60 calendar days`."""


class PlannedDates(Model):
    """Where the case is heading. Every date may move; deadlines are judged at the planned date."""

    referral: date | None = None
    evaluation: date | None = None
    collection: date | None = None
    lymphodepletion: date | None = None
    infusion: date | None = None
    needed_by: date | None = None
    """The agreement must be signed by then, or the collection slot is lost."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        steps = ("referral", "evaluation", "collection", "lymphodepletion", "infusion")
        known = [(name, getattr(self, name)) for name in steps if getattr(self, name)]
        for (earlier, first), (later, second) in pairwise(known):
            if second < first:
                raise ValueError(
                    f"{later} on {second} is planned before {earlier} on {first}; check both dates"
                )
        return self


class SupplyTerms(Model):
    """What the manufacturer's own terms say. Confidential, so always an input."""

    cancellation_notice: str | None = None
    credit_for_medical_reasons: bool | None = None
    document: str | None = None


class ReasonCode(Choice):
    """Why ordinary terms do not apply: the payer-side and the center-side reasons an expert panel named."""

    no_contract = "no_contract"
    contract_lacks_car_t_rate = "contract_lacks_car_t_rate"
    new_product_or_indication = "new_product_or_indication"
    center_designation_pending = "center_designation_pending"
    out_of_network_benefit_inadequate = "out_of_network_benefit_inadequate"
    out_of_area_member = "out_of_area_member"
    plan_change_mid_treatment = "plan_change_mid_treatment"
    employer_carve_out = "employer_carve_out"
    payer_inexperience = "payer_inexperience"
    new_program = "new_program"
    exposure_concern = "exposure_concern"
    assurance_of_coverage_and_payment = "assurance_of_coverage_and_payment"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "no_contract": "no contract between the parties",
            "contract_lacks_car_t_rate": "the contract in force has no rate for CAR T-cell therapy",
            "new_product_or_indication": "a new product or indication",
            "center_designation_pending": "designation of the center is pending",
            "out_of_network_benefit_inadequate": "the out-of-network benefit is inadequate for this treatment",
            "out_of_area_member": "the member lives outside the payer's service area or state",
            "plan_change_mid_treatment": "the member's plan changed during treatment",
            "employer_carve_out": "the employer carved the benefit out of the standard contract",
            "payer_inexperience": "the payer has little experience with CAR T-cell therapy",
            "new_program": "the center's program is new",
            "exposure_concern": "the center's financial exposure is not yet known",
            "assurance_of_coverage_and_payment": "assurance of covered services and expected payment",
        }


class Case(Model):
    """Everything the center knows of one request for CAR T coverage."""

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{1,40}$")
    """A number of the center's own that names nobody."""
    synthetic: bool = False
    """True if the person is invented."""
    member: Member = Member()
    coverage: Coverage = Coverage()
    bills_through: tuple[str, ...] = ()
    """Keys of the center's entities that will bill."""
    other_entities: tuple[BillingEntity, ...] = ()
    """Entities outside the center's file that will bill."""
    diagnosis: Diagnosis = Diagnosis()
    product: str | None = None
    """Id, brand or generic name of the product."""
    alternates: tuple[str, ...] = ()
    """Products that may stand in."""
    setting: Setting | None = None
    """Planned place of infusion."""
    alternate_setting: Setting | None = None
    dates: PlannedDates = PlannedDates()
    authorizations: tuple[Authorization, ...] = ()
    criteria: tuple[ClinicalCriterion, ...] = ()
    reasons: tuple[ReasonCode, ...] = ()
    """Why ordinary terms do not apply."""
    reason_narrative: str | None = None
    travel_miles: int | None = Field(default=None, ge=0)
    """Miles from the member's home to the center."""
    supply: SupplyTerms = SupplyTerms()
    service_codes: tuple[Cpt, ...] = ()
    """CPT codes expected on the claims beyond those of the catalogue."""
    notes: str | None = None

    @field_validator("bills_through", "alternates", "reasons")
    @classmethod
    def _each_once(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"{', '.join(twice)} is listed twice; keep one")
        return names

    def entities(self, center: Center | None) -> tuple[BillingEntity, ...]:
        """All entities that will bill, the center's first. Raises KeyError for a key the center does not have."""
        known = center.entities if center else {}
        return tuple(known[key] for key in self.bills_through) + self.other_entities
