"""The closed lists of the timeline: five approvals, their states, gates, deadlines and how urgent they are."""

from __future__ import annotations

from enum import IntEnum

from sca_toolkit.values import Choice


class ApprovalKind(Choice):
    """Five things that are not the same approval; none of them settles what another one settles."""

    benefit_check = "benefit_check"
    prior_authorization = "prior_authorization"
    network_exception = "network_exception"
    agreement = "agreement"
    purchase_order = "purchase_order"

    @property
    def settles(self) -> str:
        """What it settles."""
        return _SETTLES[self][0]

    @property
    def leaves_open(self) -> str:
        """What it does not settle, though it is often taken for it."""
        return _SETTLES[self][1]


_SETTLES = {
    ApprovalKind.benefit_check: (
        "the member is active, CAR T is covered, under which benefit and limits",
        "medical need and price",
    ),
    ApprovalKind.prior_authorization: (
        "medical need for the services it names",
        "price, and any part of the episode it does not name",
    ),
    ApprovalKind.network_exception: (
        "the member’s cost share at the in-network level",
        "the rate paid to the center",
    ),
    ApprovalKind.agreement: (
        "rate, scope, windows and claim rules",
        "medical need, where the text defers to the authorization",
    ),
    ApprovalKind.purchase_order: ("the manufacturer builds the dose", "that anyone will pay for it"),
}


class Status(Choice):
    """Where one approval stands."""

    not_needed = "not_needed"
    not_started = "not_started"
    requested = "requested"
    information_asked = "information_asked"
    approved = "approved"
    expiring = "expiring"
    expired = "expired"
    denied = "denied"

    @property
    def holds(self) -> bool:
        """Whether it was given and has not ended; an approval that ends before the planned need still holds today."""
        return self in (Status.approved, Status.expiring, Status.not_needed)

    @property
    def decided(self) -> bool:
        """Whether the other side has given its answer."""
        return self in (Status.approved, Status.expiring, Status.expired, Status.denied)

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {"information_asked": "more information asked", "expiring": "ends before the planned need"}


class Gate(Choice):
    """A step that waits for an approval."""

    collection_needs_authorization = "collection_needs_authorization"
    collection_needs_agreement = "collection_needs_agreement"
    order_needs_exposure_approved = "order_needs_exposure_approved"
    order_needs_approval = "order_needs_approval"
    agreement_waits_for_authorization = "agreement_waits_for_authorization"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "order_needs_exposure_approved": "no purchase order before the authorizing body approved the exposure",
            "order_needs_approval": "no purchase order before approval by role and amount",
            "collection_needs_authorization": "no collection without authorization",
            "collection_needs_agreement": "no collection without a signed agreement",
            "agreement_waits_for_authorization": "no agreement is asked for before the authorization",
        }


class GateMode(Choice):
    """What a closed gate does."""

    hard = "hard"
    warn = "warn"
    off = "off"


class Severity(IntEnum):
    """How urgent a deadline is; the larger, the more urgent."""

    fine = 0
    soon = 1
    today = 2
    late = 3

    @property
    def words(self) -> str:
        """The severity as people say it."""
        return self.name


class DeadlineKind(Choice):
    """What is due or ends."""

    slot = "slot"
    needed_by = "needed_by"
    signature = "signature"
    order_cut_off = "order_cut_off"
    collection_line = "collection_line"
    committee_packet = "committee_packet"
    decision = "decision"
    information = "information"
    appeal = "appeal"
    appeal_decision = "appeal_decision"
    external_review = "external_review"
    external_review_decision = "external_review_decision"
    authorization_ends = "authorization_ends"
    exception_ends = "exception_ends"
    agreement_ends = "agreement_ends"
    test_ends = "test_ends"
    plan_year_ends = "plan_year_ends"
    coverage_ends = "coverage_ends"
    claim = "claim"
    corrected_claim = "corrected_claim"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "slot": "collection slot",
            "needed_by": "agreement needed by",
            "signature": "last day to sign",
            "order_cut_off": "purchase order cut-off",
            "collection_line": "48 hours before collection",
            "committee_packet": "packet for the payer’s committee",
            "decision": "payer’s decision due",
            "information": "answer to the payer due",
            "appeal": "appeal due",
            "appeal_decision": "decision on the appeal due",
            "external_review": "request for external review due",
            "external_review_decision": "decision of the external review due",
            "authorization_ends": "authorization ends",
            "exception_ends": "network exception ends",
            "agreement_ends": "agreement ends",
            "test_ends": "test result expires",
            "plan_year_ends": "plan year ends",
            "coverage_ends": "coverage ends",
            "claim": "claim due",
            "corrected_claim": "corrected claim due",
        }


class Counting(Choice):
    """How the days up to a deadline are counted."""

    given = "given"
    hours = "hours"
    calendar_days = "calendar_days"
    business_days = "business_days"
    months = "months"
    years = "years"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {"given": "a given day"}
