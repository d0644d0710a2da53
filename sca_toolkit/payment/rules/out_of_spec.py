"""A product that is infused although it does not meet its specification."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from sca_toolkit.payment.rules.rule import Rule
from sca_toolkit.payment.wording import paragraph
from sca_toolkit.values import Choice, Share, percent


class OutOfSpecPrice(Choice):
    """The price of a product that is infused although it is out of specification."""

    zero = "zero"
    full = "full"
    manufacturer_policy = "manufacturer_policy"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "zero": "No payment is due for an Out-of-Specification Product",
            "full": "An Out-of-Specification Product is paid as if it met specification",
            "manufacturer_policy": "An Out-of-Specification Product is paid only at what the manufacturer charges for "
            "it",
        }


class OutOfSpecServices(Choice):
    """The rate for services around an out-of-specification product."""

    same_rates = "same_rates"
    share_of_rates = "share_of_rates"
    default_rate = "default_rate"
    not_paid = "not_paid"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "same_rates": "are paid as if it met specification",
            "default_rate": "are paid at the Default Rate",
            "not_paid": "are not payable under this Agreement",
        }


class OutOfSpec(Rule):
    """A product that does not meet its specification and is infused with the physician's consent."""

    heading: ClassVar[str] = "Out-of-specification product"
    only_with: ClassVar[Mapping[str, str]] = {
        "product_price": "covered: yes",
        "services": "covered: yes",
        "share": "services: share_of_rates",
    }

    covered: bool | None = None
    """Whether the infusion of such a product is a covered service."""
    product_price: OutOfSpecPrice | None = None
    """zero, full or manufacturer_policy; only where it is covered."""
    services: OutOfSpecServices | None = None
    """same_rates, share_of_rates, default_rate or not_paid; only where it is covered."""
    share: Share | None = None
    """The share of the rates; only with share_of_rates."""

    def open_terms(self) -> Mapping[str, str]:
        """Whether it is covered; if so, product and services."""
        share = {"share": "share of the rates for an Out-of-Specification Product"}
        details = {
            "product_price": "price of an Out-of-Specification Product",
            "services": "rate for services with an Out-of-Specification Product",
            **(share if self.services is OutOfSpecServices.share_of_rates else {}),
        }
        covered = {"covered": "whether an Out-of-Specification Product is covered"}
        return {**covered, **(details if self.covered else {})}

    def phrase(self) -> tuple[str, ...]:
        """One paragraph."""
        answer = self.whether("covered", "is a Covered Service", "is not a Covered Service")
        first = f"Infusion of an Out-of-Specification Product {answer}."
        if not self.covered:
            return (first,)
        by_share = self.services is OutOfSpecServices.share_of_rates
        share = (
            f"are paid at {self.told('share', percent)} of the rates of this Agreement" if by_share else ""
        )
        services = share or self.told("services", lambda choice: choice.words)
        return (
            paragraph(
                first,
                f"{self.told('product_price', lambda choice: choice.words)}.",
                f"Services furnished with it {services}.",
            ),
        )

    def summary(self) -> str:
        """`out-of-specification product: covered`."""
        return f"out-of-specification product: {self.whether('covered', 'covered', 'not covered')}"
