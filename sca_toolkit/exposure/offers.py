"""Offers side by side: what each pays the same patients, the margin it leaves, and how the margins differ."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from sca_toolkit.exposure.cohort import Cohort
from sca_toolkit.exposure.columns import VERSION
from sca_toolkit.exposure.draws import MODEL_VERSION
from sca_toolkit.exposure.measures import Estimate, Summary, difference, estimate, summary
from sca_toolkit.exposure.record import RunRecord, versions
from sca_toolkit.exposure.shapes import Array
from sca_toolkit.payment import Arrangement
from sca_toolkit.payment.pricing import collected_many

BLOCK = 32_768
"""Paths priced at once, as measured: smaller blocks spend their time between steps, larger ones outgrow the cache."""
INFUSED = 4
"""The end state of a patient who is infused with a product in specification."""


@dataclass(frozen=True)
class Offer:
    """A way of paying, with a name for the column."""

    name: str
    arrangement: Arrangement

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the arrangement as data."""
        return hashlib.sha256(self.arrangement.model_dump_json().encode()).hexdigest()


@dataclass(frozen=True)
class Outcome:
    """What one offer pays the patients, path by path, and what is left of it."""

    offer: Offer
    cohort: Cohort
    payment: Array
    """Collected on each path: payer, member, other payer, rebate; 0 where the whole claim is denied."""

    @cached_property
    def margin(self) -> Array:
        """Payment less cost of care, product and carrying it."""
        found: Array = self.payment - self.cohort.cost
        return found

    @cached_property
    def summary(self) -> Summary:
        """The margin in numbers."""
        c = self.cohort
        care = self.payment - c.columns["product_cost"]
        found = summary(self.margin, care, c.care_cost, c.design.replicates, c.columns["end"] == INFUSED)
        return replace(found, payment=_mean(self.payment, c.design.replicates))

    @cached_property
    def equivalent_case_rate(self) -> Estimate:
        """The case rate beside a product paid at invoice that would pay as much on average."""
        c, replicates = self.cohort.columns, self.cohort.design.replicates
        infused, care = c["infused"].astype(float), self.payment - c["product_cost"]
        rows = [each.reshape(replicates, -1).mean(axis=1) for each in (care, infused)]
        whole = float(care.mean() / max(infused.mean(), 1e-12))
        return estimate(rows[0] / np.maximum(rows[1], 1e-12), whole)


def _mean(values: Array, replicates: int) -> Estimate:
    return estimate(values.reshape(replicates, -1).mean(axis=1), float(values.mean()))


@dataclass(frozen=True)
class Comparison:
    """Offers on the same simulated patients. The record says how the numbers came about."""

    record: RunRecord
    outcomes: tuple[Outcome, ...]

    def __post_init__(self) -> None:
        if not self.outcomes:
            raise ValueError("a comparison needs at least one offer")

    @property
    def cohort(self) -> Cohort:
        """The patients."""
        return self.outcomes[0].cohort

    def outcome(self, name: str) -> Outcome:
        """The outcome of the offer with this name. Raises KeyError."""
        return {each.offer.name: each for each in self.outcomes}[name]

    def difference(self, first: str, second: str) -> Estimate:
        """Mean margin of one offer less that of another."""
        a, b = self.outcome(first), self.outcome(second)
        return difference(a.margin, b.margin, self.cohort.design.replicates)


def paid(cohort: Cohort, arrangement: Arrangement) -> Array:
    """What an arrangement collects on each path. Raises CannotPrice naming a rate or rule that is missing."""
    return _unless_denied(cohort, collected_many((arrangement,), cohort.episodes, block=BLOCK)[0])


def _unless_denied(cohort: Cohort, payment: Array) -> Array:
    if not cohort.scenario.denial_share:
        return payment
    return np.where(cohort.columns["denied"].astype(bool), 0.0, payment)


def compare(cohort: Cohort, offers: Sequence[Offer], *, workers: int = 1) -> Comparison:
    """Price every offer on the same patients; the same numbers for any number of workers.

    Raises CannotPrice naming what an offer leaves open.
    """
    arrangements = [offer.arrangement for offer in offers]
    found = collected_many(arrangements, cohort.episodes, block=BLOCK, workers=workers)
    outcomes = tuple(
        Outcome(offer, cohort, _unless_denied(cohort, each))
        for offer, each in zip(offers, found, strict=True)
    )
    return Comparison(record_of(cohort, offers), outcomes)


def record_of(cohort: Cohort, offers: Sequence[Offer]) -> RunRecord:
    """How a result on these patients came about."""
    return RunRecord(
        seed=cohort.design.seed,
        points=cohort.design.points,
        replicates=cohort.design.replicates,
        registry=VERSION,
        model=MODEL_VERSION,
        parameters=cohort.parameters.fingerprint,
        scenario=cohort.scenario.fingerprint,
        contracts={offer.name: offer.fingerprint for offer in offers},
        episodes=cohort.fingerprint,
        versions=versions(),
        basis=cohort.parameters.basis,
        worst_confidence=cohort.parameters.worst,
    )
