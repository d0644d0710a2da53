"""Simulated patients of one case, drawn once and paid under as many offers as one likes.

All offers are priced on the same rows, so that their difference is not chance.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from sca_toolkit.exposure import columns as registry
from sca_toolkit.exposure.draws import AT_ONCE, Design, Stream, each_replicate, uniforms
from sca_toolkit.exposure.parameters import Parameters
from sca_toolkit.exposure.paths import columns
from sca_toolkit.exposure.patients import Draw, Number, root_of
from sca_toolkit.exposure.record import fingerprint
from sca_toolkit.exposure.scenario import Scenario
from sca_toolkit.exposure.shapes import Array
from sca_toolkit.exposure.shelves import Shelves
from sca_toolkit.payment.columns import Episodes

Part = Callable[[slice], Mapping[str, Array]]
"""The columns of some paths of one scrambling."""

FEW = 8
TOLD = (
    "end", "repeated", "evaluation", "agreement", "vein_to_vein", "admit", "days", "icu_days", "step_down_days",
    "readmission_day", "readmission_days", "crs", "icans", "doses", "invoice", "product_cost", "care_cost", "carry",
    "denied",
)  # fmt: skip
"""The columns of the fingerprint."""


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

    def replicate(at: int) -> Part:
        uniform = uniforms(design, Stream.process, at, registry.PROCESS_CAPACITY)
        return lambda part: columns(Draw(uniform[:, part]), values, scenario, root)

    return _cohort(parameters, scenario, design, replicate, workers)


def simulate_unsure(
    parameters: Parameters, scenario: Scenario, design: Design, *, workers: int = 1
) -> Cohort:
    """The same, but every path also draws what we do not know about the numbers: the predictive distribution."""
    at_column = registry.positions(registry.PARAMETERS, registry.PARAMETER_CAPACITY)
    root = root_of(parameters.values())

    def replicate(at: int) -> Part:
        uniform = uniforms(design, Stream.process, at, registry.PROCESS_CAPACITY)
        unknown = uniforms(design, Stream.parameters, at, registry.PARAMETER_CAPACITY)

        def paths(part: slice) -> Mapping[str, Array]:
            values = parameters.drawn({name: unknown[row, part] for name, row in at_column.items()})
            return columns(Draw(uniform[:, part]), values, scenario, root)

        return paths

    return replace(_cohort(parameters, scenario, design, replicate, workers), unsure=True)


def _cohort(
    parameters: Parameters,
    scenario: Scenario,
    design: Design,
    replicate: Callable[[int], Part],
    workers: int,
) -> Cohort:
    """Every scrambling drawn once and put in its place, a few thousand paths at a time, so that they stay in the cache.

    Which path stands where does not depend on the number of workers.
    """
    width = min(design.points, AT_ONCE)
    shelves = Shelves(design.n, scenario, replicate(0)(slice(0, width)))

    def fill(at: int) -> None:
        paths = replicate(at)
        for start in range(0, design.points, width):
            first = at * design.points + start
            shelves.put(slice(first, first + width), paths(slice(start, start + width)))

    each_replicate(fill, design, workers)
    return Cohort(scenario, parameters, design, shelves.columns, shelves.episodes())
