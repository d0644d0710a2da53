"""The planner: the steps to infusion as a network, one after another or in parallel, and what that puts at risk.

Lengths are calendar days. NumPy is loaded when a plan is worked out, not when this room is imported.
"""

from sca_toolkit.timeline.planner.activity import Activity, Days, Plan
from sca_toolkit.timeline.planner.answer import Answer, AtRisk, Spread, StepAnswer, WaitGain, Way, WayAnswer
from sca_toolkit.timeline.planner.lengths import Even, Fixed, Halves, Length, Observed, Triangle
from sca_toolkit.timeline.planner.settle import MIN_OWN, OwnSpans, Settled, SettledStep, settle
from sca_toolkit.timeline.planner.solve import SEED, solve

__all__ = [
    "MIN_OWN",
    "SEED",
    "Activity",
    "Answer",
    "AtRisk",
    "Days",
    "Even",
    "Fixed",
    "Halves",
    "Length",
    "Observed",
    "OwnSpans",
    "Plan",
    "Settled",
    "SettledStep",
    "Spread",
    "StepAnswer",
    "Triangle",
    "WaitGain",
    "Way",
    "WayAnswer",
    "settle",
    "solve",
]
