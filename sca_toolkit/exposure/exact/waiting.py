"""What a day of delay is worth: three answers that are never added up.

The patient: a population curve of one-year mortality by months of waiting, after Tully et al. 2019 (a simulation of
relapsed lymphoma; 34.0%, 36.1% and 76.3% at 0, 1 and 9 months). It says nothing about a named patient; one center with
65 patients saw longer waits with an agreement and no significant difference in outcome. Attrition: the share lost while
waiting. Money: the expected margin lost, which can be a gain where the margin is a loss.
"""

from __future__ import annotations

import math

DAYS_PER_MONTH = 30.44
_BASE = math.log(0.34 / 0.66)
_SLOPE = math.log(0.361 / 0.639) - _BASE
_POWER = math.log((math.log(0.763 / 0.237) - _BASE) / _SLOPE) / math.log(9)


def one_year_mortality(months: float) -> float:
    """Share of the simulated population that dies within a year after waiting `months` (0 to 9)."""
    odds = _BASE + (_SLOPE * months**_POWER if months > 0 else 0.0)
    return 1 / (1 + math.exp(-odds))


def lost_while_waiting(days: float, hazard_per_month: float) -> float:
    """Share of patients lost in `days` at a constant hazard."""
    return -math.expm1(-hazard_per_month * days / DAYS_PER_MONTH)


def carry(amount: float, days: float, annual_rate: float) -> float:
    """Simple interest on `amount` for `days`."""
    return amount * annual_rate * days / 365


def expected_collected(amount: float, denial: float, recovered: float) -> float:
    """What is collected on average when a claim is denied with chance `denial` and `recovered` of it comes back."""
    return amount * (1 - denial * (1 - recovered))


def present_value(amount: float, days: float, annual_rate: float) -> float:
    """What `amount`, paid after `days`, is worth today."""
    return float(amount * (1 + annual_rate) ** (-days / 365))
