"""How long things take, said honestly: waits with open cases, late entry and competing ends, and what follows.

The definitions, formulas and sources stand in docs/how-we-count-days.md.
"""

from sca_toolkit.timeline.waiting.belief import RateBelief, fitted_belief, log_likelihood
from sca_toolkit.timeline.waiting.changes import BeforeAfter, before_after
from sca_toolkit.timeline.waiting.clock import AGREEMENT, TREATMENT, Mark, WaitClock
from sca_toolkit.timeline.waiting.comparing import Comparison, Row, compare, with_tests
from sca_toolkit.timeline.waiting.curves import OpenCurve, open_curve, open_curves
from sca_toolkit.timeline.waiting.figures import CONFIDENCE, TOO_FEW, About, DayEstimate, Estimate
from sca_toolkit.timeline.waiting.from_days import UNKNOWN, CaseDays, waits_on
from sca_toolkit.timeline.waiting.goals import GOAL, GoalShare, goal_share
from sca_toolkit.timeline.waiting.gray import gray_against_rest, gray_test
from sca_toolkit.timeline.waiting.incidence import EndCurve, Ends, ends, ends_by_group
from sca_toolkit.timeline.waiting.logrank import log_rank
from sca_toolkit.timeline.waiting.means import (
    MeanDifference,
    RestrictedMean,
    common_horizon,
    days_after,
    mean_difference,
    mean_of_reached,
    restricted_mean,
)
from sca_toolkit.timeline.waiting.outlook import HORIZONS, OpenCase, Outlook, outlook
from sca_toolkit.timeline.waiting.rates import proportion, proportion_words
from sca_toolkit.timeline.waiting.shrinkage import Multipliers, multipliers
from sca_toolkit.timeline.waiting.shuffles import FEW_EVENTS, shuffled_gray, shuffled_log_rank
from sca_toolkit.timeline.waiting.sides import SIDES, side_days
from sca_toolkit.timeline.waiting.testing import Verdict, holm, p_words
from sca_toolkit.timeline.waiting.track_record import CalibrationRow, TrackRecord, track_record
from sca_toolkit.timeline.waiting.turns import TurnMeans, turn_means
from sca_toolkit.timeline.waiting.waits import ENDINGS, SIGNED, Cause, LeftOut, Waits

__all__ = [
    "AGREEMENT",
    "CONFIDENCE",
    "ENDINGS",
    "FEW_EVENTS",
    "GOAL",
    "HORIZONS",
    "SIDES",
    "SIGNED",
    "TOO_FEW",
    "TREATMENT",
    "UNKNOWN",
    "About",
    "BeforeAfter",
    "CalibrationRow",
    "CaseDays",
    "Cause",
    "Comparison",
    "DayEstimate",
    "EndCurve",
    "Ends",
    "Estimate",
    "GoalShare",
    "LeftOut",
    "Mark",
    "MeanDifference",
    "Multipliers",
    "OpenCase",
    "OpenCurve",
    "Outlook",
    "RateBelief",
    "RestrictedMean",
    "Row",
    "TrackRecord",
    "TurnMeans",
    "Verdict",
    "WaitClock",
    "Waits",
    "before_after",
    "common_horizon",
    "compare",
    "days_after",
    "ends",
    "ends_by_group",
    "fitted_belief",
    "goal_share",
    "gray_against_rest",
    "gray_test",
    "holm",
    "log_likelihood",
    "log_rank",
    "mean_difference",
    "mean_of_reached",
    "multipliers",
    "open_curve",
    "open_curves",
    "outlook",
    "p_words",
    "proportion",
    "proportion_words",
    "restricted_mean",
    "shuffled_gray",
    "shuffled_log_rank",
    "side_days",
    "track_record",
    "turn_means",
    "waits_on",
    "with_tests",
]
