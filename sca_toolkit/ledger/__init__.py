"""The term sheet as a negotiation: moves are recorded, everything else follows from them."""

from sca_toolkit.ledger.clock import Clock, Days, Pause
from sca_toolkit.ledger.drafts import Take, changed_places, next_terms
from sca_toolkit.ledger.fallbacks import Fallback, Target
from sca_toolkit.ledger.ledger import Entry, History, Ledger, OpenPoint, state, with_moves
from sca_toolkit.ledger.move import Move, Status, standing_moves
from sca_toolkit.ledger.offering import offer_from
from sca_toolkit.ledger.parts import part_of, summaries
from sca_toolkit.ledger.places import Spot, Value
from sca_toolkit.ledger.reuse import Change, Earlier, PastAgreements, Reuse, past_agreements, reuse
from sca_toolkit.ledger.rounds import Round
from sca_toolkit.ledger.rows import Point, Row
from sca_toolkit.ledger.topics import PRINTED_TOPICS, TOPICS, Topic, topic, topic_of

__all__ = [
    "PRINTED_TOPICS",
    "TOPICS",
    "Change",
    "Clock",
    "Days",
    "Earlier",
    "Entry",
    "Fallback",
    "History",
    "Ledger",
    "Move",
    "OpenPoint",
    "PastAgreements",
    "Pause",
    "Point",
    "Reuse",
    "Round",
    "Row",
    "Spot",
    "Status",
    "Take",
    "Target",
    "Topic",
    "Value",
    "changed_places",
    "next_terms",
    "offer_from",
    "part_of",
    "past_agreements",
    "reuse",
    "standing_moves",
    "state",
    "summaries",
    "topic",
    "topic_of",
    "with_moves",
]
