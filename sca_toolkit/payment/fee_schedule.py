"""Fee schedules: a named public or payer schedule, or rows of codes with amounts, or both (the rows win)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, model_validator

from sca_toolkit.payment.facts.facts import Facts, Reach, Scope, Spot
from sca_toolkit.payment.facts.lines import PRODUCT, Line, Lines, Quantity
from sca_toolkit.payment.facts.refusal import CannotPrice, agreed
from sca_toolkit.payment.part import Part, RateRow, Words
from sca_toolkit.payment.scope import WindowedNode
from sca_toolkit.payment.service import ONE_CLAIM, Column
from sca_toolkit.payment.wording import calendar_date, counted, money, paragraph
from sca_toolkit.values import Percent, Usd, percent
from sca_toolkit.values.marks import term

_SERVICE_CODE = re.compile(r"\d{4}[0-9TFU]|[A-V]\d{4}|\d{4}")


def _service_code(value: str) -> str:
    if not _SERVICE_CODE.fullmatch(value.upper()):
        raise ValueError(
            f"{value!r} is not a service code; write a CPT code (38228), a HCPCS code (Q2041) or a revenue code (0891)"
        )
    return value.upper()


ServiceCode = Annotated[str, AfterValidator(_service_code)]
"""A CPT, HCPCS level II or revenue code; which one is told by its form."""


class Fee(Part):
    """The amount for one code."""

    code: ServiceCode
    """A CPT, HCPCS or revenue code."""
    service: Words
    """What the code stands for, in a few words of your own."""
    amount: Usd | None = None
    """The amount for one unit."""
    unit: Words = "unit"
    """What one amount pays for: unit, visit, day; left out, unit."""

    def open_terms(self) -> Mapping[str, str]:
        """The amount."""
        return {"amount": f"fee for {self.service} (code {self.code})"}

    def words(self) -> str:
        """One line of the schedule."""
        return f"{self.code} ({self.service}): {self.told('amount', money)} per {self.unit}."


class FeeSchedule(WindowedNode):
    """Payment by code. Formula: for each line, units times the fee; a code with its own row is paid by that row."""

    default_term: ClassVar[str] = "Fee Schedule Payment"

    kind: Literal["fee_schedule"] = "fee_schedule"
    schedule: Words | None = None
    """The name of a schedule, for example `Medicare Physician Fee Schedule`."""
    schedule_date: date | None = None
    """The date whose schedule applies; left out, the schedule in effect on each date of service."""
    percent_of_schedule: Percent | None = None
    """The percentage of that schedule, for example 120%; 100% when it is paid as it is."""
    fees: tuple[Fee, ...] = ()
    """Codes with their own amounts."""
    product_included: bool | None = None
    """Whether the schedule also pays for the product."""

    def open_terms(self) -> Mapping[str, str]:
        """The schedule, or rows; its percentage; the product."""
        named = {} if self.fees else {"schedule": f"schedule of the {self.term}"}
        share = {"percent_of_schedule": f"percentage of the schedule for the {self.term}"}
        return {**named, **(share if self.schedule else {}), **self.product_term()}

    @model_validator(mode="after")
    def _consistent(self) -> FeeSchedule:
        codes = [fee.code for fee in self.fees]
        twice = next((code for code in codes if codes.count(code) > 1), None)
        if twice:
            raise ValueError(f"the code {twice} stands twice; keep one")
        if self.schedule is None and (self.schedule_date or self.percent_of_schedule is not None):
            raise ValueError("schedule_date and percent_of_schedule need the name of a schedule")
        return self

    def amounts(self, facts: Facts) -> dict[str, Quantity]:
        """Dollars for one unit of each code: the named schedule at its percentage, then the rows, which win."""
        found: dict[str, Quantity] = {}
        if agreed(self, "schedule", self.term) if not self.fees else self.schedule:
            known = facts.public.fees(str(self.schedule), self.schedule_date)
            if known is None:
                raise CannotPrice(
                    f"the schedule {self.schedule!r}", "public_rates.schedules", f"{self.term} names it."
                )
            share = facts.number(agreed(self, "percent_of_schedule", self.term))
            found = {code: facts.number(amount) * share for code, amount in known.items()}
        own = {fee.code: agreed(fee, "amount", f"{self.term} {fee.code}") for fee in self.fees}
        return found | {code: facts.number(amount) for code, amount in own.items()}

    def services(self, facts: Facts) -> Reach:
        """Lines with a code of the schedule; the Product as the flag says."""
        codes = self.amounts(facts)

        def keep(column: Column) -> bool:
            if column.kind == "product":
                return bool(agreed(self, "product_included", self.term))
            return column.kind == "line" and column.code in codes

        windows = () if self.window is None else (self.window,)
        return facts.reach(Scope.of(self, *windows), keep, self.term)

    def price(self, facts: Facts, spot: Spot) -> Lines:
        """Units times the amount, one line for each code of a claim, and one for the Product."""
        fees, reach = self.amounts(facts), self.services(facts) & spot.within
        coded = [(code, fees[code]) for code in facts.codes if code in fees]
        lines = [
            self._line(facts, spot, reach & facts.claim_reach(claim), claim, code, amount)
            for claim in facts.claims
            for code, amount in coded
        ]
        return (*lines, *self._product_line(facts, spot, reach, fees))

    def _line(self, facts: Facts, spot: Spot, reach: Reach, claim: str, code: str, amount: Quantity) -> Line:
        units = facts.units(reach & facts.reach(Scope(), lambda column: column.code == code))
        return facts.line(
            spot.path,
            self.term,
            f"code {code}{'' if claim == ONE_CLAIM else f', claim {claim}'}",
            units * amount,
            item=code,
            claim=claim,
            formula=facts.words(lambda: f"{units.normalize():f} x {money(amount)}"),
        )

    def _product_line(self, facts: Facts, spot: Spot, reach: Reach, fees: dict[str, Quantity]) -> Lines:
        if not self.product_included:
            return ()
        code = (facts.product_code or "").upper()
        if code not in fees:
            raise CannotPrice(f"a fee for the Product (code {code or 'not given'})", f"{spot.path}.fees")
        there = facts.product_is_in(reach)
        amount = facts.choose(there, fees[code], facts.number(0))
        claim = facts.product_claim
        return (facts.line(spot.path, self.term, "the Product", amount, item=PRODUCT, claim=claim),)

    def phrase(self) -> tuple[str, ...]:
        """The schedule; one paragraph for each code of its own; the product."""
        return (
            paragraph(f"The {term(self.term)} pays for {self.dated_reach()}.", self._schedule_words()),
            *(fee.words() for fee in self.fees),
            f"The {self.term} {self.whether('product_included', 'includes', 'does not include')} "
            "payment for the Product.",
        )

    def _schedule_words(self) -> str:
        others = "Codes listed below are paid at the amounts listed." if self.fees else ""
        if self.schedule is None and self.fees:
            return paragraph("Each code listed below is paid at the amount listed, for each unit.")
        share = self.told("percent_of_schedule", percent) if self.schedule else ""
        dated = "in effect on the date of service"
        if self.schedule_date:
            dated = f"in effect on {calendar_date(self.schedule_date)}"
        of_it = f"{share} of the " if share else "the "
        return paragraph(f"Each service is paid at {of_it}{self.told('schedule')} {dated}.", others)

    def rate_rows(self) -> tuple[RateRow, ...]:
        """A row for the named schedule and one for each code."""
        scope, method = self.scope_words(), "Fee schedule"
        named = RateRow(
            scope=scope,
            service=self.told("schedule") if self.schedule or not self.fees else "",
            method=method,
            amount=self.told("percent_of_schedule", percent) if self.schedule else "",
            unit="of schedule",
        )
        rows = tuple(
            RateRow(
                scope=scope,
                service=f"{fee.code} {fee.service}",
                method=method,
                amount=fee.told("amount", money),
                unit=f"per {fee.unit}",
            )
            for fee in self.fees
        )
        return rows if self.schedule is None and self.fees else (named, *rows)

    def summary(self) -> str:
        """`120% of the Medicare Physician Fee Schedule` or `fee schedule of 3 codes`."""
        if self.schedule is None and self.fees:
            return f"fee schedule of {counted(len(self.fees), 'code')}"
        share = f"{self.told('percent_of_schedule', percent)} of the " if self.schedule else ""
        return f"{share}{self.told('schedule')}"
