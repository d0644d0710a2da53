"""How fast waiting times are counted on 100,000 cases of 50 payers, beside scikit-survival and lifelines.

    python -m tests.benchmarks.waiting_speed

Others are timed on the same arrays in the same run where they are installed (docs/how-we-count-days.md says how), and
only for what they can do; the ends of lifelines break ties by chance and are left out. The comparison with intervals
must answer in 2 seconds, most of the rest in 1. Each time is the best of five. Everything is invented.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from sca_toolkit.timeline.waiting import (
    AGREEMENT,
    Waits,
    before_after,
    compare,
    ends,
    ends_by_group,
    gray_test,
    log_rank,
    open_curve,
    open_curves,
    outlook,
    track_record,
    with_tests,
)

CASES, PAYERS = 100_000, 50
AS_OF = date(2026, 11, 22)
ALLOWED = {"comparison of 50 payers with intervals": 2.0, "predictions of 12 month-ends checked": 2.0}
"""Seconds, where it is not one. Predictions are checked once for a record and kept until it changes."""


def invented(cases: int = CASES) -> Waits:
    """Cases of ten years; payers differ, waits are whole days."""
    chance = np.random.default_rng(20261122)
    payer = chance.integers(0, PAYERS, cases)
    speed = chance.gamma(8, 1 / 8, PAYERS)
    ago = chance.integers(1, 3650, cases)
    signed = np.ceil(chance.weibull(1.5, cases) * 45 / speed[payer])
    gone = np.ceil(chance.exponential(400, cases))
    days = np.minimum(np.minimum(signed, gone), ago).astype(np.float64)
    cause = np.where(days == ago, 0, np.where(days == signed, 1, 2)).astype(np.int8)
    return Waits(
        AGREEMENT, AS_OF, np.zeros(cases), days, cause, payer.astype(np.int32),
        tuple(f"payer-{number:02}" for number in range(PAYERS)), chance.integers(0, 2, cases).astype(np.int32),
        ("first", "repeat"), np.datetime64(AS_OF) - ago.astype("timedelta64[D]"),
        np.array([f"case-{number}" for number in range(cases)], object),
    )  # fmt: skip


def best(act: Callable[[], object], times: int = 5) -> float:
    """Seconds of the fastest of some runs."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        act()
        taken.append(time.perf_counter() - begun)
    return min(taken)


@dataclass
class Task:
    """One thing to do, by us and by others."""

    name: str
    ours: Callable[[], object]
    scikit_survival: Callable[[], object] | None = None
    lifelines: Callable[[], object] | None = None


def tasks(rows: Waits) -> list[Task]:
    """Everything the page works out, with what others can do of it."""
    done, ended = rows.exit, rows.cause > 0
    each = [np.flatnonzero(rows.group == number) for number in range(PAYERS)]
    plain = rows.unstratified()
    theirs, others = _scikit_survival(), _lifelines()
    causes = rows.cause.astype(np.int64)
    groups = rows.group.astype(np.int64)
    found = [
        Task("still open, all cases, with interval", lambda: open_curve(rows)),
        Task("still open, each of 50 payers, with interval", lambda: open_curves(rows)),
        Task("ends that compete, all cases, with interval", lambda: ends(rows)),
        Task("ends that compete, each of 50 payers, with interval", lambda: ends_by_group(rows)),
        Task("log-rank test of 50 payers", lambda: log_rank(plain)),
        Task("Gray’s test of 50 payers", lambda: gray_test(plain)),
        Task("comparison of 50 payers with intervals", lambda: compare(rows)),
        Task("the same with 50 tests", lambda: with_tests(compare(rows), rows, 1)),
        Task("outlook of open cases", lambda: outlook(rows)),
        Task("predictions of 12 month-ends checked", lambda: track_record(rows)),
        Task("before and after a day", lambda: before_after(rows, date(2022, 1, 1))),
    ]
    if theirs is not None:
        curve, ending, test, surv = theirs
        say: dict[str, Any] = {"conf_type": "log-log"}
        found[0].scikit_survival = lambda: curve(ended, done, **say)
        found[1].scikit_survival = lambda: [curve(ended[some], done[some], **say) for some in each]
        found[2].scikit_survival = lambda: ending(causes, done, **say)
        found[3].scikit_survival = lambda: [ending(causes[some], done[some], **say) for some in each]
        outcome = surv.from_arrays(ended, done)
        found[4].scikit_survival = lambda: test(outcome, groups)
    if others is not None:
        fitter, several = others
        found[0].lifelines = lambda: fitter().fit(done, ended)
        found[1].lifelines = lambda: [fitter().fit(done[some], ended[some]) for some in each]
        found[4].lifelines = lambda: several(done, groups, ended)
    return found


def _scikit_survival() -> tuple[Any, Any, Any, Any] | None:
    try:
        curves, compared, util = (
            importlib.import_module(f"sksurv.{name}") for name in ("nonparametric", "compare", "util")
        )
    except ImportError:
        return None
    return (
        curves.kaplan_meier_estimator,
        curves.cumulative_incidence_competing_risks,
        compared.compare_survival,
        util.Surv,
    )


def _lifelines() -> tuple[Any, Any] | None:
    try:
        lifelines = importlib.import_module("lifelines")
        statistics = importlib.import_module("lifelines.statistics")
    except ImportError:
        return None
    return lifelines.KaplanMeierFitter, statistics.multivariate_logrank_test


def main() -> None:
    rows = invented()
    print(
        f"{len(rows):,} cases, {rows.events:,} events, {rows.open:,} open, {len(np.unique(rows.exit)):,} days\n"
    )
    print(f"{'milliseconds, best of 5':52} {'ours':>9} {'scikit-survival':>16} {'lifelines':>11}")
    slow = []
    for task in tasks(rows):
        ours = best(task.ours)
        others = [best(act) if act else None for act in (task.scikit_survival, task.lifelines)]
        words = ["-" if taken is None else f"{taken * 1000:.1f}" for taken in others]
        print(f"{task.name:52} {ours * 1000:9.1f} {words[0]:>16} {words[1]:>11}")
        if ours > ALLOWED.get(task.name, 1.0) or any(taken is not None and taken < ours for taken in others):
            slow.append(task.name)
    if slow:
        raise SystemExit(f"too slow, or slower than others: {', '.join(slow)}")


if __name__ == "__main__":
    main()
