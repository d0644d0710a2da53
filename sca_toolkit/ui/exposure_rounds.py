"""How the drafts moved the money: each kept draft of the case on the same patients."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from sca_toolkit.desk import Desk
from sca_toolkit.desk.exposure import Assumed, CaseExposure
from sca_toolkit.desk.exposure_goals import KeptGoals, goals_of
from sca_toolkit.desk.exposure_rounds import Round, rounds
from sca_toolkit.ui.exposure_goals import goal_cells
from sca_toolkit.ui.exposure_money import chance, money, signed
from sca_toolkit.ui.frame import today
from sca_toolkit.ui.words import day


def rounds_of(desk: Desk, found: CaseExposure, assumed: Assumed) -> None:
    """A table of the drafts; nothing where the record holds fewer than two with different payment."""
    told = rounds(desk, found.case, today(), assumed)
    if len(told) < 2:
        return
    kept = goals_of(desk, found.case.id)
    st.subheader("What did each round move?", anchor=False)
    frame = pd.DataFrame([{**_cells(each), **_goals(desk, kept, each)} for each in told])
    st.dataframe(
        frame, hide_index=True, key="exposure_rounds", alt="Each draft with the margin it would leave"
    )
    st.caption("Drafts with different payment, from the record, on the same simulated patients.")


def _goals(desk: Desk, kept: KeptGoals | None, each: Round) -> dict[str, str]:
    return {} if each.row is None else goal_cells(desk, kept, each.row)


def _cells(each: Round) -> dict[str, str]:
    if each.expected is None or each.loss is None or each.tail is None:
        return {"Draft": each.name, "Kept": day(each.kept_on), "Mean margin": "not priced", "Moved": each.why}
    return {
        "Draft": each.name,
        "Kept": day(each.kept_on),
        "Mean margin": money(each.expected),
        "Moved": "" if each.moved is None else signed(each.moved),
        "Loses in": chance(each.loss),
        "Worst 5% lose": money(each.tail) if each.tail > 0 else f"gain {money(-each.tail)}",
    }
