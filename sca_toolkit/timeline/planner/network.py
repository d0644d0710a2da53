"""The arithmetic of a network: an order, earliest days forward, spare days backward. Sizes: paths x activities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Before = Mapping[str, Sequence[str]]
"""Each activity with those that must be finished before it begins."""
SPARE = 1e-9
"""Days below which an activity has none to spare."""


def cycle_in(before: Before) -> tuple[str, ...]:
    """One ring of activities that wait for each other, in waiting order; empty when there is none."""
    done: set[str] = set()
    for first in before:
        found = _ring_from(first, before, done)
        if found:
            return found
    return ()


def _ring_from(first: str, before: Before, done: set[str]) -> tuple[str, ...]:
    trail: list[str] = []
    ahead = [iter((first,))]
    while ahead:
        name = next(ahead[-1], None)
        if name is None:
            ahead.pop()
            if trail:
                done.add(trail.pop())
        elif name in trail:
            return tuple(trail[trail.index(name) :])
        elif name not in done:
            trail.append(name)
            ahead.append(iter(before[name]))
    return ()


def in_order(before: Before) -> tuple[str, ...]:
    """The activities so that each comes after all it waits for; otherwise as they stand."""
    placed: dict[str, None] = {}
    while len(placed) < len(before):
        placed.update(
            (name, None)
            for name, others in before.items()
            if name not in placed and all(other in placed for other in others)
        )
    return tuple(placed)


def begin_days(before: Before, days: Mapping[str, Floats]) -> dict[str, Floats]:
    """Earliest day on which each activity begins, counted from day 0; one number a path."""
    import numpy as np

    begins: dict[str, Floats] = {}
    for name in in_order(before):
        ends = [begins[other] + days[other] for other in before[name]]
        begins[name] = np.maximum.reduce(ends) if ends else np.zeros_like(days[name])
    return begins


def spare_days(before: Before, days: Mapping[str, Floats], begins: Mapping[str, Floats]) -> dict[str, Floats]:
    """Days by which each activity may slip without moving the end."""
    import numpy as np

    end = np.maximum.reduce([begins[name] + days[name] for name in before])
    after: dict[str, list[str]] = {name: [] for name in before}
    for name, others in before.items():
        for other in others:
            after[other].append(name)
    latest: dict[str, Floats] = {}
    for name in reversed(in_order(before)):
        limits = [latest[other] for other in after[name]]
        latest[name] = (np.minimum.reduce(limits) if limits else end) - days[name]
    return {name: latest[name] - begins[name] for name in before}
