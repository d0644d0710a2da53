"""Sections E, F and G: claims and payment mechanics, time and exit, compliance; and what the interim letter adds."""

from __future__ import annotations

from datetime import date

from sca_toolkit.case import Contact
from sca_toolkit.payer import ClockStart
from sca_toolkit.terms.field import Group, term
from sca_toolkit.values import Choice, Length, Usd


class ClaimForm(Choice):
    """Claim form."""

    ub04 = "UB04"
    cms1500 = "CMS1500"
    both = "both"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {"UB04": "UB-04", "CMS1500": "CMS-1500", "both": "UB-04 and CMS-1500"}


class Claims(Group):
    """SCA-30: how the claim finds the agreement."""

    form: ClaimForm | None = term("SCA-30", "UB04", label="claim form", req=True)
    """Claim form."""
    reference_on_claim: str | None = term(
        "SCA-30", "authorization number in field 63", label="reference on the claim", req=True
    )
    """What on the claim points to this agreement."""
    send_to: str | None = term(
        "SCA-30", "payer EDI ID 00000 (invented)", label="claims address or EDI ID", req=True
    )
    """Address or EDI ID for claims."""
    attachments: tuple[str, ...] = term(
        "SCA-30", "manufacturer's invoice", label="claim attachments", default=()
    )
    """Papers that go with the claim."""
    interim_billing: bool | None = term("SCA-30", "yes", label="whether interim bills are allowed")
    """Whether interim bills are allowed in a long stay."""
    pricing_contact: str | None = term(
        "SCA-30", "manual pricing desk, 555-0100 (invented)", label="pricing contact"
    )
    """Desk that prices claims by hand."""


class Filing(Group):
    """SCA-31: time to file."""

    initial: Length | None = term("SCA-31", "180 calendar days", label="time to file", req=True)
    """Time to file the first claim."""
    clock_start: ClockStart | None = term(
        "SCA-31", "later_of_phase_end_and_signature", label="start of the filing clock", req=True
    )
    """The event from which it runs."""
    corrected: Length | None = term(
        "SCA-31", "365 calendar days", label="time to file a corrected claim", req=True
    )
    """Time to file a corrected claim."""
    secondary: Length | None = term("SCA-31", "90 calendar days", label="time to file as secondary")
    """Time to file after the primary payer's decision."""


class PromptPayTerms(Group):
    """SCA-32: when a clean claim is paid. The interest itself is part of the payment tree."""

    due: Length | None = term("SCA-32", "30 calendar days", label="time to pay a Clean Claim", req=True)
    """Time to pay a clean claim."""


class Audit(Group):
    """SCA-33: how far back the payer may reach."""

    lookback: Length | None = term("SCA-33", "12 months", label="recoupment look-back", req=True)
    """Time after payment in which money may be asked back. `applicable law` is not an answer across state lines."""
    notice: Length | None = term("SCA-33", "30 calendar days", label="recoupment notice", req=True)
    """Notice before money is taken back."""
    offset_allowed: bool | None = term("SCA-33", "no", label="whether offset is allowed", req=True)
    """Whether money may be taken back from other claims."""


class Notice(Group):
    """SCA-34: notices during the stay."""

    admission: Length | None = term(
        "SCA-34", "2 business days", label="time to give notice of admission", req=True
    )
    """Time to tell the payer of an admission."""
    concurrent_review: str | None = term("SCA-34", "every 7 days of an inpatient stay")
    """How often the payer reviews the stay."""
    contact: str | None = term("SCA-34", "555-0111, day and night (invented)", label="contact for notices")
    """Where notice is given at any hour."""


class Period(Group):
    """SCA-35 and SCA-38: from when to when, and how it is extended."""

    effective_date: date | None = term("SCA-35", "2026-11-22", req=True)
    """First day on which the agreement applies."""
    end_date: date | None = term("SCA-35", "2027-04-30", label="end date", req=True)
    """Last day of the agreement; must lie after the last day of the window."""
    signature_deadline: date | None = term("SCA-35", "2026-11-28")
    """Last day to sign before the offer lapses."""
    needed_by: date | None = term("SCA-35", "2026-11-28", label="date needed by")
    """Day by which it must be signed to keep the collection slot."""
    extension: Length | None = term("SCA-38", "60 calendar days", label="automatic extension")
    """How long it extends by itself while the episode is unfinished."""


class PointOfNoReturn(Choice):
    """The event after which the payer cannot end the agreement for this episode."""

    collection_start = "collection_start"
    order_issued = "order_issued"
    lymphodepletion_start = "lymphodepletion_start"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "collection_start": "the start of collection",
            "order_issued": "the Provider's order of the Product",
            "lymphodepletion_start": "the start of lymphodepletion",
        }


class Exit(Group):
    """SCA-37: how the agreement ends early, and when it cannot."""

    point_of_no_return: PointOfNoReturn | None = term("SCA-37", "collection_start", req=True)
    """After this event the payer cannot end it for this episode."""
    notice: Length | None = term("SCA-37", "30 calendar days", label="notice of termination", req=True)
    """Notice to end it before that event."""


class Dispute(Group):
    """SCA-39: law and place of a dispute."""

    governing_law: str | None = term("SCA-39", "Ohio", req=True)
    """State whose law governs."""
    venue: str | None = term("SCA-39", "Franklin County, Ohio", req=True)
    """Courts of which county and state."""
    executive_talks: Length | None = term(
        "SCA-39", "30 calendar days", label="time for executive talks", req=True
    )
    """Time for executives to settle before any suit or arbitration."""


class Compliance(Group):
    """SCA-40: credentialing, enrollment, exclusion."""

    credentialing_required: bool | None = term("SCA-40", "no")
    """Whether the payer credentials before it pays."""
    exclusion_checked_on: date | None = term("SCA-40", "2026-11-15")
    """Day on which OIG and SAM lists were checked."""
    accreditation_status: str | None = term("SCA-40", "FACT accredited through June 2028 (invented)")
    """Accreditation of the program."""
    medicaid_enrollment: str | None = term(
        "SCA-40", "Example Hospital, OH Medicaid 0000001 (invented)", label="Medicaid enrollment"
    )
    """Medicaid enrollment of the billing entities in the member's state."""


class Quality(Group):
    """SCA-42: outcomes reporting."""

    metrics: tuple[str, ...] = term("SCA-42", "response at day 30", label="outcome metrics", default=())
    """Outcomes reported, if any; never a condition of payment unless intended."""


class Reinsurance(Group):
    """SCA-43: the stop-loss carrier behind the plan."""

    carrier: str | None = term("SCA-43", "Example Stop-Loss Insurance Company", label="stop-loss carrier")
    """Name of the carrier."""
    consent_needed: bool | None = term("SCA-43", "no", label="whether the carrier's consent is needed")
    """Whether the carrier must agree before the payer signs."""
    consent_date: date | None = term("SCA-43", "2026-11-20", label="date of the carrier's consent")
    """Day on which it agreed."""


class ContactTerms(Group):
    """SCA-44: people on both sides."""

    payer: tuple[Contact, ...] = term(
        "SCA-44", "negotiator, 555-0101 (invented)", label="payer's contacts", req=True, default=()
    )
    """Payer's contacts."""
    provider: tuple[Contact, ...] = term(
        "SCA-44", "managed care, 555-0150 (invented)", label="provider's contacts", req=True, default=()
    )
    """Center's contacts."""
    response: Length | None = term("SCA-44", "2 business days", label="response time", req=True)
    """Time within which each side answers."""


class LetterScope(Choice):
    """For whom an interim letter speaks."""

    single_member = "single_member"
    program = "program"


class Letter(Group):
    """LOA-01 to LOA-17: what only the interim letter holds."""

    scope: LetterScope | None = term("LOA-02", "single_member", label="scope of the letter", req=True)
    """One member, or the whole program."""
    waived_tests: tuple[str, ...] = term("LOA-04", "dental clearance", default=())
    """Tests the payer agrees not to ask for."""
    interim_services: tuple[str, ...] = term("LOA-07", "evaluation visits", req=True, default=())
    """Services covered until the agreement is signed."""
    interim_rate: str | None = term("LOA-07", "60% of billed charges (invented)", req=True)
    """Basis of the interim rate."""
    interim_cap: Usd | None = term("LOA-07", "$75,000", label="cap on interim payment")
    """Most the payer pays under the letter."""
    may_collect_before_sca: bool | None = term(
        "LOA-08", "yes", label="whether collection may precede the agreement", req=True
    )
    """Whether cells may be collected before the agreement is signed."""
    open_points: tuple[str, ...] = term("LOA-09", "amount of the case rate", default=())
    """Points of the payment not agreed yet."""
    decision_deadline: date | None = term("LOA-10", "2026-12-04", label="decision deadline", req=True)
    """Day by which the single-case agreement is to be decided."""
    form_restriction: str | None = term("LOA-16", "letters may cover evaluation only (invented)")
    """What the payer's own contract or regulator allows of such letters."""
    payer_medical_director: str | None = term(
        "LOA-17", "Casey Sample, MD (invented)", label="payer's medical director", req=True
    )
    """Payer's medical director who signs."""
    payer_contracting_lead: str | None = term(
        "LOA-17", "Jordan Sample (invented)", label="payer's contracting lead", req=True
    )
    """Payer's contracting lead who signs."""
    program_director: str | None = term("LOA-17", "Morgan Example, MD (invented)", req=True)
    """Center's program director who signs."""
    contracting_lead: str | None = term(
        "LOA-17", "Riley Example (invented)", label="center's contracting lead", req=True
    )
    """Center's contracting lead who signs."""
    expires_on: date | None = term("LOA-12", "2027-01-21", label="last day of the letter", req=True)
    """Last day of the letter."""
