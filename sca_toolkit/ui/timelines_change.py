"""Before and after a day: did the new template help?"""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import streamlit as st

from sca_toolkit.desk.waiting_answers import Timelines, changed
from sca_toolkit.desk.waiting_words import did_it_help
from sca_toolkit.timeline.waiting import BeforeAfter, Ends
from sca_toolkit.ui.frame import markdown_of
from sca_toolkit.ui.timelines_charts import lines, shown
from sca_toolkit.ui.timelines_views import steps_and_left
from sca_toolkit.ui.words import day

USUALLY = timedelta(days=180)


def change_of(found: Timelines) -> None:
    """The day, the sentence, the two curves."""
    chosen = st.date_input(
        "The day of the change, such as a new template", found.as_of - USUALLY, max_value=found.as_of,
        key="timelines_change", width=320,
    )  # fmt: skip
    change, done = changed(found, chosen), found.asked.clock.end.done
    st.markdown(f"**{markdown_of(did_it_help(change, done))}**")
    curves = _curves(change)
    if curves:
        steps, left = steps_and_left(curves)
        shown(
            lines(
                steps, left, [], f"Share {done} by day, begun before and since {day(chosen)}; band: 95% interval",
                found.ends.about.words,
            ),
            "timelines_change_lines", "Share by day before and since", pd.DataFrame(steps), "before-and-since",
        )  # fmt: skip
    st.caption(
        "Cases begun before the day are followed up to it only, so nothing done the new way counts for the old one. "
        "The test compares within each payer (or what you compare by) and within first and repeat agreements."
    )


def _curves(change: BeforeAfter) -> dict[str, Ends]:
    sides = {"before": change.before, "since": change.after}
    return {
        f"{name} (n = {each.about.n:,}, {each.about.events:,} {each.about.clock.end.done})": each
        for name, each in sides.items()
        if each.about.events
    }
