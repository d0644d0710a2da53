"""Who a payer is, what stands between it and the center, and the limits it sets on claims and letters."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Self

from pydantic import model_validator

from sca_toolkit.clauses import Stance
from sca_toolkit.values import Choice, History, Length, Model, Share


class PayerRole(Choice):
    """The part a payer plays; it decides who must sign for the money."""

    insurer = "insurer"
    hmo = "hmo"
    aso_administrator = "aso_administrator"
    self_funded_plan = "self_funded_plan"
    medicaid_ffs = "medicaid_ffs"
    medicaid_mco = "medicaid_mco"
    medicare_ffs = "medicare_ffs"
    medicare_advantage = "medicare_advantage"
    tricare_contractor = "tricare_contractor"
    delegated_group = "delegated_group"
    network_lessee = "network_lessee"
    reinsurer = "reinsurer"
    cost_containment_vendor = "cost_containment_vendor"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "hmo": "HMO",
            "aso_administrator": "administrator of self-funded plans",
            "self_funded_plan": "self-funded plan",
            "medicaid_ffs": "Medicaid fee-for-service program",
            "medicaid_mco": "Medicaid managed care plan",
            "medicare_ffs": "Medicare fee-for-service",
            "medicare_advantage": "Medicare Advantage plan",
            "tricare_contractor": "TRICARE contractor",
            "cost_containment_vendor": "cost-containment vendor",
        }

    @property
    def bears_risk(self) -> bool:
        """False for those who sign on behalf of somebody else's money."""
        return self not in (
            PayerRole.aso_administrator,
            PayerRole.network_lessee,
            PayerRole.cost_containment_vendor,
            PayerRole.delegated_group,
        )


class Experience(Choice):
    """How used the payer is to CAR T agreements."""

    none = "none"
    first_cases = "first_cases"
    some = "some"
    experienced = "experienced"


class ContractState(Choice):
    """What a standing contract says about a product and an indication."""

    covers = "covers"
    lacks = "lacks"
    transplant_only = "transplant_only"
    no_contract = "no_contract"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {"lacks": "in force, but without it", "transplant_only": "transplant agreement only"}


class ContractCoverage(Model):
    """What the contract between this center and the payer says of one product and indication."""

    state: ContractState
    """What it says."""
    product: str = "any"
    """Product id, or `any`."""
    indication: str = "any"
    """Disease as the product catalog names it, or `any`."""
    agreement: str | None = None
    """Title and date of the agreement."""
    ends: date | None = None
    """Last day on which it is in force."""


class NetworkState(Choice):
    """The ladder a center climbs with a payer."""

    out_of_network = "out_of_network"
    provisional = "provisional"
    in_network = "in_network"
    center_of_excellence = "center_of_excellence"


class KnownPosition(Model):
    """The position a payer is known to take on one clause, and its own wording where it supplied one."""

    position: Stance
    """Whose side its wording takes."""
    wording: tuple[str, ...] = ()
    """Paragraphs the payer supplied, to be used word for word."""


class ClockStart(Choice):
    """The event a filing limit is counted from."""

    discharge = "discharge"
    last_service_in_phase = "last_service_in_phase"
    agreement_signature = "agreement_signature"
    authorization = "authorization"
    date_of_service = "date_of_service"
    later_of_phase_end_and_signature = "later_of_phase_end_and_signature"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "last_service_in_phase": "the last service in the phase",
            "agreement_signature": "full signature of the agreement",
            "authorization": "the date of the authorization",
            "date_of_service": "the date of service",
            "discharge": "the date of discharge",
            "later_of_phase_end_and_signature": (
                "the later of the end of the phase and full signature of the agreement"
            ),
        }


class TimelyFiling(Model):
    """How long claims may be filed."""

    initial: History[Length] | None = None
    """First claim."""
    corrected: History[Length] | None = None
    """Corrected claim."""
    secondary: History[Length] | None = None
    """Claim to this payer as secondary."""
    clock_start: History[ClockStart] | None = None
    """The event the limit is counted from."""


class PromptPay(Model):
    """How fast a clean claim is paid and what lateness costs."""

    due: History[Length] | None = None
    """Days to pay a clean claim."""
    interest_rate: History[Share] | None = None
    """Interest a year on the late amount."""
    authority: History[str] | None = None
    """Statute or contract it rests on."""


class Recoupment(Model):
    """How far back the payer may reach."""

    lookback: History[Length] | None = None
    """Time after payment in which it may ask for money back."""
    notice: History[Length] | None = None
    """Notice before it takes money back."""
    offset: History[bool] | None = None
    """Whether it takes money back from other claims."""


class CommitteeCalendar(Model):
    """When the payer's committee decides on agreements."""

    meets: str
    """For example `first and third Tuesday`."""
    packet_due: Length | None = None
    """How long before the meeting the packet must be there."""


class Letters(Model):
    """Whether the payer may sign interim letters."""

    permitted: History[bool] | None = None
    """Whether it may; `no` where its own contract or law forbids letters."""
    restriction: History[str] | None = None
    """What limits them."""


_LEAP_YEAR = 2028


class PlanYear(Model):
    """Last day of the plan year, month and day."""

    month: int
    """1 to 12."""
    day: int
    """Day of the month."""

    @model_validator(mode="after")
    def _is_a_day(self) -> Self:
        try:
            date(_LEAP_YEAR, self.month, self.day)
        except ValueError:
            raise ValueError(f"month {self.month}, day {self.day} is not a day of the year") from None
        return self

    def end_after(self, day: date) -> date:
        """The first plan-year end on or after `day` (inclusive).

        February 29 becomes February 28 in a common year.
        """
        for year in (day.year, day.year + 1):
            end = date(year, self.month, min(self.day, calendar.monthrange(year, self.month)[1]))
            if end >= day:
                return end
        raise AssertionError("a year always holds the day")
