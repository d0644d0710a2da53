"""A stop-loss threshold with its unit: `$500,000`, `20 days` or `2.5 times`. And what is held against it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, PlainSerializer, TypeAdapter, WithJsonSchema, model_validator

from sca_toolkit.payment.wording import counted, money
from sca_toolkit.values import Choice, Model, Usd, dollars

_COUNT = re.compile(r"^(\d+(?:\.\d+)?)\s+(days?|times?)$", re.IGNORECASE)
_usd: TypeAdapter[Decimal] = TypeAdapter(Usd)

ThresholdUnit = Literal["dollars", "days", "times"]


class ThresholdValue(Model):
    """A number of dollars, days or times."""

    count: Annotated[Decimal, Field(gt=0)]
    """How many."""
    unit: ThresholdUnit
    """dollars, days, or times (a multiple of the rate)."""

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if match := _COUNT.match(value.strip()):
            return {"count": match[1], "unit": "days" if match[2].lower().startswith("day") else "times"}
        if "$" in value or "usd" in value.lower():
            return {"count": _usd.validate_python(value), "unit": "dollars"}
        raise ValueError(
            f"{value!r} is not a threshold; write dollars ($500,000), days (20 days) or times the rate (2.5 times)"
        )

    @model_validator(mode="after")
    def _whole_days(self) -> ThresholdValue:
        if self.unit == "days" and self.count != self.count.to_integral_value():
            raise ValueError(f"{self.count} days is not a whole number of days")
        return self

    def __str__(self) -> str:
        """As a file writes it; what is written is read back as the same value."""
        if self.unit == "dollars":
            return f"USD {self.count}"
        return f"{self.count.normalize():f} {self.unit}"

    def words(self) -> str:
        """`$500,000.00`, `20 days`, `2.5 times`."""
        if self.unit == "dollars":
            return money(self.count)
        return counted(int(self.count), "day") if self.unit == "days" else str(self)

    def short(self) -> str:
        """`$500,000`."""
        return dollars(self.count) if self.unit == "dollars" else str(self)


Threshold = Annotated[
    ThresholdValue,
    PlainSerializer(lambda value: str(value), return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "examples": ["$500,000", "20 days", "2.5 times"]}),
]
"""Written `$500,000`, `20 days` or `2.5 times`."""


class ThresholdBasis(Choice):
    """What is held against the threshold."""

    charges = "charges"
    cost_at_ccr = "cost_at_ccr"
    reimbursement = "reimbursement"
    covered_days = "covered_days"
    ratio_to_rate = "ratio_to_rate"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {"cost_at_ccr": "estimated cost", "ratio_to_rate": "charges as a multiple of the rate"}

    @property
    def unit(self) -> ThresholdUnit:
        """The only unit in which such a threshold makes sense."""
        by_basis: dict[ThresholdBasis, ThresholdUnit] = {
            ThresholdBasis.covered_days: "days",
            ThresholdBasis.ratio_to_rate: "times",
        }
        return by_basis.get(self, "dollars")

    def check(self, value: ThresholdValue) -> None:
        """Raise `ValueError` when the unit of `value` does not belong to this basis."""
        if value.unit != self.unit:
            example = {"dollars": "$500,000", "days": "20 days", "times": "2.5 times"}[self.unit]
            raise ValueError(
                f"a threshold on {self.words} is in {self.unit}, for example {example}; {value.short()} is not"
            )
