"""Sections A and B of a single-case agreement: who contracts, for whom, for which disease and product."""

from __future__ import annotations

from datetime import date

from sca_toolkit.case import (
    Authorization,
    ClinicalCriterion,
    Funding,
    LineOfBusiness,
    OtherCoverage,
    PriorLine,
    ReasonCode,
)
from sca_toolkit.payer import PayerRole
from sca_toolkit.terms.field import Group, term
from sca_toolkit.values import Choice, Hcpcs, Icd10Cm, Ndc


class Document(Group):
    """SCA-01: what this paper is and which others rank above or below it."""

    reference: str | None = term("SCA-01", "SCA-2026-014", label="agreement reference", req=True)
    """Reference number of the agreement, naming nobody."""
    version: str | None = term("SCA-01", "1", label="version number", req=True)
    """Version number; every issued document is a new version."""
    binding: bool | None = term("SCA-01", "yes", label="whether the paper binds", req=True)
    """Whether the paper binds the parties."""
    incorporated_documents: tuple[str, ...] = term(
        "SCA-01", "Authorization letter of October 5, 2026", default=()
    )
    """Papers that are part of the agreement, each with its date."""
    excluded_documents: tuple[str, ...] = term("SCA-01", "Payer's provider manual", default=())
    """Papers that are not part of the agreement."""


class PayerParty(Group):
    """SCA-02: the entity that pays, and who signs for it."""

    legal_name: str | None = term(
        "SCA-02", "Example National Health Insurance Company", label="payer's legal name", req=True
    )
    """Legal name of the entity that signs and pays."""
    role: PayerRole | None = term("SCA-02", "insurer", label="payer's role", req=True)
    """Part the payer plays; an administrator does not pay with its own money."""
    funding: Funding | None = term("SCA-02", "fully_insured", label="funding of the plan", req=True)
    """Who bears the insurance risk."""
    plan_sponsor: str | None = term("SCA-02", "Example Manufacturing Health Plan")
    """Employer or fund whose money pays; needed when the payer only administers."""
    tax_id: str | None = term("SCA-02", "99-0000001", label="payer's tax ID")
    """Payer's tax ID."""
    address: str | None = term(
        "SCA-02", "100 Example Plaza, Columbus, OH 43215", label="payer's address for notices", req=True
    )
    """Address for notices."""
    signatory_name: str | None = term("SCA-02", "Jordan Sample", label="payer's signatory", req=True)
    """Person who signs for the payer."""
    signatory_title: str | None = term(
        "SCA-02", "Vice President, Network Contracting", label="title of the payer's signatory", req=True
    )
    """Title of the person who signs."""
    signatory_authority: str | None = term(
        "SCA-02", "officer authorized to bind the payer", label="authority of the payer's signatory", req=True
    )
    """Why that person can bind the payer."""
    domicile_state: str | None = term("SCA-02", "OH", label="payer's home state")
    """State whose insurance law governs the payer."""


class Reason(Group):
    """SCA-04: why ordinary terms do not apply."""

    codes: tuple[ReasonCode, ...] = term(
        "SCA-04", "no_contract", label="reason for the agreement", req=True, default=()
    )
    """Reason codes."""
    narrative: str | None = term(
        "SCA-04", "The nearest designated center has no slot before December.", label="reason in words"
    )
    """The reason in a sentence or two."""


class MemberTerms(Group):
    """SCA-06: the member. Stands in an exhibit of its own, for privacy."""

    name: str | None = term("SCA-06", "Alex Example (invented)", label="member name", req=True)
    """Full name as on the plan's card."""
    id: str | None = term("SCA-06", "EXM-000000001", label="member ID", req=True)
    """Number on the plan's card."""
    date_of_birth: date | None = term("SCA-06", "1961-04-09", label="date of birth", req=True)
    """Date of birth."""
    group_number: str | None = term("SCA-06", "EX-1000")
    """Group number on the card."""
    subscriber_name: str | None = term("SCA-06", "Alex Example (invented)")
    """Person who holds the policy."""
    relationship: str | None = term("SCA-06", "self", label="relationship to the subscriber")
    """Member's relationship to the subscriber."""
    plan_name: str | None = term("SCA-06", "Example National Choice PPO", req=True)
    """Name of the plan."""
    line_of_business: LineOfBusiness | None = term("SCA-06", "commercial", req=True)
    """Kind of coverage."""
    state: str | None = term("SCA-06", "OH", label="member's state")
    """State of residence."""
    coverage_effective: date | None = term("SCA-06", "2026-01-01", label="start of coverage")
    """First day of coverage."""
    coverage_ends: date | None = term("SCA-06", "2026-12-31", label="end of coverage")
    """Last day of coverage, if an end is known."""
    plan_year_end: date | None = term("SCA-06", "2026-12-31", req=True)
    """Last day of the plan year; an infusion after it needs its own rule."""
    eligibility_verified_on: date | None = term(
        "SCA-06", "2026-11-16", label="day eligibility was verified", req=True
    )
    """Day on which eligibility was checked."""
    eligibility_reference: str | None = term("SCA-06", "EX-ELG-5521")
    """Reference number of that check."""


class BenefitCategory(Choice):
    """The benefit under which the plan pays for CAR T."""

    transplant = "transplant"
    medical_drug = "medical_drug"
    specialty_drug = "specialty_drug"
    inpatient_medical = "inpatient_medical"


class CostShareLevel(Choice):
    """The level at which the member shares the cost."""

    in_network = "in_network"
    out_of_network = "out_of_network"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {"in_network": "in-network", "out_of_network": "out-of-network"}


class Benefit(Group):
    """SCA-07: that CAR T is a covered benefit for this member at this center."""

    category: BenefitCategory | None = term("SCA-07", "medical_drug", label="benefit category")
    """Benefit under which it is covered."""
    designated_center_required: bool | None = term("SCA-07", "no")
    """Whether the plan asks for a center it has designated."""
    designation_waived: bool | None = term("SCA-07", "yes", label="waiver of center designation", req=True)
    """Whether the payer waives that for this member."""
    accreditation: str | None = term(
        "SCA-07", "FACT immune effector cell accreditation", label="accreditation relied on"
    )
    """Accreditation the payer relies on."""
    cap: str | None = term("SCA-07", "none", label="benefit cap")
    """Lifetime or yearly cap, or `none`."""
    once_per_lifetime: bool | None = term("SCA-07", "no")
    """Whether the plan pays one dose in a lifetime; collides with repeat manufacture."""
    cost_share_level: CostShareLevel | None = term("SCA-07", "in_network", req=True)
    """Level at which the member shares the cost."""


class LabelStatus(Choice):
    """How the planned use stands to the label."""

    on_label = "on_label"
    compendium = "compendium"
    off_label = "off_label"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "on_label": "within the FDA-approved label",
            "compendium": "supported by a compendium the payer recognizes",
            "off_label": "outside the label",
        }


class Clinical(Group):
    """SCA-08 and SCA-11: diagnosis, line of therapy and the criteria already met."""

    icd10: tuple[Icd10Cm, ...] = term(
        "SCA-08", "C83.30", label="ICD-10 diagnosis codes", req=True, default=()
    )
    """ICD-10-CM codes, the treated disease first."""
    indication: str | None = term(
        "SCA-08", "relapsed diffuse large B-cell lymphoma", label="indication", req=True
    )
    """The indication in words."""
    histology: str | None = term("SCA-08", "diffuse large B-cell lymphoma, not otherwise specified")
    """Histology."""
    prior_lines: tuple[PriorLine, ...] = term("SCA-08", "R-CHOP, March to July 2025", default=())
    """Earlier lines of treatment."""
    label_status: LabelStatus | None = term("SCA-08", "on_label")
    """How the use stands to the label."""
    criteria_basis: str | None = term("SCA-08", "the FDA-approved label of the Product")
    """The text the criteria come from."""
    criteria: tuple[ClinicalCriterion, ...] = term(
        "SCA-11", "ECOG 0 to 2", label="clinical criteria", default=()
    )
    """Criteria and the evidence for each."""


class ProductTerms(Group):
    """SCA-09: the product and what may stand in for it."""

    name: str | None = term("SCA-09", "Yescarta", label="product", req=True)
    """Brand name."""
    generic_name: str | None = term("SCA-09", "axicabtagene ciloleucel")
    """Generic name."""
    manufacturer: str | None = term("SCA-09", "Kite Pharma (Gilead Sciences)")
    """Manufacturer."""
    hcpcs: Hcpcs | None = term("SCA-09", "Q2041", label="HCPCS code of the product", req=True)
    """HCPCS code on the claim."""
    ndcs: tuple[Ndc, ...] = term(
        "SCA-09", "as printed on the manufacturer's invoice", label="NDCs", default=()
    )
    """National drug codes, where the claim needs them."""
    dose: str | None = term("SCA-09", "one infusion of autologous cells", label="dose")
    """Dose in words."""
    alternates: tuple[str, ...] = term("SCA-09", "Breyanzi", label="alternate products", default=())
    """Products that may stand in for it."""


class AuthorizationTerms(Group):
    """SCA-10: approvals already given."""

    approvals: tuple[Authorization, ...] = term(
        "SCA-10", "EX-PA-88121, product", label="authorizations", req=True, default=()
    )
    """Authorizations with number, scope and validity."""


class Cob(Group):
    """SCA-28: who pays first."""

    position: str | None = term("SCA-28", "primary", label="whether this payer is primary", req=True)
    """Whether this payer is `primary` or `secondary`."""
    medicare_part_a: str | None = term("SCA-28", "none", label="Medicare Part A status")
    """Medicare Part A status: `active`, `exhausted` or `none`."""
    other: tuple[OtherCoverage, ...] = term("SCA-28", "none known", label="other coverage", default=())
    """Other coverage."""
