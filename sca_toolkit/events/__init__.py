"""What happened to a case, and when."""

from sca_toolkit.events.event import DelayReason, Event, Side, standing
from sca_toolkit.events.step import EIGHT_TIME_STAMPS, ENDS, Stage, Step

__all__ = ["EIGHT_TIME_STAMPS", "ENDS", "DelayReason", "Event", "Side", "Stage", "Step", "standing"]
