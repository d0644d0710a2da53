"""When the product is never infused: what is paid for services, and who bears the product."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import model_validator

from sca_toolkit.payment.rules.rule import Rule
from sca_toolkit.payment.wording import capital, listed, money, paragraph
from sca_toolkit.values import Choice, Percent, Share, Usd, percent


class ServicesIfNotInfused(Choice):
    """How services are paid when the product is never infused."""

    nothing = "nothing"
    phases_begun = "phases_begun"
    agreement_rates = "agreement_rates"
    default_rate = "default_rate"
    fixed = "fixed"
    percent_of_charges = "percent_of_charges"
    cost_plus = "cost_plus"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "nothing": "no services are payable under this Agreement",
            "phases_begun": "each phase whose rate was earned is paid in full",
            "agreement_rates": "services furnished are paid at the rates of this Agreement",
            "default_rate": "services furnished are paid at the Default Rate",
        }


class NotInfusedReason(Choice):
    """Why an infusion may not happen."""

    death = "death"
    progression = "progression"
    infection = "infection"
    organ_failure = "organ_failure"
    remission = "remission"
    patient_choice = "patient_choice"
    coverage_loss = "coverage_loss"
    manufacturing_failure = "manufacturing_failure"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "progression": "disease progression",
            "patient_choice": "the Member’s choice",
            "coverage_loss": "loss of coverage",
        }


class ProductLiability(Choice):
    """Who bears the price of a product that was ordered and not infused."""

    plan = "plan"
    provider = "provider"
    manufacturer = "manufacturer"
    shared = "shared"


class NotInfused(Rule):
    """What is paid when the product is never infused."""

    heading: ClassVar[str] = "Not infused"
    only_with: ClassVar[Mapping[str, str]] = {
        "amount": "services: fixed",
        "percent": "services: percent_of_charges or cost_plus",
        "plan_share": "product_liability: shared",
        "net_of_manufacturer_credit": "product_liability: plan or shared",
    }

    services: ServicesIfNotInfused | None = None
    """nothing, phases_begun, agreement_rates, default_rate, fixed, percent_of_charges or cost_plus."""
    amount: Usd | None = None
    """The amount; only with fixed."""
    percent: Percent | None = None
    """The percentage of charges, or on top of cost; only with percent_of_charges and cost_plus."""
    reasons: tuple[NotInfusedReason, ...] = ()
    """The reasons for which this holds; left out, it holds for any reason."""
    product_liability: ProductLiability | None = None
    """plan, provider, manufacturer or shared: who bears the price of a product ordered and not infused."""
    plan_share: Share | None = None
    """The plan's share of that price; only with shared."""
    net_of_manufacturer_credit: bool | None = None
    """Whether only the part that the manufacturer does not credit is owed; only with plan and shared."""

    def open_terms(self) -> Mapping[str, str]:
        """Services and product; then what each choice needs."""
        amount = {"amount": "payment when the Product is not infused"}
        share = {"percent": "percentage when the Product is not infused"}
        by_percent = (ServicesIfNotInfused.percent_of_charges, ServicesIfNotInfused.cost_plus)
        pays = self.product_liability in (ProductLiability.plan, ProductLiability.shared)
        split = {"plan_share": "the Plan’s share of a Product that is not infused"}
        return {
            "services": "payment for services when the Product is not infused",
            **(amount if self.services is ServicesIfNotInfused.fixed else {}),
            **(share if self.services in by_percent else {}),
            "product_liability": "who bears the price of a Product that is not infused",
            **(split if self.product_liability is ProductLiability.shared else {}),
            **({"net_of_manufacturer_credit": "whether a manufacturer credit is deducted"} if pays else {}),
        }

    @model_validator(mode="after")
    def _fields_are_used(self) -> NotInfused:
        if self.services is ServicesIfNotInfused.percent_of_charges and self.percent and self.percent > 1:
            raise ValueError(f"{percent(self.percent)} is more than 100% of charges; write 100% or less")
        return self

    def phrase(self) -> tuple[str, ...]:
        """Services, then the product."""
        reason = f"because of {listed((each.words for each in self.reasons), 'or')}" if self.reasons else ""
        opening = f"If the Product is not infused {reason or 'for any reason'}, {self._service_words()}."
        return (paragraph(opening, *self._product_words()),)

    def _service_words(self) -> str:
        if self.services is ServicesIfNotInfused.fixed:
            return f"the Plan pays {self.told('amount', money)} for all services furnished"
        if self.services is ServicesIfNotInfused.percent_of_charges:
            return (
                f"the Plan pays {self.told('percent', percent)} of all billed charges for services furnished"
            )
        if self.services is ServicesIfNotInfused.cost_plus:
            return f"the Plan pays the Provider’s cost of the services furnished plus {self.told('percent', percent)}"
        return self.told("services", lambda choice: choice.words)

    def _product_words(self) -> tuple[str, str]:
        if self.product_liability in (None, ProductLiability.provider, ProductLiability.manufacturer):
            bearer = self.told("product_liability", lambda party: f"the {party.value.capitalize()}")
            bearer = "the manufacturer" if self.product_liability is ProductLiability.manufacturer else bearer
            return (f"{capital(bearer)} bears the price of a Product that is ordered and not infused.", "")
        share = (
            ""
            if self.product_liability is ProductLiability.plan
            else f"{self.told('plan_share', percent)} of "
        )
        credit = self.whether("net_of_manufacturer_credit", "is deducted first", "is not deducted")
        return (
            f"The Plan pays {share}the manufacturer’s invoice price of a Product that is ordered and not infused.",
            f"Any credit from the manufacturer for that Product {credit}.",
        )

    def summary(self) -> str:
        """`not infused: phases begun; product borne by provider`."""
        services = self.told("services", lambda choice: choice.value.replace("_", " "))
        bearer = self.told("product_liability", lambda party: party.value)
        return f"not infused: {services}; product borne by {bearer}"
