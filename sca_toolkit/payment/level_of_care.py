"""Levels of care and their daily rates.

Tiers count the days of a stay: the day of admission is day 1; both ends of a tier are inside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from pydantic import model_validator

from sca_toolkit.payment.facts.daily import RateCell
from sca_toolkit.payment.facts.refusal import agreed
from sca_toolkit.payment.part import Part, Words
from sca_toolkit.payment.wording import capital, listed, money
from sca_toolkit.values import RevenueCode, Usd, dollars


class Tier(Part):
    """A daily rate for a run of days of the stay; the day of admission is day 1."""

    from_day: int
    """First day of the stay at this rate."""
    through_day: int | None = None
    """Last day of the stay at this rate; left out, it holds to discharge."""
    amount: Usd | None = None
    """The rate for one day."""

    def open_terms(self) -> Mapping[str, str]:
        """The rate. The last day may be left out: then the tier runs to discharge."""
        return {"amount": f"daily rate from day {self.from_day} of the stay"}

    def days(self) -> str:
        """`days 1 to 10`, `day 11 on`."""
        return (
            f"day {self.from_day} on"
            if self.through_day is None
            else f"days {self.from_day} to {self.through_day}"
        )

    def words(self) -> str:
        """`$9,500.00 per day from day 1 through day 10 of the stay`."""
        end = "until discharge" if self.through_day is None else f"through day {self.through_day} of the stay"
        return f"{self.told('amount', money)} per day from day {self.from_day} {end}"


class Level(Part):
    """A level of care with its revenue codes and its daily rate."""

    level: Words
    """The name of the level, for example `intensive care`."""
    revenue_codes: tuple[RevenueCode, ...] = ()
    """The revenue codes that show this level on a claim."""
    amount: Usd | None = None
    """The rate for one day; left out where tiers are given."""
    tiers: tuple[Tier, ...] = ()
    """Rates that change with the day of the stay, in order and without a hole."""

    def open_terms(self) -> Mapping[str, str]:
        """Revenue codes, and one rate unless tiers give several."""
        rate = {} if self.tiers else {"amount": f"per diem for {self.level}"}
        return {**rate, "revenue_codes": f"revenue codes for {self.level}"}

    @model_validator(mode="after")
    def _tiers_run_on(self) -> Level:
        if self.tiers and self.amount is not None:
            raise ValueError(f"{self.level!r} has both one amount and tiers; keep one of them")
        if self.tiers and self.tiers[0].from_day != 1:
            raise ValueError(f"the first tier of {self.level!r} must begin on day 1, the day of admission")
        for tier in self.tiers:
            if tier.through_day is not None and tier.through_day < tier.from_day:
                raise ValueError(f"a tier of {self.level!r} ends on day {tier.through_day}, before it begins")
        for first, second in pairwise(self.tiers):
            if first.through_day is None or second.from_day != first.through_day + 1:
                raise ValueError(
                    f"the tiers of {self.level!r} must follow one another without overlap or hole; one begins on "
                    f"day {second.from_day}, but the one before it {_ends(first)}"
                )
        if self.tiers and self.tiers[-1].through_day is not None:
            raise ValueError(
                f"the last tier of {self.level!r} must run to discharge; leave out its through_day"
            )
        return self

    def cells(self, at: int, path: str) -> Iterator[RateCell]:
        """The rates as cells for the level in position `at`."""
        for number, tier in enumerate(self.tiers):
            amount = agreed(tier, "amount", f"{path}.tiers[{number}]")
            yield RateCell(at, tier.from_day, tier.through_day, amount)
        if not self.tiers:
            yield RateCell(at, 1, None, agreed(self, "amount", path))

    def rate_words(self) -> str:
        """One rate, or the tiers in order."""
        if self.tiers:
            return "; ".join(tier.words() for tier in self.tiers)
        return f"{self.told('amount', money)} per day"

    def words(self) -> str:
        """The level in one sentence."""
        return f"{capital(self.level)} ({self.code_words()}): {self.rate_words()}."

    def code_words(self) -> str:
        """`revenue codes 0200 and 0201`."""
        noun = "revenue code" if len(self.revenue_codes) == 1 else "revenue codes"
        return f"{noun} {self.told('revenue_codes', listed)}"

    def priced(self) -> tuple[tuple[str, str], ...]:
        """Name and rate for each row of the rate exhibit."""
        tiers = tuple((f"{self.level}, {tier.days()}", tier.told("amount", money)) for tier in self.tiers)
        return tiers or ((self.level, self.told("amount", money)),)

    def short(self) -> str:
        """`ward $4,300`."""
        if self.tiers:
            return f"{self.level} {' then '.join(tier.told('amount', dollars) for tier in self.tiers)}"
        return f"{self.level} {self.told('amount', dollars)}"


def _ends(tier: Tier) -> str:
    return "runs to discharge" if tier.through_day is None else f"ends on day {tier.through_day}"
