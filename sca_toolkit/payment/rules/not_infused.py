"""When the product is never infused: what is paid for services, and who bears the product."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import model_validator

from sca_toolkit.payment.percentages import at_most_all_charges
from sca_toolkit.payment.rules.rule import Rule
from sca_toolkit.payment.scope import ChargeBasis
from sca_toolkit.payment.wording import listed, money, paragraph
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

    payer = "payer"
    provider = "provider"
    manufacturer = "manufacturer"
    shared = "shared"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "provider": "the Provider bears its price",
            "manufacturer": "the Provider looks to the manufacturer for its price",
        }


_PAYS = (ProductLiability.payer, ProductLiability.shared)


class NotInfused(Rule):
    """What is paid when the product is never infused.

    Product: payer share times (invoice price less any credit that is deducted); all of it with `payer`, nothing with
    `provider` and `manufacturer`.
    """

    heading: ClassVar[str] = "Not infused"
    only_with: ClassVar[Mapping[str, str]] = {
        "amount": "services: fixed",
        "percent": "services: percent_of_charges or cost_plus",
        "charges": "services: percent_of_charges or cost_plus",
        "cost_to_charge_ratio": "services: cost_plus",
        "payer_share": "product_liability: shared",
        "net_of_manufacturer_credit": "product_liability: payer or shared",
    }

    services: ServicesIfNotInfused | None = None
    """nothing, phases_begun, agreement_rates, default_rate, fixed, percent_of_charges or cost_plus."""
    amount: Usd | None = None
    """The amount; only with fixed."""
    percent: Percent | None = None
    """The percentage of charges, or on top of cost; only with percent_of_charges and cost_plus."""
    charges: ChargeBasis | None = None
    """Which charges: all_billed, covered or allowed; only with percent_of_charges and cost_plus."""
    cost_to_charge_ratio: Share | None = None
    """The ratio that turns those charges into cost; only with cost_plus."""
    reasons: tuple[NotInfusedReason, ...] = ()
    """The reasons for which this holds; left out, it holds for any reason."""
    product_liability: ProductLiability | None = None
    """payer, provider, manufacturer or shared: who bears the price of a product ordered and not infused."""
    payer_share: Share | None = None
    """The payer's share of that price; only with shared."""
    net_of_manufacturer_credit: bool | None = None
    """Whether a credit from the manufacturer is deducted first; only with payer and shared."""

    def open_terms(self) -> Mapping[str, str]:
        """Services and product; then what each choice needs."""
        event = "when the Product is not infused"
        by_service: dict[ServicesIfNotInfused, dict[str, str]] = {
            ServicesIfNotInfused.fixed: {"amount": f"payment {event}"},
            ServicesIfNotInfused.percent_of_charges: {
                "percent": f"percentage of charges {event}",
                "charges": f"which charges are meant {event}",
            },
            ServicesIfNotInfused.cost_plus: {
                "percent": f"percentage on top of cost {event}",
                "charges": f"which charges are meant {event}",
                "cost_to_charge_ratio": f"cost-to-charge ratio {event}",
            },
        }
        shared = self.product_liability is ProductLiability.shared
        pays = self.product_liability in _PAYS
        return {
            "services": f"payment for services {event}",
            **(by_service.get(self.services, {}) if self.services else {}),
            "product_liability": "who bears the price of a Product that is not infused",
            **({"payer_share": "the Payer’s share of a Product that is not infused"} if shared else {}),
            **({"net_of_manufacturer_credit": "whether a manufacturer credit is deducted"} if pays else {}),
        }

    @model_validator(mode="after")
    def _not_over_charges(self) -> NotInfused:
        if self.services is ServicesIfNotInfused.percent_of_charges:
            at_most_all_charges(self.percent)
        return self

    def phrase(self) -> tuple[str, ...]:
        """Services, then the product."""
        reason = f"because of {listed((each.words for each in self.reasons), 'or')}" if self.reasons else ""
        opening = f"If the Product is not infused {reason or 'for any reason'}, {self._service_words()}."
        return (paragraph(opening, self._cost_words(), *self._product_words()),)

    def _service_words(self) -> str:
        if self.services is ServicesIfNotInfused.fixed:
            return f"the Payer pays {self.told('amount', money)} for all services furnished"
        if self.services is ServicesIfNotInfused.percent_of_charges:
            share, charges = self.told("percent", percent), self.told("charges", lambda basis: basis.words)
            return f"the Payer pays {share} of {charges}"
        if self.services is ServicesIfNotInfused.cost_plus:
            share = self.told("percent", percent)
            return f"the Payer pays the Provider’s cost of the services furnished plus {share} of that cost"
        return self.told("services", lambda choice: choice.words)

    def _cost_words(self) -> str:
        if self.services is not ServicesIfNotInfused.cost_plus:
            return ""
        charges = self.told("charges", lambda basis: basis.words)
        ratio = self.told("cost_to_charge_ratio", percent)
        return f"Cost means {charges} times a cost-to-charge ratio of {ratio}."

    def _product_words(self) -> tuple[str, ...]:
        if self.product_liability not in _PAYS:
            bearer = self.told("product_liability", lambda party: party.words)
            if self.product_liability:
                return (f"The Payer does not pay for a Product that is ordered and not infused; {bearer}.",)
            return (f"The price of a Product that is ordered and not infused: {bearer}.",)
        shared = self.product_liability is ProductLiability.shared
        share = f"{self.told('payer_share', percent)} of " if shared else ""
        credit = self.whether("net_of_manufacturer_credit", "is deducted first", "is not deducted")
        return (
            f"The Payer pays {share}the manufacturer’s invoice price of a Product that is ordered and not infused.",
            f"Any credit from the manufacturer for that Product {credit}.",
        )

    def summary(self) -> str:
        """`not infused: phases begun; product price borne by provider`."""
        services = self.told("services", lambda choice: choice.value.replace("_", " "))
        if self.product_liability is ProductLiability.shared:
            return f"not infused: {services}; product price shared, payer {self.told('payer_share', percent)}"
        bearer = self.told("product_liability", lambda party: party.value)
        return f"not infused: {services}; product price borne by {bearer}"
