"""An event: what happened, when, who says so. Events are never changed; a correction is a new event."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Self
from uuid import uuid4

from pydantic import Field, model_validator

from sca_toolkit.case import Component
from sca_toolkit.events.delay import DelayReason
from sca_toolkit.events.details import Detail, check_details, day_of_text, moment_of_text, money_of_text
from sca_toolkit.events.step import ENDS, Step
from sca_toolkit.values import Choice, Model


class Side(Choice):
    """Whose act it was."""

    us = "us"
    payer = "payer"
    maker = "maker"
    patient = "patient"


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
    """What a step carries besides, by the keys of `Detail`: `valid_to`, `planned`, `amount`, `approver`, `kind`."""
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
        check_details(self.details)
        return self

    def day(self, key: Detail) -> date | None:
        """The day under `key`; None when it is not there."""
        text = self.details.get(key.value)
        return day_of_text(text) if text else None

    def moment(self, key: Detail) -> date | datetime | None:
        """The day or the time with its zone under `key`; None when it is not there."""
        text = self.details.get(key.value)
        return moment_of_text(text) if text else None

    def money(self) -> Decimal | None:
        """The `amount`; None when it is not there."""
        text = self.details.get(Detail.amount.value)
        return money_of_text(text) if text else None

    def says(self, key: Detail) -> str | None:
        """The text under `key`; None when it is not there."""
        return self.details.get(key.value) or None

    @property
    def ends_case(self) -> bool:
        """Whether it ends the case without an infusion."""
        return self.step in ENDS


def standing(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """The events that count, in the order in which they happened: corrected and removed ones are left out."""
    corrected = {event.corrects for event in events if event.corrects}
    counting = [event for event in events if event.id not in corrected and not event.removed]
    return tuple(sorted(counting, key=lambda event: (event.at, event.id)))
