"""How good past predictions were: the record is frozen at past month-ends, predicted from, and compared with what came.

Brier score with inverse weights for censoring (Graf et al. 1999, doi 10.1002/(SICI)1097-0258(19990915/30)18:17/18),
the same for the pooled curve that knows no groups, a table of predicted against seen, and how often the interval of
80 % held. A case that waits over several month-ends is predicted at each of them; its rows are not independent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from sca_toolkit.timeline.waiting.curves import kaplan_meier
from sca_toolkit.timeline.waiting.figures import NO_DATA, Estimate
from sca_toolkit.timeline.waiting.outlook import by_law, laws_of
from sca_toolkit.timeline.waiting.rates import proportion
from sca_toolkit.timeline.waiting.waits import Cause, Floats, Waits

FEWEST_PREDICTIONS = 30
HELD = (0.70, 0.90)
"""An expected day is shown only when the 80 % intervals held this often."""
_FEWEST_EVENTS = 20
_BINS = np.array([0.0, 0.2, 0.4, 0.6, 0.8, 1.0])


@dataclass(frozen=True)
class CalibrationRow:
    """Predictions between two chances: what was predicted on average, and what came."""

    low: float
    high: float
    n: int
    predicted: float
    seen: Estimate
    """The share that reached the end in time; exact interval, from predictions whose outcome is known."""


@dataclass(frozen=True)
class TrackRecord:
    """Past predictions of reaching the end within `horizon` days."""

    horizon: float
    moments: tuple[date, ...]
    """The month-ends predicted from."""
    n: int
    brier: float
    """Mean squared error, weighted for censoring; NaN without predictions."""
    brier_pooled: float
    """The same for the pooled curve."""
    table: tuple[CalibrationRow, ...]
    intervals: int
    """80 % intervals whose last day has come."""
    held: Estimate
    """How many of them held."""

    @property
    def expected_day_is_shown(self) -> bool:
        """Whether there were enough predictions and the intervals held as they should."""
        return self.intervals >= FEWEST_PREDICTIONS and HELD[0] <= self.held.value <= HELD[1]

    @property
    def words(self) -> str:
        """Why an expected day is shown, or why not."""
        if self.intervals < FEWEST_PREDICTIONS:
            return (
                f"No expected day is shown: only {self.intervals} past predictions can be checked, "
                f"{FEWEST_PREDICTIONS} are needed."
            )
        held = f"of {self.intervals:,} past 80% intervals, {self.held.percent} held"
        if not self.expected_day_is_shown:
            return f"No expected day is shown: {held}, and it should be 70% to 90%."
        return f"Past predictions bear this out: {held}."


@dataclass(frozen=True)
class _Past:
    """Predictions made at past moments, each (m,), with what came."""

    chance: Floats
    pooled: Floats
    until: Floats
    """Days from the prediction to the end or to the day of the record."""
    cause: Floats
    interval: Floats
    """(m, 2) days; NaN where the law does not say."""
    followed: Floats
    """Days from the prediction to the day of the record."""


def track_record(waits: Waits, horizon: float = 30.0, months: int = 12) -> TrackRecord:
    """The predictions of the last `months` month-ends before `as_of`; those with fewer than 20 events are skipped."""
    made = [
        (day, past) for day in month_ends(waits.as_of, months) if (past := _predicted(waits, day, horizon))
    ]
    if not made:
        return TrackRecord(horizon, (), 0, np.nan, np.nan, (), 0, NO_DATA)
    past = _joined([each for _, each in made])
    weight, good = _weights(past, horizon)
    checked = past.interval[:, 1] <= past.followed
    inside = (past.interval[:, 0] <= past.until) & (past.until <= past.interval[:, 1]) & (past.cause > 0)
    return TrackRecord(
        horizon=horizon,
        moments=tuple(day for day, _ in made),
        n=len(past.chance),
        brier=_brier(past.chance, good, weight),
        brier_pooled=_brier(past.pooled, good, weight),
        table=_table(past.chance, good, weight),
        intervals=int(checked.sum()),
        held=proportion(int((inside & checked).sum()), int(checked.sum())),
    )


def month_ends(as_of: date, months: int) -> list[date]:
    """The last `months` last days of a month before `as_of`, the earliest first."""
    days = []
    day = as_of.replace(day=1)
    for _ in range(months):
        day = day - timedelta(days=1)
        days.append(day)
        day = day.replace(day=1)
    return days[::-1]


def _predicted(waits: Waits, day: date, horizon: float) -> _Past | None:
    then = waits.frozen(day)
    if then.events < _FEWEST_EVENTS:
        return None
    rows = np.flatnonzero(waits.in_view(day))
    chance, pooled = np.full(len(then), np.nan), np.full(len(then), np.nan)
    interval = np.full((len(then), 2), np.nan)
    for law, held in by_law(then, laws_of(then)):
        chance[held] = law.chance(then.exit[held], horizon)
        interval[held] = np.stack([law.over_by(then.exit[held], share) for share in (0.1, 0.9)], axis=1)
    for law, held in by_law(then, laws_of(then, by_group=False)):
        pooled[held] = law.chance(then.exit[held], horizon)
    known = ~np.isnan(chance) & ~np.isnan(pooled) & (then.cause == Cause.open)
    until = waits.exit[rows] - then.exit
    followed = np.full(int(known.sum()), float((waits.as_of - day).days))
    return _Past(
        chance[known], pooled[known], until[known], waits.cause[rows][known].astype(np.float64),
        interval[known], followed,
    )  # fmt: skip


def _joined(parts: list[_Past]) -> _Past:
    names = ("chance", "pooled", "until", "cause", "interval", "followed")
    return _Past(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def _weights(past: _Past, horizon: float) -> tuple[Floats, Floats]:
    """(m,) weights for censoring and whether the end was reached in time; weight 0 where nobody knows yet."""
    censored = past.cause == Cause.open
    day = np.unique(past.until)
    at_risk = np.array([(past.until >= each).sum() for each in day], np.float64)
    lost = np.array([(censored & (past.until == each)).sum() for each in day], np.float64)
    seen, _ = kaplan_meier(at_risk, lost)
    before = np.concatenate([[1.0], seen])
    over = ~censored & (past.until <= horizon)
    follow = np.where(
        over,
        before[np.searchsorted(day, past.until, side="left")],
        before[np.searchsorted(day, horizon, side="right")],
    )
    known = (over | (past.until > horizon)) & (follow > 0)
    weight = np.where(known, 1.0 / np.where(follow > 0, follow, 1.0), 0.0)
    return weight, (over & (past.cause == Cause.reached)).astype(np.float64)


def _brier(chance: Floats, good: Floats, weight: Floats) -> float:
    return float((weight * (good - chance) ** 2).sum() / len(chance)) if len(chance) else float("nan")


def _table(chance: Floats, good: Floats, weight: Floats) -> tuple[CalibrationRow, ...]:
    rows = []
    place = np.clip(np.searchsorted(_BINS, chance, side="right") - 1, 0, len(_BINS) - 2)
    for number in range(len(_BINS) - 1):
        inside = (place == number) & (weight > 0)
        n = int(inside.sum())
        if n:
            seen = proportion(int(good[inside].sum()), n)
            rows.append(
                CalibrationRow(
                    float(_BINS[number]), float(_BINS[number + 1]), n, float(chance[inside].mean()), seen
                )
            )
    return tuple(rows)
