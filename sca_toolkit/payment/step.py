"""The steps in which a payment is worked out. Their order is declared in each arrangement, never assumed."""

from __future__ import annotations

from sca_toolkit.values import Choice


class Step(Choice):
    """One step of the calculation."""

    eligibility = "eligibility"
    base = "base"
    product = "product"
    outlier = "outlier"
    switch = "switch"
    bound = "bound"
    charge_limit = "charge_limit"
    adjust = "adjust"
    cost_share = "cost_share"
    timing = "timing"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "eligibility": "services, days, and lines are assigned to their rates",
            "base": "each base rate is computed",
            "product": "the Product is priced",
            "outlier": "outlier and second-dollar stop-loss amounts are added",
            "switch": "first-dollar stop-loss replaces the payment it protects",
            "bound": "lesser-of terms, floors, and caps are applied",
            "charge_limit": "charge-increase limits are applied",
            "adjust": "rebates are applied, and interest to the amount then due",
            "cost_share": "the Member’s cost share and other coverage are deducted",
            "timing": "the payment date is set",
        }


STANDARD_ORDER: tuple[Step, ...] = tuple(Step)
"""All ten steps in the order of `Step`; a file writes `order: standard`."""
