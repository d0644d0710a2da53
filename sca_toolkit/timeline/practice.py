"""How one center works: its calendar, the stages it uses, its gates, who approves orders. All of it may be left out.

A center writes it into `tracking.yaml`. The defaults are ours: they are ways of working, not facts about payers.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema, field_validator

from sca_toolkit.case import Component
from sca_toolkit.events import Stage, Step
from sca_toolkit.timeline.acceptance import AcceptanceLimit, in_order
from sca_toolkit.timeline.calendar import Calendar
from sca_toolkit.timeline.kinds import ApprovalKind, Gate, GateMode
from sca_toolkit.values import Length, Model, Usd


def _stage(value: Any) -> Any:
    if isinstance(value, str):
        if value not in Stage.__members__:
            raise ValueError(f"{value!r} is not a stage; use one of {', '.join(Stage.__members__)}")
        return Stage[value]
    return value


StageName = Annotated[
    Stage,
    BeforeValidator(_stage),
    PlainSerializer(lambda stage: stage.name, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["benefits"]}),
]
"""A stage, written by its name."""

_GATES = {
    Gate.collection_needs_authorization: GateMode.hard,
    Gate.collection_needs_agreement: GateMode.hard,
    Gate.order_needs_approval: GateMode.hard,
    Gate.order_needs_exposure_approved: GateMode.warn,
    Gate.agreement_waits_for_authorization: GateMode.off,
}


class OrderLimit(Model):
    """Who must approve a purchase order up to an amount."""

    up_to: Usd | None = None
    """The largest amount (inside) for which these roles suffice; left out for orders of any size."""
    roles: tuple[str, ...] = Field(min_length=1)
    """Offices that must all approve."""


class OrderCutOff(Model):
    """How long before the slot a manufacturer must hold the order number, as its own terms say. Always an input."""

    product: str = "any"
    """Product as the case names it, or `any`."""
    before_collection: Length
    """Time before the collection."""


class Practice(Model):
    """How the center works with its cases."""

    calendar: Calendar = Calendar()
    """Time zone, holidays and closed days."""
    stages: tuple[StageName, ...] = tuple(Stage)
    """The stages the center uses, in the order of the journey."""
    steps: tuple[Step, ...] = tuple(Step)
    """The steps the center records."""
    outside_control: tuple[StageName, ...] = tuple(stage for stage in Stage if not stage.in_our_control)
    """Stages that are mostly outside the center's control."""
    components: tuple[Component, ...] = (
        Component.collection,
        Component.product,
        Component.stay,
        Component.lymphodepletion,
    )
    """Parts of the episode for which authorization is always needed; tocilizumab joins them for outpatient infusion."""
    collection_needs: tuple[Component, ...] = (Component.collection, Component.product)
    """Parts that must be authorized before the collection."""
    gates: dict[Gate, GateMode] = Field(default_factory=lambda: dict(_GATES))
    """What each gate does; a gate that is not named keeps its default."""
    order_limits: tuple[OrderLimit, ...] = ()
    """Who approves a purchase order, by amount; without it any one approval counts."""
    acceptance_limits: tuple[AcceptanceLimit, ...] = ()
    """Who approves an offer before it is signed, by its tail and its amount; without it nobody is asked for."""
    order_cut_offs: tuple[OrderCutOff, ...] = ()
    """Cut-off of the purchase order by product."""
    owners: dict[ApprovalKind, str] = Field(default_factory=dict)
    """Who looks after each approval."""
    soon_days: int = Field(default=7, ge=1)
    """A deadline this many calendar days ahead or nearer is soon."""
    silence_days: int = Field(default=5, ge=1)
    """Business days without an answer after which the payer is asked again."""
    tests_judged_at: Literal["collection", "infusion"] = "infusion"
    """The planned date at which a test result must still count, where the payer does not say."""

    @field_validator("stages")
    @classmethod
    def _in_order(cls, stages: tuple[Stage, ...]) -> tuple[Stage, ...]:
        if not stages:
            raise ValueError("no stage is left; name at least one")
        return tuple(sorted(set(stages)))

    @field_validator("gates")
    @classmethod
    def _with_defaults(cls, gates: dict[Gate, GateMode]) -> dict[Gate, GateMode]:
        return {**_GATES, **gates}

    @field_validator("order_limits")
    @classmethod
    def _rising(cls, limits: tuple[OrderLimit, ...]) -> tuple[OrderLimit, ...]:
        ordered = sorted(limits, key=lambda limit: (limit.up_to is None, limit.up_to or Decimal(0)))
        amounts = [limit.up_to for limit in ordered]
        if len(set(amounts)) != len(amounts):
            raise ValueError("two limits have the same amount; keep one")
        if limits and amounts[-1] is not None:
            raise ValueError("say who approves above the largest amount: one entry without `up_to`")
        return tuple(ordered)

    @field_validator("acceptance_limits")
    @classmethod
    def _widening(cls, limits: tuple[AcceptanceLimit, ...]) -> tuple[AcceptanceLimit, ...]:
        return in_order(limits)

    def roles_for(self, amount: Decimal | None) -> tuple[str, ...]:
        """The offices that must approve an order of `amount`; an unknown amount needs those of the largest orders."""
        if not self.order_limits:
            return ()
        fitting = (
            limit.roles for limit in self.order_limits if amount is not None and _within(amount, limit)
        )
        return next(fitting, self.order_limits[-1].roles)

    def cut_off_for(self, product: str | None) -> Length | None:
        """The cut-off of the product's manufacturer, else the one for any product."""
        by_name = {cut_off.product.casefold(): cut_off.before_collection for cut_off in self.order_cut_offs}
        return by_name.get((product or "any").casefold(), by_name.get("any"))


def _within(amount: Decimal, limit: OrderLimit) -> bool:
    return limit.up_to is None or amount <= limit.up_to
