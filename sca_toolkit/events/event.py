"""An event: what happened, when, who says so. Events are never changed; a correction is a new event."""

from __future__ import annotations

from datetime import datetime
from typing import Self
from uuid import uuid4

from pydantic import Field, model_validator

from sca_toolkit.case import Component
from sca_toolkit.events.step import ENDS, Step
from sca_toolkit.values import Choice, Model


class Side(Choice):
    """Whose act it was."""

    us = "us"
    payer = "payer"
    maker = "maker"
    patient = "patient"


class DelayReason(Choice):
    """Why it takes longer: the panel's four causes, and below them what holds up an authorization or an agreement."""

    capacity = "capacity"
    clinical = "clinical"
    authorization_lengthy_approval = "authorization_lengthy_approval"
    authorization_payer_education = "authorization_payer_education"
    authorization_documents = "authorization_documents"
    authorization_many_steps = "authorization_many_steps"
    authorization_coordination = "authorization_coordination"
    agreement_lengthy_approval = "agreement_lengthy_approval"
    agreement_payer_education = "agreement_payer_education"
    agreement_documents = "agreement_documents"
    agreement_many_steps = "agreement_many_steps"
    agreement_coordination = "agreement_coordination"
    order_approval = "order_approval"
    patient_choice = "patient_choice"
    other = "other"


class Event(Model):
    """One thing that happened to one case."""

    id: str = Field(default_factory=lambda: uuid4().hex)
    case: str
    """Number of the case; names nobody."""
    step: Step
    at: datetime
    """When it happened, with its time zone."""
    time_known: bool = True
    """False when only the day is known; the time of `at` is then noon at the center and means nothing."""
    component: Component | None = None
    """The part of the episode that was authorized, denied or asked for."""
    by: Side | None = None
    reference: str | None = None
    """Reference, authorization or order number."""
    reason: DelayReason | None = None
    note: str | None = None
    details: dict[str, str] = Field(default_factory=dict)
    """What a step carries besides: `valid_to`, `planned`, `amount`, `approver`, `kind`."""
    corrects: str | None = None
    """Id of the event that this one replaces; that event no longer counts."""
    removed: bool = False
    """With `corrects`: the earlier event never happened."""

    @model_validator(mode="after")
    def _has_zone(self) -> Self:
        if self.at.tzinfo is None:
            raise ValueError("`at` has no time zone; write it like 2026-11-22T14:30:00-05:00")
        if self.removed and not self.corrects:
            raise ValueError("`removed` needs `corrects`: the id of the event that never happened")
        if self.step is Step.lost_while_waiting and not self.note:
            raise ValueError("say in `note` why the patient was lost: progression, decline, death, other")
        return self

    @property
    def ends_case(self) -> bool:
        """Whether it ends the case without an infusion."""
        return self.step in ENDS


def standing(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """The events that count, in the order in which they happened: corrected and removed ones are left out."""
    corrected = {event.corrects for event in events if event.corrects}
    counting = [event for event in events if event.id not in corrected and not event.removed]
    return tuple(sorted(counting, key=lambda event: (event.at, event.id)))
