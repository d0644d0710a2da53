"""The answers of the page Timelines: who is slow and how sure we are, did a change help, what to expect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.payer_names import payer_names
from sca_toolkit.desk.waiting import By, clock_rows_of, turns_by_stage, waits_from
from sca_toolkit.store import CaseFilter
from sca_toolkit.timeline import ApprovalKind
from sca_toolkit.timeline.benchmarks import Benchmark, Published, published
from sca_toolkit.timeline.waiting import (
    AGREEMENT,
    GOAL,
    UNKNOWN,
    BeforeAfter,
    Cause,
    Comparison,
    Ends,
    GoalShare,
    OpenCurve,
    Outlook,
    TrackRecord,
    TurnMeans,
    Verdict,
    WaitClock,
    Waits,
    before_after,
    compare,
    ends,
    ends_by_group,
    goal_share,
    gray_test,
    mean_of_reached,
    open_curve,
    outlook,
    track_record,
    with_tests,
)

if TYPE_CHECKING:
    from sca_toolkit.store.clock_rows import ClockRows

SEED = 20261122
"""Of shuffles; the same record gives the same answer."""
SILENT = 30
LONGEST_STAGE = 90
"""Days up to which stages are compared, at most."""


@dataclass(frozen=True)
class Asked:
    """What was asked."""

    clock: WaitClock = AGREEMENT
    by: By = By.payer
    wanted: CaseFilter = field(default_factory=CaseFilter)
    log_began: date | None = None
    """First day on which all cases were recorded; None when every case is known from its start."""
    goals: tuple[float, ...] = GOAL


@dataclass(frozen=True)
class Timelines:
    """Everything about one clock at one day."""

    asked: Asked
    as_of: date
    waits: Waits
    ends: Ends
    curve: OpenCurve
    by_group: Mapping[str, Ends]
    """By the name of the group; those with too few events are left out."""
    comparison: Comparison
    """Groups by name; unranked ones without."""
    test: Verdict
    """Of all groups at once."""
    outlook: Outlook
    """Groups by name."""
    track: TrackRecord
    goals: tuple[GoalShare, ...]
    """All together first, then the ranked groups."""
    turns: Mapping[ApprovalKind, TurnMeans]
    silent: int
    """Open cases without any event for `SILENT` days: were they forgotten, censoring would not be by the calendar."""
    published: Published
    cited: Mapping[str, str]
    """Source of each published figure that is drawn, by its id."""

    @property
    def mean_of_reached(self) -> float:
        """The mean of finished cases alone, for the warning that it is too low."""
        return mean_of_reached(self.waits)


def timelines(desk: Desk, as_of: date, asked: Asked | None = None) -> Timelines:
    """All answers for one clock. Raises StoreError when the record cannot be read."""
    asked = asked or Asked()
    rows = clock_rows_of(desk, as_of, asked.wanted)
    waits = _named(desk, waits_from(rows, asked.clock, by=asked.by, log_began=asked.log_began), asked.by)
    comparison = with_tests(compare(waits), waits, SEED)
    ranked = [row.group for row in comparison.rows if row.group]
    by_group = {name: each for name, each in ends_by_group(waits).items() if name in ranked}
    together = ends(waits)
    every = (together, *(by_group[name] for name in ranked))
    drawn = _published(desk, asked.clock)
    return Timelines(
        asked=asked,
        as_of=as_of,
        waits=waits,
        ends=together,
        curve=open_curve(waits),
        by_group=by_group,
        comparison=comparison,
        test=gray_test(waits),
        outlook=outlook(waits),
        track=track_record(waits),
        goals=tuple(goal_share(each, asked.goals) for each in every),
        turns=turns_by_stage(rows, _stage_horizon(waits)),
        silent=_silent(rows, waits),
        published=drawn,
        cited={entry.id: _cited(desk, entry) for entry in drawn.exact},
    )


def changed(found: Timelines, day: date) -> BeforeAfter:
    """What changed with `day`, compared within groups and within first and repeat agreements."""
    return before_after(found.waits, day, SEED)


def _named(desk: Desk, waits: Waits, by: By) -> Waits:
    known = [group for group in waits.groups if group != UNKNOWN]
    names = payer_names(desk.library, known) if by is By.payer else {}
    shown = tuple(names.get(group, group.replace("_", " ")) for group in waits.groups)
    twice = len(set(shown)) < len(shown)
    return replace(waits, groups=waits.groups if twice else shown)


def _silent(rows: ClockRows, waits: Waits) -> int:
    opened = set(waits.case_id[waits.cause == Cause.open])
    quiet = rows.last_event < np.datetime64(rows.as_of, "D") - SILENT
    return sum(case_id in opened for case_id in rows.case_id[quiet])


def _stage_horizon(waits: Waits) -> int:
    return int(min(LONGEST_STAGE, waits.exit.max())) if len(waits) else LONGEST_STAGE


def _published(desk: Desk, clock: WaitClock) -> Published:
    return published(desk.library.benchmarks().benchmarks, clock.start, clock.end)


def _cited(desk: Desk, entry: Benchmark) -> str:
    return desk.library.benchmarks().cited(entry)
