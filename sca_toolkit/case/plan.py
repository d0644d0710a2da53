"""Where and when treatment is planned, and the manufacturer's own terms."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Self

from pydantic import model_validator

from sca_toolkit.values import Choice, Model


class Setting(Choice):
    """Where the product is infused."""

    inpatient = "inpatient"
    hospital_outpatient = "hospital_outpatient"
    physician_office = "physician_office"
    ambulatory_infusion = "ambulatory_infusion"

    @property
    def outpatient(self) -> bool:
        """True for every setting but an inpatient stay."""
        return self is not Setting.inpatient


class PlannedDates(Model):
    """Where the case is heading. Every date may move; deadlines are judged at the planned date."""

    referral: date | None = None
    evaluation: date | None = None
    collection: date | None = None
    lymphodepletion: date | None = None
    infusion: date | None = None
    needed_by: date | None = None
    """The agreement must be signed by then, or the collection slot is lost."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        steps = ("referral", "evaluation", "collection", "lymphodepletion", "infusion")
        known = [(name, getattr(self, name)) for name in steps if getattr(self, name)]
        for (earlier, first), (later, second) in pairwise(known):
            if second < first:
                raise ValueError(
                    f"{later} on {second} is planned before {earlier} on {first}; check both dates"
                )
        return self


class SupplyTerms(Model):
    """What the manufacturer's own terms say. Confidential, so always an input."""

    cancellation_notice: str | None = None
    credit_for_medical_reasons: bool | None = None
    document: str | None = None
