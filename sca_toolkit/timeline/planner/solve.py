"""Working a plan out: the same simulated cases run serially and in parallel. Lengths are drawn independently."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from sca_toolkit.timeline.planner.activity import Activity, Plan
from sca_toolkit.timeline.planner.answer import Answer, AtRisk, Spread, StepAnswer, WaitGain, Way, WayAnswer
from sca_toolkit.timeline.planner.lengths import Fixed
from sca_toolkit.timeline.planner.network import SPARE, Before, begin_days, spare_days
from sca_toolkit.timeline.planner.settle import Settled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SEED = 20261122
PATHS = 20_000


def solve(settled: Settled, *, seed: int, paths: int = PATHS) -> Answer:
    """Both ways of working on the same simulated cases; exact, with one case, when every length is fixed."""
    fixed = all(isinstance(length, Fixed) for length in settled.lengths.values())
    number = 1 if fixed else paths
    days = _drawn(settled, number, seed)
    plan = settled.plan
    serial = _way(plan, Way.serial, plan.today, days)
    parallel = _way(plan, Way.parallel, plan.needed, days)
    return Answer(
        serial=serial,
        parallel=parallel,
        gained=_spread(serial.draws - parallel.draws),
        waits=_waits(plan, days, serial.draws),
        paths=number,
        seed=seed,
        inputs=_fingerprint(settled),
    )


def _drawn(settled: Settled, paths: int, seed: int) -> dict[str, Floats]:
    """One column of its own for each activity, so that a change of one leaves the others as they were."""
    import numpy as np

    drawn: dict[str, Floats] = {}
    for name, length in settled.lengths.items():
        own = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
        drawn[name] = length.at(np.random.default_rng([seed, own]).random(paths))
    return drawn


def _end(plan: Plan, begins: Mapping[str, Floats], days: Mapping[str, Floats]) -> Floats:
    import numpy as np

    return np.asarray(np.maximum.reduce([begins[each.id] + days[each.id] for each in plan.activities]))


def _way(plan: Plan, way: Way, before: Before, days: Mapping[str, Floats]) -> WayAnswer:
    import numpy as np

    begins = begin_days(before, days)
    spare = spare_days(before, days, begins)
    covers = [begins[each.id] + days[each.id] for each in plan.activities if each.cover]
    end = _end(plan, begins, days)
    final = np.maximum.reduce(covers) if covers else np.zeros_like(end)
    ahead = {each.id: begins[each.id] < final - SPARE for each in plan.activities if each.spends}
    steps = tuple(
        StepAnswer(
            id=each.id,
            title=each.title,
            who=each.who,
            begins=float(np.median(begins[each.id])),
            ends=float(np.median(begins[each.id] + days[each.id])),
            critical=float((spare[each.id] <= SPARE).mean()),
            ahead_of_cover=float(ahead[each.id].mean()) if each.id in ahead else 0.0,
        )
        for each in plan.activities
    )
    return WayAnswer(way, _spread(end), steps, _at_risk(plan, ahead), float(np.median(final)), end)


def _at_risk(plan: Plan, ahead: Mapping[str, NDArray[np.bool_]]) -> AtRisk:
    early = [each for each in plan.activities if each.id in ahead and ahead[each.id].any()]
    priced = [each for each in early if each.amount is not None]
    unpriced = tuple(each.spends or each.title for each in early if each.amount is None)
    slots = sum(float(ahead[each.id].mean()) for each in early if each.slot)
    if early and not priced:
        return AtRisk(None, None, slots, None, unpriced)
    money = _money(priced, ahead)
    mean = Decimal(round(float(money.mean()))) if priced else Decimal(0)
    most = Decimal(round(float(money.max()))) if priced else Decimal(0)
    chance = plan.chance_of_refusal
    loss = None if chance is None else Decimal(round(mean * chance))
    return AtRisk(mean, most, slots, loss, unpriced)


def _money(priced: list[Activity], ahead: Mapping[str, NDArray[np.bool_]]) -> Floats:
    import numpy as np

    return np.asarray(sum((ahead[each.id] * float(each.amount or 0) for each in priced), np.zeros(1)))


def _waits(plan: Plan, days: Mapping[str, Floats], today: Floats) -> tuple[WaitGain, ...]:
    """Each habit ended alone."""
    found = []
    for each in plan.activities:
        idle = tuple(name for name in each.waits if name not in each.needs)
        if idle:
            before = {**plan.today, each.id: each.needs}
            gain = _spread(today - _end(plan, begin_days(before, days), days))
            found.append(WaitGain(each.id, each.title, tuple(plan.named(name).title for name in idle), gain))
    return tuple(sorted(found, key=lambda wait: (-wait.gain.median, -wait.gain.mean)))


def _spread(days: Floats) -> Spread:
    import numpy as np

    low, median, high = (float(each) for each in np.quantile(days, [0.1, 0.5, 0.9]))
    error = float(days.std(ddof=1) / np.sqrt(len(days))) if len(days) > 1 else 0.0
    return Spread(float(days.mean()), error, low, median, high)


def _fingerprint(settled: Settled) -> str:
    lengths = "\n".join(f"{name}: {length!r}" for name, length in settled.lengths.items())
    text = f"{settled.plan.model_dump_json()}\n{lengths}"
    return hashlib.sha256(text.encode()).hexdigest()[:12]
