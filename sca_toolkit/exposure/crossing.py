"""Where one offer begins to pay more than another: as days by level of care, in expectation, and how likely it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sca_toolkit.errors import UsageProblem
from sca_toolkit.exposure.exact.stays import days_to_cross
from sca_toolkit.exposure.offers import Outcome
from sca_toolkit.exposure.shapes import Array
from sca_toolkit.payment import Arrangement, CaseRate, PerDiem
from sca_toolkit.payment.reading import walk
from sca_toolkit.payment.service import intensive_care

LONGEST_SHOWN = 60


@dataclass(frozen=True)
class Rates:
    """A case rate and daily rates, the product equal on both sides."""

    case_rate: float
    ward: float
    step_down: float
    intensive: float

    def ward_days(self, intensive: float = 0.0, step_down: float = 0.0) -> float:
        """Ward days at which the per diems reach the case rate, after days at the other levels; 0 when passed."""
        others = intensive * self.intensive + step_down * self.step_down
        return max(0.0, days_to_cross(self.case_rate, self.ward, others))

    def line(self, most_icu: int = 20) -> tuple[tuple[int, float], ...]:
        """Days in intensive care and the ward days that go with them: over the line the per diems pay more."""
        return tuple(
            (icu, self.ward_days(icu))
            for icu in range(most_icu + 1)
            if icu * self.intensive <= self.case_rate
        )


def rates_of(case_rate: Arrangement, per_diem: Arrangement) -> Rates:
    """The rates of two offers. Raises UsageProblem where one has no case rate or the other no daily rates."""
    amounts = [
        node.amount for _, node in walk(case_rate) if isinstance(node, CaseRate) and node.amount is not None
    ]
    levels = [level for _, node in walk(per_diem) if isinstance(node, PerDiem) for level in node.levels]
    daily = {level.level: level for level in levels if level.amount is not None}
    if not amounts or not daily:
        raise UsageProblem("A crossing needs one offer with a case rate and one with a rate for each day.")
    icu = [each for each in daily.values() if any(intensive_care(code) for code in each.revenue_codes)]
    step = [each for each in daily.values() if {"0206", "0214"} & set(each.revenue_codes)]
    ward = [each for each in daily.values() if each not in icu and each not in step] or list(daily.values())
    low = float(ward[0].amount or 0)
    return Rates(
        float(amounts[0]),
        low,
        float(step[0].amount or 0) if step else low,
        float(icu[0].amount or 0) if icu else low,
    )


@dataclass(frozen=True)
class Bin:
    """All simulated patients with the same number of days in hospital."""

    days: int
    patients: int
    gap: float
    """Mean payment of the first offer less that of the second."""
    error: float


@dataclass(frozen=True)
class Crossing:
    """Two offers by the days in hospital, readmission included."""

    bins: tuple[Bin, ...]
    at: int | None
    """The first number of days at which the second offer pays more, beyond doubt; None where that never happens."""
    chance: float
    """How likely the second offer pays more."""
    first_gains: float
    """Mean of what the first offer pays more, over all patients."""
    second_gains: float


def crossing(first: Outcome, second: Outcome) -> Crossing:
    """Where the second offer (a per diem, say) begins to pay more than the first (a case rate)."""
    c = first.cohort.columns
    days = (c["days"] + c["readmission_days"])[c["infused"].astype(bool)]
    gap = (first.payment - second.payment)[c["infused"].astype(bool)]
    bins = tuple(_bin(at, gap[days == at]) for at in range(LONGEST_SHOWN + 1) if (days == at).sum() > 1)
    sure = [each.days for each in bins if each.gap < -2 * each.error and each.gap < -0.5]
    return Crossing(
        bins,
        sure[0] if sure else None,
        float((gap < 0).mean()),
        float(np.maximum(gap, 0).mean()),
        float(np.maximum(-gap, 0).mean()),
    )


def _bin(days: int, gap: Array) -> Bin:
    return Bin(days, len(gap), float(gap.mean()), float(gap.std(ddof=1)) / float(np.sqrt(len(gap))))
