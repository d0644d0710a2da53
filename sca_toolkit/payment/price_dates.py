"""The date, or the quarter, whose product price counts."""

from __future__ import annotations

from sca_toolkit.values import Choice


class PriceDateRule(Choice):
    """The date whose price counts."""

    agreement_date = "agreement_date"
    order_date = "order_date"
    collection_date = "collection_date"
    invoice_date = "invoice_date"
    infusion_date = "infusion_date"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "agreement_date": "the effective date of this Agreement",
            "order_date": "the date the Product is ordered",
            "collection_date": "the date the first collection begins",
            "invoice_date": "the date of the manufacturer’s invoice",
            "infusion_date": "Day 0",
        }


class QuarterRule(Choice):
    """Whose date picks the quarter of the average sales price."""

    infusion_quarter = "infusion_quarter"
    order_quarter = "order_quarter"
    agreement_quarter = "agreement_quarter"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "infusion_quarter": "the calendar quarter of Day 0",
            "order_quarter": "the calendar quarter of the Product order",
            "agreement_quarter": "the calendar quarter in which this Agreement takes effect",
        }
