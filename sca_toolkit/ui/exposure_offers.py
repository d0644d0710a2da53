"""The offers in numbers, one row each, every column explained on hover."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from sca_toolkit.desk.exposure import CaseExposure
from sca_toolkit.desk.exposure_answers import OfferRow, icu_share
from sca_toolkit.ui.exposure_money import chance, money, signed, within


def offers_table(found: CaseExposure, rows: tuple[OfferRow, ...]) -> None:
    """The table and what its ± means."""
    share = chance(icu_share(found))
    frame = pd.DataFrame([_cells(each, at == 0) for at, each in enumerate(rows)])
    st.dataframe(
        frame,
        hide_index=True,
        key="exposure_table",
        alt="Each offer in numbers",
        column_config={
            "Offer": st.column_config.TextColumn(pinned=True),
            "Loses in": st.column_config.TextColumn(
                help="Share of simulated patients with a margin below zero."
            ),
            "Worst 5% lose": st.column_config.TextColumn(
                help="Mean loss of the worst 5% of patients (CVaR 95%)."
            ),
            "If the ICU is needed": st.column_config.TextColumn(
                help=f"Mean margin of the {share} of patients who reach intensive care, and how often they lose."
            ),
            "Payer bears": st.column_config.TextColumn(
                help="Of a further dollar of care, how much the payment follows: 0 under a case rate, 1 at cost."
            ),
            "Worth a case rate of": st.column_config.TextColumn(
                help="The case rate, beside the product at invoice, that would pay as much on average."
            ),
            "Against the first": st.column_config.TextColumn(
                help="Difference of the mean margins on the same patients, plus or minus two standard errors."
            ),
        },
    )
    st.caption(
        "± is two standard errors of the simulation. It does not contain what we do not know about the numbers: see "
        "How sure are we, below."
    )


def _cells(row: OfferRow, first: bool) -> dict[str, str]:
    icu = "too few"
    if row.with_icu is not None and row.loss_with_icu is not None:
        icu = f"{money(row.with_icu)}, loses in {chance(row.loss_with_icu)}"
    return {
        "Offer": row.name,
        "Mean margin": money(row.expected, row.expected_error) + within(row.expected_error),
        "Loses in": chance(row.loss, row.loss_error),
        "5% earn less than": money(row.low),
        "Worst 5% lose": money(row.tail, row.tail_error) if row.tail > 0 else f"gain {money(-row.tail)}",
        "If the ICU is needed": icu,
        "Payer bears": f"{row.pass_through:.2f}",
        "Worth a case rate of": money(row.equivalent_rate),
        "Against the first": "" if first else signed(row.against_first) + within(row.against_first_error),
        "Terms": row.terms,
    }
