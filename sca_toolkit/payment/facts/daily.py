"""Daily rates as both evaluators read them: cells of one level and one run of days of the stay, each with its rate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sca_toolkit.payment.day_level import DayLevelRule


@dataclass(frozen=True)
class RateCell:
    """A daily rate for one level of care and a run of days of the stay (the day of admission is day 1)."""

    level: int
    """Which level, as a position in the contract's list."""
    from_day: int
    """First day of the stay at this rate."""
    through_day: int | None
    """Last day at this rate; None to discharge."""
    rate: Decimal
    """Dollars for one day."""

    def holds(self, day: int) -> bool:
        """Whether it is the rate of a day of the stay."""
        return self.from_day <= day and (self.through_day is None or day <= self.through_day)


@dataclass(frozen=True)
class DailyRates:
    """All cells of a per diem, and how a day finds its own."""

    cells: tuple[RateCell, ...]
    codes: Mapping[str, int]
    """The level of each listed revenue code."""
    unlisted: int
    """The level of every other revenue code."""
    rule: DayLevelRule
    """Which level a day has when the patient moves."""
    maximum_days: int | None = None
    """Days of a stay after this many are not paid."""

    def level(self, code: str) -> int:
        """The level of a revenue code."""
        return self.codes.get(code, self.unlisted)

    def rate(self, level: int, day: int) -> Decimal:
        """The daily rate of a level on a day of the stay."""
        return next(cell.rate for cell in self.cells if cell.level == level and cell.holds(day))
