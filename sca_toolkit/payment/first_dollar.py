"""First-dollar stop-loss: past the threshold, a percentage of everything replaces the payment."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import model_validator

from sca_toolkit.payment.facts.facts import Facts, Spot
from sca_toolkit.payment.facts.lines import Lines
from sca_toolkit.payment.past_threshold import first_dollar
from sca_toolkit.payment.product_flow import product_ways
from sca_toolkit.payment.step import Step
from sca_toolkit.payment.stop_loss import StopLoss
from sca_toolkit.payment.threshold import ThresholdBasis
from sca_toolkit.payment.wording import paragraph
from sca_toolkit.values import percent
from sca_toolkit.values.marks import term


class FirstDollarStopLoss(StopLoss):
    """Past the threshold, a percentage of all charges (or cost) from the first dollar, in place of the payment.

    Formula: if X > T then q times all charges, else P. Just above the threshold the payment may fall.
    """

    step: ClassVar[Step | None] = Step.switch

    kind: Literal["first_dollar_stop_loss"] = "first_dollar_stop_loss"

    @model_validator(mode="after")
    def _product_is_paid(self) -> FirstDollarStopLoss:
        inside = [way for way in product_ways(self.of) if way.treatment != "carve_out"]
        if self.product_in_percentage is False and inside:
            raise ValueError(
                f"above the threshold nothing would pay for the Product: the {inside[0].node.term} that includes it is "
                "replaced, and product_in_percentage is no; set it to yes, or pay the Product on its own"
            )
        return self

    def price(self, facts: Facts, spot: Spot) -> Lines:
        """The payment, or past the threshold a percentage of everything."""
        return first_dollar(self, facts, spot)

    def uses_charges(self) -> bool:
        """Always: the percentage is of charges, or of cost worked out from charges."""
        return True

    def method(self) -> str:
        """As the rate exhibit names it."""
        return "First-dollar stop-loss"

    def product_left_out(self) -> str:
        """The product stays payable where the percentage does not cover it."""
        return ", which remains payable in addition" if self.product_in_percentage is False else ""

    def _payment_words(self) -> str:
        cost = self.threshold_basis is ThresholdBasis.cost_at_ccr
        base = "all of that cost" if cost else self._charge_words()
        share = self.told("percent_above", percent)
        return paragraph(
            f"The {term(self.term)} equals the {self.of.term} unless {self._excess_noun()} exceed"
            f"{'s' if cost or self.threshold_basis is ThresholdBasis.reimbursement else ''} the "
            f"{self.threshold_term}.",
            f"Above the {self.threshold_term}, it is {share} of {base} from the first dollar, in place of the "
            f"{self.of.term}.",
            self._apart_words(),
            self._applies_words(),
            self._approval_words(),
            self._limit_words(f"Above the {self.threshold_term}, the {self.term}"),
        )
