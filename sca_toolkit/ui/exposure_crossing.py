"""When does the per diem pay more than the case rate? A line in days by level of care, and how likely it is."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from sca_toolkit.desk.exposure import CaseExposure
from sca_toolkit.desk.exposure_answers import Crossed, crossings
from sca_toolkit.ui.exposure_money import chance, money
from sca_toolkit.ui.frame import markdown_of

SHOWN = (0, 1, 2, 3, 5, 7, 10, 14)
"""Days in intensive care shown in the table."""


def crossing_of(found: CaseExposure) -> None:
    """Each pair of a case rate and a per diem among the offers; nothing where there is none."""
    pairs = crossings(found)
    if not pairs:
        return
    st.subheader("When does the per diem pay more than the case rate?", anchor=False)
    names = [f"{each.second} over {each.first}" for each in pairs]
    closest = max(pairs, key=lambda each: min(each.crossing.chance, 1 - each.crossing.chance))
    usual = names[pairs.index(closest)]
    chosen = st.segmented_control(
        "Offers", names, default=usual, key=f"exposure_crossing|{names}", required=True
    )
    pair = pairs[names.index(str(chosen))] if chosen in names else closest
    st.markdown(markdown_of(_words(pair)))
    st.dataframe(
        _line(pair),
        hide_index=True,
        key="exposure_crossing_line",
        alt="Ward days at the crossing by ICU days",
    )
    st.caption(
        "The product counts the same on both sides. There is no single number of days: a day in intensive care moves "
        "the crossing. From simulated patients, readmissions included."
    )


def _words(pair: Crossed) -> str:
    c = pair.crossing
    days = "at no number of days" if c.at is None else f"from {c.at} days in hospital on"
    return (
        f"On average over these patients, {pair.second} pays more {days}; it does so in {chance(c.chance)} of those "
        f"infused. Spread over all of them, it pays {money(c.second_gains)} more where it pays more, and "
        f"{money(c.first_gains)} less where it pays less."
    )


def _line(pair: Crossed) -> pd.DataFrame:
    line = dict(pair.rates.line(max(SHOWN)))
    return pd.DataFrame(
        [{"Days in intensive care": str(icu), "Then the ward days that reach the case rate": f"{line[icu]:.1f}"}
         for icu in SHOWN if icu in line]
    )  # fmt: skip
