"""What is treated, and what was tried before."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from sca_toolkit.values import Icd10Cm, Model


class PriorLine(Model):
    """One line of earlier treatment."""

    line: int = Field(ge=1)
    regimen: str
    started: date | None = None
    ended: date | None = None
    best_response: str | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.started and self.ended and self.ended < self.started:
            raise ValueError(f"line {self.line} ends on {self.ended} before it starts on {self.started}")
        return self


class Diagnosis(Model):
    """What is treated."""

    icd10: tuple[Icd10Cm, ...] = ()
    """ICD-10-CM codes, the treated disease first."""
    text: str | None = None
    """The indication in words."""
    histology: str | None = None
    stage: str | None = None
    prior_lines: tuple[PriorLine, ...] = ()
