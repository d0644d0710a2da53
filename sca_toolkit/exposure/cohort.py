"""Simulated patients of one case, drawn once and paid under as many offers as one likes.

All offers are priced on the same rows, so that their difference is not chance.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from sca_toolkit.exposure import columns as registry
from sca_toolkit.exposure.draws import Design, Stream, each_replicate, uniforms
from sca_toolkit.exposure.parameters import Parameters
from sca_toolkit.exposure.paths import LINES, OUTPATIENT_DRUG_DAY, columns
from sca_toolkit.exposure.patients import Draw, Number, root_of
from sca_toolkit.exposure.record import fingerprint
from sca_toolkit.exposure.scenario import Scenario
from sca_toolkit.exposure.shapes import Array
from sca_toolkit.payment.columns import Episodes, LineColumn, StaySlot
from sca_toolkit.payment.price_dates import PriceDateRule, QuarterRule
from sca_toolkit.payment.rules.not_infused import NotInfusedReason
from sca_toolkit.payment.service import Group, Purpose, StayKind

_REASONS = tuple(NotInfusedReason)

_COLUMNS = (
    LineColumn("collection", Group.ancillary),
    LineColumn("repeat collection", Group.ancillary, purpose=Purpose.repeat_collection),
    LineColumn("lymphodepletion and clinic", Group.ancillary),
    LineColumn("drugs given in clinic", Group.ancillary),
    LineColumn("room of the stay", Group.room, stay=0),
    LineColumn("drugs of the stay", Group.ancillary, stay=0),
    LineColumn("room of the readmission", Group.room, stay=1),
)

FEW = 8
TOLD = (
    "end", "repeated", "evaluation", "agreement", "vein_to_vein", "admit", "days", "icu_days", "step_down_days",
    "readmission_day", "readmission_days", "crs", "icans", "doses", "invoice", "product_cost", "care_cost", "carry",
    "denied",
)  # fmt: skip
"""The columns of the fingerprint."""
AT_ONCE = 8_192
"""Paths worked out at a time."""


@dataclass(frozen=True)
class Cohort:
    """Simulated patients. Arrays hold one number for each path, one scrambling after the other."""

    scenario: Scenario
    parameters: Parameters
    design: Design
    columns: Mapping[str, Array]
    episodes: Episodes
    unsure: bool = False
    """Whether every path also drew what we do not know about the numbers."""

    @property
    def care_cost(self) -> Array:
        """Cost of care, without the product."""
        return self.columns["care_cost"]

    @property
    def cost(self) -> Array:
        """Care, product and carrying it until it is paid for."""
        found: Array = self.columns["care_cost"] + self.columns["product_cost"] + self.columns["carry"]
        return found

    @cached_property
    def few(self) -> Cohort:
        """The first patients only: enough to learn whether an offer can be priced at all."""
        rows = np.arange(min(FEW, len(self.care_cost)))
        columns = {name: column[rows] for name, column in self.columns.items()}
        return replace(self, columns=columns, episodes=self.episodes.take(rows))

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the simulated days, prices and costs, from which all other columns follow."""
        return fingerprint(self.columns[name] for name in TOLD)


def simulate(parameters: Parameters, scenario: Scenario, design: Design, *, workers: int = 1) -> Cohort:
    """Draw the patients of a case. The same seed gives the same patients for any number of workers.

    Raises DataError for correlations that contradict one another.
    """
    values: Mapping[str, Number] = parameters.values()
    root = root_of(values)

    def rows(uniform: Array, at: int, part: slice) -> dict[str, Array]:
        return columns(Draw(uniform[:, part]), values, scenario, root)

    return _cohort(parameters, scenario, design, rows, workers)


def simulate_unsure(
    parameters: Parameters, scenario: Scenario, design: Design, *, workers: int = 1
) -> Cohort:
    """The same, but every path also draws what we do not know about the numbers: the predictive distribution."""
    at_column = registry.positions(registry.PARAMETERS, registry.PARAMETER_CAPACITY)
    root = root_of(parameters.values())

    def rows(uniform: Array, at: int, part: slice) -> dict[str, Array]:
        unknown = uniforms(design, Stream.parameters, at, registry.PARAMETER_CAPACITY)[:, part]
        values = parameters.drawn({name: unknown[row] for name, row in at_column.items()})
        return columns(Draw(uniform[:, part]), values, scenario, root)

    return replace(_cohort(parameters, scenario, design, rows, workers), unsure=True)


def _cohort(
    parameters: Parameters,
    scenario: Scenario,
    design: Design,
    rows: Callable[[Array, int, slice], Mapping[str, Array]],
    workers: int,
) -> Cohort:
    """Every scrambling in its place, a few thousand paths at a time so that they stay in the cache."""
    width = min(design.points, AT_ONCE)

    def part(at: int, start: int) -> Mapping[str, Array]:
        uniform = uniforms(design, Stream.process, at, registry.PROCESS_CAPACITY)
        return rows(uniform, at, slice(start, start + width))

    first = part(0, 0)
    joined = {name: np.empty(design.n, dtype=column.dtype) for name, column in first.items()}

    def fill(at: int) -> None:
        for start in range(0, design.points, width):
            place = slice(at * design.points + start, at * design.points + start + width)
            for name, column in part(at, start).items():
                joined[name][place] = column

    each_replicate(fill, design, workers)
    return Cohort(scenario, parameters, design, joined, _episodes(joined, scenario))


def _episodes(c: Mapping[str, Array], scenario: Scenario) -> Episodes:
    """The same paths in the columns that payments are worked out from."""
    cost = np.stack([c[f"cost_{name}"] for name in LINES]).T
    infused = c["infused"].astype(bool)
    return Episodes(
        end=c["end"].astype(np.int8),
        reason=_reason(c),
        evaluation=c["evaluation"],
        collection=c["collection"],
        last_collection=c["last_collection"],
        repeat_collections=(c["repeated"].astype(bool) & c["collected"].astype(bool)).astype(np.int64),
        lymphodepletion=c["lymphodepletion"],
        infusion=c["infusion"],
        infused_inpatient=np.full(len(infused), scenario.inpatient),
        product_charged=c["product_charged"].astype(bool),
        invoice=c["invoice"],
        product_charge=c["product_charge"],
        list_price=_by_date(c),
        quoted_price=_by_date(c),
        asp={
            QuarterRule.infusion_quarter: c["asp_infusion"],
            QuarterRule.order_quarter: c["asp_order"],
            QuarterRule.agreement_quarter: c["asp_agreement"],
        },
        product=scenario.product,
        stay_slots=(
            StaySlot(StayKind.infusion if scenario.inpatient else StayKind.conversion),
            StaySlot(StayKind.readmission),
        ),
        admit=_pair(c["admit"], c["readmission_day"]),
        discharge=_pair(c["admit"] + c["days"], c["readmission_day"] + c["readmission_days"]),
        segment_codes=(
            scenario.codes.ward,
            scenario.codes.intensive,
            scenario.codes.step_down,
            scenario.codes.ward,
        ),
        segment_days=_segments(c),
        lines=_COLUMNS,
        charge=np.asfortranarray(cost / scenario.cost_to_charge_ratio),
        line_day=_line_days(c),
        cost=np.asfortranarray(cost),
        charge_increase=scenario.charge_increase,
    )


def _pair(first: Array, second: Array) -> Array:
    return np.stack([first, second]).T


def _by_date(c: Mapping[str, Array]) -> dict[PriceDateRule, Array]:
    return {
        PriceDateRule.agreement_date: c["price_agreement"],
        PriceDateRule.order_date: c["price_order"],
        PriceDateRule.collection_date: c["price_collection"],
        PriceDateRule.invoice_date: c["invoice"],
        PriceDateRule.infusion_date: c["price_infusion"],
    }


def _reason(c: Mapping[str, Array]) -> np.ndarray:
    """Withdrawn by choice; lost to progression, before collection or after it; or no product could be made."""
    end = c["end"]
    failed = c["failed"].astype(bool)
    choice, made, worse = (
        _REASONS.index(each)
        for each in (
            NotInfusedReason.patient_choice,
            NotInfusedReason.manufacturing_failure,
            NotInfusedReason.progression,
        )
    )
    found = np.select([end >= 3, end == 0, (end == 2) & failed], [-1, choice, made], default=worse)
    return found.astype(np.int8)


def _segments(c: Mapping[str, Array]) -> Array:
    """Midnights of each run of days: ward, intensive care, step-down, ward; the readmission is on the ward."""
    empty = np.zeros_like(c["days"])
    stay = [c["ward_before"], c["icu_days"], c["step_down_days"], c["ward_after"]]
    again = [c["readmission_days"], empty, empty, empty]
    return np.asfortranarray(np.stack([np.stack(stay, axis=1), np.stack(again, axis=1)], axis=1))


def _line_days(c: Mapping[str, Array]) -> Array:
    infused = c["infused"].astype(bool)
    drugs = infused & ~c["stays"].astype(bool) & (c["doses"] > 0)
    days = {
        "collection": c["collection"],
        "repeat_collection": np.where(c["repeated"].astype(bool), c["last_collection"], np.nan),
        "lymphodepletion": c["lymphodepletion"],
        "outpatient_drugs": np.where(drugs, OUTPATIENT_DRUG_DAY, np.nan),
    }
    nothing = np.full_like(c["days"], np.nan)
    return np.stack([days.get(name, nothing) for name in LINES]).T
