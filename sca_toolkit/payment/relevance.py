"""Which rules matter to an arrangement. A rule that cannot change what is paid is not asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sca_toolkit.payment.case_rate import CaseRate
from sca_toolkit.payment.charges import PercentOfCharges
from sca_toolkit.payment.cost_plus import CostPlus
from sca_toolkit.payment.day_outlier import DayOutlier
from sca_toolkit.payment.drg import DrgPayment
from sca_toolkit.payment.fee_schedule import FeeSchedule
from sca_toolkit.payment.left_over import LeftOver
from sca_toolkit.payment.part import PaymentNode
from sca_toolkit.payment.per_diem import PerDiem
from sca_toolkit.payment.phase import GapRule
from sca_toolkit.payment.phases import PhasedCaseRates
from sca_toolkit.payment.product import Product
from sca_toolkit.payment.product_flow import within
from sca_toolkit.payment.rules.not_infused import ServicesIfNotInfused
from sca_toolkit.payment.rules.out_of_spec import OutOfSpecServices
from sca_toolkit.payment.rules.repeat_collection import RepeatPaidAt
from sca_toolkit.payment.scope import ScopedNode, Setting, WindowedNode
from sca_toolkit.payment.stop_loss import StopLoss
from sca_toolkit.payment.threshold import ThresholdBasis

if TYPE_CHECKING:
    from sca_toolkit.payment.arrangement import Arrangement

ALWAYS = frozenset(
    {"conversion", "not_infused", "repeat_collection", "out_of_spec", "rounding", "late_payment"}
)


def needed_rules(arrangement: Arrangement) -> frozenset[str]:
    """The names of the rules that this arrangement needs."""
    nodes = [node for _, node in arrangement.nodes()]
    windowed = any(has_window(node) for node in nodes)
    by_day = any(counts_days(node) for node in nodes)
    return (
        ALWAYS
        | (frozenset({"straddle", "readmission"}) if windowed else frozenset())
        | (frozenset({"day_counting"}) if by_day else frozenset())
    )


def has_window(node: PaymentNode) -> bool:
    """Whether the node pays for a run of days (a case rate and phases always do)."""
    if isinstance(node, CaseRate | PhasedCaseRates):
        return True
    return isinstance(node, WindowedNode) and node.window is not None


def counts_days(node: PaymentNode) -> bool:
    """Whether the node pays or counts inpatient days."""
    if isinstance(node, StopLoss):
        return node.threshold_basis is ThresholdBasis.covered_days
    return isinstance(node, PerDiem | DayOutlier)


def needs_default_rate(arrangement: Arrangement) -> bool:
    """Whether some service can fall outside every rate, or a rule points to the default rate."""
    return bool(left_over(arrangement)) or points_to_default_rate(arrangement)


def left_over(arrangement: Arrangement) -> tuple[LeftOver, ...]:
    """The groups of services that the rates leave over, so that a default rate must say whether it covers them."""
    nodes = [] if arrangement.base is None else [node for _, node in within(arrangement.base)]
    if any(pays_all_services(node) for node in nodes):
        return ()
    windowed = any(has_window(node) for node in nodes)
    listed = any(lists_services(node) for node in nodes)
    return (
        *((LeftOver.outside_window,) if windowed else ()),
        *((LeftOver.not_listed,) if listed else ()),
        *((LeftOver.other_setting,) if one_setting(nodes) else ()),
    )


def pays_all_services(node: PaymentNode) -> bool:
    """Whether the node reaches every covered service, whatever its day, setting, code and billing entity."""
    if not isinstance(node, PercentOfCharges | CostPlus) or node.window is not None:
        return False
    return node.setting is Setting.every and not node.billed_by and not node.products


def one_setting(nodes: Sequence[PaymentNode]) -> bool:
    """Whether all rates for services hold in the same setting, inpatient or outpatient; the product has no services."""
    settings = {
        node.setting for node in nodes if isinstance(node, ScopedNode) and not isinstance(node, Product)
    }
    return len(settings) == 1 and Setting.every not in settings


def lists_services(node: PaymentNode) -> bool:
    """Whether the node pays for some services only, by name, code or group."""
    if getattr(node, "professional_fees_included", None) is False:
        return True
    if isinstance(node, CaseRate):
        return bool(node.includes or node.excludes)
    if isinstance(node, PhasedCaseRates):
        return any(phase.includes for phase in node.phases)
    if isinstance(node, PerDiem):
        return node.ancillaries_included is False
    return isinstance(node, FeeSchedule | DrgPayment)


def points_to_default_rate(arrangement: Arrangement) -> bool:
    """Whether a rule or a gap rule says `default_rate`."""
    rules = arrangement.rules
    between = (node.gap_rule for _, node in arrangement.nodes() if isinstance(node, PhasedCaseRates))
    return (
        rules.not_infused.services is ServicesIfNotInfused.default_rate
        or rules.repeat_collection.paid_at is RepeatPaidAt.default_rate
        or rules.out_of_spec.services is OutOfSpecServices.default_rate
        or GapRule.default_rate in tuple(between)
    )
