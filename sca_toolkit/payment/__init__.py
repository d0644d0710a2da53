"""The payment language: an arrangement is a tree of nodes that validate, phrase and price themselves."""

from sca_toolkit.payment.aggregate import AggregateStopLoss
from sca_toolkit.payment.arrangement import Arrangement
from sca_toolkit.payment.bounds import Cap, Corridor, Floor
from sca_toolkit.payment.case_rate import CaseRate
from sca_toolkit.payment.charges import ChargeLimit, PercentOfCharges
from sca_toolkit.payment.combine import GreaterOf, LesserOf, Sum
from sca_toolkit.payment.cost_plus import CostPlus
from sca_toolkit.payment.day_outlier import DayOutlier
from sca_toolkit.payment.default_rate import DefaultRate
from sca_toolkit.payment.drg import DrgPayment
from sca_toolkit.payment.fee_schedule import Fee, FeeSchedule
from sca_toolkit.payment.first_dollar import FirstDollarStopLoss
from sca_toolkit.payment.level_of_care import Level, Tier
from sca_toolkit.payment.node import Node
from sca_toolkit.payment.part import Clause, Gap, Part, PaymentNode, RateRow
from sca_toolkit.payment.per_diem import PerDiem
from sca_toolkit.payment.phase import Phase, PhaseName
from sca_toolkit.payment.phases import PhasedCaseRates
from sca_toolkit.payment.price_dates import PriceDateRule
from sca_toolkit.payment.product import Product
from sca_toolkit.payment.reading import (
    ProductTreatment,
    conversion_rule,
    has_product_basis,
    inclusion_window,
    interest,
    needs_price_date_rule,
    parts,
    price_date_rule,
    product_treatment,
    products,
    stop_losses,
    walk,
    windows,
)
from sca_toolkit.payment.rebate import OutcomesRebate
from sca_toolkit.payment.rules import Rule, Rules
from sca_toolkit.payment.second_dollar import SecondDollarStopLoss
from sca_toolkit.payment.step import STANDARD_ORDER, Step
from sca_toolkit.payment.stop_loss import StopLoss
from sca_toolkit.payment.surcharge import Surcharge
from sca_toolkit.payment.threshold import ThresholdBasis
from sca_toolkit.payment.window import StartEvent, Window

__all__ = [
    "STANDARD_ORDER",
    "AggregateStopLoss",
    "Arrangement",
    "Cap",
    "CaseRate",
    "ChargeLimit",
    "Clause",
    "Corridor",
    "CostPlus",
    "DayOutlier",
    "DefaultRate",
    "DrgPayment",
    "Fee",
    "FeeSchedule",
    "FirstDollarStopLoss",
    "Floor",
    "Gap",
    "GreaterOf",
    "LesserOf",
    "Level",
    "Node",
    "OutcomesRebate",
    "Part",
    "PaymentNode",
    "PerDiem",
    "PercentOfCharges",
    "Phase",
    "PhaseName",
    "PhasedCaseRates",
    "PriceDateRule",
    "Product",
    "ProductTreatment",
    "RateRow",
    "Rule",
    "Rules",
    "SecondDollarStopLoss",
    "StartEvent",
    "Step",
    "StopLoss",
    "Sum",
    "Surcharge",
    "ThresholdBasis",
    "Tier",
    "Window",
    "conversion_rule",
    "has_product_basis",
    "inclusion_window",
    "interest",
    "needs_price_date_rule",
    "parts",
    "price_date_rule",
    "product_treatment",
    "products",
    "stop_losses",
    "walk",
    "windows",
]
