"""The invented payers of the synthetic cases, and what is true of each. Four have a profile among the examples.

All figures are invented. They differ so much that a method which cannot find the slow payers is wrong, not unlucky.
"""

from __future__ import annotations

from dataclasses import dataclass

from sca_toolkit.case import Funding, LineOfBusiness


@dataclass(frozen=True)
class PayerTruth:
    """What is true of one payer. Days are medians, in calendar days; shares are between 0 and 1."""

    id: str
    plan: str
    weight: float
    """How many of the cases it has, against the others."""
    line: LineOfBusiness
    funding: Funding
    state: str
    benefit_days: float
    """Days to answer a benefit check."""
    decision_days: float
    """Days to decide an authorization, or a part of it."""
    reply_days: float
    """Days to the first reply to a request for an agreement."""
    offer_days: float
    """Days to answer a draft."""
    sign_days: float
    """Days from agreed terms to the payer's signature."""
    rounds: float
    """Rounds of drafts and answers, on average."""
    first_factor: float
    """How much longer its agreements take the first time."""
    splits: bool
    """Whether it authorizes the parts of the episode apart."""
    asks_more: float
    """Share of requests for which it asks for more information."""
    denies: float
    """Share of requests it denies at first."""
    overturns: float
    """Share of its denials that an appeal overturns."""
    refuses: float
    """Share of requests for an agreement that it refuses."""
    exception: bool = False
    """Whether a network exception is needed."""


PAYERS: tuple[PayerTruth, ...] = (
    PayerTruth("example-national-commercial", "Example National Choice PPO (invented)", 0.30,
               LineOfBusiness.commercial, Funding.fully_insured, "OH",
               2, 6, 4, 4, 3, 2.2, 1.4, True, 0.30, 0.10, 0.7, 0.01),
    PayerTruth("example-regional-plan", "Example Valley HMO (invented)", 0.18,
               LineOfBusiness.commercial, Funding.fully_insured, "KY",
               3, 8, 5, 5, 4, 2.5, 1.6, False, 0.35, 0.12, 0.6, 0.02, True),
    PayerTruth("example-medicaid-mco", "Example Community Care (invented)", 0.16,
               LineOfBusiness.medicaid_managed_care, Funding.government, "OH",
               2, 5, 6, 6, 8, 2.0, 1.5, True, 0.25, 0.08, 0.6, 0.01),
    PayerTruth("example-self-funded-employer", "Example Manufacturing Group Health Plan (invented)", 0.08,
               LineOfBusiness.commercial, Funding.self_funded, "IN",
               5, 11, 12, 10, 9, 3.6, 1.8, True, 0.45, 0.18, 0.5, 0.04, True),
    PayerTruth("example-lakeshore-health", "Example Lakeshore Select (invented)", 0.17,
               LineOfBusiness.commercial, Funding.fully_insured, "OH",
               2, 4, 2, 3, 2, 1.6, 1.3, False, 0.20, 0.06, 0.7, 0.01),
    PayerTruth("example-plains-advantage", "Example Plains Advantage (invented)", 0.10,
               LineOfBusiness.medicare_advantage, Funding.government, "OH",
               3, 10, 15, 11, 10, 3.2, 1.7, True, 0.40, 0.20, 0.6, 0.03),
    PayerTruth("example-union-fund", "Example Trades Union Fund (invented)", 0.01,
               LineOfBusiness.commercial, Funding.self_funded, "MI",
               6, 9, 14, 9, 12, 3.0, 1.8, False, 0.40, 0.15, 0.5, 0.03, True),
)  # fmt: skip
"""Seven invented payers. Two are truly slow with agreements, one is truly quick, one has hardly any case."""

SLOW = ("example-self-funded-employer", "example-plains-advantage", "example-union-fund")
"""The payers whose agreements truly take longest."""
LOST_A_DAY, WITHDRAWN_A_DAY, MOVED_A_DAY = 0.0016, 0.0005, 0.0004
"""Chance, on each day from the referral to the infusion, that a patient is lost, withdraws, or changes payer."""
