"""Which number matters: each moved from its 10th to its 90th percentile, everything else the same patients."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from sca_toolkit.errors import DataError
from sca_toolkit.exposure.assumption import Status
from sca_toolkit.exposure.cohort import Cohort, simulate
from sca_toolkit.exposure.draws import Design
from sca_toolkit.exposure.measures import cvar, loss_chance
from sca_toolkit.exposure.offers import paid
from sca_toolkit.exposure.parameters import Parameter
from sca_toolkit.exposure.shapes import Array, Point
from sca_toolkit.payment import Arrangement

REPLICATES = 4
"""Scramblings used for the tornado: it compares, so a quarter of the paths is enough."""
OWN_RANGE = 0.10
"""The center's cost-to-charge ratio and invoice are moved by this share, since they have no published range."""


@dataclass(frozen=True)
class Measured:
    """Margin in three numbers."""

    expected: float
    loss: float
    tail: float


@dataclass(frozen=True)
class Bar:
    """What one number moves."""

    name: str
    title: str
    low: float
    """The number at its 10th percentile."""
    high: float
    at_low: Measured
    at_high: Measured
    assumed: bool
    """Whether the number has no published support."""

    @property
    def width(self) -> float:
        """How far the mean margin moves, in dollars."""
        return abs(self.at_high.expected - self.at_low.expected)


@dataclass(frozen=True)
class Tornado:
    """The bars, the widest first, around the result with every number as it is."""

    base: Measured
    bars: tuple[Bar, ...]
    paths: int


def tornado(cohort: Cohort, arrangement: Arrangement, replicates: int = REPLICATES) -> Tornado:
    """Move every number that is not known exactly. Raises CannotPrice naming what the offer leaves open."""
    design = Design(cohort.design.seed, cohort.design.points, min(replicates, cohort.design.replicates))
    base = _measured(simulate(cohort.parameters, cohort.scenario, design), arrangement)
    bars = [*_numbers(cohort, arrangement, design), *_own(cohort, arrangement, design)]
    moving = [each for each in bars if each.at_low != each.at_high]
    return Tornado(base, tuple(sorted(moving, key=lambda each: -each.width)), design.n)


def _numbers(cohort: Cohort, arrangement: Arrangement, design: Design) -> Iterator[Bar]:
    for each in cohort.parameters:
        if isinstance(each.shape, Point):
            continue
        low, high = (float(value) for value in each.shape.at(np.array([0.1, 0.9])))
        try:
            ends = tuple(_with(cohort, each, value, arrangement, design) for value in (low, high))
        except DataError:
            continue  # a correlation this far from the others could not be
        yield Bar(
            each.name, each.title, low, high, ends[0], ends[1], assumed=each.status is Status.assumption
        )


def _with(
    cohort: Cohort, parameter: Parameter, value: float, arrangement: Arrangement, design: Design
) -> Measured:
    changed = cohort.parameters.changed({parameter.name: value})
    return _measured(simulate(changed, cohort.scenario, design), arrangement)


def _own(cohort: Cohort, arrangement: Arrangement, design: Design) -> Iterator[Bar]:
    titles = {
        "cost_to_charge_ratio": "Cost-to-charge ratio (own, ±10%)",
        "invoice": "Product invoice (own, ±10%)",
    }
    for name, title in titles.items():
        held = getattr(cohort.scenario, name)
        low, high = held * (1 - OWN_RANGE), min(held * (1 + OWN_RANGE), 1.0 if held <= 1 else np.inf)
        ends = [
            _measured(
                simulate(cohort.parameters, replace(cohort.scenario, **{name: value}), design), arrangement
            )
            for value in (low, high)
        ]
        yield Bar(name, title, low, high, ends[0], ends[1], assumed=False)


def _measured(cohort: Cohort, arrangement: Arrangement) -> Measured:
    margin: Array = paid(cohort, arrangement) - cohort.cost
    return Measured(float(margin.mean()), loss_chance(margin), cvar(margin))
