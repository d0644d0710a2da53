"""How large a dose may be, in all or for each kilogram with a ceiling."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from sca_toolkit.case.history import Entry
from sca_toolkit.criteria.dictionary import Dictionary, NoConversion
from sca_toolkit.criteria.leaf import Bits, Leaf, Scope
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.verdict import ALL, MET, NOT_MET, OPEN
from sca_toolkit.criteria.words import number
from sca_toolkit.values import Model


class Cap(Model):
    """A ceiling in all."""

    at_most: float = Field(gt=0)
    unit: str


class DoseLimit(Leaf):
    """The planned dose against a limit. A limit per kilogram takes the newest body weight."""

    kind: Literal["dose_limit"] = "dose_limit"
    at_most: float | None = Field(default=None, gt=0)
    at_least: float | None = Field(default=None, gt=0)
    unit: str
    """cells, cells/kg, mg, mg/kg."""
    cap: Cap | None = None
    """A ceiling in all beside a limit per kilogram."""

    def fact(self, scope: Scope) -> Bits:
        """The dose in the unit of the limit."""
        per_kg = self.unit.casefold().endswith("/kg")
        unit = self.unit[:-3] if per_kg else self.unit
        weight_key = scope.words.terms.key("body weight")

        def judge(record: Record) -> int:
            plan = record.facts.planned
            if plan is None or plan.dose is None:
                return OPEN
            weight = _kilograms(record, weight_key, scope.words)
            total = _total(plan.dose, plan.unit or self.unit, unit, weight, scope.words)
            bits = self._limited(total, weight if per_kg else 1.0)
            return (
                bits
                if self.cap is None
                else ALL[bits][self._capped(plan.dose, plan.unit or self.unit, weight, scope)]
            )

        return judge

    def _limited(self, total: float | None, divisor: float | None) -> int:
        if total is None or not divisor:
            return OPEN
        dose = total / divisor
        slack = 1 + 1e-9
        low = self.at_least is None or dose * slack >= self.at_least
        return MET if low and (self.at_most is None or dose <= self.at_most * slack) else NOT_MET

    def _capped(self, dose: float, unit: str, weight: float | None, scope: Scope) -> int:
        assert self.cap is not None
        total = _total(dose, unit, self.cap.unit, weight, scope.words)
        return OPEN if total is None else MET if total <= self.cap.at_most * (1 + 1e-9) else NOT_MET

    def shown_by(self, record: Record, scope: Scope) -> tuple[Entry, ...]:
        """The planned dose and the weight."""
        weights = record.tests.get(scope.words.terms.key("body weight"), ())
        plan = () if record.facts.planned is None else (record.facts.planned,)
        return (*plan, *(each.entry for each in weights[:1])) if "/kg" in self.unit else plan

    def wants(self, record: Record, scope: Scope) -> tuple[tuple[str, str], ...]:
        """Dose and weight."""
        plan = record.facts.planned
        dose = (
            () if plan and plan.dose is not None else (("planned_dose", "The planned dose, with its unit"),)
        )
        per_kg = "/kg" in self.unit and not record.tests.get(scope.words.terms.key("body weight"))
        return (*dose, *((("test:body weight", "The body weight in kg, with its date"),) if per_kg else ()))

    def says(self) -> str:
        """The limits."""
        low = f"at least {number(self.at_least)}" if self.at_least else ""
        high = f"at most {number(self.at_most)}" if self.at_most else ""
        text = f"dose {' and '.join(filter(None, (low, high)))} {self.unit}"
        return f"{text}, never more than {number(self.cap.at_most)} {self.cap.unit}" if self.cap else text

    def complaints(self, words: Dictionary) -> Iterator[str]:
        """No limit, and units the vocabulary does not have."""
        if self.at_most is None and self.at_least is None:
            yield f"{self.id}: the dose has no limit; write at_most or at_least"
        for unit in (self.unit, *((self.cap.unit,) if self.cap else ())):
            plain = unit[:-3] if unit.casefold().endswith("/kg") else unit
            if words.unit(plain) is None:
                yield f"{self.id}: the unit {plain!r} is not in the vocabulary; add it under `vocabulary: units`"


def _kilograms(record: Record, key: str, words: Dictionary) -> float | None:
    for each in record.tests.get(key, ()):
        if each.value is not None:
            try:
                return each.value * words.factor(each.unit, "kg", words.measure("body weight"))
            except NoConversion:
                return None
    return None


def _total(dose: float, unit: str, to: str, weight: float | None, words: Dictionary) -> float | None:
    """The whole dose in the unit `to`; None where units or weight do not allow it."""
    per_kg = unit.casefold().endswith("/kg")
    if per_kg and weight is None:
        return None
    try:
        factor = words.factor(unit[:-3] if per_kg else unit, to)
    except NoConversion:
        return None
    return dose * factor * (weight or 1.0) if per_kg else dose * factor
