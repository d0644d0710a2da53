"""What a product was seen to cost. Observations to compare an invoice with, never defaults for a model."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from sca_toolkit.values import Choice, Grade, Model

_PUBLISHED = re.compile(r"^(?:\$|USD )\s*(\d{1,3}(?:,\d{3})+|\d+)(\.\d{1,3})?$")


def _parse(value: Any) -> Any:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, str) and (match := _PUBLISHED.match(value.strip())):
        return Decimal(match[1].replace(",", "") + (match[2] or ""))
    raise ValueError(f"{value!r} is not a published price; write it like $489,455.958")


PublishedUsd = Annotated[
    Decimal,
    BeforeValidator(_parse),
    PlainSerializer(lambda value: f"USD {value}", return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "examples": ["$489,455.958"]}),
]
"""US dollars as published. CMS prints tenths of a cent, and units are multiplied before rounding."""


class PriceKind(Choice):
    """What the figure is."""

    launch_list_price = "launch_list_price"
    list_price = "list_price"
    opps_payment = "opps_payment"
    asp_payment_limit = "asp_payment_limit"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "launch_list_price": "list price at launch",
            "opps_payment": "Medicare outpatient payment (OPPS)",
            "asp_payment_limit": "Medicare Part B payment limit (ASP + 6%)",
        }


class Price(Model):
    """One observed price."""

    amount: PublishedUsd
    """The figure as published."""
    kind: PriceKind
    """What the figure is."""
    per: str
    """The unit it pays for."""
    period: str
    """The time it speaks of, as the source names it."""
    grade: Grade
    """How far this figure can be trusted; it may be lower than the grade of the page."""
