"""Rates that an arrangement refers to and does not contain: Medicare's amounts for a date, schedules by code.

They are facts of a year. Nothing is shipped; a centre enters its own and a contract that needs a missing one is
refused by name.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pydantic import model_validator

from sca_toolkit.payment.drg_terms import RatesAsOf
from sca_toolkit.values import Model, Share, Usd


class MedicareRates(Model):
    """What Medicare pays this hospital for the group, as of one date."""

    as_of: RatesAsOf
    """The date whose rates these are: discharge_date, admission_date or agreement_date."""
    full_payment: Usd | None = None
    """The payment for the group with all adjustments of the hospital, before outlier and add-on."""
    base_only: Usd | None = None
    """Operating and capital base payment, before teaching and disproportionate-share adjustments."""
    fixed_loss: Usd | None = None
    """The fixed loss of the outlier formula."""
    marginal_share: Share | None = None
    """The share of cost above the threshold that is paid."""
    cost_to_charge_ratio: Share | None = None
    """The hospital's ratio of cost to charges."""
    new_technology_share: Share | None = None
    """The share of excess cost that a new-technology add-on pays."""
    new_technology_cost: Usd | None = None
    """The cost of the technology, of which that share is the most that is paid."""
    no_cost_factor: Share | None = None
    """The part of the group payment that is left when the provider bore no cost for the product."""


class ScheduleFee(Model):
    """The amount of one code in a named schedule."""

    code: str
    """A CPT, HCPCS or revenue code."""
    amount: Usd
    """The amount for one unit."""


class NamedSchedule(Model):
    """A schedule that an arrangement names."""

    schedule: str
    """Its name, as the arrangement writes it."""
    dated: date | None = None
    """The date whose schedule it is; left out, the one in effect on the date of service."""
    fees: tuple[ScheduleFee, ...] = ()
    """Its amounts by code."""


class PublicRates(Model):
    """All rates that arrangements refer to."""

    medicare: tuple[MedicareRates, ...] = ()
    """At most one entry for each date."""
    schedules: tuple[NamedSchedule, ...] = ()
    """Named fee schedules."""

    @model_validator(mode="after")
    def _once(self) -> PublicRates:
        dates = [each.as_of for each in self.medicare]
        if len(set(dates)) < len(dates):
            raise ValueError("medicare has two entries for one date; keep one")
        return self

    def medicare_on(self, as_of: RatesAsOf) -> MedicareRates | None:
        """The entry for a date, or None."""
        return next((each for each in self.medicare if each.as_of is as_of), None)

    def fees(self, schedule: str, dated: date | None) -> dict[str, Decimal] | None:
        """The amounts of a named schedule by code, or None where it was not entered."""
        for each in self.schedules:
            if each.schedule.casefold() == schedule.casefold() and each.dated == dated:
                return {fee.code.upper(): fee.amount for fee in each.fees}
        return None
