"""Four pictures of the page Timelines: groups side by side, curves, whose days, and the goal."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from sca_toolkit.desk.waiting_answers import Timelines
from sca_toolkit.timeline import ApprovalKind
from sca_toolkit.timeline.waiting import GOAL, TREATMENT, Cause, Ends, Row, p_words
from sca_toolkit.ui.frame import markdown_of
from sca_toolkit.ui.timelines_charts import bars, dots, goal_bars, lines, shown, stacked
from sca_toolkit.ui.words import capital, count

ALL = "all together"
MOST_LINES = 5
STAGE_NAMES = {
    ApprovalKind.benefit_check: "Benefit check: requested to answered",
    ApprovalKind.prior_authorization: "Authorization: submitted to decided",
    ApprovalKind.agreement: "Agreement: requested to signed by both",
    ApprovalKind.purchase_order: "Purchase order: requested to approved",
}
_WHOSE = {"us": "Ours", "payer": "Payer’s", "maker": "Manufacturer’s", "patient": "Nobody’s", "paused": "Paused",
          None: "Nobody’s"}  # fmt: skip


def payers_of(found: Timelines) -> None:
    """Groups as dots with intervals, the slowest first; those with too few events are counted and not named."""
    comparison, clock = found.comparison, found.asked.clock
    if comparison.rows:
        rows = [_dot(row, _right(found)) for row in comparison.rows]
        shown(
            dots(
                rows, comparison.all_half_by.value, _right(found),
                f"Day by which half are {clock.end.done}, slowest first; line: 95% interval, arrow: not reached",
                comparison.about.words,
            ),
            "timelines_dots", "Groups by the day on which half are there", _table(found), "comparison",
        )  # fmt: skip
    st.caption(markdown_of(_small_print(found)))


def _small_print(found: Timelines) -> str:
    few = found.comparison.unranked
    cases = sum(row.n for row in few)
    small = (
        f"{count(len(few), 'group')} with fewer than 5 {found.asked.clock.end.done} ({count(cases, 'case')} together) "
        f"{'is' if len(few) == 1 else 'are'} not ranked and not named. "
        if few
        else ""
    )
    return (
        f"{small}Filled: apart from all together with at least 95% certainty. Estimates are drawn toward all together, "
        f"the more the fewer events there are; first and repeat agreements are compared apart. "
        f"{capital(found.test.words)}. "
        "A difference says nothing about its cause: cases, packets and first agreements differ."
    )


def _dot(row: Row, right: float) -> dict[str, Any]:
    half = row.half_by
    return {
        "group": row.group,
        "half": half.value,
        "low": half.low if half.low is not None else right,
        "high": half.high if half.high is not None else right * 0.99,
        "endless": half.high is None,
        "apart": row.slower or row.faster,
        "said": half.words,
        "count": f"{row.events} of {row.n}",
        "sure": f"{row.sure_words} that it is slower than all together",
    }


def _right(found: Timelines) -> float:
    ends = [
        end
        for row in found.comparison.rows
        for end in (row.half_by.high, row.half_by.value)
        if end is not None
    ]
    return max([*ends, 10.0]) * 1.25


def _table(found: Timelines) -> pd.DataFrame:
    done = capital(found.asked.clock.end.done)
    return pd.DataFrame(
        [
            {
                "Group": row.group,
                "Cases": row.n,
                done: row.events,
                "Open": row.open,
                f"Half {found.asked.clock.end.done} by": row.half_by.words,
                "Speed (1 = all)": f"{row.speed.value:.2f} ({row.speed.low:.2f} to {row.speed.high:.2f})",
                "Speed before shrinking": "" if math.isnan(row.raw_speed) else f"{row.raw_speed:.2f}",
                "Chance that it is slower": row.sure_words,
                "Against all others, adjusted": "" if math.isnan(row.adjusted_p) else p_words(row.adjusted_p),
                "Clock": found.asked.clock.words,
                "As of": found.as_of.isoformat(),
            }
            for row in found.comparison.rows
        ]
    )


def curves_of(found: Timelines) -> None:
    """The share signed over time, with bands and numbers at risk; then what became of all cases."""
    names = [row.group for row in found.comparison.rows if row.group]
    chosen = st.multiselect(
        "Curves", [ALL, *names], default=[ALL, *names[:2]], key=f"timelines_curves|{found.asked.by}",
        max_selections=MOST_LINES,
    )  # fmt: skip
    done = found.asked.clock.end.done
    if chosen:
        curves = {name: found.ends if name == ALL else found.by_group[name] for name in chosen}
        steps, left = steps_and_left(curves)
        shown(
            lines(
                steps, left, _marks(found),
                f"Share {done} by day; band: 95% interval; drawn while 5 or more remain", found.ends.about.words,
            ),
            "timelines_lines", f"Share {done} by day", pd.DataFrame(steps), "curves",
        )  # fmt: skip
    st.caption(markdown_of(_published(found)))
    _all_ends(found)


def steps_and_left(curves: Mapping[str, Ends]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The steps of each curve, and how many are at risk on a few days."""
    steps = [row for name, each in curves.items() for row in _steps(name, each)]
    last = max(row["day"] for row in steps)
    return steps, [row for name, each in curves.items() for row in _left(name, each, last)]


def _steps(name: str, each: Ends) -> list[dict[str, Any]]:
    curve = each.reached
    used = curve.day <= each.shown_until
    rows = [{"group": name, "day": 0.0, "share": 0.0, "low": 0.0, "high": 0.0}]
    rows += [
        {"group": name, "day": float(day), "share": float(share), "low": float(low), "high": float(high)}
        for day, share, low, high in zip(
            curve.day[used], curve.share[used], curve.low[used], curve.high[used], strict=True
        )
    ]
    return rows


def _left(name: str, each: Ends, last: float) -> list[dict[str, Any]]:
    days = np.linspace(0, last, 7).round()
    return [
        {"group": name, "day": float(day), "remaining": int(left)}
        for day, left in zip(days, each.remaining(days), strict=True)
    ]


def _marks(found: Timelines) -> list[dict[str, Any]]:
    days = (
        (entry, entry.high if entry.typical is None else entry.typical) for entry in found.published.exact
    )
    return [{"day": day, "said": f"published: {entry.value}"} for entry, day in days if day is not None]


def _published(found: Timelines) -> str:
    cited = "; ".join(
        f"{entry.value} ({entry.who}; {found.cited[entry.id]})" for entry in found.published.exact
    )
    return f"{found.published.words} {cited}".strip()


def _all_ends(found: Timelines) -> None:
    each, done = found.ends, found.asked.clock.end.done
    until = each.shown_until
    used = each.day <= until
    shares = {capital(done): each.reached.share[used]}
    shares |= {
        capital(cause.words): curve.share[used]
        for cause, curve in each.by_cause.items()
        if cause is not Cause.reached and curve.events
    }
    shares["Still open"] = each.open[used]
    names = list(shares)
    rows = [
        {"day": float(day), "end": name, "share": float(share), "place": place}
        for place, name in enumerate(names)
        for day, share in zip(
            [0.0, *each.day[used]], [float(name == "Still open"), *shares[name]], strict=True
        )
    ]
    if rows:
        shown(
            stacked(rows, names, until, "What became of all cases by each day, adding up to 100%", each.about.words),
            "timelines_ends", "Shares of all ends by day", pd.DataFrame(rows).drop(columns="place"), "ends",
        )  # fmt: skip


def stages_of(found: Timelines) -> None:
    """Mean days of each approval by whose turn it was, open cases counted."""
    rows = [
        {
            "stage": STAGE_NAMES[kind], "whose": _WHOSE[side], "days": days, "place": place,
            "said": f"{each.whole.days.days}, n = {each.about.n:,}",
        }
        for kind, each in found.turns.items()
        if each.whole.days.known
        for place, (side, days) in enumerate(each.days.items())
        if days > 0
    ]  # fmt: skip
    if not rows:
        st.info("Nothing to draw: no approval was followed long enough.", icon=":material/info:")
        return
    horizon = max(each.horizon for each in found.turns.values())
    names = [STAGE_NAMES[kind] for kind in found.turns]
    shown(
        bars(
            rows, names, f"Mean days open within the first {horizon:.0f} days, by whose turn it was",
            f"each stage on its own clock; n beside each bar; as of {found.ends.about.words.rpartition('as of ')[2]}",
        ),
        "timelines_bars", "Stages split by whose days they were", pd.DataFrame(rows).drop(columns="place"), "stages",
    )  # fmt: skip
    st.caption(
        "Restricted means: open cases count with the days seen, and days beyond the limit do not count. Stages overlap "
        "where work runs in parallel, so bars do not add up to one wait."
    )


def goals_of(found: Timelines) -> None:
    """The share that reached the end within the goal, by group."""
    rows = [
        {
            "group": ALL if each.about.group is None else each.about.group,
            "goal": f"by day {goal:.0f}", "share": share.value, "low": share.low, "high": share.high,
            "said": f"{share.percent}, n = {each.about.n:,}",
        }
        for each in found.goals
        for goal, share in zip(each.goals, each.shares, strict=True)
        if share.known
    ]  # fmt: skip
    done = found.asked.clock.end.done
    if rows:
        names = list(dict.fromkeys(str(row["group"]) for row in rows))
        days = " and ".join(f"{goal:.0f}" for goal in found.asked.goals)
        shown(
            goal_bars(rows, names, f"Share {done} by day {days}; line: 95% interval", found.ends.about.words),
            "timelines_goals", f"Share {done} within the goal", pd.DataFrame(rows), "goal",
        )  # fmt: skip
    st.caption(_goal_note(found))


def _goal_note(found: Timelines) -> str:
    days = " to ".join(f"{goal:.0f}" for goal in GOAL)
    source = "clinicians at the AJMC roundtable on timely CAR T access (July 2024, published 2025)"
    if found.asked.clock == TREATMENT:
        return f"{days} days from referral to infusion is the goal that {source} named. Open cases count."
    return (
        f"{days} days is the goal that {source} named from referral to infusion. This is another clock "
        f"({found.asked.clock.words}), so the days are only marks here. Open cases and other ends count."
    )
