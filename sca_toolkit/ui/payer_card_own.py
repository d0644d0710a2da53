"""On a payer's card: what the center's own cases say of it, each figure with its count and its doubt."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from sca_toolkit.desk import Desk
from sca_toolkit.desk.choosing import mark
from sca_toolkit.desk.payer_statistics import PayerStatistics, payer_statistics
from sca_toolkit.ui.frame import markdown_of
from sca_toolkit.ui.words import capital, count, day

_SEEN = "payer_own"


def own_cases(desk: Desk, payer: str, as_of: date) -> None:
    """How often, how long, why longer."""
    found = _statistics(desk, payer, as_of)
    st.markdown("**What our own cases say**")
    if not found.cases:
        st.caption("No case of this payer is in the record yet.")
        return
    st.caption(
        f"{count(found.cases, 'case')} in the record, {found.open} open, as of {day(as_of)}. Exact 95% intervals; open "
        "cases are counted. It does not say why: case mix and the completeness of requests differ."
    )
    st.markdown(markdown_of(found.compared))
    left, right = st.columns([1, 1], gap="large")
    with left:
        _rates(found)
    with right:
        _delays(found)
    _times(found)


def _statistics(desk: Desk, payer: str, as_of: date) -> PayerStatistics:
    """Counted anew only when the record, the payer or the day changed."""
    key = (mark(desk), desk.address, payer, as_of)
    held = st.session_state.get(_SEEN)
    if held is None or held[0] != key:
        held = (key, payer_statistics(desk, payer, as_of))
        st.session_state[_SEEN] = held
    found: PayerStatistics = held[1]
    return found


def _rates(found: PayerStatistics) -> None:
    rows = [
        {"How often": rate.label, "Of our cases": rate.words, "Counted": rate.meaning} for rate in found.rates
    ]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        column_config={"How often": st.column_config.TextColumn(width=180)},
        alt="How often this payer approves, with counts and exact intervals",
    )


def _times(found: PayerStatistics) -> None:
    rows = [
        {
            "How long: half by": capital(time.clock),
            "All cases": time.half_by,
            "Open": time.open,
            "First agreement": time.first,
            "Repeat": time.repeat,
        }
        for time in found.times
    ]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        column_config={"How long: half by": st.column_config.TextColumn(width=330)},
        alt="Days by which half of all cases reached each end, first against repeat agreements",
    )


def _delays(found: PayerStatistics) -> None:
    rows = [
        {
            "Why it took longer": capital(delay.reason),
            "Cases": f"{delay.cases} of {found.delays_read}",
            "Days": f"{delay.days} known" if delay.days else "not known",
        }
        for delay in found.delays
    ]
    if not rows:
        st.caption("Nobody noted a reason for a delay with this payer.")
        return
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        column_config={"Why it took longer": st.column_config.TextColumn(width=330)},
        alt="Reasons for delay with this payer, by number of cases",
    )
