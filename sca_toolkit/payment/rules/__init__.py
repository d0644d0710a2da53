"""Rules that hold for a whole arrangement, whatever it pays."""

from __future__ import annotations

from sca_toolkit.payment.part import Part
from sca_toolkit.payment.rules.amounts import LatePayment, Rounding
from sca_toolkit.payment.rules.conversion import Conversion
from sca_toolkit.payment.rules.days import DayCounting, Readmission, Straddle
from sca_toolkit.payment.rules.not_infused import NotInfused
from sca_toolkit.payment.rules.out_of_spec import OutOfSpec
from sca_toolkit.payment.rules.repeat_collection import RepeatCollection
from sca_toolkit.payment.rules.rule import Rule

__all__ = [
    "Conversion",
    "DayCounting",
    "LatePayment",
    "NotInfused",
    "OutOfSpec",
    "Readmission",
    "RepeatCollection",
    "Rounding",
    "Rule",
    "Rules",
    "Straddle",
]


class Rules(Part):
    """All rules of an arrangement. A rule that is left out is not settled, and shows as a gap where it matters."""

    straddle: Straddle = Straddle()
    """A stay that crosses the edge of a window; matters where there is a window."""
    day_counting: DayCounting = DayCounting()
    """How inpatient days are counted; matters where days are paid or counted."""
    readmission: Readmission = Readmission()
    """Which readmissions a windowed rate includes; matters where there is a window."""
    conversion: Conversion = Conversion()
    """What an admission does to outpatient services before it."""
    not_infused: NotInfused = NotInfused()
    """What is paid when the product is never infused."""
    repeat_collection: RepeatCollection = RepeatCollection()
    """Whether a second collection is paid."""
    out_of_spec: OutOfSpec = OutOfSpec()
    """What is paid for a product that does not meet its specification."""
    rounding: Rounding = Rounding()
    """Rounding to whole cents."""
    late_payment: LatePayment = LatePayment()
    """Interest after the due date."""
