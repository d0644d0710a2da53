"""Inpatient or outpatient, and under which offer: the same offers in both settings."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from sca_toolkit.desk import Desk
from sca_toolkit.desk.exposure import Assumed
from sca_toolkit.desk.exposure_answers import OfferRow, both_settings, offer_rows
from sca_toolkit.ui.exposure_money import chance, money
from sca_toolkit.ui.frame import markdown_of, today

WHERE = ("Outpatient", "Inpatient")


def two_settings(desk: Desk, case: str, offers: tuple[str, ...], assumed: Assumed) -> None:
    """A table of both settings and a sentence that says which leaves most."""
    st.subheader("Inpatient or outpatient, and under which offer?", anchor=False)
    found = both_settings(desk, case, offers, today(), assumed)
    rows = {where: offer_rows(each) for where, each in zip(WHERE, found, strict=True)}
    every = [(where, row) for where in WHERE for row in rows[where]]
    if not every:
        return
    best = max(every, key=lambda each: each[1].expected)
    calm = min(every, key=lambda each: each[1].tail)
    st.markdown(markdown_of(f"Most is left {_words(*best)}. The mildest tail is {_words(*calm)}."))
    frame = pd.DataFrame(
        [_cells(out, inside) for out, inside in zip(rows[WHERE[0]], rows[WHERE[1]], strict=True)]
    )
    st.dataframe(frame, hide_index=True, key="exposure_settings", alt="Each offer in both settings")
    st.caption(
        "Outpatients are admitted as often, as early and as long as the page Assumptions says; an admission is not a "
        "rare event. Where the infusion takes place is a clinical decision."
    )


def _words(where: str, row: OfferRow) -> str:
    tail = (
        f"the worst 5% lose {money(row.tail)}"
        if row.tail > 0
        else f"even the worst 5% leave {money(-row.tail)}"
    )
    return f"as an {where.lower()} under {row.name} (mean {money(row.expected)}, {tail})"


def _cells(out: OfferRow, inside: OfferRow) -> dict[str, str]:
    cells = {"Offer": out.name}
    for where, row in zip(WHERE, (out, inside), strict=True):
        cells[f"{where}: mean margin"] = money(row.expected, row.expected_error)
        cells[f"{where}: loses in"] = chance(row.loss, row.loss_error)
        cells[f"{where}: worst 5% lose"] = money(row.tail) if row.tail > 0 else f"gain {money(-row.tail)}"
    return cells
