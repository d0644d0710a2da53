"""Cost plus: the provider's cost by a stated definition, plus a percentage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from sca_toolkit.payment.facts.facts import Facts, Reach, Scope, Spot
from sca_toolkit.payment.facts.lines import PRODUCT, SERVICES, Line, Lines, Quantity
from sca_toolkit.payment.facts.product_cost import product_cost
from sca_toolkit.payment.facts.refusal import agreed
from sca_toolkit.payment.part import RateRow
from sca_toolkit.payment.scope import WindowedNode
from sca_toolkit.payment.service import Column, Standing
from sca_toolkit.payment.wording import money, paragraph
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

    def services(self, facts: Facts) -> Reach:
        """Covered lines in the setting and the window; the Product as the flag says."""
        windows = () if self.window is None else (self.window,)
        return facts.reach(Scope.of(self, *windows), self._keep, self.term)

    def _keep(self, column: Column) -> bool:
        if column.kind == "product":
            return bool(agreed(self, "product_included", self.term))
        return column.kind == "line" and column.standing is not Standing.not_covered

    def price(self, facts: Facts, spot: Spot) -> Lines:
        """Cost and its percentage, services and Product on lines of their own."""
        reach = self.services(facts) & spot.within
        services, product = self._costs(facts, reach, spot.path)
        lines = (self._line(facts, spot, "cost of services", services, SERVICES),)
        if not self.product_included:
            return lines
        return (*lines, self._line(facts, spot, "cost of the Product", product, PRODUCT))

    def _costs(self, facts: Facts, reach: Reach, path: str) -> tuple[Quantity, Quantity]:
        if agreed(self, "cost_definition", path) is CostDefinition.charges_at_ratio:
            ratio = facts.number(agreed(self, "cost_to_charge_ratio", path))
            product = facts.product_charge(reach, path) if self.product_included else facts.number(0)
            return facts.charges(reach) * ratio, product * ratio
        return facts.costs(reach, path), self._product(facts, reach, path)

    def _product(self, facts: Facts, reach: Reach, path: str) -> Quantity:
        if not self.product_included:
            return facts.number(0)
        return facts.choose(facts.product_is_in(reach), product_cost(facts, path), facts.number(0))

    def _line(self, facts: Facts, spot: Spot, what: str, cost: Quantity, item: str) -> Line:
        plus = agreed(self, "plus", spot.path)
        return facts.line(
            spot.path,
            self.term,
            what,
            cost * (facts.number(1) + facts.number(plus)),
            item=item,
            formula=facts.words(lambda: f"{money(cost)} plus {percent(plus)}"),
        )

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
