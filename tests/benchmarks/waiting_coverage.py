"""Whether the intervals of waiting times hold as often as they say, on worlds whose truth is known. Not run with tests:

    python -m tests.benchmarks.waiting_coverage            200 worlds; prints the table in docs/how-we-count-days.md
    python -m tests.benchmarks.waiting_coverage --worlds 20

Each world has seven payers, 300 cases over two years, ends that compete, late entry and open cases. Waits are lognormal
and not what any estimator assumes. True values come from the law itself on a fine grid. Everything is invented.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

import numpy as np
from scipy.special import ndtr

from sca_toolkit.timeline.waiting import (
    AGREEMENT,
    Estimate,
    Waits,
    compare,
    ends,
    gray_test,
    open_curve,
    outlook,
    restricted_mean,
    track_record,
)
from sca_toolkit.timeline.waiting.waits import Floats

AS_OF = date(2026, 11, 22)
MEDIANS = np.array([28.0, 33.0, 36.0, 75.0, 22.0, 62.0, 45.0])
"""Days, by payer, without other ends."""
SHARES = np.array([0.30, 0.18, 0.16, 0.08, 0.17, 0.10, 0.01])
SPREAD, GONE_A_DAY = 0.45, 0.0025
CASES, LOG_DAYS = 300, 730
GRID = np.arange(0.0, 400.0, 0.05)


@dataclass(frozen=True)
class Truth:
    """The law behind a world, on whole days: a wait of t days and a part ends on the next day."""

    signed: Floats
    open: Floats

    def at(self, values: Floats, day: float) -> float:
        """The value at the end of `day`."""
        return float(values[np.searchsorted(GRID, day, side="right") - 1])


def truth(medians: Floats, shares: Floats) -> Truth:
    """All payers together."""
    hazard_gone = np.exp(-GONE_A_DAY * GRID)
    signed, still = np.zeros(len(GRID)), np.zeros(len(GRID))
    for median, share in zip(medians, shares, strict=True):
        done = ndtr(np.log(np.maximum(GRID, 1e-9) / median) / SPREAD)
        rise = np.diff(done, prepend=0.0)
        signed += share * np.cumsum(rise * hazard_gone)
        still += share * (1 - done) * hazard_gone
    return Truth(signed, still)


def world(seed: int, medians: Floats = MEDIANS, cases: int = CASES) -> Waits:
    """One invented record. Cases that were over before the log began are not in it; older ones enter late."""
    chance = np.random.default_rng(seed)
    payer = chance.choice(len(medians), cases * 2, p=SHARES)
    ago = chance.uniform(1, LOG_DAYS + 120, cases * 2)
    signed = medians[payer] * np.exp(SPREAD * chance.standard_normal(cases * 2))
    gone = chance.exponential(1 / GONE_A_DAY, cases * 2)
    over, seen = np.ceil(np.minimum(signed, gone)), np.floor(ago)
    days = np.maximum(np.minimum(over, seen), 0.5)
    cause = np.where(over > seen, 0, np.where(signed <= gone, 1, 2)).astype(np.int8)
    entry = np.maximum(seen - LOG_DAYS, 0.0)
    kept = np.flatnonzero(days > entry)[:cases]
    began = np.array([AS_OF - timedelta(days=int(each)) for each in seen[kept]], "datetime64[D]")
    n = len(kept)
    return Waits(
        AGREEMENT, AS_OF, entry[kept], days[kept], cause[kept], payer[kept].astype(np.int32),
        tuple(f"payer-{number}" for number in range(len(medians))), np.zeros(n, np.int32), ("all",), began,
        np.array([f"case-{number}" for number in range(n)], object),
    )  # fmt: skip


def checks(rows: Waits, known: Truth) -> Iterator[tuple[str, bool]]:
    """Every interval of one world: its name and whether it holds the truth."""
    found, curve = ends(rows), open_curve(rows)
    for day in (14.0, 30.0, 60.0, 90.0):
        yield f"share signed by day {day:.0f}", _holds(found.reached.at(day), known.at(known.signed, day))
        yield f"share still open after day {day:.0f}", _holds(curve.at(day), known.at(known.open, day))
    half = float(np.ceil(GRID[np.argmax(known.signed >= 0.5)]))
    by = found.reached.day_of(0.5)
    yield "day by which half are signed", _between(by.low, half, by.high)
    median = float(np.ceil(GRID[np.argmax(known.open <= 0.5)]))
    by = curve.median
    yield "day after which half are open", _between(by.low, median, by.high)
    whole = sum(known.at(known.open, day) for day in range(60))
    yield "mean days open within 60", _holds(restricted_mean(curve, 60.0).days, whole)
    yield from _of_payers(rows)


def _of_payers(rows: Waits) -> Iterator[tuple[str, bool]]:
    """Each payer's expected multiplier: its true events against those that all together would have had."""
    comparison = compare(rows, reveal=True)
    for row in (*comparison.rows, *comparison.unranked):
        number = int((row.group or "0").rpartition("-")[2])
        law = truth(MEDIANS[number : number + 1], np.ones(1))
        half = law.signed >= 0.5
        if row.events >= 5 and half.any():
            true = float(np.ceil(GRID[np.argmax(half)]))
            yield "payer: day by which half are signed", _between(row.half_by.low, true, row.half_by.high)


def _holds(estimate: Estimate, value: float) -> bool:
    return estimate.low <= value <= estimate.high


def _between(low: float | None, value: float, high: float | None) -> bool:
    return (low is None or low <= value) and (high is None or value <= high)


def study(worlds: int) -> dict[str, list[bool]]:
    """All intervals of all worlds."""
    known, held = truth(MEDIANS, SHARES), defaultdict(list)
    for seed in range(worlds):
        rows = world(seed)
        for name, inside in checks(rows, known):
            held[name].append(inside)
        alike = gray_test(world(100_000 + seed, np.full(len(MEDIANS), 36.0)))
        held["Gray’s test at 5%, payers alike: says nothing"].append(alike.p >= 0.05)
    return held


def predictions(worlds: int) -> tuple[int, int]:
    """80 % intervals of past predictions that could be checked, and how many held."""
    records = [track_record(world(seed)) for seed in range(worlds)]
    checked = sum(record.intervals for record in records)
    return checked, sum(round(record.held.value * record.intervals) for record in records if record.intervals)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--worlds", type=int, default=200)
    worlds = parser.parse_args().worlds
    print("| interval | says | held | of |\n|---|---|---|---|")
    for name, inside in study(worlds).items():
        share, n = float(np.mean(inside)), len(inside)
        print(f"| {name} | 95% | {share:.1%} ± {sqrt(max(share * (1 - share), 1e-9) / n):.1%} | {n} |")
    checked, held = predictions(worlds)
    print(f"| end of an open case, past predictions | 80% | {held / checked:.1%} | {checked} |")
    print(f"\n{len(outlook(world(0)).cases)} open cases in the first world; ± is one standard error.")


if __name__ == "__main__":
    main()
