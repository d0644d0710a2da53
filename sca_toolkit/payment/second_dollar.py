"""Second-dollar stop-loss: past the threshold, a percentage of the excess (or a per diem) is added to the payment."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import model_validator

from sca_toolkit.payment.facts.facts import Facts, Spot
from sca_toolkit.payment.facts.lines import Lines
from sca_toolkit.payment.past_threshold import second_dollar
from sca_toolkit.payment.step import Step
from sca_toolkit.payment.stop_loss import StopLoss
from sca_toolkit.payment.threshold import ThresholdBasis
from sca_toolkit.payment.wording import money, paragraph
from sca_toolkit.values import Usd, percent
from sca_toolkit.values.marks import term


class SecondDollarStopLoss(StopLoss):
    """Past the threshold, a percentage of the excess is added to the payment.

    Formula: P + q times max(0, X - T). The excess is measured exactly as the threshold is, product in or out.
    Layers are second-dollar nodes inside one another, each with its `maximum`. Split risk (a share of cost above a
    case rate) is a second-dollar node on cost with the case rate as threshold.
    """

    step: ClassVar[Step | None] = Step.outlier

    kind: Literal["second_dollar_stop_loss"] = "second_dollar_stop_loss"
    per_day: Usd | None = None
    """A rate for each day past a threshold of days, in place of a percentage; only with covered_days."""

    def price(self, facts: Facts, spot: Spot) -> Lines:
        """The payment, and past the threshold what is added."""
        return second_dollar(self, facts, spot)

    def uses_percent(self) -> bool:
        """Unless a per diem is paid."""
        return self.per_day is None

    def uses_charges(self) -> bool:
        """Unless the payment itself is measured, or days are paid by the day."""
        return self.threshold_basis is not ThresholdBasis.reimbursement and self.uses_percent()

    @model_validator(mode="after")
    def _one_rate(self) -> SecondDollarStopLoss:
        by_days = self.threshold_basis is ThresholdBasis.covered_days
        if self.threshold_basis and not by_days:
            if self.per_day is not None:
                raise ValueError("per_day goes with threshold_basis: covered_days only")
            flags = {self.product_in_threshold, self.product_in_percentage}
            if flags == {True, False}:
                raise ValueError(
                    "a second-dollar stop-loss pays a share of what was measured, so product_in_threshold and "
                    "product_in_percentage must be the same"
                )
        return self

    def method(self) -> str:
        """As the rate exhibit names it."""
        return "Second-dollar stop-loss"

    def _rate_text(self) -> str:
        return super()._rate_text() if self.per_day is None else f"{money(self.per_day)} per day"

    def _payment_words(self) -> str:
        base = f"the {self.of.term}"
        if self.threshold_basis is ThresholdBasis.reimbursement:
            base = f"the {self.threshold_term}"
        return paragraph(
            f"Up to the {self.threshold_term}, the {term(self.term)} equals the {self.of.term}.",
            f"Above the {self.threshold_term}, it is {base} plus {self._added_words()}.",
            self._applies_words() if self.uses_percent() else "",
            self._approval_words(),
            self._limit_words(f"The amount added above the {self.threshold_term}"),
        )

    def _added_words(self) -> str:
        if self.per_day is not None:
            return f"{money(self.per_day)} for each further covered inpatient day"
        share = self.told("percent_above", percent)
        if self.threshold_basis is ThresholdBasis.covered_days:
            return f"{share} of {self._charge_words()} for the further covered inpatient days"
        if self.threshold_basis is ThresholdBasis.reimbursement:
            return f"{share} of the amount by which the {self.of.term} exceeds the {self.threshold_term}"
        verb = "exceeds" if self.threshold_basis is ThresholdBasis.cost_at_ccr else "exceed"
        return f"{share} of the amount by which {self._excess_noun()} {verb} the {self.threshold_term}"
