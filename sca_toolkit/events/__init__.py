"""What happened to a case, and when."""

from sca_toolkit.events.delay import DelayReason
from sca_toolkit.events.details import Detail, Outcome
from sca_toolkit.events.event import Event, Side, standing
from sca_toolkit.events.problems import implausible
from sca_toolkit.events.step import EIGHT_TIME_STAMPS, ENDS, Stage, Step

__all__ = [
    "EIGHT_TIME_STAMPS",
    "ENDS",
    "DelayReason",
    "Detail",
    "Event",
    "Outcome",
    "Side",
    "Stage",
    "Step",
    "implausible",
    "standing",
]
