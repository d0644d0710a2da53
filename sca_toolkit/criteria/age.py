"""Age limits. A person has an age from the birthday on; a child born on February 29 turns a year on March 1."""

from __future__ import annotations

from datetime import date
from typing import Literal

from sca_toolkit.criteria.bounds import Bounds
from sca_toolkit.criteria.leaf import Bits
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.verdict import MET, NOT_MET, OPEN


class AgeBounds(Bounds):
    """Limits of an age in completed years, months or days."""

    unit: Literal["years", "months", "days"] = "years"

    @property
    def unit_words(self) -> str:
        """The unit, singular for one."""
        return self.unit[:-1] if self.numbers() == (1,) else self.unit


def age_bits(bounds: AgeBounds, on: str) -> Bits:
    """Whether the age on the day of `on` is inside; at the request where that day is not planned yet."""
    test = bounds.holds()
    unit = bounds.unit

    def judge(record: Record) -> int:
        value = age_in(record, on, unit)
        if value is None:
            return OPEN
        return MET if test(value) else NOT_MET

    return judge


def age_in(record: Record, on: str, unit: str) -> float | None:
    """The age in completed `unit`, or None where it is not known."""
    key = ("age", on, unit)
    if key not in record.held:
        record.held[key] = _age(record, on, unit)
    value: float | None = record.held[key]
    return value


def _age(record: Record, on: str, unit: str) -> float | None:
    born = record.facts.date_of_birth
    if born is None:
        # An age without a birthday is true on the day of judgment; it does not turn into months or days.
        return record.facts.age if unit == "years" else None
    day = date.fromordinal(record.days.get(on) or record.days["request"] or record.today)
    if unit == "days":
        return (day - born).days
    months = (day.year - born.year) * 12 + day.month - born.month - (day.day < born.day)
    return months if unit == "months" else months // 12
