"""Billing and diagnosis codes with the days on which they are valid. Both ends of a validity range are inside it.

A start that is left out is not known; an end that is left out means no end is known. For an inpatient stay the
ICD-10 sets are judged by the day of discharge.
"""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import Field, TypeAdapter, ValidationInfo, field_validator, model_validator

from sca_toolkit.therapy.kinds import CareStep, CodeSystem, ProductKind
from sca_toolkit.values import Cpt, Hcpcs, Icd10Cm, Icd10Pcs, Model, RevenueCode, ValueCode

_FORMS: dict[CodeSystem, TypeAdapter[str]] = {
    CodeSystem.cpt: TypeAdapter(Cpt),
    CodeSystem.hcpcs: TypeAdapter(Hcpcs),
    CodeSystem.icd10_pcs: TypeAdapter(Icd10Pcs),
    CodeSystem.icd10_cm: TypeAdapter(Icd10Cm),
    CodeSystem.revenue: TypeAdapter(RevenueCode),
    CodeSystem.value: TypeAdapter(ValueCode),
    CodeSystem.condition: TypeAdapter(ValueCode),
}


def formed(system: CodeSystem, code: str) -> str:
    """`code` in the writing of its system (upper case, no blanks). Raises ValueError when it cannot be such a code."""
    return _FORMS[system].validate_python(code.strip())


class Validity(Model):
    """A range of days with both ends inside."""

    valid_from: date | None = None
    """First day on which it may be used; left out when not known."""
    valid_to: date | None = None
    """Last day on which it may be used; left out while it is in use."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError(f"valid to {self.valid_to} lies before valid from {self.valid_from}")
        return self

    def holds_on(self, day: date) -> bool:
        """True inside the range, ends included; an unknown start never excludes."""
        return not self.starts_after(day) and not self.ended_before(day)

    def starts_after(self, day: date) -> bool:
        """True when the first valid day is later than `day`."""
        return self.valid_from is not None and day < self.valid_from

    def ended_before(self, day: date) -> bool:
        """True when the last valid day is earlier than `day`."""
        return self.valid_to is not None and self.valid_to < day


class Code(Validity):
    """One code: what it says in our words, where in the episode it is used, and when it is valid."""

    system: CodeSystem
    """Who keeps the code."""
    code: str
    """The code as it is written on a claim form."""
    meaning: str
    """The gist in our words, never the official descriptor."""
    steps: tuple[CareStep, ...] = ()
    """Steps of the episode that use it; none for a plain disease code."""
    kinds: tuple[ProductKind, ...] = ()
    """Kinds of product it goes with; every kind when left out."""
    groups: tuple[str, ...] = ()
    """Disease groups a diagnosis code belongs to."""
    remission: bool = False
    """True for a diagnosis code that says the disease is in remission."""
    fallback: bool = False
    """True for a code that stands in while a product has none of its own in the same system."""
    replaced_by: tuple[str, ...] = ()
    """Codes of the same system that took over."""
    no_successor: bool = False
    """True for a retired code that nothing replaces."""
    ms_drg: str | None = None
    """Medicare diagnosis-related group a stay with this procedure goes to."""
    note: str | None = None
    """A caution for the person who codes."""
    sources: tuple[str, ...] = Field(min_length=1)
    """Keys of the file's `sources`."""

    @field_validator("code")
    @classmethod
    def _well_formed(cls, code: str, info: ValidationInfo) -> str:
        system = info.data.get("system")
        return formed(system, code) if system else code

    @model_validator(mode="after")
    def _retired_says_what_follows(self) -> Self:
        if self.valid_to and not self.replaced_by and not self.no_successor:
            raise ValueError(f"{self.code} is retired; name `replaced_by`, or say `no_successor: true`")
        if self.replaced_by and not self.valid_to:
            raise ValueError(f"{self.code} names a successor but no `valid_to`")
        return self


class Ending(Validity):
    """The last character of a diagnosis code: a site, a state or a grade."""

    ending: str
    meaning: str
    remission: bool = False


class EndingSet(Model):
    """Endings that several code families share."""

    id: str
    endings: tuple[Ending, ...]
    sources: tuple[str, ...] = Field(min_length=1)


class CodeFamily(Model):
    """Diagnosis codes that share a stem and a set of endings: `C82.0` with ten sites and one for remission."""

    stem: str
    """The characters before the ending."""
    meaning: str
    endings: str
    """Id of the set of endings."""
    groups: tuple[str, ...] = ()
    steps: tuple[CareStep, ...] = ()
    kinds: tuple[ProductKind, ...] = ()
    note: str | None = None
    sources: tuple[str, ...] = Field(min_length=1)

    def codes(self, endings: EndingSet) -> tuple[Code, ...]:
        """One code per ending, billable as they stand."""
        return tuple(self._code(ending, endings.sources) for ending in endings.endings)

    def _code(self, ending: Ending, sources: tuple[str, ...]) -> Code:
        return Code(
            system=CodeSystem.icd10_cm,
            code=self.stem + ending.ending,
            meaning=f"{self.meaning}, {ending.meaning}",
            steps=self.steps,
            kinds=self.kinds,
            groups=self.groups,
            remission=ending.remission,
            valid_from=ending.valid_from,
            valid_to=ending.valid_to,
            note=self.note,
            sources=tuple(dict.fromkeys(self.sources + sources)),
        )


class DiseaseGroup(Model):
    """A disease as labels name it, over the diagnosis codes that carry it."""

    id: str
    name: str


class CompleteBlock(Model):
    """A block of a code system of which this catalog holds every code."""

    system: CodeSystem
    prefix: str
    """Every code that starts so is in the catalog."""
    sources: tuple[str, ...] = Field(min_length=1)


class StepGap(Model):
    """What the code map cannot say for a step, in words for the exhibit."""

    step: CareStep
    text: str
    kinds: tuple[ProductKind, ...] = ()
    """Kinds of product it concerns; every kind when left out."""
