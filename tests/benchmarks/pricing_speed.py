"""How fast arrangements are priced: `python -m tests.benchmarks.pricing_speed`.

Prints, in one run, the time for 65,536 paths under 8 arrangements and for a million paths under 5, the ratio of one
arrangement to drawing the random numbers alone (scrambled Sobol points, the floor), the ratio to a plain loop over
episodes, and the memory used. All figures are invented.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable

import numpy as np
from scipy.stats import qmc

from sca_toolkit.payment import Arrangement
from sca_toolkit.payment.columns import Episodes, LineColumn, StaySlot
from sca_toolkit.payment.price_dates import PriceDateRule
from sca_toolkit.payment.pricing import price_many, price_one
from sca_toolkit.payment.service import StayKind
from tests.payment.cases import CASES, case
from tests.payment.contracts import CONTRACTS, contract

DRAWS = 24
"""Random numbers for one path, as many as the simulation has columns."""


def drawn(paths: int, seed: int) -> np.ndarray:
    """The random numbers of a run: shape (paths, DRAWS)."""
    return np.random.default_rng(seed).random((paths, DRAWS))


def episodes(numbers: np.ndarray) -> Episodes:
    """Invented episodes, one for each row of random numbers."""
    n = len(numbers)
    u = numbers.T
    infused, inpatient = u[0] > 0.08, u[1] > 0.3
    stay = np.stack(
        [infused & inpatient, infused & ~inpatient & (u[2] > 0.4), infused & (u[3] > 0.85)], axis=1
    )
    length = np.ceil(14 * np.exp(0.6 * np.sqrt(-2 * np.log1p(-u[4:7].T)) - 0.5))
    icu = np.where(u[7:10].T > 0.8, np.ceil(0.3 * length), 0)
    step = np.floor(0.2 * (length - icu))
    ward = length - icu - step
    days = np.stack([np.ceil(ward / 2), icu, step, np.floor(ward / 2)], axis=2) * stay[:, :, None]
    first = np.where(stay[:, 0], length[:, 0] - 1, 8)
    admit = np.stack([np.full(n, -1.0), np.ceil(7 * u[10]), first + 25 + np.ceil(30 * u[11])], axis=1)
    admit = np.where(stay, admit, np.nan)
    level_charge = days @ np.array([14_000.0, 40_000.0, 24_000.0, 14_000.0])
    outpatient = [
        np.full(n, -60.0),
        np.full(n, -40.0),
        np.where(infused, -5.0, np.nan),
        np.where(infused, 0.0, np.nan),
    ]
    day = np.stack([np.full(n, np.nan)] * 3 + outpatient, axis=1)
    charge = np.concatenate([level_charge, 30_000 * (1 + u[12:16].T) * ~np.isnan(day[:, 3:])], axis=1)
    price = np.full(n, 480_000.0)
    kinds = (StayKind.infusion, StayKind.conversion, StayKind.readmission)
    names = ("evaluation", "collection", "lymphodepletion", "infusion")
    return Episodes(
        end=np.where(infused, 4, 2).astype(np.int8),
        evaluation=np.full(n, -60.0),
        collection=np.full(n, -40.0),
        lymphodepletion=np.where(infused, -5.0, np.nan),
        infusion=np.where(infused, 0.0, np.nan),
        infused_inpatient=inpatient,
        product_charged=infused,
        invoice=price,
        product_charge=np.where(infused, 3 * price, 0.0),
        list_price=dict.fromkeys(PriceDateRule, price),
        stay_slots=tuple(StaySlot(kind) for kind in kinds),
        admit=np.asfortranarray(admit),
        discharge=np.asfortranarray(admit + length),
        segment_codes=("0120", "0200", "0206", "0110"),
        segment_days=np.asfortranarray(days),
        lines=(
            *(LineColumn(kind.value, stay=at) for at, kind in enumerate(kinds)),
            *(LineColumn(name) for name in names),
        ),
        charge=np.asfortranarray(charge),
        line_day=np.asfortranarray(day),
    )


def seconds(work: Callable[[], object]) -> float:
    """How long `work` takes, the best of three."""
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def sobol(paths: int) -> None:
    """Draw the points of a run: sixteen scramblings."""
    for replicate in range(16):
        qmc.Sobol(DRAWS, scramble=True, seed=replicate).random(paths // 16)


def measure(paths: int, contracts: list[Arrangement], lines: bool) -> float:
    """Print and return the seconds for all contracts on `paths` paths."""
    floor = seconds(lambda: sobol(paths))
    made = episodes(drawn(paths, 1))
    taken = seconds(lambda: price_many(contracts, made, lines=lines))
    one = taken / len(contracts)
    print(f"{paths:>9,} paths x {len(contracts)} arrangements: {taken:.3f} s, {one:.3f} s for one")
    print(
        f"          drawing the random numbers alone: {floor:.3f} s; one arrangement is {one / floor:.1f} times that"
    )
    return taken


def loop_seconds(contracts: list[Arrangement]) -> float:
    """Seconds for one episode under one arrangement in a plain loop with the exact evaluator."""
    cases = [case(name) for name in CASES]
    start = time.perf_counter()
    for each in contracts:
        for episode in cases:
            price_one(each, episode)
    return (time.perf_counter() - start) / len(contracts) / len(cases)


def main() -> None:
    """Both sizes, the ratios and the memory."""
    contracts = [contract(name) for name in CONTRACTS]
    loop = loop_seconds(contracts) * 65_536 * len(contracts)
    small = measure(65_536, contracts, lines=True)
    print(f"          a plain loop over episodes would take {loop:,.0f} s, {loop / small:,.0f} times as long")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"          memory of the process at its highest: {memory:.0f} MB")
    measure(1_048_576, contracts[:5], lines=False)


if __name__ == "__main__":
    main()
