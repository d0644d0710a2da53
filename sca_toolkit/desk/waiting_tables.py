"""The answers about time as plain values for files and scripts: numbers, dates as text, None for what is not known."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from sca_toolkit.desk.waiting_answers import Timelines
from sca_toolkit.desk.waiting_words import all_together, did_it_help, mean_warning, who_is_fast, who_is_slow
from sca_toolkit.timeline.waiting import BeforeAfter, DayEstimate, Estimate, Row

Plain = dict[str, Any]


def summary(found: Timelines, change: BeforeAfter | None = None) -> Plain:
    """Everything of one clock: sentences, comparison, goals, stages, open cases and how good predictions were."""
    half = found.ends.reached.day_of(0.5)
    whole: Plain = {
        "clock": {"from": found.asked.clock.start.value, "to": found.asked.clock.end.value},
        "as_of": found.as_of.isoformat(),
        "n": len(found.waits),
        "reached": found.waits.events,
        "open": found.waits.open,
        "not_counted": {
            "not_started": found.waits.left_out.not_started,
            "over_before": found.waits.left_out.over_before,
            "before_log": found.waits.left_out.before_log,
        },
        "half_by": _days(half),
        "said": [line for line in (who_is_slow(found), who_is_fast(found), all_together(found)) if line],
        "caution": mean_warning(found),
        "silent_open_cases": found.silent,
        "groups": comparison_rows(found),
        "no_visible_difference": found.comparison.no_visible_difference,
        "test": {"name": found.test.name, "p": _number(found.test.p)},
        "goals": _goals(found),
        "stages": _stages(found),
        "open_cases": open_rows(found),
        "predictions": _predictions(found),
        "published": found.published.words,
    }
    return whole | ({"change": _change(change, found)} if change else {})


def comparison_rows(found: Timelines) -> list[Plain]:
    """One row for each ranked group, the slowest first, then those with too few events, without names."""
    ranked = [_row(row, place) for place, row in enumerate(found.comparison.rows, start=1)]
    return ranked + [_row(row, None) for row in found.comparison.unranked]


def open_rows(found: Timelines) -> list[Plain]:
    """One row for each open case, the longest waiting first; no expected day unless past ones held."""
    rows = []
    for each in found.outlook.cases:
        row: Plain = {"case": each.case_id, "group": each.group, "days_open": each.age}
        for within, chance in zip(found.outlook.horizons, each.chances, strict=True):
            row[f"chance_within_{within:.0f}_days"] = _number(chance)
        if found.track.expected_day_is_shown:
            row |= {
                "even_odds_in_days": each.even_odds,
                "over_from_days": each.over_by[0],
                "over_to_days": each.over_by[1],
            }
        rows.append(row)
    return rows


def _row(row: Row, rank: int | None) -> Plain:
    return {
        "rank": rank,
        "group": row.group,
        "n": row.n,
        "reached": row.events,
        "open": row.open,
        **_flat("half_by", _days(row.half_by)),
        **_flat("speed", _estimate(row.speed)),
        "speed_before_shrinking": _number(row.raw_speed),
        "chance_slower": row.chance_slower,
        "adjusted_p": _number(row.adjusted_p),
    }


def _goals(found: Timelines) -> list[Plain]:
    return [
        {"group": each.about.group or "all", "day": goal, **_estimate(share)}
        for each in found.goals
        for goal, share in zip(each.goals, each.shares, strict=True)
    ]


def _stages(found: Timelines) -> list[Plain]:
    return [
        {
            "stage": kind.value,
            "within_days": each.horizon,
            "n": each.about.n,
            "mean_days": _estimate(each.whole.days),
            "by_side": {side or "nobody": _number(days) for side, days in each.days.items()},
        }
        for kind, each in found.turns.items()
    ]


def _predictions(found: Timelines) -> Plain:
    track = found.track
    return {
        "said": track.words,
        "n": track.n,
        "brier": _number(track.brier),
        "brier_pooled": _number(track.brier_pooled),
        "intervals_checked": track.intervals,
        "intervals_held": _number(track.held.value),
        "expected_day_is_shown": track.expected_day_is_shown,
    }


def _change(change: BeforeAfter, found: Timelines) -> Plain:
    return {
        "day": change.day.isoformat(),
        "said": did_it_help(change, found.asked.clock.end.done),
        "before": {"n": change.before.about.n, "half_by": _days(change.before.reached.day_of(0.5))},
        "since": {"n": change.after.about.n, "half_by": _days(change.after.reached.day_of(0.5))},
        "p": _number(change.test.p),
    }


def _flat(name: str, values: Plain) -> Plain:
    return {name if key == "value" else f"{name}_{key}": value for key, value in values.items()}


def _days(found: DayEstimate) -> Plain:
    return {"value": found.value, "low": found.low, "high": found.high}


def _estimate(found: Estimate) -> Plain:
    return {name: _number(getattr(found, name)) for name in ("value", "low", "high")}


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value


def columns_of(rows: Sequence[Plain]) -> tuple[str, ...]:
    """The names of the columns, in their order."""
    return tuple(dict.fromkeys(name for row in rows for name in row))
