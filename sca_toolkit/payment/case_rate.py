"""The global case rate: one amount for everything inside its list and its window."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import model_validator

from sca_toolkit.payment.facts.facts import Facts, Reach, Scope, Spot
from sca_toolkit.payment.facts.lines import SERVICES, WHOLE, Lines
from sca_toolkit.payment.facts.refusal import agreed
from sca_toolkit.payment.part import RateRow, Words
from sca_toolkit.payment.scope import WindowedNode
from sca_toolkit.payment.service import Column
from sca_toolkit.payment.wording import listed, money, paragraph
from sca_toolkit.values import Usd, dollars
from sca_toolkit.values.marks import term


class CaseRate(WindowedNode):
    """One amount for all listed services in a window of days, earned when the product is infused.

    Formula: the amount if the infusion happens, else the not-infused rule. Care outside the window or the list is
    paid at the default rate. An add-on (for a setting, say) is a second case rate with its own `called`.
    """

    default_term: ClassVar[str] = "Case Rate"

    kind: Literal["case_rate"] = "case_rate"
    amount: Usd | None = None
    """The amount for the whole episode."""
    product_included: bool | None = None
    """Whether the amount also pays for the product."""
    professional_fees_included: bool | None = None
    """Whether the amount also pays for physicians and other professionals."""
    includes: tuple[Words, ...] = ()
    """The services that the amount pays for; left out, it pays for all Covered Services."""
    excludes: tuple[Words, ...] = ()
    """Services that the amount does not pay for; left out, there are none."""

    def open_terms(self) -> Mapping[str, str]:
        """Amount, window, product and professional fees."""
        return {
            "amount": f"amount of the {self.term}",
            "window": f"first and last day of the {self.window_term}",
            **self.product_term(),
            "professional_fees_included": f"whether the {self.term} includes professional fees",
        }

    @model_validator(mode="after")
    def _consistent(self) -> CaseRate:
        both = [item for item in self.includes if item in self.excludes]
        if both:
            raise ValueError(
                f"{listed(both)} stands under both includes and excludes; keep it in one of them"
            )
        return self

    def services(self, facts: Facts) -> Reach:
        """Services of the list within the window, with professional fees and the Product as the flags say."""
        listed_in = frozenset(item.casefold() for item in self.includes)
        listed_out = frozenset(item.casefold() for item in self.excludes)

        def keep(column: Column) -> bool:
            if column.kind == "product":
                return bool(agreed(self, "product_included", self.term))
            if column.group == "professional" and not agreed(self, "professional_fees_included", self.term):
                return False
            return not column.named(listed_out) and (not listed_in or column.named(listed_in))

        windows = () if self.window is None else (self.window,)
        return facts.reach(Scope.of(self, *windows), keep, self.term)

    def price(self, facts: Facts, spot: Spot) -> Lines:
        """The amount, once, if the infusion happens in the setting and for the Product of the rate."""
        if not spot.lumps:
            return ()
        earned = facts.infused & facts.product_is_in(self._infusion(facts))
        if self.billed_by:
            earned = earned & facts.any_service(self.services(facts))
        agreed(self, "window", spot.path)
        amount = agreed(self, "amount", spot.path)
        whole = agreed(self, "product_included", spot.path)
        return (
            facts.line(
                spot.path,
                self.term,
                "episode",
                facts.choose(earned, facts.number(amount), facts.number(0)),
                item=WHOLE if whole else SERVICES,
                formula=facts.words(lambda: f"{money(amount)}, earned on Day 0"),
            ),
        )

    def _infusion(self, facts: Facts) -> Reach:
        """The infused product, where its setting and name are those of the rate."""
        scope = Scope(setting=self.setting, products=self.products)
        return facts.reach(scope, lambda column: column.kind == "product", self.term)

    def phrase(self) -> tuple[str, ...]:
        """Amount and window; what is inside; when it is earned."""
        named = self.told("window", lambda window: window.words())
        return (
            paragraph(
                f"The {term(self.term)} is {self.told('amount', money)} for {self.reach()}.",
                f"It pays for services furnished {named} (the “{term(self.window_term)}”).",
                "It is earned on Day 0 and is payable once.",
            ),
            paragraph(
                f"The {self.term} {self.whether('product_included', 'includes', 'does not include')} "
                "payment for the Product.",
                f"It {self.whether('professional_fees_included', 'includes', 'does not include')} "
                "payment for professional services.",
                f"It pays only for {listed(self.includes)}." if self.includes else "",
                f"It does not pay for {listed(self.excludes, 'or')}." if self.excludes else "",
            ),
        )

    def rate_rows(self) -> tuple[RateRow, ...]:
        """One row."""
        inside = self.whether("product_included", "Product included", "Product not included")
        window = self.told("window", lambda window: window.words())
        return (
            RateRow(
                scope=self.scope_words(),
                service=listed(self.includes) or "Covered Services",
                method=self.term,
                amount=self.told("amount", money),
                unit="per episode",
                note=f"{inside}; {window}",
            ),
        )

    def summary(self) -> str:
        """`Case rate $150,000 through day 30`."""
        window = self.told("window", lambda window: window.short())
        product = " (product included)" if self.product_included else ""
        name = self.called or "Case rate"
        return f"{name} {self.told('amount', dollars)} {window}{product}"
