"""Cost plus: the provider's cost by a stated definition, plus a percentage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from sca_toolkit.payment.part import RateRow
from sca_toolkit.payment.scope import WindowedNode
from sca_toolkit.payment.wording import paragraph
from sca_toolkit.values import Choice, Percent, Share, percent
from sca_toolkit.values.marks import term


class CostDefinition(Choice):
    """What cost means."""

    charges_at_ratio = "charges_at_ratio"
    cost_report = "cost_report"
    audited_records = "audited_records"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "cost_report": "charges times the departmental cost-to-charge ratios of the Provider’s most recently "
            "filed Medicare cost report",
            "audited_records": "the actual cost shown in the Provider’s cost-accounting records, open to audit by "
            "the Payer",
        }


class CostPlus(WindowedNode):
    """Cost plus a percentage. Formula: cost by its definition, times one plus the percentage."""

    default_term: ClassVar[str] = "Cost-Plus Payment"
    only_with: ClassVar[Mapping[str, str]] = {"cost_to_charge_ratio": "cost_definition: charges_at_ratio"}

    kind: Literal["cost_plus"] = "cost_plus"
    plus: Percent | None = None
    """The percentage on top of cost; 0% for cost alone."""
    cost_definition: CostDefinition | None = None
    """charges_at_ratio, cost_report or audited_records."""
    cost_to_charge_ratio: Share | None = None
    """The ratio of cost to charges; only with charges_at_ratio."""
    product_included: bool | None = None
    """Whether the cost of the product is part of the cost."""

    def open_terms(self) -> Mapping[str, str]:
        """The percentage, what cost means, the product."""
        by_ratio = self.cost_definition is CostDefinition.charges_at_ratio
        return {
            "plus": f"percentage on top of cost for the {self.term}",
            "cost_definition": "definition of cost",
            **({"cost_to_charge_ratio": "cost-to-charge ratio"} if by_ratio else {}),
            "product_included": f"whether the {self.term} includes the Product",
        }

    def phrase(self) -> tuple[str, ...]:
        """One paragraph."""
        inside = self.whether("product_included", "is included", "is not included")
        return (
            paragraph(
                f"The {term(self.term)} is the Provider’s cost of {self.dated_reach()}, plus "
                f"{self.told('plus', percent)} of that cost.",
                f"Cost means {self._cost_words()}.",
                f"The cost of the Product {inside}.",
            ),
        )

    def _cost_words(self) -> str:
        if self.cost_definition is CostDefinition.charges_at_ratio:
            ratio = self.told("cost_to_charge_ratio", percent)
            return f"billed charges for those services times a cost-to-charge ratio of {ratio}"
        return self.told("cost_definition", lambda definition: definition.words)

    def rate_rows(self) -> tuple[RateRow, ...]:
        """One row."""
        return (
            RateRow(
                scope=self.scope_words(),
                service="Covered Services",
                method="Cost plus",
                amount=self.told("plus", percent),
                unit="on top of cost",
                note=self.whether("product_included", "Product cost included", "Product cost not included"),
            ),
        )

    def summary(self) -> str:
        """`cost + 10% (product included)`."""
        product = {True: " (product included)", False: " (product not included)", None: ""}[
            self.product_included
        ]
        return f"cost + {self.told('plus', percent)}{product}"
