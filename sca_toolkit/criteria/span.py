"""Lengths of clinical time, as policies write them: `30 days`, `6 weeks`, `12 months`.

Months and years are those of the calendar.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import PlainSerializer, WithJsonSchema, model_validator

from sca_toolkit.values import Model

_FORM = re.compile(r"^(\d+)\s*(hour|day|week|month|year)s?$", re.IGNORECASE)


class ClinicalTime(Model):
    """A whole number of days, weeks, months, years; hours count as the day they fall on."""

    count: int
    unit: Literal["hour", "day", "week", "month", "year"]

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        match = _FORM.match(value.strip())
        if not match:
            raise ValueError(
                f"{value!r} is not a length of time; write a number and its unit: 30 days, 6 weeks, 12 months, 2 years"
            )
        return {"count": int(match[1]), "unit": match[2].lower()}

    def before(self, day: date) -> date:
        """The day this long before `day`."""
        return _moved(day, self, -1)

    def after(self, day: date) -> date:
        """The day this long after `day`."""
        return _moved(day, self, 1)

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"


Span = Annotated[
    ClinicalTime,
    PlainSerializer(lambda value: str(value), return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "examples": ["30 days", "6 weeks", "12 months"]}),
]
"""A `ClinicalTime` that is written back as text."""


def _moved(day: date, span: ClinicalTime, sign: int) -> date:
    if span.unit in ("month", "year"):
        return _by_months(day, sign * span.count * (12 if span.unit == "year" else 1))
    days = {"hour": 0, "day": 1, "week": 7}[span.unit] * span.count
    return day + timedelta(days=sign * days)


def _by_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
