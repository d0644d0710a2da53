"""Who carries which risk under an offer: of each further dollar that a risk costs, how much the payer pays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from sca_toolkit.exposure.cohort import Cohort, simulate
from sca_toolkit.exposure.draws import Design
from sca_toolkit.exposure.offers import paid
from sca_toolkit.exposure.parameters import Parameters
from sca_toolkit.exposure.shapes import Array
from sca_toolkit.payment import Arrangement
from sca_toolkit.values import Choice

REPLICATES = 4
MOSTLY = 0.15
"""Under this share the provider bears it, over one minus this share the payer."""


class Bearer(Choice):
    """Who bears a risk."""

    provider = "provider"
    shared = "shared"
    payer = "payer"


@dataclass(frozen=True)
class Borne:
    """One risk."""

    risk: str
    share: float | None
    """Of a further dollar of cost, how much payment follows; None where the risk costs nothing here."""

    @property
    def bearer(self) -> Bearer | None:
        """Provider, shared or payer."""
        if self.share is None:
            return None
        if self.share < MOSTLY:
            return Bearer.provider
        return Bearer.payer if self.share > 1 - MOSTLY else Bearer.shared


Change = Callable[[Parameters], Parameters]


def who_bears_what(cohort: Cohort, arrangement: Arrangement) -> tuple[Borne, ...]:
    """One line for each risk. Raises CannotPrice naming what the offer leaves open."""
    design = Design(cohort.design.seed, cohort.design.points, min(REPLICATES, cohort.design.replicates))
    base = simulate(cohort.parameters, cohort.scenario, design)
    before = paid(base, arrangement)
    found = []
    for risk, worse in _worse(base, design):
        more = float((worse.cost - base.cost).mean())
        pays = float((paid(worse, arrangement) - before).mean())
        found.append(Borne(risk, pays / more if abs(more) > 1.0 else None))
    return (*found, Borne("never infused", _never_infused(base, before)))


def _worse(base: Cohort, design: Design) -> Iterator[tuple[str, Cohort]]:
    numbers = base.parameters
    stay = "stay_median" if base.scenario.inpatient else "admission_days_median"
    icu = "icu_inpatient" if base.scenario.inpatient else "icu_outpatient"

    def again(changes: dict[str, float]) -> Cohort:
        return simulate(numbers.changed(changes), base.scenario, design)

    yield "length of stay", again({stay: numbers[stay] * 1.25})
    yield "intensive care", again({icu: min(1.0, numbers[icu] * 1.5)})
    yield (
        "cost of a day",
        again({name: numbers[name] * 1.1 for name in ("ward_day", "step_down_day", "icu_day")}),
    )
    dearer = replace(base.scenario, invoice=base.scenario.invoice * 1.05)
    yield "product price", simulate(numbers, dearer, design)
    if not base.scenario.inpatient:
        yield (
            "admission after an outpatient infusion",
            again({"outpatient_admitted": min(1.0, numbers["outpatient_admitted"] + 0.1)}),
        )
    yield "readmission", again({"readmission": min(1.0, numbers["readmission"] + 0.1)})
    yield "late payment", again({"payment_days_median": numbers["payment_days_median"] * 1.5})


def _never_infused(cohort: Cohort, payment: Array) -> float | None:
    """Payment over cost on the paths that were collected and not infused."""
    missed = cohort.columns["end"] == 2
    cost = float(cohort.cost[missed].sum())
    return float(payment[missed].sum()) / cost if cost > 0 else None
