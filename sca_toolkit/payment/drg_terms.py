"""The choices inside a payment by diagnosis-related group."""

from __future__ import annotations

from sca_toolkit.values import Choice


class DrgBasis(Choice):
    """Whose rate for the group is used."""

    medicare_full_payment = "medicare_full_payment"
    medicare_base_only = "medicare_base_only"
    payer_base_rate = "payer_base_rate"

    @property
    def short(self) -> str:
        """The basis in a cell of the rate exhibit."""
        return self.value.replace("_", " ").replace("medicare", "Medicare").replace("payer", "Payer")

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "medicare_full_payment": "the amount Medicare fee-for-service would pay this Provider for that group, "
            "with all adjustments specific to the Provider, before any outlier payment or add-on",
            "medicare_base_only": "the Medicare operating and capital base payment for that group, before "
            "teaching and disproportionate-share adjustments",
        }


class MultiplierScope(Choice):
    """What the multiplier multiplies. One word here can move more than a hundred thousand dollars."""

    base_only = "base_only"
    base_and_outlier = "base_and_outlier"
    base_outlier_and_new_technology = "base_outlier_and_new_technology"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "base_only": "to the group payment only, before any outlier payment or add-on",
            "base_and_outlier": "to the group payment and the outlier payment, but not to the add-on",
            "base_outlier_and_new_technology": "to the group payment, the outlier payment, and the add-on",
        }


class RatesAsOf(Choice):
    """The date whose public rates apply."""

    discharge_date = "discharge_date"
    admission_date = "admission_date"
    agreement_date = "agreement_date"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "discharge_date": "the date of discharge",
            "admission_date": "the date of admission",
            "agreement_date": "the effective date of this Agreement",
        }


class NoCostProduct(Choice):
    """What happens when the provider bore no cost for the product (trial, out-of-specification dose)."""

    medicare_reduction = "medicare_reduction"
    no_reduction = "no_reduction"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "medicare_reduction": "the group payment is reduced as Medicare would reduce it",
            "no_reduction": "the group payment is not reduced",
        }
