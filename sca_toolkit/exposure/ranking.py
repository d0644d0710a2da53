"""Offers against one another: dominance, equal mean, regret. Payment is a transfer, risk is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sca_toolkit.exposure.breakeven import break_even
from sca_toolkit.exposure.cohort import Cohort
from sca_toolkit.exposure.measures import cvar, loss_chance
from sca_toolkit.exposure.offers import Offer, Outcome, paid
from sca_toolkit.exposure.places import Term, numbers, with_number
from sca_toolkit.exposure.shapes import Array
from sca_toolkit.values import Choice


class Dominance(Choice):
    """In which sense one offer is never worse than another.

    On every simulated patient; by reaching every margin as often; by a smaller tail at every depth.
    """

    every_path = "every_path"
    first_order = "first_order"
    second_order = "second_order"
    none = "none"


def dominance(first: Outcome, second: Outcome) -> Dominance:
    """How the first offer dominates the second, within simulation error (a violation under two standard errors)."""
    if bool((first.margin >= second.margin - 0.005).all()):
        return Dominance.every_path
    replicates = first.cohort.design.replicates
    a, b = (np.sort(each.margin.reshape(replicates, -1), axis=1) for each in (first, second))
    if _never_below(a - b):
        return Dominance.first_order
    points = np.arange(1, a.shape[1] + 1)
    if _never_below(np.cumsum(a, axis=1) / points - np.cumsum(b, axis=1) / points):
        return Dominance.second_order
    return Dominance.none


def _never_below(gap: Array) -> bool:
    mean = gap.mean(axis=0)
    error = gap.std(axis=0, ddof=1) / np.sqrt(len(gap)) if len(gap) > 1 else np.zeros_like(mean)
    return bool((mean >= -2 * error - 0.005).all())


@dataclass(frozen=True)
class FrontierPoint:
    """An offer brought to the same mean payment as the others."""

    name: str
    term: str
    rate: float
    """The number that was moved to get there."""
    was: float
    loss: float
    tail: float
    """Mean loss of the worst 5%."""


def equal_mean(cohort: Cohort, offers: Sequence[Offer], payment: float) -> tuple[FrontierPoint, ...]:
    """Each offer with its weightiest rate moved so that the mean payment is `payment`; left out where none fits.

    What can be won without asking for more money.
    """
    wanted = payment - float(cohort.cost.mean())
    points = (_at_mean(cohort, offer, wanted) for offer in offers)
    return tuple(sorted((each for each in points if each), key=lambda each: each.tail))


def _at_mean(cohort: Cohort, offer: Offer, wanted: float) -> FrontierPoint | None:
    from scipy.optimize import brentq

    dollars = [each for each in numbers(offer.arrangement) if each.kind == "dollars" and each.value > 0]
    rates = [each for each in dollars if each.path.endswith("amount")]
    if not dollars:
        return None
    term = max(rates or dollars, key=lambda each: _weight(cohort, offer, each))
    follow = break_even(cohort, offer.arrangement, term.path)
    low, high = (follow.sign * float(follow.rates[at]) for at in (0, -1))
    if not follow.expected_at(low) <= wanted <= follow.expected_at(high):
        return None
    rate = float(brentq(lambda each: follow.expected_at(each) - wanted, low, high, xtol=0.5))
    margin = follow.margin_at(rate)
    return FrontierPoint(offer.name, term.label, rate, term.value, loss_chance(margin), cvar(margin))


def _weight(cohort: Cohort, offer: Offer, term: Term) -> float:
    """How much of the mean payment hangs on a number."""
    more = with_number(offer.arrangement, term.path, term.value * 1.1)
    return float(paid(cohort, more).mean())


def regret(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """For each offer: the mean margin given up against choosing the best offer after the patient is known."""
    best = np.max([each.margin for each in outcomes], axis=0)
    return {each.offer.name: float((best - each.margin).mean()) for each in outcomes}
