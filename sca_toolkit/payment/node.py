"""The union of all payment nodes, told apart by `kind`. A new kind is one class and one line here."""

from __future__ import annotations

import sys
from typing import Annotated

from pydantic import Field

from sca_toolkit.payment.aggregate import AggregateStopLoss
from sca_toolkit.payment.bounds import Cap, Corridor, Floor
from sca_toolkit.payment.case_rate import CaseRate
from sca_toolkit.payment.charges import PercentOfCharges
from sca_toolkit.payment.combine import GreaterOf, LesserOf, Sum
from sca_toolkit.payment.cost_plus import CostPlus
from sca_toolkit.payment.day_outlier import DayOutlier
from sca_toolkit.payment.default_rate import DefaultRate
from sca_toolkit.payment.drg import DrgPayment
from sca_toolkit.payment.fee_schedule import FeeSchedule
from sca_toolkit.payment.first_dollar import FirstDollarStopLoss
from sca_toolkit.payment.per_diem import PerDiem
from sca_toolkit.payment.phases import PhasedCaseRates
from sca_toolkit.payment.product import Product
from sca_toolkit.payment.second_dollar import SecondDollarStopLoss
from sca_toolkit.payment.surcharge import Surcharge

Node = Annotated[
    CaseRate
    | PhasedCaseRates
    | PerDiem
    | PercentOfCharges
    | DrgPayment
    | FeeSchedule
    | CostPlus
    | Product
    | Sum
    | LesserOf
    | GreaterOf
    | Cap
    | Floor
    | Corridor
    | FirstDollarStopLoss
    | SecondDollarStopLoss
    | DayOutlier
    | Surcharge
    | AggregateStopLoss,
    Field(discriminator="kind"),
]
"""Any payment node."""

# Holders of nodes name `Node` before it exists; here their modules learn it. Each is built when it is first used.
for _holder in (
    Sum,
    LesserOf,
    GreaterOf,
    Cap,
    Floor,
    Corridor,
    FirstDollarStopLoss,
    SecondDollarStopLoss,
    DayOutlier,
    Surcharge,
    AggregateStopLoss,
    DefaultRate,
):
    for _class in _holder.__mro__:
        if _class.__module__.startswith("sca_toolkit.payment"):
            vars(sys.modules[_class.__module__])["Node"] = Node
