"""Where a case stands in time: approvals, stages, turns, gates, deadlines, the next action. All of it from events."""

from sca_toolkit.timeline.acceptance import AcceptanceLimit, offices
from sca_toolkit.timeline.answers import unknown_limits
from sca_toolkit.timeline.approvals import Approval, approval, approvals, authorization
from sca_toolkit.timeline.calendar import Calendar, Due
from sca_toolkit.timeline.clocks import Act, Clocks, Covers, RegulatoryClock
from sca_toolkit.timeline.deadline import Deadline
from sca_toolkit.timeline.deadlines import Change, Lapse, deadlines, slipped, what_lapses
from sca_toolkit.timeline.delays import Delay, capacity_flag, delays
from sca_toolkit.timeline.gates import GateFinding, check_gates
from sca_toolkit.timeline.ics import ics
from sca_toolkit.timeline.kinds import (
    ApprovalKind,
    Counting,
    DeadlineKind,
    Gate,
    GateMode,
    Severity,
    Status,
)
from sca_toolkit.timeline.next_action import NextAction, Risk, next_action, worklist
from sca_toolkit.timeline.orders import SignOffs, sign_offs
from sca_toolkit.timeline.practice import OrderCutOff, OrderLimit, Practice
from sca_toolkit.timeline.silence import Silence, silences
from sca_toolkit.timeline.situation import WINDOW_WHEN_UNSAID, AgreementDates, Situation
from sca_toolkit.timeline.spells import Spell
from sca_toolkit.timeline.stages import End, Journey, Restart, Span, ending, journey, stage_now, stage_since
from sca_toolkit.timeline.stamps import Interval, Stamp, between, intervals, stamps
from sca_toolkit.timeline.tracks import requests_split
from sca_toolkit.timeline.turns import Clock, case_clock, case_spells, clock_of, spells_of

__all__ = [
    "WINDOW_WHEN_UNSAID",
    "AcceptanceLimit",
    "Act",
    "AgreementDates",
    "Approval",
    "ApprovalKind",
    "Calendar",
    "Change",
    "Clock",
    "Clocks",
    "Counting",
    "Covers",
    "Deadline",
    "DeadlineKind",
    "Delay",
    "Due",
    "End",
    "Gate",
    "GateFinding",
    "GateMode",
    "Interval",
    "Journey",
    "Lapse",
    "NextAction",
    "OrderCutOff",
    "OrderLimit",
    "Practice",
    "RegulatoryClock",
    "Restart",
    "Risk",
    "Severity",
    "SignOffs",
    "Silence",
    "Situation",
    "Span",
    "Spell",
    "Stamp",
    "Status",
    "approval",
    "approvals",
    "authorization",
    "between",
    "capacity_flag",
    "case_clock",
    "case_spells",
    "check_gates",
    "clock_of",
    "deadlines",
    "delays",
    "ending",
    "ics",
    "intervals",
    "journey",
    "next_action",
    "offices",
    "requests_split",
    "sign_offs",
    "silences",
    "slipped",
    "spells_of",
    "stage_now",
    "stage_since",
    "stamps",
    "unknown_limits",
    "what_lapses",
    "worklist",
]
