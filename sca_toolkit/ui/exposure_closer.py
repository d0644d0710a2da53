"""A closer look at one offer: break-even, cost of each word, the worst path, who bears what, how sure we are."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from sca_toolkit.desk.exposure import CaseExposure
from sca_toolkit.desk.exposure_answers import bearers_of, frontier_of, outcome_of, story_of, unsure_interval
from sca_toolkit.exposure.offers import Outcome
from sca_toolkit.ui.exposure_break_even import what_rate
from sca_toolkit.ui.exposure_money import chance, money, of_patients, signed
from sca_toolkit.ui.exposure_words import which_word
from sca_toolkit.ui.frame import markdown_of
from sca_toolkit.ui.words import capital, day


def closer_look(found: CaseExposure) -> None:
    """One offer of those that could be priced."""
    if found.comparison is None:
        return
    names = [each.offer.name for each in found.comparison.outcomes]
    if st.session_state.get("exposure_closer") not in names:
        deepest = max(found.comparison.outcomes, key=lambda each: each.summary.cvar.value)
        st.session_state["exposure_closer"] = deepest.offer.name
    name = st.segmented_control("Look closer at", names, key="exposure_closer", required=True)
    outcome = outcome_of(found, str(name))
    left, right = st.columns(2, gap="large")
    with left:
        what_rate(found, str(name))
    with right:
        which_word(outcome)
    left, right = st.columns(2, gap="large")
    with left:
        _story(found, outcome)
    with right:
        _bearers(outcome)
        _sure(outcome)
        _frontier(found, outcome)


def _story(found: CaseExposure, outcome: Outcome) -> None:
    st.subheader("The worst simulated patient", anchor=False)
    told = story_of(found, outcome)
    happened = [f"{day(each.on)}: {each.words}" for each in told.lines if each.on]
    st.markdown(markdown_of("\n\n".join(happened)).replace("\n\n", "  \n"))
    sums = [
        {"": each.words, "Dollars": signed(each.dollars or 0.0)} for each in told.lines if each.on is None
    ]
    sums.append({"": "Margin", "Dollars": signed(told.margin)})
    st.dataframe(
        pd.DataFrame(sums), hide_index=True, key=f"story|{outcome.offer.name}", alt="Costs and payments"
    )
    st.caption(f"One of {outcome.cohort.design.n:,}; dates from the planned infusion of this case.")


def _bearers(outcome: Outcome) -> None:
    st.subheader("Who bears what?", anchor=False)
    rows = [
        {
            "Risk": capital(each.risk),
            "Borne by": each.bearer.words if each.bearer else "costs nothing here",
            "Payer's share": f"{each.share:.0%}" if each.share is not None else "",
        }
        for each in bearers_of(outcome)
    ]
    st.dataframe(
        pd.DataFrame(rows), hide_index=True, key=f"bears|{outcome.offer.name}", alt="Who bears which risk"
    )
    st.caption("Of a further dollar that the risk costs, how much the payment follows.")


def _sure(outcome: Outcome) -> None:
    st.subheader("How sure are we?", anchor=False)
    low, high = unsure_interval(outcome)
    s = outcome.summary
    st.markdown(
        markdown_of(
            f"With these numbers a loss comes in {of_patients(s.loss.value)}. The numbers themselves are not "
            f"sure: over what they may be, {_between(low, high)}. "
            "Your own stays, costs and intensive care narrow it."
        )
    )


def _between(low: float, high: float) -> str:
    if high <= 0:
        return "it stays at none (80% interval)"
    return f"that share lies between {chance(low)} and {chance(high)} (80% interval)"


def _frontier(found: CaseExposure, outcome: Outcome) -> None:
    points = [each for each in frontier_of(found, outcome) if each.name != outcome.offer.name]
    if not points:
        return
    st.subheader("What can be won without more money?", anchor=False)
    rows = [
        {
            "Shape": each.name,
            "Moved to": f"{each.term} {money(each.rate)} (was {money(each.was)})",
            "Loses in": chance(each.loss),
            "Worst 5% lose": money(each.tail),
        }
        for each in points
    ]
    st.dataframe(
        pd.DataFrame(rows), hide_index=True, key=f"frontier|{outcome.offer.name}", alt="Shapes of equal mean"
    )
    st.caption(
        "Each shape with its weightiest rate moved so that the payer pays as much on average as under this offer."
    )
