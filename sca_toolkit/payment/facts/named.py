"""Numbers that know where they stand in a contract, so that a spreadsheet can show each of them as a cell."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from sca_toolkit.payment.part import Part
from sca_toolkit.payment.threshold import ThresholdValue


class NamedDecimal(Decimal):
    """A number of a contract with its path, such as `base.parts[0].amount`, and what it counts."""

    label: str
    words: str
    kind: str

    @classmethod
    def at(cls, value: Decimal, label: str, words: str, kind: str) -> NamedDecimal:
        """`value` with its path, its name in words and its unit."""
        named = cls(value)
        named.label, named.words, named.kind = label, words, kind
        return named


class NamedInt(int):
    """A whole number of a contract with its path."""

    label: str
    words: str
    kind = "count"

    @classmethod
    def at(cls, value: int, label: str, words: str) -> NamedInt:
        """`value` with its path and its name in words."""
        named = cls(value)
        named.label, named.words = label, words
        return named


_SHARES = frozenset(
    {
        "percent", "plus", "share", "limit", "annual_rate", "percent_of_wac", "percent_above", "multiplier",
        "payer_share", "cost_to_charge_ratio", "marginal_share", "percent_of_schedule", "new_technology_share",
        "no_cost_factor",
    }
)  # fmt: skip
_COUNTS = frozenset({"relative_weight"})


def named(record: Any, path: str, words: str = "") -> Any:
    """A copy of a record in which every number knows its path. Values and everything else stay as they are."""
    if isinstance(record, ThresholdValue):
        kind = "dollars" if record.unit == "dollars" else "count"
        return record.model_copy(
            update={"count": NamedDecimal.at(record.count, f"{path}.count", words, kind)}
        )
    if isinstance(record, BaseModel):
        found = {
            name: named(getattr(record, name), _below(path, name), _words(record, name, words))
            for name in type(record).model_fields
        }
        return record.model_copy(update=found)
    if isinstance(record, tuple):
        return tuple(named(item, f"{path}[{at}]", words) for at, item in enumerate(record))
    if isinstance(record, bool) or not isinstance(record, Decimal | int):
        return record
    if isinstance(record, int):
        return NamedInt.at(record, path, words)
    return NamedDecimal.at(record, path, words, _kind(path))


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _words(record: BaseModel, name: str, words: str) -> str:
    """The name of a field in the words of its record, or those of the record that holds it."""
    asked = record.open_terms() if isinstance(record, Part) else {}
    label = asked.get(name) or name.replace("_", " ")
    term = getattr(record, "term", "")
    return label if not term or term in label else f"{label} ({term})"


def _kind(path: str) -> str:
    name = path.rpartition(".")[2]
    if name in _SHARES:
        return "share"
    return "count" if name in _COUNTS else "dollars"
