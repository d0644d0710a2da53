"""Percent of charges, with an optional limit on charge increases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar, Literal

from pydantic import field_validator

from sca_toolkit.payment.part import Part, RateRow
from sca_toolkit.payment.scope import ChargeBasis, WindowedNode
from sca_toolkit.payment.wording import calendar_date, paragraph
from sca_toolkit.values import Length, Percent, percent
from sca_toolkit.values.marks import term


def at_most_all_charges(value: Percent | None) -> Percent | None:
    """`value`, or `ValueError` when it is more than 100% of charges."""
    if value is not None and value > 1:
        raise ValueError(
            f"{percent(value)} is more than 100% of charges; write 100% or less (only a multiplier may be more)"
        )
    return value


class ChargeLimit(Part):
    """A limit on charge increases: beyond it, the percentage is lowered so that the increase does not raise payment.

    Formula: the percentage times (1 + limit) / (1 + actual increase), where the actual increase is above the limit.
    """

    limit: Percent | None = None
    """The largest increase of charges that is paid, for example 3%."""
    charges_as_of: date | None = None
    """The date of the chargemaster against which the increase is measured."""
    notice: Length | None = None
    """How long before an increase the Provider tells the Payer, for example 60 calendar days."""

    def open_terms(self) -> Mapping[str, str]:
        """All three."""
        return {
            "limit": "limit on charge increases",
            "charges_as_of": "date of the chargemaster",
            "notice": "notice of a charge increase",
        }

    def words(self, payment: str) -> str:
        """The limit as a paragraph about the percentage of `payment`."""
        return paragraph(
            f"Charges are measured against the Provider’s chargemaster of "
            f"{self.told('charges_as_of', calendar_date)}.",
            f"The Provider gives notice of a charge increase at least {self.told('notice')} in advance.",
            f"If charges rise by more than {self.told('limit', percent)}, the percentage of the {payment} is lowered.",
            "The lowered percentage is the agreed percentage times one plus that limit, divided by one plus the "
            "actual increase.",
        )


class PercentOfCharges(WindowedNode):
    """A percentage of charges. Formula: percentage times the charges it applies to."""

    default_term: ClassVar[str] = "Percentage Payment"

    kind: Literal["percent_of_charges"] = "percent_of_charges"
    percent: Percent | None = None
    """The percentage, at most 100%."""
    applies_to: ChargeBasis | None = None
    """Which charges: all_billed, covered, or allowed (those that remain after the payer's claim edits)."""
    product_included: bool | None = None
    """Whether the charges for the product are among them."""
    bundling_edits_waived: bool | None = None
    """Whether the payer may take out lines as bundled before it applies the percentage (yes: it may not)."""
    charge_limit: ChargeLimit | None = None
    """A limit on charge increases; left out, there is none."""

    _not_over = field_validator("percent")(at_most_all_charges)

    def open_terms(self) -> Mapping[str, str]:
        """The percentage and what it applies to."""
        return {
            "percent": f"percentage for the {self.term}",
            "applies_to": f"charges to which the {self.term} applies",
            "product_included": f"whether the {self.term} includes charges for the Product",
            "bundling_edits_waived": f"whether lines may be denied as bundled before the {self.term} applies",
        }

    def phrase(self) -> tuple[str, ...]:
        """The percentage and its base; then the charge limit, if there is one."""
        inside = self.whether("product_included", "are included", "are not included")
        bundled = self.whether("bundling_edits_waived", "may not", "may")
        first = paragraph(
            f"The {term(self.term)} is {self.told('percent', percent)} of "
            f"{self.told('applies_to', lambda basis: basis.words)}.",
            f"It applies to {self.dated_reach('services')}.",
            f"Charges for the Product {inside}.",
            f"The Payer {bundled} remove or deny charges as bundled before the percentage is applied.",
        )
        limit = () if self.charge_limit is None else (self.charge_limit.words(self.term),)
        return (first, *limit)

    def rate_rows(self) -> tuple[RateRow, ...]:
        """One row."""
        return (
            RateRow(
                scope=self.scope_words(),
                service="Covered Services",
                method="Percent of charges",
                amount=self.told("percent", percent),
                unit=f"of {self.told('applies_to', lambda basis: basis.words)}",
                note=self.whether(
                    "product_included", "Product charges included", "Product charges not included"
                ),
            ),
        )

    def summary(self) -> str:
        """`42% of all billed charges (product included)`."""
        basis = self.told("applies_to", lambda choice: choice.words)
        where = "" if self.setting == "every" else f" {self.setting.value}"
        product = {True: " (product included)", False: " (product not included)", None: ""}[
            self.product_included
        ]
        return f"{self.told('percent', percent)} of{where} {basis}{product}"
