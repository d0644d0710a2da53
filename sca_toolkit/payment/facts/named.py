"""Numbers that know where they stand in a contract, so that a spreadsheet can show each of them as a cell."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pydantic import BaseModel


class NamedDecimal(Decimal):
    """A number of a contract with its path, such as `base.parts[0].amount`, and what it counts."""

    label: str
    kind: str

    @classmethod
    def at(cls, value: Decimal, label: str, kind: str) -> NamedDecimal:
        """`value` with its path."""
        named = cls(value)
        named.label, named.kind = label, kind
        return named


class NamedInt(int):
    """A whole number of a contract with its path."""

    label: str
    kind = "count"

    @classmethod
    def at(cls, value: int, label: str) -> NamedInt:
        """`value` with its path."""
        named = cls(value)
        named.label = label
        return named


_SHARES = frozenset(
    {
        "percent", "plus", "share", "limit", "annual_rate", "percent_of_wac", "percent_above", "multiplier",
        "payer_share", "cost_to_charge_ratio", "marginal_share", "percent_of_schedule", "new_technology_share",
        "no_cost_factor",
    }
)  # fmt: skip
_COUNTS = frozenset({"count", "relative_weight"})


def named(record: Any, path: str) -> Any:
    """A copy of a record in which every number knows its path. Values and everything else stay as they are."""
    if isinstance(record, BaseModel):
        found = {name: named(getattr(record, name), _below(path, name)) for name in type(record).model_fields}
        return record.model_copy(update=found)
    if isinstance(record, tuple):
        return tuple(named(item, f"{path}[{at}]") for at, item in enumerate(record))
    if isinstance(record, bool) or not isinstance(record, Decimal | int):
        return record
    return (
        NamedInt.at(record, path) if isinstance(record, int) else NamedDecimal.at(record, path, _kind(path))
    )


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _kind(path: str) -> str:
    name = path.rpartition(".")[2]
    if name in _SHARES:
        return "share"
    return "count" if name in _COUNTS else "dollars"
