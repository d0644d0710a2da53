"""Per diem by level of care: a rate for each inpatient day.

Tiers count the days of a stay: the day of admission is day 1; both ends of a tier are inside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from sca_toolkit.payment.day_level import DayLevelRule
from sca_toolkit.payment.facts.daily import DailyRates, RateCell
from sca_toolkit.payment.facts.facts import Facts, Reach, Scope, Spot
from sca_toolkit.payment.facts.lines import SERVICES, WHOLE, Line, Lines, Quantity
from sca_toolkit.payment.facts.refusal import agreed
from sca_toolkit.payment.level_of_care import Level
from sca_toolkit.payment.part import RateRow, Words
from sca_toolkit.payment.scope import Setting, WindowedNode
from sca_toolkit.payment.service import Column, Group
from sca_toolkit.payment.wording import capital, counted, money, paragraph
from sca_toolkit.values.marks import term


class PerDiem(WindowedNode):
    """A daily rate for each level of care, for counted inpatient days.

    Formula: the sum over levels of days at that level times its rate; never fewer than `minimum_days` days at the
    lowest listed rate, never more than `maximum_days` days. How days are counted is `rules.day_counting`.
    An add-on for one level (intensive care, say) is a second per_diem with its own `called`, other days at $0.
    """

    default_term: ClassVar[str] = "Per Diem Payment"

    kind: Literal["per_diem"] = "per_diem"
    setting: Setting = Setting.inpatient
    """Always inpatient."""
    levels: tuple[Level, ...] = ()
    """The levels of care, each with revenue codes and a rate."""
    day_level_rule: DayLevelRule | None = None
    """Which level a day has when the patient moves: midnight, highest_of_day or noon."""
    unlisted_level: Words | None = None
    """The listed level whose rate pays days with any other room-and-board revenue code."""
    product_included: bool | None = None
    """Whether the daily rates also pay for the product."""
    ancillaries_included: bool | None = None
    """Whether the daily rates also pay for drugs, supplies, laboratory, imaging and other ancillary services."""
    professional_fees_included: bool | None = None
    """Whether the daily rates also pay for physicians and other professionals."""
    minimum_days: Annotated[int, Field(gt=0)] | None = None
    """At least this many days are paid for each admission; left out, there is no minimum."""
    maximum_days: Annotated[int, Field(gt=0)] | None = None
    """At most this many days are paid for each admission; left out, there is no maximum."""

    def open_terms(self) -> Mapping[str, str]:
        """The levels, the rule for a day at two levels, and what the daily rate pays for."""
        return {
            "levels": "levels of care and their daily rates",
            "day_level_rule": "level of care of a day on which the Member moves",
            "unlisted_level": "level whose rate pays days with an unlisted revenue code",
            **self.product_term(),
            "ancillaries_included": f"whether the {self.term} includes ancillary services",
            "professional_fees_included": f"whether the {self.term} includes professional fees",
        }

    @model_validator(mode="after")
    def _levels_apart(self) -> PerDiem:
        if self.setting is not Setting.inpatient:
            raise ValueError("a per diem pays inpatient days; leave setting out")
        names = [level.level.casefold() for level in self.levels]
        codes = [code for level in self.levels for code in level.revenue_codes]
        for what, items in (("level", names), ("revenue code", codes)):
            twice = next((item for item in items if items.count(item) > 1), None)
            if twice:
                raise ValueError(f"the {what} {twice!r} stands twice; keep one")
        if self.unlisted_level and names and self.unlisted_level.casefold() not in names:
            raise ValueError(f"unlisted_level is {self.unlisted_level!r}, which is not one of the levels")
        return self

    @model_validator(mode="after")
    def _limits(self) -> PerDiem:
        lowest, highest = self.minimum_days, self.maximum_days
        if lowest is not None and highest is not None and highest < lowest:
            raise ValueError(f"maximum_days is {highest}, below minimum_days, which is {lowest}")
        return self

    def services(self, facts: Facts) -> Reach:
        """Inpatient days with room charges; ancillary and professional charges and the Product as the flags say."""
        windows = () if self.window is None else (self.window,)
        return facts.reach(Scope.of(self, *windows), self._keep, self.term)

    def _keep(self, column: Column) -> bool:
        if column.kind == "product":
            return bool(agreed(self, "product_included", self.term))
        if column.kind == "bed" or column.group is Group.room:
            return True
        professional = column.group is Group.professional
        flag = "professional_fees_included" if professional else "ancillaries_included"
        return bool(agreed(self, flag, self.term))

    def daily_rates(self, path: str) -> DailyRates:
        """The rates as cells of level and day of stay."""
        levels = agreed(self, "levels", path)
        names = [level.level.casefold() for level in levels]
        unlisted = str(agreed(self, "unlisted_level", path)).casefold()
        cells = [cell for at, level in enumerate(levels) for cell in level.cells(at, f"{path}.levels[{at}]")]
        codes = {code: at for at, level in enumerate(levels) for code in level.revenue_codes}
        rule = agreed(self, "day_level_rule", path)
        return DailyRates(tuple(cells), codes, names.index(unlisted), rule, self.maximum_days)

    def price(self, facts: Facts, spot: Spot) -> Lines:
        """For each stay, counted days at each rate; then the days that are missing to the minimum."""
        rates, reach = self.daily_rates(spot.path), self.services(facts) & spot.within
        return tuple(
            line
            for stay in range(len(facts.stays))
            for line in self._stay_lines(facts, spot, reach & facts.stay_reach(stay), stay, rates)
        )

    def _stay_lines(
        self, facts: Facts, spot: Spot, reach: Reach, stay: int, rates: DailyRates
    ) -> Iterator[Line]:
        for cell, days in zip(rates.cells, facts.days_by_rate(reach, stay, rates), strict=True):
            what = f"{self.levels[cell.level].level}{_days_words(cell)}, stay {stay + 1}"
            yield self._line(facts, spot, what, days, facts.number(cell.rate), stay)
        if self.minimum_days is not None and spot.lumps:
            lowest = facts.least(*(facts.number(cell.rate) for cell in rates.cells))
            short = facts.number(self.minimum_days) - facts.bed_days(reach, stay)
            there = facts.any_service(reach)
            missing = facts.choose(there, facts.most(short, facts.number(0)), facts.number(0))
            yield self._line(
                facts, spot, f"days missing to the minimum, stay {stay + 1}", missing, lowest, stay
            )

    def _line(self, facts: Facts, spot: Spot, what: str, days: Quantity, rate: Quantity, stay: int) -> Line:
        return facts.line(
            spot.path,
            self.term,
            what,
            days * rate,
            item=WHOLE if self.product_included else SERVICES,
            claim=facts.stay_claims[stay],
            stay=stay,
            formula=facts.words(lambda: f"{counted(int(days), 'day')} at {money(rate)}"),
        )

    def phrase(self) -> tuple[str, ...]:
        """The definition, one paragraph with a sentence for each level, and what the rates pay for."""
        return (
            f"The {term(self.term)} is the sum of the daily rates below for {self.dated_reach()}.",
            *([level.words() for level in self.levels] or [self.told("levels") + "."]),
            paragraph(
                f"A day has {self.told('day_level_rule', lambda rule: rule.words)}.",
                f"A day with any other room-and-board revenue code is paid at the "
                f"{self.told('unlisted_level')} rate.",
                "Where a daily rate changes during a stay, the day of admission is day 1."
                if any(level.tiers for level in self.levels)
                else "",
                self._limit_words(),
            ),
            paragraph(
                f"The daily rates {self.whether('product_included', 'include', 'do not include')} "
                "payment for the Product.",
                f"They {self.whether('ancillaries_included', 'include', 'do not include')} payment for drugs, "
                "supplies, laboratory, imaging, and other ancillary services.",
                f"They {self.whether('professional_fees_included', 'include', 'do not include')} "
                "payment for professional services.",
            ),
        )

    def _limit_words(self) -> str:
        few, many = self.minimum_days, self.maximum_days
        low = (
            f"An admission shorter than {counted(few, 'day')} is paid as {counted(few, 'day')}, "
            if few
            else ""
        )
        low = low and f"{low}with the missing days at the lowest daily rate."
        high = f"Days of an admission after the first {counted(many, 'day')} are not paid." if many else ""
        return paragraph(low, high)

    def rate_rows(self) -> tuple[RateRow, ...]:
        """One row for each level, or for each tier of it."""
        inside = self.whether("product_included", "Product included", "Product not included")
        return tuple(
            RateRow(
                scope=capital(scope),
                service=capital(level.code_words()),
                method="Per diem",
                amount=amount,
                unit="per day",
                note=inside,
            )
            for level in self.levels
            for scope, amount in level.priced()
        )

    def summary(self) -> str:
        """`Per diem: intensive care $9,500, ward $4,300`."""
        rates = ", ".join(level.short() for level in self.levels) or self.told("levels")
        product = " (product included)" if self.product_included else ""
        return f"Per diem: {rates}{product}"


def _days_words(cell: RateCell) -> str:
    if cell.from_day == 1 and cell.through_day is None:
        return ""
    end = "on" if cell.through_day is None else f"to {cell.through_day}"
    return f" from day {cell.from_day} {end}"
