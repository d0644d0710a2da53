"""Answers about one offer or all of them: the table, break-even, words, tornado, who bears what, both settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.exposure import Assumed, CaseExposure, compare_offers, key_of
from sca_toolkit.desk.exposure_memory import Shelf
from sca_toolkit.errors import UsageProblem
from sca_toolkit.exposure.bearing import Borne, who_bears_what
from sca_toolkit.exposure.breakeven import BreakEven, break_even
from sca_toolkit.exposure.cliffs import Cliff, cliffs
from sca_toolkit.exposure.crossing import Crossing, Rates, crossing, rates_of
from sca_toolkit.exposure.measures import Estimate
from sca_toolkit.exposure.offers import Outcome
from sca_toolkit.exposure.places import Term, numbers
from sca_toolkit.exposure.ranking import Dominance, FrontierPoint, dominance, equal_mean, regret
from sca_toolkit.exposure.shapes import Array
from sca_toolkit.exposure.story import Story, worst_story
from sca_toolkit.exposure.tornado import Tornado, tornado
from sca_toolkit.exposure.unsure import loss_chances
from sca_toolkit.exposure.words import WordCosts, cost_of_words

FEW = 30
"""Simulated patients under which a mean is not told."""
RISKS = (0.05, 0.10, 0.20)
_follow: Shelf[BreakEven] = Shelf(24)
_words: Shelf[WordCosts] = Shelf(48)
_tornado: Shelf[Tornado] = Shelf(24)
_borne: Shelf[tuple[Borne, ...]] = Shelf(48)
_cliffs: Shelf[tuple[Cliff, ...]] = Shelf(48)
_unsure: Shelf[tuple[float, float]] = Shelf(48)
_frontier: Shelf[tuple[FrontierPoint, ...]] = Shelf(12)


@dataclass(frozen=True)
class OfferRow:
    """One offer in numbers; dollars unless said otherwise."""

    name: str
    terms: str
    """The offer in one line."""
    expected: float
    expected_error: float | None
    loss: float
    """Chance of a loss."""
    loss_error: float | None
    low: float
    """5% quantile of the margin."""
    high: float
    """95% quantile of the margin."""
    tail: float
    """Mean loss of the worst 5%; below zero, a gain."""
    tail_error: float | None
    worst: float
    """Margin of the worst path."""
    with_icu: float | None
    """Mean margin of the patients who reach intensive care; None where too few do."""
    loss_with_icu: float | None
    pass_through: float
    """Of a further dollar of care, how much is paid."""
    equivalent_rate: float
    """The case rate beside a product at invoice that would pay as much."""
    regret: float
    """Mean margin given up against the best of these offers, chosen after the patient is known."""
    payment: float
    """Mean collected payment."""
    payment_error: float | None
    against_first: float
    """Mean margin less that of the first offer."""
    against_first_error: float | None


def offer_rows(exposure: CaseExposure) -> tuple[OfferRow, ...]:
    """Every offer that could be priced, in the order asked for."""
    comparison = exposure.comparison
    if comparison is None:
        return ()
    given_up = regret(comparison.outcomes)
    first = comparison.outcomes[0].offer.name
    return tuple(
        _row(each, given_up[each.offer.name], comparison.difference(each.offer.name, first))
        for each in comparison.outcomes
    )


def _row(outcome: Outcome, given_up: float, against: Estimate) -> OfferRow:
    s = outcome.summary
    icu = outcome.margin[outcome.cohort.columns["icu_days"] > 0]
    enough = len(icu) >= FEW
    return OfferRow(
        name=outcome.offer.name,
        terms=outcome.offer.arrangement.summary(),
        expected=s.expected.value,
        expected_error=s.expected.error,
        loss=s.loss.value,
        loss_error=s.loss.error,
        low=s.low.value,
        high=s.high.value,
        tail=s.cvar.value,
        tail_error=s.cvar.error,
        worst=float(outcome.margin[s.worst]),
        with_icu=float(icu.mean()) if enough else None,
        loss_with_icu=float((icu < 0).mean()) if enough else None,
        pass_through=s.pass_through.value,
        equivalent_rate=outcome.equivalent_case_rate.value,
        regret=given_up,
        payment=s.payment.value,
        payment_error=s.payment.error,
        against_first=against.value,
        against_first_error=against.error,
    )


def icu_share(exposure: CaseExposure) -> float:
    """The part of the simulated patients who reach intensive care."""
    return float((exposure.cohort.columns["icu_days"] > 0).mean())


def outcome_of(exposure: CaseExposure, name: str) -> Outcome:
    """The outcome of one offer. Raises UsageProblem for one that is not there or could not be priced."""
    if exposure.comparison is not None:
        for each in exposure.comparison.outcomes:
            if each.offer.name == name:
                return each
    why = next((each.why for each in exposure.refused if each.name == name), "it is not among the offers.")
    raise UsageProblem(f"The offer {name!r} cannot be priced: {why}")


def movable(outcome: Outcome) -> tuple[Term, ...]:
    """The numbers of an offer that can be moved, rates first."""
    found = [
        each for each in numbers(outcome.offer.arrangement) if not each.path.startswith("rules.late_payment")
    ]
    return tuple(sorted(found, key=_first_asked))


def _first_asked(term: Term) -> tuple[bool, bool, bool]:
    """Amounts first, other dollars next; an amount of zero, such as no handling fee, later."""
    return not term.path.endswith("amount"), term.kind != "dollars", not term.value


def follow(outcome: Outcome, path: str) -> BreakEven:
    """How the margin follows one number of an offer; kept, so that a slider is answered at once."""
    key = (*key_of(outcome.cohort), outcome.offer.fingerprint, path)
    return _follow.get(key, lambda: break_even(outcome.cohort, outcome.offer.arrangement, path))


def words_of(outcome: Outcome) -> WordCosts:
    """What each other wording would move."""
    key = (*key_of(outcome.cohort), outcome.offer.fingerprint)
    return _words.get(key, lambda: cost_of_words(outcome.cohort, outcome.offer.arrangement))


def tornado_of(outcome: Outcome) -> Tornado:
    """Which numbers of the simulation matter for this offer."""
    key = (*key_of(outcome.cohort), outcome.offer.fingerprint)
    return _tornado.get(key, lambda: tornado(outcome.cohort, outcome.offer.arrangement))


def bearers_of(outcome: Outcome) -> tuple[Borne, ...]:
    """Who bears which risk under this offer."""
    key = (*key_of(outcome.cohort), outcome.offer.fingerprint)
    return _borne.get(key, lambda: who_bears_what(outcome.cohort, outcome.offer.arrangement))


def cliffs_of(outcome: Outcome) -> tuple[Cliff, ...]:
    """Thresholds on charges at which the payment jumps."""
    key = (*key_of(outcome.cohort), outcome.offer.fingerprint)
    return _cliffs.get(key, lambda: cliffs(outcome.cohort, outcome.offer.arrangement))


def frontier_of(exposure: CaseExposure, outcome: Outcome) -> tuple[FrontierPoint, ...]:
    """The other offers brought to the mean payment of this one: what can be won without asking for more money."""
    if exposure.comparison is None:
        return ()
    offers = [each.offer for each in exposure.comparison.outcomes]
    key = (*key_of(outcome.cohort), outcome.offer.fingerprint, *(each.fingerprint for each in offers))
    return _frontier.get(key, lambda: equal_mean(outcome.cohort, offers, float(outcome.payment.mean())))


@dataclass(frozen=True)
class Crossed:
    """Where the second offer, paid by the day, begins to pay more than the first, a case rate."""

    first: str
    second: str
    rates: Rates
    crossing: Crossing


def crossings(exposure: CaseExposure) -> tuple[Crossed, ...]:
    """Every offer with a case rate against every offer paid by the day."""
    if exposure.comparison is None:
        return ()
    return tuple(_crossings(exposure.comparison.outcomes))


def _crossings(outcomes: tuple[Outcome, ...]) -> Iterator[Crossed]:
    for first in outcomes:
        for second in outcomes:
            try:
                rates = rates_of(first.offer.arrangement, second.offer.arrangement)
            except UsageProblem:
                continue
            yield Crossed(first.offer.name, second.offer.name, rates, crossing(first, second))


def dominances(exposure: CaseExposure) -> tuple[tuple[str, Dominance, str], ...]:
    """Which offer dominates which other, and in which sense; pairs that do not are left out."""
    outcomes = exposure.comparison.outcomes if exposure.comparison else ()
    pairs = [(a, b) for a in outcomes for b in outcomes if a is not b]
    found = ((a.offer.name, dominance(a, b), b.offer.name) for a, b in pairs)
    return tuple(each for each in found if each[1] is not Dominance.none)


def story_of(exposure: CaseExposure, outcome: Outcome) -> Story:
    """The worst simulated patient, with the dates of this case."""
    return worst_story(outcome, exposure.infusion_on)


def both_settings(
    desk: Desk, case_id: str, names: Iterable[str], as_of: date, assumed: Assumed
) -> tuple[CaseExposure, CaseExposure]:
    """The same offers for an infusion as an outpatient and as an inpatient."""
    asked = tuple(names)
    outpatient, inpatient = (
        compare_offers(desk, case_id, asked, as_of, replace(assumed, inpatient=inside))
        for inside in (False, True)
    )
    return outpatient, inpatient


def unsure_interval(outcome: Outcome, draws: int = 64, points: int = 1024) -> tuple[float, float]:
    """80% interval of the chance of a loss over what we do not know about the numbers, the patients being the same."""
    key = (*key_of(outcome.cohort), outcome.offer.fingerprint, draws, points)
    return _unsure.get(
        key, lambda: _interval(loss_chances(outcome.cohort, outcome.offer.arrangement, draws, points))
    )


def _interval(values: Array) -> tuple[float, float]:
    low, high = np.quantile(values, [0.1, 0.9])
    return float(low), float(high)
