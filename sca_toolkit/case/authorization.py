"""What a payer authorizes: parts of the episode apart, each with its own number and expiry."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import model_validator

from sca_toolkit.case.plan import Setting
from sca_toolkit.values import Choice, Model


class Component(Choice):
    """What an authorization covers: payers approve parts of the episode apart."""

    evaluation = "evaluation"
    collection = "collection"
    product = "product"
    stay = "stay"
    lymphodepletion = "lymphodepletion"
    tocilizumab = "tocilizumab"
    whole_episode = "whole_episode"


class Authorization(Model):
    """One approval with its own number and expiry. Both days are inside the range."""

    component: Component
    number: str | None = None
    scope_codes: tuple[str, ...] = ()
    setting: Setting | None = None
    units: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    issued_by: str | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError(f"authorization ends on {self.valid_to} before it starts on {self.valid_from}")
        return self
