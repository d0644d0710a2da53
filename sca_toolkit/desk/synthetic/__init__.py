"""Invented cases with a known truth, for the demo, for tests and for benchmarks.

Nothing here is data about anybody: persons, payers, numbers, delays and their differences are made up, and every case
says so (`synthetic`). No figure may be read as how long anything takes or what anything costs.
"""

from sca_toolkit.desk.synthetic.large import Batch, EventLine, make_large
from sca_toolkit.desk.synthetic.large_loading import load_large
from sca_toolkit.desk.synthetic.loading import load_world
from sca_toolkit.desk.synthetic.payers import PAYERS, PayerTruth
from sca_toolkit.desk.synthetic.truth import CaseTruth, Truth
from sca_toolkit.desk.synthetic.world import World, make_world

__all__ = [
    "PAYERS",
    "Batch",
    "CaseTruth",
    "EventLine",
    "PayerTruth",
    "Truth",
    "World",
    "load_large",
    "load_world",
    "make_large",
    "make_world",
]
