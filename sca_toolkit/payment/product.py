"""The product carve-out: the CAR T-cell product paid on its own line, by a basis that both sides can look up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from sca_toolkit.payment.facts.facts import Facts, Reach, Scope, Spot
from sca_toolkit.payment.facts.lines import PRODUCT, Lines, Quantity, Truth
from sca_toolkit.payment.facts.product_cost import product_cost
from sca_toolkit.payment.facts.refusal import CannotCombine, agreed
from sca_toolkit.payment.part import RateRow
from sca_toolkit.payment.price_dates import PriceDateRule
from sca_toolkit.payment.product_basis import AnyBasis, PriceAt
from sca_toolkit.payment.rules.out_of_spec import OutOfSpecPrice
from sca_toolkit.payment.scope import ScopedNode
from sca_toolkit.payment.step import Step
from sca_toolkit.payment.wording import money, paragraph
from sca_toolkit.values import Choice, Usd, dollars
from sca_toolkit.values.marks import term


class Netting(Choice):
    """Which discounts lower the price that is paid."""

    none = "none"
    on_invoice = "on_invoice"
    all_discounts = "all_discounts"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "none": "No discount, rebate, or credit reduces the Product Payment",
            "on_invoice": "Only discounts shown on the invoice reduce the Product Payment",
            "all_discounts": "All discounts, rebates, and credits that the Provider receives for the Product reduce "
            "the Product Payment",
        }


class Rule340B(Choice):
    """What happens to a product bought under the 340B drug pricing program."""

    not_purchased = "not_purchased"
    same_payment = "same_payment"
    acquisition_cost = "acquisition_cost"
    not_paid = "not_paid"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "not_purchased": "The Provider does not purchase the Product under section 340B of the Public Health "
            "Service Act",
            "same_payment": "A Product purchased under section 340B of the Public Health Service Act is paid as any "
            "other Product",
            "acquisition_cost": "A Product purchased under section 340B of the Public Health Service Act is paid at "
            "the Provider’s actual acquisition cost",
            "not_paid": "A Product purchased under section 340B of the Public Health Service Act is not payable under "
            "this Agreement",
        }


class PayableWhen(Choice):
    """The event on which the product becomes payable."""

    on_invoice = "on_invoice"
    on_delivery = "on_delivery"
    on_infusion = "on_infusion"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "on_invoice": "when the manufacturer invoices the Provider",
            "on_delivery": "when the Provider receives the Product",
            "on_infusion": "on Day 0",
        }


class Product(ScopedNode):
    """The product paid on its own: base price, plus a handling fee.

    Formula: base price by `basis`, at the price date, net of what `discounts` says, plus the handling fee. If the
    infusion does not happen, `rules.not_infused` decides.
    """

    default_term: ClassVar[str] = "Product Payment"
    step: ClassVar[Step | None] = Step.product
    only_with: ClassVar[Mapping[str, str]] = {
        "price_date_rule": "a price that depends on a date (not a fixed price or an average sales price)",
        "price_increase_passes_through": "a price_date_rule of agreement_date, order_date or collection_date",
    }

    kind: Literal["product"] = "product"
    basis: AnyBasis | None = None
    """invoice, invoice_plus_percent, wac, asp_plus_percent, fixed, lesser_of or greater_of."""
    price_date_rule: PriceDateRule | None = None
    """agreement_date, order_date, collection_date, invoice_date or infusion_date; no meaning for a fixed price."""
    price_increase_passes_through: bool | None = None
    """Whether a rise of the price after the price date, up to the invoice, is paid on top."""
    handling_fee: Usd | None = None
    """An amount for handling; $0 when there is none."""
    discounts: Netting | None = None
    """none, on_invoice or all_discounts: what lowers the payment."""
    rule_340b: Rule340B | None = None
    """not_purchased, same_payment, acquisition_cost or not_paid."""
    invoice_attached: bool | None = None
    """Whether a copy of the manufacturer's invoice goes with the claim."""
    payable_when: PayableWhen | None = None
    """on_invoice, on_delivery or on_infusion."""

    def has_dated_price(self) -> bool:
        """Whether a price date rule is needed: not for a fixed amount or an average sales price alone."""
        return self.basis is None or self.basis.dated()

    def may_rise(self) -> bool:
        """Whether the price can still rise between the price date and the invoice."""
        settled = (PriceDateRule.invoice_date, PriceDateRule.infusion_date)
        return self.has_dated_price() and self.price_date_rule not in settled

    def open_terms(self) -> Mapping[str, str]:
        """Basis, date, fee, discounts, 340B, invoice, and when it is payable."""
        date = {"price_date_rule": "date whose Product price counts"} if self.has_dated_price() else {}
        rise = {"price_increase_passes_through": "who bears a Product price increase after that date"}
        return {
            "basis": "price basis of the Product",
            **date,
            **(rise if self.may_rise() else {}),
            "handling_fee": "handling fee for the Product",
            "discounts": "which discounts reduce the Product Payment",
            "rule_340b": "rule for a Product purchased under 340B",
            "invoice_attached": "whether the Product invoice is attached to the claim",
            "payable_when": "when the Product becomes payable",
        }

    def services(self, facts: Facts) -> Reach:
        """The infused Product, in the setting of the rate."""
        return facts.reach(Scope.of(self), lambda column: column.kind == "product", self.term)

    def price(self, facts: Facts, spot: Spot) -> Lines:
        """The price where the Product is infused; nothing for one that was supplied without charge."""
        there = facts.product_is_in(self.services(facts) & spot.within)
        amount = facts.choose(there & self._payable(facts), self._amount(facts, spot.path), facts.number(0))
        return (
            facts.line(
                spot.path,
                self.term,
                "the Product",
                amount,
                item=PRODUCT,
                claim=facts.product_claim,
                formula=facts.words(self.summary),
            ),
        )

    def _payable(self, facts: Facts) -> Truth:
        """A Product without charge is not paid, unless one out of specification is paid as if it met it."""
        if facts.rules.out_of_spec.product_price is OutOfSpecPrice.full:
            return facts.product_charged | facts.out_of_spec
        return facts.product_charged

    def _amount(self, facts: Facts, path: str) -> Quantity:
        if facts.purchased_340b and (special := self._under_340b(facts, path)) is not None:
            return special
        basis = agreed(self, "basis", path)
        dated = agreed(self, "price_date_rule", path) if self.has_dated_price() else None
        rises = bool(agreed(self, "price_increase_passes_through", path)) if self.may_rise() else False
        price = basis.price(facts, PriceAt(dated, rises, f"{path}.basis"))
        net = facts.most(price - self._discount(facts, path), facts.number(0))
        return net + facts.number(agreed(self, "handling_fee", path))

    def _discount(self, facts: Facts, path: str) -> Quantity:
        netting = agreed(self, "discounts", path)
        if netting is Netting.none:
            return facts.number(0)
        shown = facts.money("invoice_discount", path)
        return shown if netting is Netting.on_invoice else shown + facts.money("other_discounts", path)

    def _under_340b(self, facts: Facts, path: str) -> Quantity | None:
        rule = agreed(self, "rule_340b", path)
        if rule is Rule340B.not_purchased:
            raise CannotCombine(
                "the agreement says that the Product is not purchased under 340B, but this one is; change one of them",
                f"{path}.rule_340b",
            )
        if rule is Rule340B.not_paid:
            return facts.number(0)
        return product_cost(facts, path) if rule is Rule340B.acquisition_cost else None

    def phrase(self) -> tuple[str, ...]:
        """The price and its date; then fee, discounts and paper."""
        return (
            paragraph(
                self._price_words(),
                f"It is payable for {self.reach('a Product')}.",
                self._date_words() if self.has_dated_price() else "",
                "No handling fee is added."
                if self.handling_fee == 0
                else f"A handling fee of {self.told('handling_fee', money)} is added.",
            ),
            paragraph(
                f"{self.told('discounts', lambda rule: rule.words)}.".replace("Product Payment", self.term),
                f"{self.told('rule_340b', lambda rule: rule.words)}.",
                f"The Provider {self.whether('invoice_attached', 'attaches', 'need not attach')} a copy of the "
                "manufacturer’s invoice to the claim.",
                f"The {self.term} becomes payable {self.told('payable_when', lambda choice: choice.words)}.",
            ),
        )

    def _price_words(self) -> str:
        payment = f"The {term(self.term)}"
        return f"{payment} is {self.told('basis')}." if self.basis is None else self.basis.words(payment)

    def _date_words(self) -> str:
        day = f"The price is the one in effect on {self.told('price_date_rule', lambda rule: rule.words)}."
        if not self.may_rise():
            return day
        bearer = self.whether("price_increase_passes_through", "The Payer bears", "The Provider bears")
        return paragraph(
            day, f"{bearer} any price increase between that date and the manufacturer’s invoice."
        )

    def rate_rows(self) -> tuple[RateRow, ...]:
        """One row."""
        dated = "" if not self.has_dated_price() else self.told("price_date_rule", lambda rule: rule.words)
        fee = self.told(
            "handling_fee", lambda fee: f"handling fee {money(fee)}" if fee else "no handling fee"
        )
        return (
            RateRow(
                scope=self.scope_words(),
                service="Product",
                method="Product carve-out",
                amount=self.told("basis", lambda basis: basis.short()),
                unit="per Product",
                note="; ".join(words for words in (f"price on {dated}" if dated else "", fee) if words),
            ),
        )

    def summary(self) -> str:
        """`product at invoice + 2%`."""
        fee = f" + {dollars(self.handling_fee)} handling" if self.handling_fee else ""
        return f"product at {self.told('basis', lambda basis: basis.short())}{fee}"
