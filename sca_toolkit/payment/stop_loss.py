"""Stop-loss protection: first-dollar replaces the payment, second-dollar adds to it.

X is what `threshold_basis` measures, T the threshold, q the percentage above, P the payment of `of`.
First-dollar: if X > T, q times all charges (or cost), in place of P. Second-dollar: P plus q times (X - T).
Where X is the payment itself, second-dollar pays T plus q times (P - T).
Where X is days: q applies to the charges of the days after T (second-dollar), or a per diem is added for each of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from pydantic import field_validator, model_validator

from sca_toolkit.payment.part import PaymentNode, RateRow, Words
from sca_toolkit.payment.percentages import at_most_all_charges
from sca_toolkit.payment.scope import ChargeBasis, MeasuredOver
from sca_toolkit.payment.threshold import Threshold, ThresholdBasis
from sca_toolkit.payment.wording import listed, money, paragraph
from sca_toolkit.values import Percent, Share, Usd, dollars, percent
from sca_toolkit.values.marks import term

if TYPE_CHECKING:
    from sca_toolkit.payment.node import Node


class StopLoss(PaymentNode):
    """What both kinds of stop-loss have in common."""

    default_term: ClassVar[str] = "Stop-Loss Payment"
    only_with: ClassVar[Mapping[str, str]] = {
        "product_in_threshold": "a threshold that is not counted in days",
        "product_in_percentage": "a percentage above the threshold",
        "percent_above": "a percentage above the threshold (not with per_day)",
        "charges": "a threshold or percentage that is measured on charges",
        "cost_to_charge_ratio": "threshold_basis: cost_at_ccr",
        "needs_approval": "threshold_basis: covered_days",
    }

    of: Node
    """The payment that is protected."""
    threshold_basis: ThresholdBasis | None = None
    """charges, cost_at_ccr, reimbursement, covered_days or ratio_to_rate."""
    threshold: Threshold | None = None
    """The threshold with its unit: $500,000, 20 days or 2.5 times."""
    measured_over: MeasuredOver | None = None
    """claim, admission or episode: what is added up before it is held against the threshold."""
    product_in_threshold: bool | None = None
    """Whether the product counts toward the threshold; no meaning for days."""
    percent_above: Percent | None = None
    """The percentage that is paid, at most 100%."""
    charges: ChargeBasis | None = None
    """Which charges are meant: all_billed, covered or allowed."""
    product_in_percentage: bool | None = None
    """Whether the percentage applies to the product as well."""
    cost_to_charge_ratio: Share | None = None
    """The ratio that turns charges into cost, for example 25%; only with cost_at_ccr."""
    excludes: tuple[Words, ...] = ()
    """Items that count toward neither the threshold nor the percentage; left out, there are none."""
    needs_approval: bool | None = None
    """Whether days past a threshold of days need the payer's approval; no meaning for other thresholds."""
    maximum: Usd | None = None
    """The most that the stop-loss pays; left out, there is no limit."""

    _not_over = field_validator("percent_above")(at_most_all_charges)

    @property
    def threshold_term(self) -> str:
        """The defined term of the threshold."""
        return f"{self.called} Threshold" if self.called else "Stop-Loss Threshold"

    def uses_charges(self) -> bool:
        """Whether some charges must be named."""
        raise NotImplementedError

    def uses_percent(self) -> bool:
        """Whether a percentage is paid (a day threshold may pay a per diem instead)."""
        return True

    def open_terms(self) -> Mapping[str, str]:
        """Threshold, measure, percentage; the product in both."""
        name, basis = self.term, self.threshold_basis
        product = {"product_in_threshold": f"whether the Product counts toward the {self.threshold_term}"}
        approval = {"needs_approval": f"whether days above the {self.threshold_term} need approval"}
        ratio = {"cost_to_charge_ratio": f"cost-to-charge ratio of the {name}"}
        share = {
            "percent_above": f"percentage of the {name}",
            "product_in_percentage": f"whether the percentage of the {name} applies to the Product",
        }
        return {
            "threshold_basis": f"what is measured for the {name}",
            "threshold": f"amount of the {self.threshold_term}",
            "measured_over": f"whether the {name} is measured by claim, admission, or episode",
            **({} if basis is ThresholdBasis.covered_days else product),
            **(share if self.uses_percent() else {}),
            **({"charges": f"which charges the {name} is measured on"} if self.uses_charges() else {}),
            **(ratio if basis is ThresholdBasis.cost_at_ccr else {}),
            **(approval if basis is ThresholdBasis.covered_days else {}),
        }

    @model_validator(mode="after")
    def _one_meaning(self) -> StopLoss:
        if self.threshold_basis and self.threshold:
            self.threshold_basis.check(self.threshold)
        return self

    def phrase(self) -> tuple[str, ...]:
        """The protected payment, the threshold, and what is paid on either side of it."""
        return (*self.of.phrase(), self._threshold_words(), self._payment_words())

    def _threshold_words(self) -> str:
        amount = self.told("threshold", lambda value: value.words())
        counts = self.whether("product_in_threshold", "counts", "does not count") if self._flagged() else ""
        listed_out = f"These items count toward neither the {self.threshold_term} nor the percentage: "
        return paragraph(
            f"The {term(self.threshold_term)} is {amount}{self._measure_words()}.",
            f"It is measured over {self.told('measured_over', lambda unit: unit.words)}.",
            f"Only services that the {self.of.term} pays for are counted." if self._counts_services() else "",
            f"The Product {counts} toward the {self.threshold_term}." if counts else "",
            f"{listed_out}{listed(self.excludes)}." if self.excludes else "",
        )

    def _counts_services(self) -> bool:
        return self.threshold_basis not in (None, ThresholdBasis.reimbursement)

    def _flagged(self) -> bool:
        return "product_in_threshold" in self.open_terms()

    def _charge_words(self) -> str:
        return self.told("charges", lambda basis: basis.words)

    def _measure_words(self) -> str:
        """What the threshold amount counts, to follow it: ` of all billed charges`."""
        basis = self.threshold_basis
        if basis is ThresholdBasis.charges:
            return f" of {self._charge_words()}"
        if basis is ThresholdBasis.cost_at_ccr:
            ratio = self.told("cost_to_charge_ratio", percent)
            return f" of cost, which is {self._charge_words()} times a cost-to-charge ratio of {ratio}"
        if basis is ThresholdBasis.reimbursement:
            return f", measured on the {self.of.term}"
        if basis is ThresholdBasis.covered_days:
            return " of covered inpatient care"
        if basis is ThresholdBasis.ratio_to_rate:
            return f" the {self.of.term}, measured on {self._charge_words()}"
        return f" of {self.told('threshold_basis')}{self._charges_if_asked()}"

    def _charges_if_asked(self) -> str:
        return f", measured on {self._charge_words()}" if "charges" in self.open_terms() else ""

    def _excess_noun(self) -> str:
        """What the threshold is compared with, to follow `when`: `all billed charges`."""
        basis = self.threshold_basis
        if basis is ThresholdBasis.cost_at_ccr:
            return "that cost"
        if basis is ThresholdBasis.reimbursement:
            return f"the {self.of.term}"
        return "covered inpatient days" if basis is ThresholdBasis.covered_days else "those charges"

    def _payment_words(self) -> str:
        raise NotImplementedError

    def _applies_words(self) -> str:
        applies = self.whether("product_in_percentage", "applies", "does not apply")
        return f"This percentage {applies} to the Product{self.product_left_out()}."

    def product_left_out(self) -> str:
        """What happens to the product when the percentage does not apply to it, as the end of a sentence."""
        return ""

    def _apart_words(self) -> str:
        """Which charges the percentage is of, where claims or admissions are measured one by one."""
        unit = {MeasuredOver.claim: "claim", MeasuredOver.admission: "admission"}.get(
            self.measured_over or MeasuredOver.episode
        )
        return f"The percentage applies to the charges of that {unit} only." if unit else ""

    def _approval_words(self) -> str:
        if self.threshold_basis is not ThresholdBasis.covered_days:
            return ""
        need = self.whether("needs_approval", "need", "do not need")
        return f"Days above the {self.threshold_term} {need} the Payer’s approval."

    def rate_rows(self) -> tuple[RateRow, ...]:
        """The rows of the protected payment and one for the stop-loss."""
        row = RateRow(
            scope="Stop-loss",
            service=f"{self.told('threshold_basis', lambda basis: basis.words)} above "
            f"{self.told('threshold', lambda value: value.words())}",
            method=self.method(),
            amount=self._rate_text(),
            unit=self.told("measured_over", lambda unit: unit.words),
            note=self.whether("product_in_threshold", "Product counted", "Product not counted")
            if self._flagged()
            else "",
        )
        return (*self.of.rate_rows(), row)

    def method(self) -> str:
        """`First-dollar stop-loss` or `Second-dollar stop-loss`."""
        raise NotImplementedError

    def _rate_text(self) -> str:
        return self.told("percent_above", percent)

    def summary(self) -> str:
        """`... ; second-dollar stop-loss 45% above $500,000 of charges (product not counted)`."""
        basis = self.told("threshold_basis", lambda basis: basis.words)
        threshold = self.told("threshold", lambda value: value.short())
        product = {True: " (product counted)", False: " (product not counted)", None: ""}[
            self.product_in_threshold
        ]
        limit = f", at most {dollars(self.maximum)}" if self.maximum is not None else ""
        method = self.method().lower()
        return (
            f"{self.of.summary()}; {method} {self._rate_text()} above {threshold} ({basis}){product}{limit}"
        )

    def _limit_words(self, what: str) -> str:
        return f"{what} is never more than {money(self.maximum)}." if self.maximum is not None else ""
