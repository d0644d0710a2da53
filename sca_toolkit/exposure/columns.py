"""Which column of the random numbers stands for which choice. A column, once given, is never moved or given away.

Every path uses every column whether its branch needs it or not, so that a change in one branch shifts no other. New
choices are added at the end. Columns of what happens to a patient and columns of what we do not know about the numbers
are drawn from separate streams; both are always drawn to their full capacity, so a new column changes no old one.
"""

from __future__ import annotations

from collections.abc import Mapping

VERSION = 1
"""Raised when a column is added; every result carries it."""

PROCESS_CAPACITY = 32
PARAMETER_CAPACITY = 96

PROCESS: tuple[str, ...] = (
    "stay",
    "cost_residual",
    "icu",
    "crs",
    "icans",
    "icu_days",
    "readmission",
    "readmission_days",
    "tocilizumab",
    "admitted",
    "admission_day",
    "admission_days",
    "attrition",
    "attrition_cause",
    "manufacturing",
    "vein_to_vein",
    "agreement_days",
    "payment_days",
    "denial",
    "repeat",
    "readmission_gap",
    "tail",
)
"""The most influential first: the first coordinates of a Sobol sequence are the best spread."""

LATENT = ("stay", "cost_residual", "icu", "crs", "icans")
"""The columns that depend on one another."""

PARAMETERS: tuple[str, ...] = (
    "stay_median",
    "stay_sigma",
    "icu_inpatient",
    "icu_outpatient",
    "icu_days_median",
    "ward_day",
    "icu_day",
    "outpatient_admitted",
    "admission_days_median",
    "fixed_cost",
    "residual_sigma",
    "readmission",
    "readmission_days_median",
    "not_infused",
    "manufacturing_failure",
    "out_of_specification",
    "repeat_succeeds",
    "attrition",
    "attrition_lost",
    "crs_any",
    "crs_severe",
    "icans_any",
    "icans_severe",
    "tocilizumab_given_crs",
    "tocilizumab_two",
    "tocilizumab_three",
    "admitted_day_0_3",
    "admitted_day_4_7",
    "admission_days_sigma",
    "stay_multiplier",
    "icu_days_sigma",
    "readmission_days_sigma",
    "agreement_days_median",
    "agreement_days_sigma",
    "order_days",
    "collection_days",
    "vein_to_vein_median",
    "vein_to_vein_sigma",
    "payment_days_median",
    "payment_days_sigma",
    "step_down_day",
    "step_down_share",
    "tocilizumab_dose",
    "collection_cost_share",
    "product_markup",
    "price_drift",
    "asp_share",
    "cost_of_capital",
    "invoice_terms",
)
"""Numbers that may be other than the default. The correlations are not among them: they are varied in the tornado."""


def positions(names: tuple[str, ...], capacity: int) -> Mapping[str, int]:
    """The column of each name. Raises ValueError when a name stands twice or the capacity is used up."""
    if len(set(names)) != len(names):
        raise ValueError("a column stands twice in the registry")
    if len(names) > capacity:
        raise ValueError(
            f"{len(names)} columns do not fit into {capacity}; that needs a new registry version"
        )
    return {name: at for at, name in enumerate(names)}
