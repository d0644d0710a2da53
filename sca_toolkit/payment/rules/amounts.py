"""Rounding, and interest on late payment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from sca_toolkit.payment.rules.rule import Rule
from sca_toolkit.payment.wording import paragraph
from sca_toolkit.values import Choice, Percent, percent


class RoundingMethod(Choice):
    """What becomes of half a cent."""

    half_up = "half_up"
    half_even = "half_even"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "half_up": "half a cent is rounded up",
            "half_even": "half a cent is rounded to the even cent",
        }


class RoundingLevel(Choice):
    """What is rounded."""

    line = "line"
    total = "total"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "line": "Each payable line is rounded to whole cents before lines are added",
            "total": "Only the total of a claim is rounded to whole cents",
        }


class Rounding(Rule):
    """Rounding to whole cents."""

    heading: ClassVar[str] = "Rounding"

    level: RoundingLevel | None = None
    """line (each line, then the sum) or total."""
    method: RoundingMethod | None = None
    """half_up or half_even."""

    def open_terms(self) -> Mapping[str, str]:
        """Both."""
        return {"level": "whether lines or totals are rounded", "method": "how half a cent is rounded"}

    def phrase(self) -> tuple[str, ...]:
        """One sentence."""
        what, how = (self.told(field, lambda choice: choice.words) for field in ("level", "method"))
        return (f"{what}; {how}.",)

    def summary(self) -> str:
        """`rounded by line, half up`."""
        how = self.told("method", lambda choice: choice.value.replace("_", " "))
        return f"rounded by {self.told('level', lambda choice: choice.value)}, {how}"


class InterestUnder(Choice):
    """Where interest on late payment comes from."""

    agreement = "agreement"
    law_only = "law_only"
    none = "none"


class InterestBase(Choice):
    """The amount that bears interest."""

    unpaid_amount = "unpaid_amount"
    billed_minus_rate = "billed_minus_rate"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "unpaid_amount": "the unpaid amount",
            "billed_minus_rate": "the difference between billed charges and the amount due under this Agreement",
        }


class DayCountYear(Choice):
    """The days of a year by which an annual rate is divided."""

    days_365 = "365"
    days_360 = "360"


class LatePayment(Rule):
    """Interest on payment after its due date.

    Formula: base times annual rate times days late / days of the year, simple interest. Days late run from the day
    after the due date to the day of payment, both included. With `order: standard`, the unpaid amount is the whole
    amount due, the member's share included; where interest runs on the payer's part only, write `order` out and put
    `cost_share` before `adjust`.
    """

    heading: ClassVar[str] = "Late payment"
    only_with: ClassVar[Mapping[str, str]] = {
        "annual_rate": "interest: agreement",
        "base": "interest: agreement",
        "day_count": "interest: agreement",
    }

    interest: InterestUnder | None = None
    """agreement (a stated rate), law_only (whatever a statute gives), or none."""
    annual_rate: Percent | None = None
    """The rate for a year, for example 12%; only with agreement."""
    base: InterestBase | None = None
    """unpaid_amount or billed_minus_rate; only with agreement."""
    day_count: DayCountYear | None = None
    """365 or 360 days to the year; only with agreement."""

    def open_terms(self) -> Mapping[str, str]:
        """Where interest comes from; if from the agreement, its three terms."""
        details = {
            "annual_rate": "interest rate on late payment",
            "base": "amount that bears interest",
            "day_count": "days of the interest year",
        }
        source = {"interest": "whether late payment bears interest"}
        return {**source, **(details if self.interest is InterestUnder.agreement else {})}

    def phrase(self) -> tuple[str, ...]:
        """One paragraph."""
        if self.interest is InterestUnder.law_only:
            return ("Interest on late payment accrues only as applicable law provides.",)
        if self.interest is InterestUnder.none:
            return (
                "No interest accrues under this Agreement; rights to interest under law are not affected.",
            )
        if self.interest is None:
            return (f"Interest on late payment: {self.told('interest')}.",)
        return (
            paragraph(
                f"Payment after its due date bears simple interest at {self.told('annual_rate', percent)} per year on "
                f"{self.told('base', lambda base: base.words)}.",
                "Interest runs from the day after the due date through the day of payment.",
                f"A year has {self.told('day_count', lambda year: year.value)} days for this purpose.",
            ),
        )

    def summary(self) -> str:
        """`late payment: 12% a year`."""
        if self.interest is InterestUnder.agreement:
            return f"late payment: {self.told('annual_rate', percent)} a year"
        by = {InterestUnder.law_only: "interest by law only", InterestUnder.none: "no interest"}
        return f"late payment: {self.told('interest', lambda choice: by[choice])}"
