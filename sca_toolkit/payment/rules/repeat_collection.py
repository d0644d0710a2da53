"""A second collection: whether it is paid, at what, how often."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from sca_toolkit.payment.rules.rule import Rule
from sca_toolkit.payment.wording import counted, money, paragraph
from sca_toolkit.values import Choice, Usd


class RepeatPaidAt(Choice):
    """At what a repeat collection is paid."""

    phase_rate = "phase_rate"
    fixed = "fixed"
    default_rate = "default_rate"
    agreement_rates = "agreement_rates"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "phase_rate": "the rate for the collection phase",
            "default_rate": "the Default Rate",
            "agreement_rates": "the rates of this Agreement, like the first collection",
        }


class RepeatCollection(Rule):
    """A second collection, after a manufacturing failure or a poor yield."""

    heading: ClassVar[str] = "Repeat collection"
    only_with: ClassVar[Mapping[str, str]] = {
        "paid_at": "paid: yes",
        "amount": "paid_at: fixed",
        "maximum": "paid: yes",
        "without_approval": "paid: yes",
    }

    paid: bool | None = None
    """Whether a repeat collection is paid in addition."""
    paid_at: RepeatPaidAt | None = None
    """phase_rate, fixed, default_rate or agreement_rates; only where it is paid."""
    amount: Usd | None = None
    """The amount for one repeat; only with fixed."""
    maximum: Annotated[int, Field(gt=0)] | None = None
    """The largest number of repeats that is paid; only where it is paid."""
    without_approval: Annotated[int, Field(ge=0)] | None = None
    """How many repeats need no further approval; only where it is paid."""
    bridging_paid: bool | None = None
    """Whether bridging therapy during a second manufacture is paid in addition."""
    window_restarts: bool | None = None
    """Whether days counted from collection start again at the repeat."""

    def open_terms(self) -> Mapping[str, str]:
        """Whether it is paid; if so, at what, how often, and with whose approval."""
        details = {
            "paid_at": "rate for a repeat collection",
            **({"amount": "amount for a repeat collection"} if self.paid_at is RepeatPaidAt.fixed else {}),
            "maximum": "how many repeat collections are paid",
            "without_approval": "how many repeat collections need no approval",
        }
        return {
            "paid": "whether a repeat collection is paid",
            **(details if self.paid else {}),
            "bridging_paid": "whether bridging during a second manufacture is paid",
            "window_restarts": "whether days counted from collection start again",
        }

    @model_validator(mode="after")
    def _fields_are_used(self) -> RepeatCollection:
        if (
            self.maximum is not None
            and self.without_approval is not None
            and self.without_approval > self.maximum
        ):
            raise ValueError("without_approval is more than maximum; lower it")
        return self

    def phrase(self) -> tuple[str, ...]:
        """One paragraph."""
        bridging = self.whether("bridging_paid", "is paid in addition", "is not paid in addition")
        again = self.whether("window_restarts", "start again", "do not start again")
        return (
            paragraph(
                *self._paid_words(),
                f"Bridging therapy during a second manufacture {bridging}.",
                f"Days counted from collection {again} at a repeat collection.",
            ),
        )

    def _paid_words(self) -> tuple[str, ...]:
        if not self.paid:
            answer = self.whether("paid", "", "is not paid in addition to the first")
            return (f"A repeat collection {answer}.",)
        fixed = self.paid_at is RepeatPaidAt.fixed
        rate = self.told("amount", money) if fixed else self.told("paid_at", lambda choice: choice.words)
        repeats = self.told("maximum", lambda count: counted(count, "repeat collection"))
        each = "" if self.maximum == 1 else "each "
        return (f"The Payer pays for up to {repeats}, {each}at {rate}.", self._approval_words())

    def _approval_words(self) -> str:
        free = self.without_approval
        if free == 0:
            return "Each repeat needs the Payer’s approval."
        if free is not None and free == self.maximum:
            return "No further approval is needed."
        first = self.told(
            "without_approval", lambda count: "repeat" if count == 1 else counted(count, "repeat")
        )
        verb = "needs" if free == 1 else "need"
        return f"The first {first} {verb} no further approval; any other needs the Payer’s approval."

    def summary(self) -> str:
        """`repeat collection: paid, up to one`."""
        most = f", up to {self.maximum}" if self.maximum else ""
        return f"repeat collection: {self.whether('paid', 'paid', 'not paid')}{most}"
