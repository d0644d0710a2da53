"""What the planner answers: both ways, the days gained, what each wait costs, and what runs ahead of cover."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from sca_toolkit.events import Side
from sca_toolkit.values import Choice

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Way(Choice):
    """How the center works."""

    serial = "serial"
    parallel = "parallel"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {"serial": "one after another", "parallel": "in parallel"}


@dataclass(frozen=True)
class Spread:
    """A number of days over many simulated cases. The ends say where 8 of 10 cases fall; they are not its error."""

    mean: float
    error: float
    """Standard error of the mean from the number of simulated cases; 0 when it is exact."""
    low: float
    """One case in ten is below."""
    median: float
    high: float
    """One case in ten is above."""


@dataclass(frozen=True)
class StepAnswer:
    """One activity in one way of working."""

    id: str
    title: str
    who: Side
    begins: float
    """Median day on which it begins, from day 0."""
    ends: float
    """Median day on which it is finished."""
    critical: float
    """Share of cases in which it holds up the end."""
    ahead_of_cover: float
    """Share of cases in which it begins before cover is final; 0 where it spends nothing."""


@dataclass(frozen=True)
class AtRisk:
    """What is lost when cover fails at the moment at which it would have been final."""

    money_mean: Decimal | None
    """Mean over the cases of the dollars already spent; None while no amount was entered."""
    money_most: Decimal | None
    """The most in any case."""
    slots: float
    """Mean number of slots booked by then."""
    expected_loss: Decimal | None
    """The mean dollars times the chance of refusal; None while one of the two was not entered."""
    not_entered: tuple[str, ...]
    """What runs ahead of cover without an amount."""


@dataclass(frozen=True)
class WayAnswer:
    """One way of working."""

    way: Way
    days: Spread
    steps: tuple[StepAnswer, ...]
    at_risk: AtRisk
    cover_final: float
    """Median day on which cover is final."""
    draws: NDArray[np.float64] = field(repr=False, compare=False)
    """Days to the end of each simulated case."""


@dataclass(frozen=True)
class WaitGain:
    """What ending one wait alone would gain, all others kept."""

    id: str
    title: str
    waits_for: tuple[str, ...]
    """Titles of what it waits for today without need."""
    gain: Spread


@dataclass(frozen=True)
class Answer:
    """Serial against parallel, on the same simulated cases."""

    serial: WayAnswer
    parallel: WayAnswer
    gained: Spread
    """Days by which parallel is shorter, case by case."""
    waits: tuple[WaitGain, ...]
    """Each wait that could end, the one that gains most first."""
    paths: int
    """Simulated cases; 1 when every length is fixed and the answer is exact."""
    seed: int
    inputs: str
    """First 12 digits of the SHA-256 of the plan and its lengths."""

    @property
    def exact(self) -> bool:
        """Whether nothing was simulated."""
        return self.paths == 1
