"""How many reach the end within a goal, open cases and other ends counted."""

from __future__ import annotations

from dataclasses import dataclass

from sca_toolkit.timeline.waiting.figures import About, Estimate
from sca_toolkit.timeline.waiting.incidence import Ends

GOAL = (14.0, 28.0)
"""Two to four weeks from referral to infusion, manufacture included, is what clinicians at the AJMC roundtable on
timely CAR T access (July 2024) named as their goal. It belongs to that clock; on others it is only a mark."""


@dataclass(frozen=True)
class GoalShare:
    """The share that reached the end by each goal day."""

    about: About
    goals: tuple[float, ...]
    shares: tuple[Estimate, ...]


def goal_share(found: Ends, goals: tuple[float, ...] = GOAL) -> GoalShare:
    """The share by the end of each goal day."""
    return GoalShare(found.about, goals, tuple(found.reached.at(goal) for goal in goals))
