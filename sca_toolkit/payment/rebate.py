"""The outcomes-based rebate: money that comes back when the product does not work by a stated day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import model_validator

from sca_toolkit.payment.facts.facts import Facts, Spot
from sca_toolkit.payment.facts.lines import PRODUCT, Lines, Quantity
from sca_toolkit.payment.facts.refusal import agreed
from sca_toolkit.payment.part import PaymentNode, RateRow, Words
from sca_toolkit.payment.price_dates import PriceDateRule
from sca_toolkit.payment.step import Step
from sca_toolkit.payment.wording import capital, paragraph
from sca_toolkit.values import Choice, Share, percent
from sca_toolkit.values.marks import term


class RebateParty(Choice):
    """A party to the agreement."""

    payer = "payer"
    provider = "provider"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {"payer": "the Payer", "provider": "the Provider"}


class RebateBasis(Choice):
    """The price of which a share comes back."""

    invoice = "invoice"
    wac = "wac"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "invoice": "the manufacturer’s invoice price of the Product",
            "wac": "the Product’s published wholesale acquisition cost (WAC) on Day 0",
        }


class IfUnobservable(Choice):
    """What happens when the member cannot be observed on the test day."""

    no_rebate = "no_rebate"
    rebate_due = "rebate_due"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "no_rebate": "no rebate is due",
            "rebate_due": "the rebate is due as if the endpoint were not met",
        }


class OutcomesRebate(PaymentNode):
    """A share of the product's price, credited by the manufacturer when an endpoint is not met.

    Formula: share times basis, if the endpoint is not met on the test day and the member can be observed. It is the
    manufacturer's money; this node says who keeps it and whether it lowers the product payment.
    """

    default_term: ClassVar[str] = "Outcomes Rebate"
    step: ClassVar[Step | None] = Step.adjust

    kind: Literal["outcomes_rebate"] = "outcomes_rebate"
    endpoint: Words | None = None
    """The clinical result, for example `complete response`."""
    test_day: int | None = None
    """The Day on which it is tested, counted from Day 0."""
    share: Share | None = None
    """The share of the price that comes back."""
    basis: RebateBasis | None = None
    """invoice or wac."""
    kept_by: RebateParty | None = None
    """payer or provider: who keeps the rebate."""
    reduces_product_payment: bool | None = None
    """Whether a rebate that the provider receives lowers what the payer pays for the product; only with provider."""
    if_unobservable: IfUnobservable | None = None
    """no_rebate or rebate_due when the member has died, moved or changed coverage before the test day."""
    data_duty: RebateParty | None = None
    """payer or provider: who reports the result to the manufacturer."""

    def open_terms(self) -> Mapping[str, str]:
        """All of them; whether the payment for the Product falls only where the provider keeps the rebate."""
        name = self.term
        lowers = {"reduces_product_payment": f"whether the {name} reduces payment for the Product"}
        return {
            "endpoint": f"endpoint of the {name}",
            "test_day": f"test day of the {name}",
            "share": f"share of the price for the {name}",
            "basis": f"price basis of the {name}",
            "kept_by": f"who keeps the {name}",
            **({} if self.kept_by is RebateParty.payer else lowers),
            "if_unobservable": f"{name} when the Member cannot be observed",
            "data_duty": f"who reports the result for the {name}",
        }

    @model_validator(mode="after")
    def _consistent(self) -> OutcomesRebate:
        if self.test_day is not None and self.test_day < 1:
            raise ValueError(f"test_day is {self.test_day}; the result is tested after Day 0")
        if self.kept_by is RebateParty.payer and self.reduces_product_payment:
            raise ValueError(
                "the Payer keeps the rebate and also pays less for the Product: it would be counted twice; "
                "set reduces_product_payment: no, or kept_by: provider"
            )
        return self

    def price(self, facts: Facts, spot: Spot) -> Lines:
        """What the provider keeps of the rebate, from the manufacturer, and by what it lowers the payer's payment.

        A rebate that the payer keeps moves no money of the provider: there is no line.
        """
        if agreed(self, "kept_by", spot.path) is RebateParty.payer:
            facts.note(spot.path, lambda: "the Payer keeps the rebate; nothing changes for the Provider")
            return ()
        amount = self._amount(facts, spot.path)
        kept = facts.line(
            spot.path, self.term, "from the manufacturer", amount, item=PRODUCT, paid_by="manufacturer"
        )
        if not agreed(self, "reduces_product_payment", spot.path):
            return (kept,)
        return (kept, facts.line(spot.path, self.term, "deducted", -amount, item=PRODUCT))

    def _amount(self, facts: Facts, path: str) -> Quantity:
        counts = agreed(self, "if_unobservable", path) is IfUnobservable.rebate_due
        zero = facts.number(0)
        if not facts.happens(facts.infused):
            return zero
        due = facts.infused & facts.product_charged & facts.endpoint_missed(counts, path)
        by_invoice = agreed(self, "basis", path) is RebateBasis.invoice
        price = (
            facts.money("invoice", path)
            if by_invoice
            else facts.list_price(PriceDateRule.infusion_date, path)
        )
        return facts.choose(due, price * facts.number(agreed(self, "share", path)), zero)

    def phrase(self) -> tuple[str, ...]:
        """When it is due and how much; who keeps it."""
        by_payer = self.kept_by is RebateParty.payer
        lowers = "does not reduce" if by_payer else self._lowers_words()
        keeper = self.told("kept_by", lambda party: capital(party.words))
        result = f"the endpoint ({self.told('endpoint')}) is not met on Day {self.told('test_day')}"
        return (
            paragraph(
                f"The {term(self.term)} is due when {result}.",
                f"It is {self.told('share', percent)} of {self.told('basis', lambda basis: basis.words)}.",
                "If the Member cannot be observed on that Day, "
                f"{self.told('if_unobservable', lambda rule: rule.words)}.",
            ),
            paragraph(
                f"{keeper} keeps any {self.term} that the manufacturer pays or credits.",
                f"The {self.term} {lowers} what the Payer pays for the Product.",
                f"{self.told('data_duty', lambda party: capital(party.words))} reports the result to the manufacturer.",
            ),
        )

    def _lowers_words(self) -> str:
        return self.whether("reduces_product_payment", "reduces", "does not reduce")

    def rate_rows(self) -> tuple[RateRow, ...]:
        """One row."""
        return (
            RateRow(
                scope=f"Day {self.told('test_day')}",
                service=f"{self.told('endpoint')} not met",
                method=self.term,
                amount=self.told("share", percent),
                unit=f"of {self.told('basis', lambda basis: basis.value)} price",
                note=f"kept by {self.told('kept_by', lambda party: party.words)}",
            ),
        )

    def summary(self) -> str:
        """`30% of invoice back if complete response is not met on Day 90 (kept by the Payer)`."""
        basis = self.told("basis", lambda basis: basis.value)
        when = f"if {self.told('endpoint')} is not met on Day {self.told('test_day')}"
        return f"{self.told('share', percent)} of {basis} back {when}"
