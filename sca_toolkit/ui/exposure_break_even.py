"""What rate is enough? A slider that is answered at once, the rates for each risk, and cliffs in the payment."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from sca_toolkit.desk.exposure import CaseExposure
from sca_toolkit.desk.exposure_answers import RISKS, cliffs_of, follow, movable, outcome_of
from sca_toolkit.exposure.breakeven import BreakEven
from sca_toolkit.exposure.offers import Outcome
from sca_toolkit.ui.exposure_money import chance, money
from sca_toolkit.ui.frame import in_words, markdown_of
from sca_toolkit.ui.words import capital

NEAR_ENOUGH = 0.01
"""Share of patients near a threshold from which on it is told."""


@st.fragment
def what_rate(found: CaseExposure, name: str) -> None:
    """Number to move, slider, break-even numbers. A fragment: the rest of the page does not run again."""
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
