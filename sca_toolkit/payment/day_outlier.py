"""Outlier per diem: an extra amount for each inpatient day after a number of days."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import model_validator

from sca_toolkit.payment.facts.facts import Facts, Reach, Spot
from sca_toolkit.payment.facts.lines import Lines, Quantity
from sca_toolkit.payment.facts.refusal import agreed
from sca_toolkit.payment.part import PaymentNode, RateRow
from sca_toolkit.payment.product_flow import within
from sca_toolkit.payment.scope import WindowedNode
from sca_toolkit.payment.service import StayKind
from sca_toolkit.payment.step import Step
from sca_toolkit.payment.window import StartEvent
from sca_toolkit.payment.wording import counted, money, paragraph
from sca_toolkit.values import Choice, Usd, dollars
from sca_toolkit.values.marks import term

if TYPE_CHECKING:
    from sca_toolkit.payment.node import Node


class DayCount(Choice):
    """How the days before the outlier days are counted."""

    inpatient_days = "inpatient_days"
    calendar_days = "calendar_days"


class DayOutlier(PaymentNode):
    """A payment plus a daily rate for each outlier day.

    Formula: P + per_day times max(0, days - after_day), where days are counted inpatient days; or, by calendar days,
    P + per_day for each counted inpatient day later than Day `after_day`.
    """

    default_term: ClassVar[str] = "Outlier Payment"
    step: ClassVar[Step | None] = Step.outlier

    kind: Literal["day_outlier"] = "day_outlier"
    of: Node
    """The payment to which outlier days are added."""
    after_day: int | None = None
    """Outlier days are those after this many days (inpatient_days), or after this Day (calendar_days)."""
    counted_as: DayCount | None = None
    """inpatient_days counts days in a bed; calendar_days counts from Day 0."""
    per_day: Usd | None = None
    """The amount for one outlier day."""
    counts_icu_days: bool | None = None
    """Whether days in intensive care are counted."""
    counts_readmission_days: bool | None = None
    """Whether days of a readmission are counted with those of the first stay."""
    needs_approval: bool | None = None
    """Whether outlier days need the payer's approval."""
    maximum: Usd | None = None
    """The most that is added; left out, there is no limit."""

    def open_terms(self) -> Mapping[str, str]:
        """The day, the rate, and which days count."""
        return {
            "after_day": "day after which outlier days begin",
            "counted_as": "how days before outlier days are counted",
            "per_day": "rate for an outlier day",
            "counts_icu_days": "whether intensive care days are counted",
            "counts_readmission_days": "whether readmission days are counted",
            "needs_approval": "whether outlier days need approval",
        }

    @model_validator(mode="after")
    def _after_the_window_begins(self) -> DayOutlier:
        if self.after_day is None or self.counted_as is None:
            return self
        if self.counted_as is DayCount.inpatient_days:
            if self.after_day < 1:
                raise ValueError(f"after_day is {self.after_day}; a count of inpatient days is 1 or more")
            return self
        window = next((node.window for _, node in within(self.of) if isinstance(node, WindowedNode)), None)
        if window is None:
            return self
        start, end = window.start_day, window.end_day
        if start is not None and window.start_from is StartEvent.infusion and self.after_day < start:
            raise ValueError(
                f"outlier days begin after Day {self.after_day}, before the window begins on Day {start}"
            )
        if end is not None and window.end_from is StartEvent.infusion and self.after_day >= end:
            raise ValueError(
                f"outlier days begin after Day {self.after_day}, but the window ends on Day {end}; none could be paid"
            )
        return self

    def price(self, facts: Facts, spot: Spot) -> Lines:
        """The payment, and the rate for each outlier day of the services it reaches (approved, if that is needed)."""
        lines = self.of.price(facts, spot.at("of"))
        if not spot.lumps:
            return lines
        days = self._outlier_days(facts, self.of.services(facts) & spot.within, spot.path)
        rate = agreed(self, "per_day", spot.path)
        amount = days * facts.number(rate)
        if self.maximum is not None:
            amount = facts.least(amount, facts.number(self.maximum))
        added = facts.line(
            spot.path,
            self.term,
            "outlier days",
            amount,
            formula=facts.words(lambda: f"{counted(int(days), 'day')} at {money(rate)}"),
        )
        return (*lines, added)

    def _outlier_days(self, facts: Facts, reach: Reach, path: str) -> Quantity:
        intensive = bool(agreed(self, "counts_icu_days", path))
        again = bool(agreed(self, "counts_readmission_days", path))
        stays = [at for at, kind in enumerate(facts.stays) if again or kind is not StayKind.readmission]
        after, zero = agreed(self, "after_day", path), facts.number(0)
        if agreed(self, "counted_as", path) is DayCount.calendar_days:
            return sum((facts.bed_days_after(reach, stay, after, intensive) for stay in stays), zero)
        days = sum((facts.bed_days(reach, stay, intensive) for stay in stays), zero)
        return facts.most(days - facts.number(after), zero)

    def phrase(self) -> tuple[str, ...]:
        """The payment, then what outlier days are and what they pay."""
        icu = self.whether("counts_icu_days", "are counted", "are not counted")
        again = self.whether("counts_readmission_days", "are counted", "are not counted")
        limit = (
            f"The amount added is never more than {money(self.maximum)}." if self.maximum is not None else ""
        )
        return (
            *self.of.phrase(),
            paragraph(
                f"The {term(self.term)} is the {self.of.term} plus {self.told('per_day', money)} for each outlier day.",
                f"An outlier day is each covered inpatient day after {self._start_words()}.",
                f"Days in intensive care {icu}.",
                f"Days of a readmission {again}.",
                f"Outlier days {self.whether('needs_approval', 'need', 'do not need')} the Payer’s approval.",
                limit,
            ),
        )

    def _start_words(self) -> str:
        if self.counted_as is DayCount.inpatient_days:
            return f"the first {self.told('after_day', lambda day: counted(day, 'covered inpatient day'))}"
        if self.counted_as is DayCount.calendar_days:
            return f"Day {self.told('after_day')}"
        return f"day {self.told('after_day')} ({self.told('counted_as')})"

    def rate_rows(self) -> tuple[RateRow, ...]:
        """The rows of the payment and one for outlier days."""
        row = RateRow(
            scope="Inpatient",
            service=f"Days after {self._start_words()}",
            method="Outlier per diem",
            amount=self.told("per_day", money),
            unit="per day",
            note=self.whether("counts_icu_days", "intensive care counted", "intensive care not counted"),
        )
        return (*self.of.rate_rows(), row)

    def summary(self) -> str:
        """`Case rate $150,000 through day 30 + $5,000 per day after the first 20 inpatient days`."""
        start = self._start_words().replace("covered ", "").replace("Day", "day")
        return f"{self.of.summary()} + {self.told('per_day', dollars)} per day after {start}"
