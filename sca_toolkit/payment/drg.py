"""Payment by diagnosis-related group, with multiplier, outlier and new-technology add-on.

Medicare's form: an outlier payment is a set share of estimated cost (covered charges times the cost-to-charge ratio)
above the group's payment plus any add-on plus the fixed loss (HHS outlier guidance; the share is in 42 CFR 412.84).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints, model_validator

from sca_toolkit.payment.drg_formula import amounts, multipliers
from sca_toolkit.payment.drg_terms import DrgBasis, MultiplierScope, NoCostProduct, RatesAsOf
from sca_toolkit.payment.facts.facts import Facts, Reach, Scope, Spot
from sca_toolkit.payment.facts.lines import SERVICES, WHOLE, Line, Lines
from sca_toolkit.payment.facts.refusal import agreed
from sca_toolkit.payment.facts.standing import billable
from sca_toolkit.payment.part import RateRow
from sca_toolkit.payment.scope import ChargeBasis, ScopedNode, Setting
from sca_toolkit.payment.service import Column
from sca_toolkit.payment.wording import money, paragraph
from sca_toolkit.values import Percent, Share, Usd, percent
from sca_toolkit.values.marks import term

_AMOUNTS = ("group payment", "new-technology add-on", "outlier payment")


class DrgPayment(ScopedNode):
    """A multiple of the payment for a diagnosis-related group.

    It pays the stay in which the product is infused, or into which an outpatient infusion rolls; other stays, such as
    readmissions, are in other groups and need a rate of their own.

    Formula: base payment, plus new-technology add-on and outlier where included; the multiplier applies to what
    `multiplier_scope` says, the rest is added unmultiplied.
    """

    default_term: ClassVar[str] = "DRG Payment"
    only_with: ClassVar[Mapping[str, str]] = {
        "base_rate": "basis: payer_base_rate",
        "relative_weight": "basis: payer_base_rate",
    }

    kind: Literal["drg"] = "drg"
    setting: Setting = Setting.inpatient
    """Always inpatient."""
    ms_drg: Annotated[str, StringConstraints(pattern=r"^\d{3}$")] | None = None
    """The Medicare group, three digits; 018 is the group for CAR T and other immunotherapies."""
    basis: DrgBasis | None = None
    """medicare_full_payment, medicare_base_only, or payer_base_rate (base rate times relative weight)."""
    base_rate: Usd | None = None
    """The payer's own base rate; only with payer_base_rate."""
    relative_weight: Annotated[Decimal, Field(gt=0)] | None = None
    """The relative weight of the group; only with payer_base_rate."""
    rates_as_of: RatesAsOf | None = None
    """Whose date decides which public rates apply: discharge_date, admission_date or agreement_date."""
    multiplier: Percent | None = None
    """The multiplier, for example 180%; 100% when nothing is multiplied."""
    multiplier_scope: MultiplierScope | None = None
    """What is multiplied: base_only, base_and_outlier or base_outlier_and_new_technology."""
    outlier_included: bool | None = None
    """Whether an outlier payment is made."""
    new_technology_included: bool | None = None
    """Whether a new-technology add-on payment is made."""
    fixed_loss: Usd | None = None
    """The fixed loss of the outlier formula; left out, Medicare's for the date."""
    marginal_share: Share | None = None
    """The share of cost above the outlier threshold that is paid; left out, Medicare's for the date."""
    cost_to_charge_ratio: Share | None = None
    """The ratio that turns charges into estimated cost; left out, Medicare's for this hospital and date."""
    product_included: bool | None = None
    """Whether the payment also pays for the product."""
    no_cost_product: NoCostProduct | None = None
    """medicare_reduction or no_reduction when the provider bore no cost for the product."""

    def open_terms(self) -> Mapping[str, str]:
        """Group, basis, date, multiplier and its scope, outlier, add-on, product."""
        own = {"base_rate": "base rate", "relative_weight": "relative weight of the group"}
        return {
            "ms_drg": "diagnosis-related group",
            "basis": f"basis of the {self.term}",
            **(own if self.basis is DrgBasis.payer_base_rate else {}),
            "rates_as_of": "date whose rates apply",
            "multiplier": f"multiplier of the {self.term}",
            "multiplier_scope": "what the multiplier applies to",
            "outlier_included": "whether an outlier payment is made",
            "new_technology_included": "whether a new-technology add-on is made",
            "product_included": f"whether the {self.term} includes the Product",
            "no_cost_product": "payment when the Provider bore no Product cost",
        }

    @model_validator(mode="after")
    def _consistent(self) -> DrgPayment:
        scope = self.multiplier_scope
        new_technology = MultiplierScope.base_outlier_and_new_technology
        if self.setting is not Setting.inpatient:
            raise ValueError("a DRG pays an inpatient stay; leave setting out")
        if self.outlier_included is False and scope in (MultiplierScope.base_and_outlier, new_technology):
            raise ValueError("the multiplier covers the outlier payment, but outlier_included is no")
        if self.new_technology_included is False and scope is new_technology:
            raise ValueError(
                "the multiplier covers the new-technology add-on, but new_technology_included is no"
            )
        terms = (self.fixed_loss, self.marginal_share, self.cost_to_charge_ratio)
        if self.outlier_included is False and any(value is not None for value in terms):
            raise ValueError("fixed_loss, marginal_share and cost_to_charge_ratio need outlier_included: yes")
        return self

    def services(self, facts: Facts) -> Reach:
        """Everything of the stay in which the Product was infused or into which it rolled."""
        found = facts.nothing
        whole = facts.reach(Scope.of(self), self._keep, self.term)
        for stay in range(len(facts.stays)):
            found = found | (whole & facts.product_stay_reach(stay))
        return found

    def _keep(self, column: Column) -> bool:
        return column.kind != "product" or bool(agreed(self, "product_included", self.term))

    def price(self, facts: Facts, spot: Spot) -> Lines:
        """Group payment, add-on and outlier of each stay in the group, each with its multiplier."""
        if not spot.lumps:
            return ()
        reach = self.services(facts) & spot.within
        return tuple(
            line
            for stay in range(len(facts.stays))
            for line in self._stay_lines(facts, spot, reach & facts.stay_reach(stay), stay)
        )

    def _stay_lines(self, facts: Facts, spot: Spot, reach: Reach, stay: int) -> Iterator[Line]:
        agreed(self, "ms_drg", spot.path)
        covered = reach & billable(facts, ChargeBasis.covered, edits_waived=True)
        charges = facts.charges(covered)
        if agreed(self, "product_included", spot.path):
            charges = charges + facts.product_charge(covered, spot.path)
        found = amounts(self, facts, charges, spot.path)
        for what, amount, times in zip(_AMOUNTS, found, multipliers(self, facts, spot.path), strict=True):
            paid = facts.choose(facts.holds_product(stay), amount * times, facts.number(0))
            yield facts.line(
                spot.path,
                self.term,
                f"{what}, stay {stay + 1}",
                paid,
                item=WHOLE if self.product_included else SERVICES,
                claim=facts.stay_claims[stay],
                stay=stay,
                formula=facts.words(lambda amount=amount, times=times: f"{money(amount)} x {times}"),  # type: ignore[misc]
            )

    def phrase(self) -> tuple[str, ...]:
        """The group and its basis; the multiplier; the outlier; the product."""
        return (
            paragraph(
                f"The {term(self.term)} is the group payment plus any outlier payment and any add-on.",
                f"It is computed for the inpatient stay in MS-DRG {self.told('ms_drg')}: the one in which the Product "
                "is infused, or of which its infusion becomes part.",
                f"It applies to {self.reach()}.",
                f"The group payment is {self._basis_words()}.",
                f"The rates in effect on {self.told('rates_as_of', lambda choice: choice.words)} apply.",
            ),
            paragraph(
                f"A multiplier of {self.told('multiplier', percent)} applies "
                f"{self.told('multiplier_scope', lambda scope: scope.words)}.",
                f"An outlier payment {self.whether('outlier_included', 'is', 'is not')} made.",
                self._add_on_words(),
                self._outlier_words(),
            ),
            paragraph(
                f"The {self.term} {self.whether('product_included', 'includes', 'does not include')} "
                "payment for the Product.",
                "When the Provider bore no cost for the Product, "
                f"{self.told('no_cost_product', lambda rule: rule.words)}.",
            ),
        )

    def _basis_words(self) -> str:
        if self.basis is DrgBasis.payer_base_rate:
            return f"a base rate of {self.told('base_rate', money)} times a relative weight of " + self.told(
                "relative_weight"
            )
        return self.told("basis", lambda basis: basis.words)

    def _add_on_words(self) -> str:
        made = self.whether(
            "new_technology_included", "is made, computed as Medicare computes it", "is not made"
        )
        return f"A new-technology add-on payment {made}."

    def _outlier_words(self) -> str:
        if not self.outlier_included:
            return ""
        loss = (
            "Medicare’s fixed loss"
            if self.fixed_loss is None
            else f"a fixed loss of {money(self.fixed_loss)}"
        )
        share = "Medicare’s share" if self.marginal_share is None else percent(self.marginal_share)
        ratio = self.cost_to_charge_ratio
        known = "Medicare’s cost-to-charge ratio for the Provider"
        ratio_words = known if ratio is None else f"a cost-to-charge ratio of {percent(ratio)}"
        return paragraph(
            f"The outlier threshold is the group payment plus any add-on plus {loss}.",
            f"The outlier payment is {share} of estimated cost above the outlier threshold.",
            f"Estimated cost is covered charges times {ratio_words}.",
        )

    def rate_rows(self) -> tuple[RateRow, ...]:
        """One row."""
        extras = (
            self.whether("outlier_included", "outlier included", "no outlier"),
            self.whether("new_technology_included", "add-on included", "no add-on"),
            self.whether("product_included", "Product included", "Product not included"),
        )
        return (
            RateRow(
                scope=self.scope_words(),
                service=f"MS-DRG {self.told('ms_drg')}",
                method="DRG",
                amount=self.told("multiplier", percent),
                unit=self.told("basis", lambda basis: f"of {basis.short}"),
                note="; ".join(extras),
            ),
        )

    def summary(self) -> str:
        """`180% of MS-DRG 018 (base only)`."""
        scope = self.told("multiplier_scope", lambda scope: scope.value.replace("_", " "))
        return f"{self.told('multiplier', percent)} of MS-DRG {self.told('ms_drg')} ({scope})"
