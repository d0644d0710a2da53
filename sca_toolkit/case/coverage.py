"""The plan that is asked to pay."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import model_validator

from sca_toolkit.values import Choice, Model, Usd


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
