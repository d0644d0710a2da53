"""A closer look at one offer: break-even, cost of each word, the worst path, who bears what, how sure we are."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from sca_toolkit.desk import Desk
from sca_toolkit.desk.exposure import CaseExposure
from sca_toolkit.desk.exposure_answers import (
    RISKS,
    bearers_of,
    cliffs_of,
    follow,
    frontier_of,
    movable,
    outcome_of,
    story_of,
    unsure_interval,
    words_of,
)
from sca_toolkit.exposure.breakeven import BreakEven
from sca_toolkit.exposure.offers import Outcome
from sca_toolkit.exposure.words import WordCost
from sca_toolkit.ui.exposure_money import chance, money, of_patients, signed
from sca_toolkit.ui.frame import in_words, markdown_of
from sca_toolkit.ui.words import capital, day

WORSE, BETTER, INK = "#B3261E", "#0F5C6E", "#1D2B30"
MOST_WORDS = 10
NEAR_ENOUGH = 0.01
SMALLEST = 1.0
"""Dollars under which a choice is told to move nothing."""


def closer_look(desk: Desk, found: CaseExposure) -> None:
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
        _break_even(found, str(name))
    with right:
        _words(outcome)
    left, right = st.columns(2, gap="large")
    with left:
        _story(found, outcome)
    with right:
        _bearers(outcome)
        _sure(outcome)
        _frontier(found, outcome)


@st.fragment
def _break_even(found: CaseExposure, name: str) -> None:
    st.subheader("What rate is enough?", anchor=False)
    with in_words():
        outcome = outcome_of(found, name)
        terms = {each.path: capital(each.label) for each in movable(outcome)}
        if not terms:
            st.caption("This offer has no number that can be moved.")
            return
        path = str(
            st.selectbox(
                "Number to move", tuple(terms), format_func=terms.__getitem__, key=f"exposure_term|{name}"
            )
        )
        even = follow(outcome, path)
        _slider(even, f"{name}|{path}")
        _risks(even)
        _cliffs(outcome)


def _slider(even: BreakEven, key: str) -> None:
    low, high, step = _reach(even)
    shown = "%.0f%%" if even.term.kind == "percent" else "$%.0f" if even.term.kind == "dollars" else "%.0f"
    scale = 100.0 if even.term.kind == "percent" else 1.0
    rate = st.slider(
        capital(even.term.label),
        min_value=low * scale,
        max_value=high * scale,
        value=min(max(even.term.value, low), high) * scale,
        step=step * scale,
        format=shown,
        key=f"exposure_rate|{key}",
    )
    at = rate / scale
    one, two, three = st.columns(3)
    one.metric("Loses in", chance(even.loss_at(at)), border=True)
    two.metric("Mean margin", money(even.expected_at(at)), border=True)
    tail = even.cvar_at(at)
    three.metric("Worst 5% lose" if tail > 0 else "Worst 5% gain", money(abs(tail)), border=True)


def _reach(even: BreakEven) -> tuple[float, float, float]:
    if even.term.kind == "percent":
        return 0.0, max(1.0, even.term.value), 0.01
    if even.term.kind != "dollars":
        return 1.0, 60.0, 1.0
    top = max(3 * even.term.value, 1_000.0)
    step = 100.0 if top < 50_000 else 1_000.0
    return 0.0, float(-(-top // step) * step), step


def _risks(even: BreakEven) -> None:
    """The rates that keep losses rare, and where no rate can."""
    named = even.term.label.capitalize()
    said = [{"To reach": f"a loss in at most {risk:.0%}", named: _for_risk(even, risk)} for risk in RISKS]
    mean, tail = even.for_mean(), even.for_tail()
    said.append(
        {"To reach": "a mean margin of $0", named: _in_unit(even, mean.value) if mean else "not in reach"}
    )
    worst = "not in reach" if tail is None else _in_unit(even, tail)
    said.append({"To reach": "no loss in the mean of the worst 5%", named: worst})
    st.dataframe(pd.DataFrame(said), hide_index=True, key=f"risks|{even.term.path}", alt="Break-even numbers")
    if even.never > 0.001:
        st.caption(
            f"{chance(even.never)} of patients lose whatever this number is: they were never infused, or another limit "
            "binds. There the wording must change, not the rate."
        )
    if not even.rises:
        st.caption("On some paths a better number pays less: a switch or a minimum lies in between.")


def _cliffs(outcome: Outcome) -> None:
    for each in cliffs_of(outcome):
        at = f"at {money(each.threshold)} of charges"
        if each.hurts and each.step is not None:
            st.warning(
                markdown_of(
                    f"Just above the threshold {at} the payment falls by {money(-each.step)}: a cliff."
                ),
                icon=":material/warning:",
            )
        if each.near >= NEAR_ENOUGH:
            st.caption(
                markdown_of(
                    f"{chance(each.near)} of patients end within 5% of the threshold {at}: coding matters there."
                )
            )


def _for_risk(even: BreakEven, risk: float) -> str:
    if even.safe(risk):
        return "any number"
    rate = even.for_risk(risk)
    return _in_unit(even, rate.value) if rate else "no number is enough"


def _in_unit(even: BreakEven, value: float) -> str:
    if even.term.kind == "percent":
        return f"{max(value, 0) * 100:.1f}%"
    return money(max(value, 0.0)) if even.term.kind == "dollars" else f"{value:.0f} {even.term.kind}"


def _words(outcome: Outcome) -> None:
    st.subheader("Which word costs most?", anchor=False)
    found = words_of(outcome)
    moving = [each for each in found.costs if max(abs(each.margin.value), abs(each.tail)) >= SMALLEST][
        :MOST_WORDS
    ]
    if not moving:
        st.caption("None of the other wordings we know moves money on these patients.")
    else:
        st.vega_lite_chart(
            _bars([_bar(each) for each in moving]),
            width="stretch",
            key=f"words|{outcome.offer.name}",
            alt="What each other wording would move, in dollars of mean margin",
        )
    still = len(found.costs) - len(moving)
    st.caption(
        "Change of the mean margin, dollars a patient, if the other wording stood in this offer; the same patients. "
        + (f"{still} other choices move nothing here." if still > 0 else "")
    )
    with st.popover("As a table", icon=":material/table:", type="tertiary"):
        st.dataframe(_word_table(found.costs), hide_index=True, alt="What each other wording moves")
        for word, why in found.unpriced:
            st.caption(markdown_of(f"{word.title}: {word.other}: {why}"))


def _bar(cost: WordCost) -> dict[str, Any]:
    return {
        "word": f"{capital(cost.word.title)}: {cost.word.now} → {cost.word.other}",
        "margin": cost.margin.value,
        "side": "better" if cost.margin.value >= 0 else "worse",
        "says": signed(cost.margin.value),
    }


@st.cache_data(max_entries=32, show_spinner=False)
def _bars(rows: list[dict[str, Any]]) -> dict[str, Any]:
    frame = pd.DataFrame(rows)
    order = list(frame["word"])
    axis = alt.Axis(labelLimit=420, labelColor=INK, labelFontSize=11, domain=False, ticks=False)
    base = alt.Chart(frame).encode(y=alt.Y("word:N", sort=order, title=None, axis=axis))
    color = alt.Color(
        "side:N", scale=alt.Scale(domain=["worse", "better"], range=[WORSE, BETTER]), legend=None
    )
    low, high = min(0.0, float(frame["margin"].min())), max(0.0, float(frame["margin"].max()))
    room = 0.38 * (high - low)
    x = alt.X(
        "margin:Q",
        title="Mean margin, dollars a patient",
        axis=alt.Axis(format="$,.0f", tickCount=3),
        scale=alt.Scale(domain=[low - room, high + room]),
    )
    bars = base.mark_bar(height=13).encode(x=x, color=color)
    right = (
        base.transform_filter("datum.margin >= 0")
        .mark_text(align="left", dx=4, fontSize=11)
        .encode(x=x, text="says:N")
    )
    left = (
        base.transform_filter("datum.margin < 0")
        .mark_text(align="right", dx=-4, fontSize=11)
        .encode(x=x, text="says:N")
    )
    spec: dict[str, Any] = alt.layer(bars, right, left).properties(height=alt.Step(24)).to_dict()
    return spec


def _word_table(costs: tuple[WordCost, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "Choice": capital(each.word.title),
                "In this offer": each.word.now,
                "Instead": each.word.other,
                "Mean margin": signed(each.margin.value),
                "Chance of a loss": f"{each.loss * 100:+.1f} points",
                "Worst 5% lose": signed(each.tail),
            }
            for each in costs
        ]
    )


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
