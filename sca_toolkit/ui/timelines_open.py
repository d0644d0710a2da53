"""Open cases: the chance of each to be signed soon, and how good such chances were before."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import streamlit as st

from sca_toolkit.desk.waiting_answers import Timelines
from sca_toolkit.desk.waiting_words import expected
from sca_toolkit.timeline.waiting import OpenCase, TrackRecord
from sca_toolkit.ui.frame import markdown_of
from sca_toolkit.ui.timelines_charts import calibration, shown
from sca_toolkit.ui.words import capital, count

ROW, HEAD, ROWS_SHOWN = 35, 37, 12


def open_cases_of(found: Timelines) -> None:
    """The table of open cases, then the track record."""
    cases, done = found.outlook.cases, found.asked.clock.end.done
    if not cases:
        st.info("No case is open on this clock.", icon=":material/check_circle:")
        return
    st.markdown(
        f"**{count(len(cases), 'case')} not yet {done}: the chance of each, given how long it has waited.**"
    )
    table = pd.DataFrame([_row(each, found) for each in cases])
    st.dataframe(
        table,
        hide_index=True,
        height=min(len(table), ROWS_SHOWN) * ROW + HEAD,
        alt="Open cases with their chances",
        column_config={capital(found.asked.by.words): st.column_config.TextColumn(width="medium")},
    )
    st.download_button(
        "Table (CSV)", lambda: table.to_csv(index=False).encode("utf-8-sig"), "open-cases.csv", "text/csv",
        icon=":material/download:", on_click="ignore", type="tertiary",
    )  # fmt: skip
    st.caption(
        markdown_of(
            f"{found.track.words} Even odds: a chance of one half to be {done} by then. "
            f"“Over” is {done} or ended in another way. Payers wait as their own cases did, drawn "
            "toward all together where they are few. No data: nobody was seen to wait that long. "
            f"{capital(found.ends.about.words)}."
        )
    )
    _track(found.track, done, found)


def _row(each: OpenCase, found: Timelines) -> dict[str, Any]:
    row: dict[str, Any] = {
        "Case": each.case_id,
        capital(found.asked.by.words): each.group,
        "Waits for": count(math.floor(each.age), "day"),
    }
    for within, chance in zip(found.outlook.horizons, each.chances, strict=True):
        row[f"In {within:.0f} days"] = "no data" if math.isnan(chance) else f"{chance:.0%}"
    if found.track.expected_day_is_shown:
        even, between = expected(each, found.as_of)
        row["Even odds by"] = even
        row["Over between (80%)"] = between
    return row


def _track(track: TrackRecord, done: str, found: Timelines) -> None:
    if not track.n:
        st.caption("There are no past predictions to check yet: 20 finished cases are needed first.")
        return
    rows = [
        {
            "predicted": row.predicted, "seen": row.seen.value, "low": row.seen.low, "high": row.seen.high, "n": row.n,
            "said": row.seen.percent,
        }
        for row in track.table
    ]  # fmt: skip
    left, right = st.columns([3, 2], gap="large")
    with left:
        shown(
            calibration(
                rows, f"Predicted and seen: {done} within {track.horizon:.0f} days",
                f"{track.n:,} predictions from {len(track.moments)} month-ends; {found.asked.clock.words}",
            ),
            "timelines_calibration", "Predicted chances against what came", pd.DataFrame(rows), "calibration",
        )  # fmt: skip
    right.markdown(
        f"Score of past predictions (Brier, 0 is perfect): **{track.brier:.3f}**; with one curve for all payers: "
        f"{track.brier_pooled:.3f}. On the dashed line, predictions were right."
    )
