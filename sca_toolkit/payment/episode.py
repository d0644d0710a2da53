"""One dated episode, to the cent: what happened to one patient and what was billed.

Dates are calendar days; both ends of a run of days are inside. A change of level takes place after noon of its day: at
noon the patient still has the level of the midnight before. Where hours before an admission count, a date stands for
its first hour on both sides, so 72 hours are three calendar days.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Annotated

from pydantic import Field, model_validator

from sca_toolkit.payment.price_dates import PriceDateRule, QuarterRule
from sca_toolkit.payment.public_rates import PublicRates
from sca_toolkit.payment.rules.not_infused import NotInfusedReason
from sca_toolkit.payment.scope import Setting
from sca_toolkit.payment.service import ONE_CLAIM, EndState, Group, Purpose, Standing, StayKind
from sca_toolkit.values import Model, Percent, RevenueCode, Usd

ZERO = Decimal(0)


class Dates(Model):
    """The dates on which rates and windows hang."""

    agreement: date | None = None
    """The effective date of the agreement."""
    evaluation: date | None = None
    """The day evaluation begins."""
    collections: tuple[date, ...] = ()
    """The day each collection begins, the first one first."""
    lymphodepletion: date | None = None
    """The day lymphodepletion begins."""
    infusion: date | None = None
    """The first infusion: Day 0."""
    payment_due: date | None = None
    """The day by which payment was due."""
    paid: date | None = None
    """The day of payment."""

    @model_validator(mode="after")
    def _in_order(self) -> Dates:
        if list(self.collections) != sorted(set(self.collections)):
            raise ValueError("collections must be different days, the first one first")
        known = (
            ("evaluation", self.evaluation),
            ("collections", self.collections[0] if self.collections else None),
            ("lymphodepletion", self.lymphodepletion),
            ("infusion", self.infusion),
        )
        met = [(name, day) for name, day in known if day is not None]
        for (first, before), (second, after) in pairwise(met):
            if after < before:
                raise ValueError(
                    f"{second} ({after}) comes before {first} ({before}); correct one of the dates"
                )
        return self


class ProductBought(Model):
    """The product: its prices, its billed charge, where it was infused."""

    name: str | None = None
    """Its name, where a rate holds for named products only."""
    code: str | None = None
    """Its HCPCS code, where a fee schedule pays for it."""
    site: Setting | None = None
    """inpatient or outpatient: where it was infused."""
    charged: bool = True
    """`no` when it was supplied or canceled without charge, or never ordered; left out, yes."""
    invoice: Usd | None = None
    """The manufacturer's invoice price, before discounts."""
    charge: Usd | None = None
    """The billed charge."""
    list_price: dict[PriceDateRule, Usd] = {}
    """Wholesale acquisition cost on each date that an arrangement may name."""
    quoted_price: dict[PriceDateRule, Usd] = {}
    """The manufacturer's price to the provider on a date other than that of the invoice."""
    asp: dict[QuarterRule, Usd] = {}
    """Average sales price for each quarter that an arrangement may name."""
    invoice_discount: Usd = ZERO
    """Discounts shown on the invoice; left out, there are none."""
    other_discounts: Usd = ZERO
    """Later discounts, rebates and credits; left out, there are none."""
    manufacturer_credit: Usd = ZERO
    """A credit for a product that was not infused; left out, there is none."""
    purchased_340b: bool = False
    """Whether it was bought under 340B; left out, no."""
    claim: str = ONE_CLAIM
    """The claim on which it is billed."""
    billed_by: str | None = None
    """Who bills it."""

    @model_validator(mode="after")
    def _one_site(self) -> ProductBought:
        if self.site is Setting.every:
            raise ValueError("site is inpatient or outpatient: where the product was infused")
        return self


class LevelRun(Model):
    """Days in a row at one level of care."""

    code: RevenueCode
    """The room-and-board revenue code."""
    days: Annotated[int, Field(gt=0)]
    """How many days (midnights; one for a stay that begins and ends on one date)."""


class Billed(Model):
    """A billed line."""

    charge: Usd
    """The billed charge."""
    cost: Usd | None = None
    """The provider's cost of it; needed only by arrangements that pay by cost."""
    group: Group = Group.ancillary
    """room, ancillary or professional; left out, ancillary."""
    code: str | None = None
    """A CPT, HCPCS or revenue code, where a fee schedule pays by it."""
    units: Annotated[Decimal, Field(gt=0)] = Decimal(1)
    """How many units of the code; left out, 1."""
    service: str | None = None
    """What it is in a few words, where an arrangement lists services by name."""
    standing: Standing = Standing.covered
    """covered, not_covered, edited_out or bundled; left out, covered."""


class Service(Billed):
    """An outpatient line with its date."""

    day: date = Field(alias="date")
    """The date of service."""
    purpose: Purpose = Purpose.usual
    """usual, repeat_collection, second_bridging or observation; left out, usual."""
    claim: str = ONE_CLAIM
    """The claim on which it is billed."""
    billed_by: str | None = None
    """Who bills it."""


class Stay(Model):
    """One inpatient stay. The charges on it are spread evenly over its days where a window divides it."""

    kind: StayKind
    """infusion, conversion or readmission."""
    admitted: date
    """The date of admission."""
    discharged: date
    """The date of discharge."""
    levels: tuple[LevelRun, ...]
    """Levels of care in the order of the days."""
    charges: tuple[Billed, ...] = ()
    """What was billed for the stay, the product apart."""
    claim: str = ONE_CLAIM
    """The claim on which it is billed."""
    billed_by: str | None = None
    """Who bills it."""
    related: bool = True
    """Whether a readmission is related to the product; left out, yes."""
    same_facility: bool = True
    """Whether a readmission is to the same facility; left out, yes."""
    transferred_in: bool = False
    """Whether the patient came from another facility on the day of admission; left out, no."""
    transferred_out: bool = False
    """Whether the patient went to another facility on the day of discharge; left out, no."""
    observation_days: Annotated[int, Field(ge=0)] = 0
    """Days in observation just before the admission; left out, none."""

    @model_validator(mode="after")
    def _days_add_up(self) -> Stay:
        if self.discharged < self.admitted:
            raise ValueError(
                f"discharged {self.discharged} is before admitted {self.admitted}; correct one of them"
            )
        nights = max(1, (self.discharged - self.admitted).days)
        given = sum(run.days for run in self.levels)
        if given != nights:
            raise ValueError(
                f"levels has {given} days, but the stay from {self.admitted} to {self.discharged} has {nights}; "
                "the day of discharge is not counted, and a stay on one date has one day"
            )
        return self


class Episode(Model):
    """Everything about one patient that can decide what is paid."""

    name: str = "episode"
    """How the episode is called, without any patient identifier."""
    end: EndState
    """How it ended."""
    not_infused_because: NotInfusedReason | None = None
    """Why the product was not infused, where the agreement tells reasons apart."""
    dates: Dates = Dates()
    """Evaluation, collections, lymphodepletion, infusion, payment."""
    product: ProductBought = ProductBought()
    """The product."""
    stays: tuple[Stay, ...] = ()
    """Inpatient stays, the first one first."""
    services: tuple[Service, ...] = ()
    """Outpatient lines."""
    endpoint_met: bool | None = None
    """Whether the endpoint of an outcomes rebate was met on its day."""
    observable: bool | None = None
    """Whether the member could be observed on that day."""
    member_share: Usd = ZERO
    """Copayment, coinsurance and deductible; left out, none."""
    other_payer: Usd = ZERO
    """What another payer pays; left out, nothing."""
    charge_increase: Percent | None = None
    """How much charges rose since the chargemaster of a charge limit."""
    paid_before: Usd | None = None
    """What was paid earlier in the contract year, for an aggregate stop-loss."""
    public_rates: PublicRates = PublicRates()
    """Medicare amounts and named schedules."""

    @model_validator(mode="after")
    def _possible(self) -> Episode:
        infused = self.dates.infusion is not None
        if infused != self.end.was_infused:
            there = "is given" if infused else "is missing"
            raise ValueError(f"end is {self.end.value}, but dates.infusion {there}; change one of them")
        return self._stays_apart()

    def _stays_apart(self) -> Episode:
        in_time = sorted(self.stays, key=lambda stay: (stay.admitted, stay.discharged))
        for first, second in pairwise(in_time):
            if second.admitted < first.discharged:
                raise ValueError(
                    f"two stays overlap: one from {first.admitted} to {first.discharged}, one from {second.admitted}; "
                    "correct the dates"
                )
        kinds = [stay.kind for stay in self.stays]
        if kinds.count(StayKind.infusion) > 1:
            raise ValueError("two stays are of kind infusion; the later one is a readmission")
        return self._infused_where_it_says()

    def _infused_where_it_says(self) -> Episode:
        day, stay = self.dates.infusion, self.infusion_stay()
        if day is None:
            return self
        if stay is not None and not stay.admitted <= day <= stay.discharged:
            raise ValueError(
                f"the infusion on {day} is outside the infusion stay, {stay.admitted} to {stay.discharged}"
            )
        if self.product.site is Setting.inpatient and stay is None:
            raise ValueError("product.site is inpatient, but no stay is of kind infusion; add it")
        if self.product.site is Setting.outpatient and stay is not None:
            raise ValueError(
                "product.site is outpatient, but a stay is of kind infusion; call that stay a conversion"
            )
        return self

    def infusion_stay(self) -> Stay | None:
        """The stay for the infusion, or None."""
        return next((stay for stay in self.stays if stay.kind is StayKind.infusion), None)

    def days_late(self) -> int | None:
        """Days from the due day to the day of payment; None where one of them is not known."""
        due, paid = self.dates.payment_due, self.dates.paid
        return None if due is None or paid is None else (paid - due).days

    def product_cost(self) -> Decimal | None:
        """What the product cost the provider: nothing when it was not charged; None where the invoice is not known."""
        bought = self.product
        if not bought.charged:
            return ZERO
        if bought.invoice is None:
            return None
        credit = ZERO if self.end.was_infused else bought.manufacturer_credit
        return max(ZERO, bought.invoice - bought.invoice_discount - bought.other_discounts - credit)

    def cost(self) -> Decimal | None:
        """The provider's cost of the whole episode, product included; None where a line has no cost."""
        lines = [*self.services, *(line for stay in self.stays for line in stay.charges)]
        costs = [self.product_cost(), *(line.cost for line in lines)]
        return None if None in costs else sum((each for each in costs if each is not None), ZERO)

    def charges(self) -> Decimal:
        """All billed charges, the product's included."""
        lines = [*self.services, *(line for stay in self.stays for line in stay.charges)]
        return sum((line.charge for line in lines), self.product.charge or ZERO)


def days_of(stay: Stay) -> tuple[date, ...]:
    """The days over which a stay runs: admission through the day before discharge, or the one date."""
    count = max(1, (stay.discharged - stay.admitted).days)
    return tuple(stay.admitted + timedelta(days=at) for at in range(count))
