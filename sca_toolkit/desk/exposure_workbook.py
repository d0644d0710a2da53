"""The workbook of an exposure: an exact price with live formulas, every number with its source, the simulation."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.exposure import CaseExposure
from sca_toolkit.desk.pricing import write_live_price
from sca_toolkit.exposure.assumption import CostModel, Status, Unit
from sca_toolkit.exposure.measures import Estimate
from sca_toolkit.exposure.offers import Comparison, Outcome
from sca_toolkit.exposure.parameters import Parameter, Parameters
from sca_toolkit.exposure.record import RunRecord
from sca_toolkit.library.exports import Sheet, Value
from sca_toolkit.values.marks import plain

ASSUMED = (
    "Quantity", "Value in use", "Unit", "10th percentile", "90th percentile", "How known", "Confidence", "n", "Whose",
    "Own value", "Weight of own", "Published value", "Published source", "Address", "Source dated", "Source read",
    "Years of the data", "Population", "Note", "Part", "Name",
)  # fmt: skip
SIMULATED = (
    "Offer", "Mean margin", "± two standard errors", "Loses in, percent", "± percent", "5% earn less than",
    "Half earn less than", "5% earn more than", "Worst 5% lose (CVaR)", "± of the worst 5%", "Mean payment",
    "Payer bears, of a further dollar", "Worth a case rate of", "Terms", "Offer (SHA-256)",
)  # fmt: skip
_PERCENT = {
    Unit.share: "percent",
    Unit.per_month: "percent a month",
    Unit.per_year: "percent a year",
}


def exposure_workbook(desk: Desk, found: CaseExposure, outcome: Outcome, episode: str, as_of: date) -> bytes:
    """An Excel file: one offer on one dated episode with live formulas, then the assumptions and the simulation.

    `episode` is the id of a dated episode. Raises CannotPrice where the episode lacks a value that the offer needs,
    UsageProblem for an unknown episode, DataError for a wrong one.
    """
    if found.comparison is None:
        raise ValueError("there is no workbook without an offer that could be priced")
    behind = (
        _assumptions(desk.library.cost_model(), found.cohort.parameters),
        _simulation(found.comparison),
        _run(found, found.comparison.record),
    )
    target = io.BytesIO()
    about = (f"Offer: {outcome.offer.name}.", *_about(desk, found, as_of))
    write_live_price(outcome.offer.arrangement, desk.library.episode(episode), target, about, behind)
    return target.getvalue()


def _about(desk: Desk, found: CaseExposure, as_of: date) -> Iterator[str]:
    yield f"As of {as_of:%B} {as_of.day}, {as_of.year}."
    yield (
        "The sheets Assumptions, Simulation summary and Run record hold what was simulated; they do not follow the "
        "yellow cells."
    )
    if example_episodes(desk):
        yield "The episode is an invented example; put your own into the folder episodes of the workspace."
    if found.invented:
        yield "Invented figures are among the numbers of the simulation: this is an example."


def example_episodes(desk: Desk) -> bool:
    """Whether the dated episodes on file are the invented ones that come with the toolkit."""
    return desk.library.root is None or not (desk.library.root / "episodes").is_dir()


def _assumptions(model: CostModel, numbers: Parameters) -> Sheet:
    return Sheet("Assumptions", ASSUMED, (_assumed(model, each, numbers.product) for each in numbers))


def _assumed(model: CostModel, each: Parameter, product: str | None) -> tuple[Value, ...]:
    import numpy as np

    entry = model.find(each.name, product)
    source = model.sources[entry.source] if entry.source else None
    low, high = (float(value) for value in each.shape.at(np.array([0.1, 0.9])))
    own = each.status is Status.own
    return (
        each.title, _in_unit(each.value, each.unit), _PERCENT.get(each.unit, each.unit.words),
        _in_unit(low, each.unit), _in_unit(high, each.unit), each.status.words, each.confidence.words, each.n,
        each.origin if own else "published" if source else "no source found",
        _maybe(each.own, each.unit), None if each.weight is None else f"{each.weight:.0%}",
        _maybe(each.published if own else each.value, each.unit),
        source.title if source else None, source.url if source else None, source.dated if source else None,
        source.read_on if source else None, entry.years, entry.population, each.note or None, each.group, each.name,
    )  # fmt: skip


def _in_unit(value: float, unit: Unit) -> Decimal:
    """Shares as percent; as many digits as mean something."""
    return Decimal(f"{value * (100 if unit in _PERCENT else 1):.6g}")


def _maybe(value: float | None, unit: Unit) -> Decimal | None:
    return None if value is None else _in_unit(value, unit)


def _simulation(comparison: Comparison) -> Sheet:
    hashes = comparison.record.contracts
    rows = (_offer(each, hashes[each.offer.name]) for each in comparison.outcomes)
    return Sheet("Simulation summary", SIMULATED, rows)


def _offer(outcome: Outcome, sha256: str) -> tuple[Value, ...]:
    s = outcome.summary
    return (
        outcome.offer.name, _cents(s.expected), _twice(s.expected), _cents(s.loss, 100), _twice(s.loss, 100),
        _cents(s.low), _cents(s.middle), _cents(s.high), _cents(s.cvar), _twice(s.cvar), _cents(s.payment),
        _cents(s.pass_through), _cents(outcome.equivalent_case_rate), plain(outcome.offer.arrangement.summary()),
        sha256,
    )  # fmt: skip


def _cents(found: Estimate, times: int = 1) -> Decimal:
    return Decimal(f"{found.value * times:.2f}")


def _twice(found: Estimate, times: int = 1) -> Decimal | None:
    return None if found.error is None else Decimal(f"{2 * found.error * times:.2f}")


def _run(found: CaseExposure, record: RunRecord) -> Sheet:
    def rows() -> Iterator[tuple[Value, ...]]:
        yield "simulated patients", f"{record.n:,}"
        for what, value in how_it_came_about(found, record).items():
            if isinstance(value, dict):
                yield from ((f"{what}: {name}", str(each)) for name, each in value.items())
            else:
                yield what, str(value)

    return Sheet("Run record", ("What", "Value"), rows())


def how_it_came_about(found: CaseExposure, record: RunRecord) -> dict[str, Any]:
    """What it takes to run the simulation again, in words for each value."""
    return {
        "case": found.case.id,
        "patients": found.cohort.scenario.words(),
        "seed": str(record.seed),
        "points": record.points,
        "scramblings": record.replicates,
        "random columns, version": record.registry,
        "model, version": record.model,
        "numbers (SHA-256)": record.parameters,
        "case facts (SHA-256)": record.scenario,
        "offers (SHA-256)": dict(record.contracts),
        "patients (SHA-256)": record.episodes,
        "versions": dict(record.versions),
        "cost basis": record.basis.words,
        "lowest confidence": record.worst_confidence.words,
    }
