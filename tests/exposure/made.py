"""A cost model and a case for tests: the shipped defaults, an invented center, few paths."""

from __future__ import annotations

from functools import cache
from typing import Any

from sca_toolkit.exposure.cohort import Cohort, simulate
from sca_toolkit.exposure.draws import Design
from sca_toolkit.exposure.offers import Offer
from sca_toolkit.exposure.own import OwnNumbers
from sca_toolkit.exposure.parameters import Parameters, parameters_for
from sca_toolkit.exposure.scenario import Scenario
from sca_toolkit.library import Library
from sca_toolkit.payment import Arrangement

DESIGN = Design(seed=20261122, points=1024, replicates=8)
AXI = "axi-cel"
PLAIN = OwnNumbers.model_validate({"cost_to_charge_ratio": "26%", "invoices": {AXI: "$480,000"}})
"""A center that has entered nothing but what must be entered."""


@cache
def library() -> Library:
    return Library(None)


@cache
def parameters(product: str = AXI) -> Parameters:
    return parameters_for(library().cost_model(), PLAIN, product)


def scenario(**changes: Any) -> Scenario:
    return Scenario(
        **{"product": AXI, "inpatient": False, "invoice": 480_000.0, "cost_to_charge_ratio": 0.26, **changes}
    )


def cohort(
    numbers: dict[str, float] | None = None, design: Design = DESIGN, workers: int = 1, **changes: Any
) -> Cohort:
    """Patients with some numbers changed and the rest as shipped."""
    return simulate(parameters().changed(numbers or {}), scenario(**changes), design, workers=workers)


@cache
def outpatients() -> Cohort:
    return cohort()


@cache
def inpatients() -> Cohort:
    return cohort(inpatient=True)


def arrangement(name: str) -> Arrangement:
    return library().offer(name)


def offer(name: str) -> Offer:
    return Offer(name, arrangement(name))
