"""Dollars, percentages and lengths of time: always with their unit, never a bare number.

Money in terms is `Decimal`, whole cents. A percentage is kept as a decimal fraction (42% is 0.42).
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, WithJsonSchema, model_validator

from sca_toolkit.values.model import Model

CENT = Decimal("0.01")
_USD = re.compile(
    r"^(?:USD\s*|\$\s*)(-?[\d,]+(?:\.\d{1,2})?)$|^(-?[\d,]+(?:\.\d{1,2})?)\s*USD$", re.IGNORECASE
)
_GROUPED = re.compile(r"^-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d{1,2})?$")
_PERCENT = re.compile(r"^(-?\d+(?:\.\d+)?)\s*(?:%|percent)$", re.IGNORECASE)
_DURATION = re.compile(r"^(\d+)\s+(hours?|calendar days?|business days?|months?|years?)$", re.IGNORECASE)


def _sign_inside(text: str) -> str:
    """`-$5` as `$-5`, so that a negative amount is refused for what it is."""
    return re.sub(r"^-\s*\$\s*", "$-", text)


def _parse_usd(value: Any) -> Any:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, str) and (match := _USD.match(_sign_inside(value.strip()))):
        digits = match[1] or match[2]
        if _GROUPED.match(digits):
            return Decimal(digits.replace(",", ""))
    raise ValueError(f"{value!r} is not an amount of money; write the currency, for example $480,000.00")


def _whole_cents(value: Decimal) -> Decimal:
    if not value.is_finite() or value != value.quantize(CENT):
        raise ValueError(f"{value} has fractions of a cent; write dollars and whole cents")
    return value.quantize(CENT)


def _not_negative(value: Decimal) -> Decimal:
    if value < 0:
        raise ValueError(f"{dollars(value)} is negative; an agreed amount is zero or more")
    return value


Usd = Annotated[
    Decimal,
    BeforeValidator(_parse_usd),
    AfterValidator(_whole_cents),
    AfterValidator(_not_negative),
    PlainSerializer(lambda value: f"USD {value}", return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "examples": ["$480,000.00"]}),
]
"""An amount of zero or more US dollars in whole cents, written `$480,000` or `USD 480000.00`."""


def _parse_percent(value: Any) -> Any:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, str) and (match := _PERCENT.match(value.strip())):
        return Decimal(match[1]) / 100
    raise ValueError(f"{value!r} is not a percentage; write the sign, for example 42%")


def _at_most_all(value: Decimal) -> Decimal:
    if not 0 <= value <= 1:
        raise ValueError(f"{percent(value)} is outside 0% to 100%")
    return value


def _zero_or_more(value: Decimal) -> Decimal:
    if value < 0:
        raise ValueError(f"{percent(value)} is negative")
    return value


_as_percent = PlainSerializer(lambda value: percent(value), return_type=str, when_used="json")

Share = Annotated[
    Decimal,
    BeforeValidator(_parse_percent),
    AfterValidator(_at_most_all),
    _as_percent,
    WithJsonSchema({"type": "string", "examples": ["42%"]}),
]
"""A part of a whole, 0% to 100% inclusive, kept as a fraction."""

Percent = Annotated[
    Decimal,
    BeforeValidator(_parse_percent),
    AfterValidator(_zero_or_more),
    _as_percent,
    WithJsonSchema({"type": "string", "examples": ["106%"]}),
]
"""A percentage that may pass 100% (106% of ASP, 180% of the Medicare rate), kept as a fraction."""

Unit = Literal["hours", "calendar days", "business days", "months", "years"]


class Duration(Model):
    """A length of time with its unit, written `30 calendar days`. Plain `30 days` is refused: days of which kind?"""

    count: int
    unit: Unit

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        match = _DURATION.match(value.strip())
        if not match:
            raise ValueError(
                f"{value!r} is not a length of time; write a number and its unit: "
                "hours, calendar days, business days, months or years"
            )
        unit = match[2].lower()
        return {"count": int(match[1]), "unit": unit if unit.endswith("s") else unit + "s"}

    def __str__(self) -> str:
        return f"{self.count} {self.unit[:-1] if self.count == 1 else self.unit}"


Length = Annotated[
    Duration,
    PlainSerializer(lambda value: str(value), return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "examples": ["30 calendar days"]}),
]
"""A `Duration` that is written back as text."""


def round_cents(value: Decimal) -> Decimal:
    """`value` in whole cents, halves rounded away from zero (the convention of every payable line)."""
    return value.quantize(CENT, rounding=ROUND_HALF_UP)


def dollars(value: Decimal) -> str:
    """`$480,000` for whole dollars, else `$480,000.25`; a leading minus for a negative amount."""
    whole = value == value.to_integral_value()
    text = f"{abs(value):,.0f}" if whole else f"{abs(value):,.2f}"
    return f"-${text}" if value < 0 else f"${text}"


def whole_dollars(value: Decimal | float) -> str:
    """`$54,231`, `-$1,802`: rounded to whole dollars, halves to even; never `-$0`."""
    rounded = round(value)
    return f"-${-rounded:,}" if rounded < 0 else f"${rounded:,}"


def percent(value: Decimal) -> str:
    """`42%`, `2.5%`: a fraction as a percentage without trailing zeros."""
    return f"{(value * 100).normalize():f}%"
