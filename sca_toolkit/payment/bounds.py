"""Floors, caps and corridors around a payment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import model_validator

from sca_toolkit.payment.bounding import bounded
from sca_toolkit.payment.facts.facts import Facts, Spot
from sca_toolkit.payment.facts.lines import Lines
from sca_toolkit.payment.facts.refusal import agreed
from sca_toolkit.payment.part import PaymentNode, RateRow
from sca_toolkit.payment.product_flow import product_agrees
from sca_toolkit.payment.scope import MeasuredOver
from sca_toolkit.payment.step import Step
from sca_toolkit.payment.wording import capital, money, paragraph
from sca_toolkit.values import Usd, dollars
from sca_toolkit.values.marks import term

if TYPE_CHECKING:
    from sca_toolkit.payment.node import Node


class Bound(PaymentNode):
    """What floors, caps and corridors have in common."""

    step: ClassVar[Step | None] = Step.bound
    noun: ClassVar[str] = "bound"

    of: Node
    """The payment that is bounded."""
    measured_over: MeasuredOver | None = None
    """claim, admission or episode: what is added up before it is bounded."""
    product_included: bool | None = None
    """Whether payment for the product counts; if not, it is set aside first and paid in addition."""

    def open_terms(self) -> Mapping[str, str]:
        """The unit and the product."""
        return {
            "measured_over": f"whether the {self.noun} is measured by claim, admission, or episode",
            "product_included": f"whether the {self.noun} counts payment for the Product",
        }

    @model_validator(mode="after")
    def _product_agrees(self) -> Bound:
        product_agrees(self.of, self.product_included, self.noun)
        return self

    def _shared_words(self) -> tuple[str, str]:
        toward = f"toward the {self.noun}"
        counts = self.whether("product_included", "counts", "does not count")
        beside = " and is payable in addition" if self.product_included is False else ""
        return (
            f"The {self.noun} is measured over {self.told('measured_over', lambda unit: unit.words)}.",
            f"Payment for the Product {counts} {toward}{beside}.",
        )

    def _limit_texts(self) -> tuple[tuple[str, str], ...]:
        """Name and amount of each limit."""
        raise NotImplementedError

    def rate_rows(self) -> tuple[RateRow, ...]:
        """The rows of the payment and one for each limit."""
        rows = tuple(
            RateRow(
                scope="Limit",
                service=self.of.term,
                method=name,
                amount=amount,
                unit=self.told("measured_over", lambda unit: unit.words),
                note=self.whether("product_included", "Product counted", "Product not counted"),
            )
            for name, amount in self._limit_texts()
        )
        return (*self.of.rate_rows(), *rows)


class Cap(Bound):
    """A payment that never exceeds an amount. Formula: min(P, cap)."""

    default_term: ClassVar[str] = "Capped Payment"
    noun: ClassVar[str] = "cap"

    kind: Literal["cap"] = "cap"
    amount: Usd | None = None
    """The cap."""

    def open_terms(self) -> Mapping[str, str]:
        """The amount first."""
        return {"amount": "amount of the cap", **super().open_terms()}

    @model_validator(mode="after")
    def _above_the_floor(self) -> Cap:
        if isinstance(self.of, Cap):
            raise ValueError("one cap stands directly inside another; keep the lower one")
        if isinstance(self.of, Floor):
            _in_order(low=self.of.amount, high=self.amount)
        return self

    def price(self, facts: Facts, spot: Spot) -> Lines:
        """The payment, then what the cap cuts."""
        return bounded(self, facts, spot, None, agreed(self, "amount", spot.path))

    def phrase(self) -> tuple[str, ...]:
        """The payment, then its cap."""
        amount = self.told("amount", money)
        cap = f"The {term(self.term)} is the {self.of.term}, but not more than {amount}."
        return (*self.of.phrase(), paragraph(cap, *self._shared_words()))

    def _limit_texts(self) -> tuple[tuple[str, str], ...]:
        return (("Cap", self.told("amount", money)),)

    def summary(self) -> str:
        """`..., capped at $900,000`."""
        return f"{self.of.summary()}, capped at {self.told('amount', dollars)}"


class Floor(Bound):
    """A payment that never falls below an amount. Formula: max(P, floor)."""

    default_term: ClassVar[str] = "Minimum Payment"
    noun: ClassVar[str] = "floor"

    kind: Literal["floor"] = "floor"
    amount: Usd | None = None
    """The floor."""

    def open_terms(self) -> Mapping[str, str]:
        """The amount first."""
        return {"amount": "amount of the floor", **super().open_terms()}

    @model_validator(mode="after")
    def _below_the_cap(self) -> Floor:
        if isinstance(self.of, Floor):
            raise ValueError("one floor stands directly inside another; keep the higher one")
        if isinstance(self.of, Cap):
            _in_order(low=self.amount, high=self.of.amount)
        return self

    def price(self, facts: Facts, spot: Spot) -> Lines:
        """The payment, then what is missing to the floor."""
        return bounded(self, facts, spot, agreed(self, "amount", spot.path), None)

    def phrase(self) -> tuple[str, ...]:
        """The payment, then its floor."""
        amount = self.told("amount", money)
        floor = f"The {term(self.term)} is the {self.of.term}, but not less than {amount}."
        return (*self.of.phrase(), paragraph(floor, *self._shared_words()))

    def _limit_texts(self) -> tuple[tuple[str, str], ...]:
        return (("Floor", self.told("amount", money)),)

    def summary(self) -> str:
        """`..., at least $300,000`."""
        return f"{self.of.summary()}, at least {self.told('amount', dollars)}"


class Corridor(Bound):
    """A payment held between two amounts, usually cost plus. Formula: min(max(P, low), high)."""

    default_term: ClassVar[str] = "Corridor Payment"
    noun: ClassVar[str] = "corridor"

    kind: Literal["corridor"] = "corridor"
    low: Usd | None = None
    """The lower limit."""
    high: Usd | None = None
    """The upper limit."""

    def open_terms(self) -> Mapping[str, str]:
        """Both limits first."""
        limits = {"low": "lower limit of the corridor", "high": "upper limit of the corridor"}
        return {**limits, **super().open_terms()}

    @model_validator(mode="after")
    def _limits_in_order(self) -> Corridor:
        _in_order(low=self.low, high=self.high)
        return self

    def price(self, facts: Facts, spot: Spot) -> Lines:
        """The payment, then what either limit changes."""
        low, high = agreed(self, "low", spot.path), agreed(self, "high", spot.path)
        return bounded(self, facts, spot, low, high)

    def phrase(self) -> tuple[str, ...]:
        """The payment, then its two limits."""
        low, high = self.told("low", money), self.told("high", money)
        limits = (
            f"The {term(self.term)} is the {self.of.term}, but not less than {low} and not more than {high}."
        )
        return (*self.of.phrase(), paragraph(limits, *self._shared_words()))

    def _limit_texts(self) -> tuple[tuple[str, str], ...]:
        return tuple((capital(name), self.told(field, money)) for name, field in _CORRIDOR_ROWS)

    def summary(self) -> str:
        """`cost + 10%, between $500,000 and $800,000`."""
        return f"{self.of.summary()}, between {self.told('low', dollars)} and {self.told('high', dollars)}"


_CORRIDOR_ROWS = (("lower limit", "low"), ("upper limit", "high"))


def _in_order(low: Usd | None, high: Usd | None) -> None:
    if low is not None and high is not None and high < low:
        raise ValueError(
            f"the cap of {dollars(high)} is below the floor of {dollars(low)}; raise one or lower the other"
        )
