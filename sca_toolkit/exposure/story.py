"""One simulated patient told with dates and dollars, so that a person can judge whether the worst path may be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from sca_toolkit.exposure.offers import Outcome
from sca_toolkit.payment.pricing import price_all

_GRADES = ("none", "grade 1 or 2", "grade 3 or more")
_ENDS = {
    0: "The patient withdrew before collection.",
    1: "The disease moved on before collection; nothing was collected.",
    2: "The product was never infused.",
}


@dataclass(frozen=True)
class StoryLine:
    """One thing that happened."""

    on: date | None
    """None for a sum over the whole story."""
    words: str
    dollars: float | None = None
    """Cost below zero, payment above zero."""


@dataclass(frozen=True)
class Story:
    """A path from agreement to payment."""

    lines: tuple[StoryLine, ...]
    margin: float


def worst_story(outcome: Outcome, infusion_on: date) -> Story:
    """The path with the lowest margin. `infusion_on` is the planned day 0 of the real case."""
    return story(outcome, outcome.summary.worst, infusion_on)


def story(outcome: Outcome, path: int, infusion_on: date) -> Story:
    """One path in order of time, then what it cost, then what the offer paid for it, line by line."""
    row = {name: float(column[path]) for name, column in outcome.cohort.columns.items()}
    lines = [*sorted(_happened(outcome, row, infusion_on), key=lambda each: each.on or date.max)]
    lines += [*_costs(row), *_payments(outcome, path)]
    return Story(tuple(lines), float(outcome.margin[path]))


def _happened(outcome: Outcome, row: dict[str, float], day0: date) -> Iterator[StoryLine]:
    def at(offset: float) -> date:
        return day0 + timedelta(days=int(offset))

    yield StoryLine(at(row["agreement"]), "The agreement is signed.")
    if not np.isnan(row["collection"]):
        yield StoryLine(at(row["collection"]), "Cells are collected.")
    if row["repeated"] and not np.isnan(row["last_collection"]):
        yield StoryLine(at(row["last_collection"]), "The first run failed; cells are collected again.")
    if row["end"] < 3:
        made = " No product could be made." if row["failed"] else ""
        yield StoryLine(day0, _ENDS[int(row["end"])] + made)
        return
    where = "as an inpatient" if outcome.cohort.scenario.inpatient else "as an outpatient"
    off = ", out of specification" if row["end"] == 3 else ""
    yield StoryLine(day0, f"The product is infused {where}{off}.")
    yield from _stay(outcome, row, at)
    yield StoryLine(at(row["paid"]), "The payer pays.")


def _stay(outcome: Outcome, row: dict[str, float], at: Callable[[float], date]) -> Iterator[StoryLine]:
    toxic = [
        f"{name} of {_GRADES[int(row[key])]}"
        for name, key in (("cytokine release syndrome", "crs"), ("neurotoxicity", "icans"))
        if row[key] > 0
    ]
    doses = f"; {_counted(row['doses'], 'dose')} of tocilizumab" if row["doses"] else ""
    if toxic:
        yield StoryLine(
            at(row["admit"] if row["stays"] else 2), f"{' and '.join(toxic).capitalize()}{doses}."
        )
    if row["stays"]:
        begun = "The stay begins" if outcome.cohort.scenario.inpatient else "Admitted to the hospital"
        icu = f", {row['icu_days']:.0f} of them in intensive care" if row["icu_days"] else ""
        yield StoryLine(at(row["admit"]), f"{begun}: {_counted(row['days'], 'day')}{icu}.")
        yield StoryLine(at(row["admit"] + row["days"]), "Discharged.")
    if row["readmitted"]:
        yield StoryLine(
            at(row["readmission_day"]), f"Readmitted for {_counted(row['readmission_days'], 'day')}."
        )


def _costs(row: dict[str, float]) -> Iterator[StoryLine]:
    yield StoryLine(None, "Cost of care", -row["care_cost"])
    if row["product_cost"]:
        yield StoryLine(None, "Cost of the product", -row["product_cost"])
    if row["carry"]:
        yield StoryLine(None, "Cost of carrying the product until it is paid for", -row["carry"])


def _payments(outcome: Outcome, path: int) -> Iterator[StoryLine]:
    if outcome.payment[path] == 0:
        yield StoryLine(None, "Nothing is paid.", 0.0)
        return
    found = price_all(outcome.offer.arrangement, outcome.cohort.episodes.take(np.array([path])))
    amounts = found.amounts[0] if found.amounts is not None else ()
    for key, amount in zip(found.keys, amounts, strict=True):
        if abs(amount) >= 0.005:
            yield StoryLine(None, f"{key.term}: {key.what}", float(amount))


def _counted(number: float, one: str) -> str:
    return f"{number:.0f} {one if number == 1 else one + 's'}"
