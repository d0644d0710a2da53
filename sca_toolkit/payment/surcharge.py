"""A surcharge: a payment and a percentage of it on top."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import model_validator

from sca_toolkit.payment.facts.facts import Facts, Spot
from sca_toolkit.payment.facts.lines import SERVICES, WHOLE, Lines, product_only
from sca_toolkit.payment.facts.refusal import agreed
from sca_toolkit.payment.part import PaymentNode, RateRow
from sca_toolkit.payment.product_flow import product_agrees
from sca_toolkit.payment.step import Step
from sca_toolkit.payment.wording import money, paragraph
from sca_toolkit.values import Percent, percent
from sca_toolkit.values.marks import term

if TYPE_CHECKING:
    from sca_toolkit.payment.node import Node


class Surcharge(PaymentNode):
    """A payment plus a percentage of it. Formula: P times (1 + percentage)."""

    default_term: ClassVar[str] = "Payment with Surcharge"
    step: ClassVar[Step | None] = None

    kind: Literal["surcharge"] = "surcharge"
    of: Node
    """The payment on which the surcharge is paid."""
    percent: Percent | None = None
    """The percentage on top, for example 5%."""
    product_included: bool | None = None
    """Whether the percentage is also paid on payment for the product."""

    def open_terms(self) -> Mapping[str, str]:
        """The percentage and the product."""
        return {
            "percent": f"percentage of the {self.term}",
            "product_included": f"whether the percentage of the {self.term} is paid on payment for the Product",
        }

    @model_validator(mode="after")
    def _product_agrees(self) -> Surcharge:
        product_agrees(self.of, self.product_included, "surcharge")
        return self

    def price(self, facts: Facts, spot: Spot) -> Lines:
        """The lines of the payment; for each claim or stay among them, the percentage."""
        lines = self.of.price(facts, spot.at("of"))
        share = agreed(self, "percent", spot.path)
        with_product = bool(agreed(self, "product_included", spot.path))
        raised = [line for line in lines if with_product or not product_only(line)]
        amount = sum((line.amount for line in raised), facts.number(0))
        whole = any(line.item != SERVICES for line in raised)
        claims = {line.claim for line in raised}
        added = facts.line(
            spot.path,
            self.term,
            "surcharge",
            amount * facts.number(share),
            item=WHOLE if whole else SERVICES,
            claim=claims.pop() if len(claims) == 1 else None,
            formula=facts.words(lambda: f"{percent(share)} of {money(amount)}"),
        )
        return (*lines, added)

    def phrase(self) -> tuple[str, ...]:
        """The payment, then the percentage."""
        applies = self.whether("product_included", "is", "is not")
        return (
            *self.of.phrase(),
            paragraph(
                f"The {term(self.term)} is the {self.of.term} plus {self.told('percent', percent)} of it.",
                f"The percentage {applies} paid on payment for the Product.",
            ),
        )

    def rate_rows(self) -> tuple[RateRow, ...]:
        """The rows of the payment and one for the percentage."""
        row = RateRow(
            scope="Surcharge",
            service=self.of.term,
            method="Surcharge",
            amount=self.told("percent", percent),
            unit="of the payment",
            note=self.whether("product_included", "Product counted", "Product not counted"),
        )
        return (*self.of.rate_rows(), row)

    def summary(self) -> str:
        """`..., plus 5%`."""
        return f"{self.of.summary()}, plus {self.told('percent', percent)}"
