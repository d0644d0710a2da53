"""What the product's price is based on: invoice, list price, average sales price, a fixed amount, or two of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from string import ascii_lowercase
from typing import Annotated, ClassVar, Literal

from pydantic import Field, field_validator

from sca_toolkit.payment.facts.facts import Facts
from sca_toolkit.payment.facts.lines import Quantity
from sca_toolkit.payment.facts.refusal import agreed
from sca_toolkit.payment.part import Part
from sca_toolkit.payment.price_dates import PriceDateRule, QuarterRule
from sca_toolkit.payment.wording import listed, money, paragraph
from sca_toolkit.values import Percent, Usd, dollars, percent


@dataclass(frozen=True)
class PriceAt:
    """The date of a price, whether a later rise is paid, and the path of the basis."""

    on: PriceDateRule | None
    rises: bool
    path: str


class PriceBasis(Part):
    """One way to price the product."""

    def noun(self) -> str:
        """The price as a noun phrase."""
        raise NotImplementedError

    def words(self, payment: str) -> str:
        """`payment` is ..., in one sentence or several."""
        return f"{payment} is {self.noun()}."

    def short(self) -> str:
        """The price for a term sheet."""
        raise NotImplementedError

    def dated(self) -> bool:
        """Whether the price depends on a price date rule."""
        return True

    def price(self, facts: Facts, at: PriceAt) -> Quantity:
        """Dollars for one product, before discounts and fees."""
        raise NotImplementedError


def _invoice(facts: Facts, at: PriceAt) -> Quantity:
    """The invoice price of the price date; after that date it may only rise, and only where a rise is paid."""
    on = at.on or PriceDateRule.invoice_date
    price = facts.quoted_price(on, at.path)
    return facts.most(price, facts.money("invoice", at.path)) if at.rises else price


def _wac(facts: Facts, at: PriceAt) -> Quantity:
    price = facts.list_price(at.on or PriceDateRule.invoice_date, at.path)
    if not at.rises:
        return price
    return facts.most(price, facts.list_price(PriceDateRule.invoice_date, at.path))


class Invoice(PriceBasis):
    """The manufacturer's invoice to the provider."""

    kind: Literal["invoice"] = "invoice"

    def noun(self) -> str:
        """`the Provider's invoice cost`."""
        return "the manufacturer’s invoice price to the Provider"

    def short(self) -> str:
        """`invoice`."""
        return "invoice"

    def price(self, facts: Facts, at: PriceAt) -> Quantity:
        """The invoice."""
        return _invoice(facts, at)


class InvoicePlusPercent(PriceBasis):
    """The invoice plus a percentage of it."""

    kind: Literal["invoice_plus_percent"] = "invoice_plus_percent"
    percent: Percent | None = None
    """The percentage on top, for example 2%."""

    def open_terms(self) -> Mapping[str, str]:
        """The percentage."""
        return {"percent": "percentage on top of the Product invoice"}

    def noun(self) -> str:
        """`... plus 2% of that price`."""
        return f"the manufacturer’s invoice price to the Provider plus {self.told('percent', percent)} of that price"

    def short(self) -> str:
        """`invoice + 2%`."""
        return f"invoice + {self.told('percent', percent)}"

    def price(self, facts: Facts, at: PriceAt) -> Quantity:
        """The invoice times one plus the percentage."""
        return _invoice(facts, at) * (facts.number(1) + facts.number(agreed(self, "percent", at.path)))


class Wac(PriceBasis):
    """Wholesale acquisition cost, the manufacturer's published list price, times a percentage."""

    kind: Literal["wac"] = "wac"
    percent_of_wac: Percent | None = None
    """The percentage of list price that is paid; 100% for the list price itself."""

    def open_terms(self) -> Mapping[str, str]:
        """The percentage."""
        return {"percent_of_wac": "percentage of wholesale acquisition cost"}

    def noun(self) -> str:
        """`100% of the Product's published wholesale acquisition cost`."""
        return f"{self.told('percent_of_wac', percent)} of the Product’s published wholesale acquisition cost (WAC)"

    def short(self) -> str:
        """`100% of WAC`."""
        return f"{self.told('percent_of_wac', percent)} of WAC"

    def price(self, facts: Facts, at: PriceAt) -> Quantity:
        """List price times the percentage."""
        return _wac(facts, at) * facts.number(agreed(self, "percent_of_wac", at.path))


class AspPlusPercent(PriceBasis):
    """Average sales price, as Medicare publishes it for a quarter, plus a percentage."""

    kind: Literal["asp_plus_percent"] = "asp_plus_percent"
    percent: Percent | None = None
    """The percentage on top, for example 6%."""
    quarter_rule: QuarterRule | None = None
    """infusion_quarter, order_quarter or agreement_quarter."""

    def open_terms(self) -> Mapping[str, str]:
        """The percentage and the quarter."""
        return {
            "percent": "percentage on top of average sales price",
            "quarter_rule": "quarter of the average sales price",
        }

    def noun(self) -> str:
        """`the Product's average sales price ... plus 6%`."""
        quarter = self.told("quarter_rule", lambda rule: rule.words)
        return (
            f"the Medicare average sales price (ASP) of the Product for {quarter}, plus "
            f"{self.told('percent', percent)} of that price"
        )

    def short(self) -> str:
        """`ASP + 6%`."""
        return f"ASP + {self.told('percent', percent)}"

    def dated(self) -> bool:
        """The quarter rule takes the place of a price date."""
        return False

    def price(self, facts: Facts, at: PriceAt) -> Quantity:
        """Average sales price times one plus the percentage."""
        quarter = agreed(self, "quarter_rule", at.path)
        return facts.asp(quarter, at.path) * (
            facts.number(1) + facts.number(agreed(self, "percent", at.path))
        )


class FixedPrice(PriceBasis):
    """A fixed amount."""

    kind: Literal["fixed"] = "fixed"
    amount: Usd | None = None
    """The amount for one product."""

    def open_terms(self) -> Mapping[str, str]:
        """The amount."""
        return {"amount": "fixed price of the Product"}

    def noun(self) -> str:
        """`a fixed price of $470,000.00`."""
        return f"a fixed price of {self.told('amount', money)}"

    def short(self) -> str:
        """`$470,000 fixed`."""
        return f"{self.told('amount', dollars)} fixed"

    def dated(self) -> bool:
        """A fixed amount has no date."""
        return False

    def price(self, facts: Facts, at: PriceAt) -> Quantity:
        """The amount."""
        return facts.number(agreed(self, "amount", at.path))


class _Between(PriceBasis):
    which: ClassVar[str]

    bases: tuple[AnyBasis, ...]
    """The prices that are compared, two or more."""

    @field_validator("bases")
    @classmethod
    def _two(cls, bases: tuple[AnyBasis, ...]) -> tuple[AnyBasis, ...]:
        if not 2 <= len(bases) <= len(ascii_lowercase):
            raise ValueError("a comparison needs two or more prices under bases, one for each letter at most")
        return bases

    def dated(self) -> bool:
        """Whether any of the prices is."""
        return any(basis.dated() for basis in self.bases)

    def noun(self) -> str:
        """`the lesser of (a) ... and (b) ...`, for a comparison inside a comparison."""
        return f"the {self.which} of {listed(f'{name} {basis.noun()}' for name, basis in self._named())}"

    def words(self, payment: str) -> str:
        """The comparison in one sentence, then a sentence for each price."""
        names = listed(f"price {name}" for name, _ in self._named())
        prices = (f"Price {name} is {basis.noun()}." for name, basis in self._named())
        return paragraph(f"{payment} is the {self.which} of {names}.", *prices)

    def short(self) -> str:
        """`lesser of invoice and $470,000 fixed`."""
        return f"{self.which} of {listed(basis.short() for basis in self.bases)}"

    def _prices(self, facts: Facts, at: PriceAt) -> list[Quantity]:
        return [
            basis.price(facts, replace(at, path=f"{at.path}.bases[{number}]"))
            for number, basis in enumerate(self.bases)
        ]

    def _named(self) -> Iterator[tuple[str, PriceBasis]]:
        return ((f"({letter})", basis) for letter, basis in zip(ascii_lowercase, self.bases, strict=False))


class LesserOfBases(_Between):
    """The lowest of two or more prices."""

    which: ClassVar[str] = "lesser"

    kind: Literal["lesser_of"] = "lesser_of"

    def price(self, facts: Facts, at: PriceAt) -> Quantity:
        """The lowest."""
        return facts.least(*self._prices(facts, at))


class GreaterOfBases(_Between):
    """The highest of two or more prices."""

    which: ClassVar[str] = "greater"

    kind: Literal["greater_of"] = "greater_of"

    def price(self, facts: Facts, at: PriceAt) -> Quantity:
        """The highest."""
        return facts.most(*self._prices(facts, at))


AnyBasis = Annotated[
    Invoice | InvoicePlusPercent | Wac | AspPlusPercent | FixedPrice | LesserOfBases | GreaterOfBases,
    Field(discriminator="kind"),
]
"""invoice, invoice_plus_percent, wac, asp_plus_percent, fixed, lesser_of or greater_of."""
