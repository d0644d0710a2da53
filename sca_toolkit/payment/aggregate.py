"""Aggregate stop-loss: past a threshold for a year, each further dollar is paid in part only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import model_validator

from sca_toolkit.payment.facts.facts import Facts, Spot
from sca_toolkit.payment.facts.lines import SERVICES, WHOLE, Lines, Quantity, product_only
from sca_toolkit.payment.facts.refusal import agreed
from sca_toolkit.payment.part import PaymentNode, RateRow
from sca_toolkit.payment.product_flow import product_agrees
from sca_toolkit.payment.step import Step
from sca_toolkit.payment.wording import money, paragraph
from sca_toolkit.values import Choice, Share, Usd, dollars, percent
from sca_toolkit.values.marks import term

if TYPE_CHECKING:
    from sca_toolkit.payment.node import Node


class ContractYear(Choice):
    """The year over which payments are added up."""

    calendar_year = "calendar_year"
    agreement_year = "agreement_year"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "calendar_year": "one calendar year",
            "agreement_year": "twelve months that begin on the effective date of this Agreement or its anniversary",
        }


class AggregateStopLoss(PaymentNode):
    """Payments of a year are added up; past the threshold only a share of each further dollar is paid.

    Formula for one case, with B paid before it in the year and q the share: P - (1 - q) times (max(0, B + P - T) -
    max(0, B - T)). Over the year this is T plus q times the excess.
    """

    default_term: ClassVar[str] = "Aggregate Payment"
    step: ClassVar[Step | None] = Step.bound

    kind: Literal["aggregate_stop_loss"] = "aggregate_stop_loss"
    of: Node
    """The payment of each case."""
    threshold: Usd | None = None
    """The payments of a year up to which everything is paid."""
    year: ContractYear | None = None
    """calendar_year or agreement_year."""
    percent_above: Share | None = None
    """The share of each further dollar that is paid."""
    product_included: bool | None = None
    """Whether payment for the product counts; if not, it is set aside first and paid in full."""

    @property
    def threshold_term(self) -> str:
        """The defined term of the threshold."""
        return f"{self.called} Threshold" if self.called else "Aggregate Threshold"

    def open_terms(self) -> Mapping[str, str]:
        """Threshold, year, share and product."""
        return {
            "threshold": f"amount of the {self.threshold_term}",
            "year": f"year of the {self.threshold_term}",
            "percent_above": f"share that is paid above the {self.threshold_term}",
            "product_included": f"whether payment for the Product counts toward the {self.threshold_term}",
        }

    @model_validator(mode="after")
    def _product_agrees(self) -> AggregateStopLoss:
        product_agrees(self.of, self.product_included, "aggregate stop-loss")
        return self

    def price(self, facts: Facts, spot: Spot) -> Lines:
        """The lines of the payment, then what is not paid because the year has passed the threshold."""
        lines = self.of.price(facts, spot.at("of"))
        if not spot.lumps:
            return lines
        with_product = bool(agreed(self, "product_included", spot.path))
        counted = [line for line in lines if with_product or not product_only(line)]
        own = sum((line.amount for line in counted), facts.number(0))
        before = facts.paid_before(spot.path)
        excess = self._past(facts, before + own, spot.path) - self._past(facts, before, spot.path)
        agreed(self, "year", spot.path)
        share = facts.number(agreed(self, "percent_above", spot.path))
        cut = facts.line(
            spot.path,
            self.term,
            "cut past the threshold of the year",
            excess * (share - facts.number(1)),
            item=WHOLE if any(line.item != SERVICES for line in counted) else SERVICES,
            formula=facts.words(lambda: f"{money(excess)} past the threshold after {money(before)} before"),
        )
        return (*lines, cut)

    def _past(self, facts: Facts, amount: Quantity, path: str) -> Quantity:
        limit = facts.number(agreed(self, "threshold", path))
        return facts.most(amount - limit, facts.number(0))

    def phrase(self) -> tuple[str, ...]:
        """The payment, the threshold of the year, and what is paid past it."""
        counts = self.whether("product_included", "counts", "does not count")
        return (
            *self.of.phrase(),
            paragraph(
                f"The {term(self.threshold_term)} is {self.told('threshold', money)} for "
                f"{self.told('year', lambda year: year.words)}.",
                f"The {self.of.term} of every case that the Payer pays in that time is added up.",
                f"Payment for the Product {counts} toward the {self.threshold_term}.",
                f"The {term(self.term)} is the {self.of.term}; of any part of it above the {self.threshold_term}, "
                f"{self.told('percent_above', percent)} is paid.",
            ),
        )

    def rate_rows(self) -> tuple[RateRow, ...]:
        """The rows of the payment and one for the year."""
        row = RateRow(
            scope="Stop-loss",
            service=f"payments of a year above {self.told('threshold', money)}",
            method="Aggregate stop-loss",
            amount=self.told("percent_above", percent),
            unit=self.told("year", lambda year: year.words),
            note=self.whether("product_included", "Product counted", "Product not counted"),
        )
        return (*self.of.rate_rows(), row)

    def summary(self) -> str:
        """`...; aggregate stop-loss 50% above $5,000,000 a year`."""
        share, limit = self.told("percent_above", percent), self.told("threshold", dollars)
        return f"{self.of.summary()}; aggregate stop-loss {share} above {limit} a year"
