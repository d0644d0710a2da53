"""Random numbers: scrambled Sobol points, sixteen independent scramblings of 4,096 points unless told otherwise.

The same seed gives the same numbers for any number of workers: each replicate is drawn and worked on by itself, in a
fixed order of joining.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import TypeVar

import numpy as np

from sca_toolkit.exposure.shapes import Array

T = TypeVar("T")
MODEL_VERSION = "1"
"""Part of every seed: raised when the simulated story changes."""
HALF_STEP = 2.0**-31
"""Sobol points are multiples of 2 to the -30; half a step keeps them off 0."""

KEPT = 16_384
"""Replicates of at most so many points are kept for the next run: those of a million would fill the memory."""
AT_ONCE = 8_192
"""Points drawn at a time, a power of two: what is worked on stays in the processor's cache."""


class Stream(IntEnum):
    """What the numbers are for; streams are independent."""

    process = 0
    parameters = 1
    common = 2
    bootstrap = 3


@dataclass(frozen=True)
class Design:
    """How many numbers, from which seed."""

    seed: int
    points: int = 4096
    """Points of one replicate; a power of two."""
    replicates: int = 16

    def __post_init__(self) -> None:
        if self.points < 1 or self.points & (self.points - 1):
            raise ValueError(f"{self.points} points are no power of two; take 1,024, 4,096 or 16,384")
        if self.replicates < 1:
            raise ValueError("at least one replicate is needed")

    @property
    def n(self) -> int:
        """Paths in all."""
        return self.points * self.replicates


def seed_of(case_id: str) -> int:
    """The seed of a case: the same case gives the same numbers on every machine."""
    text = f"{case_id}\n{MODEL_VERSION}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")


def uniforms(design: Design, stream: Stream, replicate: int, capacity: int) -> Array:
    """One replicate: shape (capacity, points), each value above 0 and below 1, each column in its own row."""
    if stream is Stream.process and design.points <= KEPT:
        return _drawn(design.seed, design.points, stream, replicate, capacity)
    return _draw(design.seed, design.points, stream, replicate, capacity)


def _draw(seed: int, points: int, stream: Stream, replicate: int, capacity: int) -> Array:
    from scipy.stats import qmc

    sequence = np.random.SeedSequence(seed, spawn_key=(int(stream), replicate))
    sobol = qmc.Sobol(capacity, scramble=True, rng=np.random.default_rng(sequence))
    found = np.empty((capacity, points))
    width = min(points, AT_ONCE)
    for start in range(0, points, width):
        np.add(sobol.random(width).T, HALF_STEP, out=found[:, start : start + width])
    found.setflags(write=False)
    return found


_drawn = lru_cache(maxsize=32)(_draw)


def each_replicate(work: Callable[[int], T], design: Design, workers: int = 1) -> Sequence[T]:
    """`work` for each replicate by its number, the results in order whatever the number of workers."""
    if workers <= 1:
        return [work(at) for at in range(design.replicates)]
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(work, range(design.replicates)))
