"""Many episodes at once: a structure of arrays, one row for each path, never a list of objects.

n paths, J stay slots, K runs of days in a stay, L charge lines. Days are whole-day offsets in float64 from any origin
of the path; nan means that it did not happen. Evaluation, collection, lymphodepletion and infusion come in this order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from sca_toolkit.payment.price_dates import PriceDateRule, QuarterRule
from sca_toolkit.payment.public_rates import PublicRates
from sca_toolkit.payment.service import ONE_CLAIM, Column, EndState, Group, Purpose, Standing, StayKind

Floats: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Ints: TypeAlias = npt.NDArray[np.integer]

END_STATES: tuple[EndState, ...] = tuple(EndState)
"""The end states in the order of the numbers in `Episodes.end`."""


@dataclass(frozen=True)
class StaySlot:
    """A stay that a path may have: the same kind, claim and billing entity on every path."""

    kind: StayKind
    claim: str = ONE_CLAIM
    billed_by: str | None = None


@dataclass(frozen=True)
class LineColumn:
    """A charge line that a path may have."""

    name: str
    group: Group = Group.ancillary
    stay: int | None = None
    """The slot of the stay on which it hangs; None for an outpatient line with a day of its own."""
    code: str | None = None
    service: str | None = None
    claim: str = ONE_CLAIM
    billed_by: str | None = None
    standing: Standing = Standing.covered
    purpose: Purpose = Purpose.usual

    def column(self) -> Column:
        """The line as rates see it."""
        return Column(
            name=self.name,
            group=Group(self.group),
            stay=self.stay,
            code=self.code.upper() if self.code else None,
            service=self.service,
            claim=self.claim,
            billed_by=self.billed_by,
            standing=Standing(self.standing),
            purpose=Purpose(self.purpose),
        )


@dataclass(frozen=True, eq=False, kw_only=True)
class Episodes:
    """n simulated or dated episodes. Shapes are given as (n,), (n, J), (n, J, K) and (n, L)."""

    end: Ints
    """(n,) number of the end state: 0 withdrawn, 1 lost before collection, 2 collected and not infused, 3 infused out
    of specification, 4 infused."""
    evaluation: Floats
    """(n,) day evaluation begins."""
    collection: Floats
    """(n,) day the first collection begins."""
    lymphodepletion: Floats
    """(n,) day lymphodepletion begins."""
    infusion: Floats
    """(n,) day of the first infusion; nan where there was none."""
    infused_inpatient: Flags
    """(n,) site of the infusion."""
    product_charged: Flags
    """(n,) the manufacturer charges the provider for the product."""
    invoice: Floats | None
    """(n,) invoice price in dollars, before discounts."""
    product_charge: Floats | None
    """(n,) billed charge of the product in dollars."""
    stay_slots: tuple[StaySlot, ...] = ()
    """(J) what each stay is."""
    admit: Floats = field(default_factory=lambda: np.empty((0, 0)))
    """(n, J) day of admission."""
    discharge: Floats = field(default_factory=lambda: np.empty((0, 0)))
    """(n, J) day of discharge."""
    segment_codes: tuple[str, ...] = ()
    """(K) revenue code of each run of days, in the order in which they happen."""
    segment_days: npt.NDArray[np.generic] = field(default_factory=lambda: np.empty((0, 0, 0)))
    """(n, J, K) midnights in each run; they add up to max(1, discharge - admit)."""
    lines: tuple[LineColumn, ...] = ()
    """(L) what each charge line is."""
    charge: Floats = field(default_factory=lambda: np.empty((0, 0)))
    """(n, L) billed charges in dollars; a line of a stay belongs to the days of the stay in equal parts."""
    line_day: Floats = field(default_factory=lambda: np.empty((0, 0)))
    """(n, L) day of an outpatient line; nan where there is none."""
    reason: Ints | None = None
    """(n,) why not infused: position in `NotInfusedReason`, -1 where not known."""
    last_collection: Floats | None = None
    """(n,) day the last collection begins; left out, the first is the last."""
    repeat_collections: npt.NDArray[np.generic] | None = None
    """(n,) collections after the first; left out, none."""
    list_price: Mapping[PriceDateRule, Floats] = field(default_factory=dict)
    """(n,) wholesale acquisition cost in dollars on each known date."""
    quoted_price: Mapping[PriceDateRule, Floats] = field(default_factory=dict)
    """(n,) the manufacturer's price to the provider on each known date but that of the invoice."""
    asp: Mapping[QuarterRule, Floats] = field(default_factory=dict)
    """(n,) average sales price of each known quarter."""
    invoice_discount: Floats | None = None
    """(n,) dollars; left out, none."""
    other_discounts: Floats | None = None
    """(n,) dollars; left out, none."""
    manufacturer_credit: Floats | None = None
    """(n,) dollars; left out, none."""
    purchased_340b: bool = False
    product: str | None = None
    product_code: str | None = None
    product_claim: str = ONE_CLAIM
    product_billed_by: str | None = None
    related: Flags | None = None
    """(n, J) a readmission is related to the product; left out, yes."""
    same_facility: Flags | None = None
    """(n, J) a readmission is to the same facility; left out, yes."""
    transferred_in: Flags | None = None
    """(n, J) left out, no."""
    transferred_out: Flags | None = None
    """(n, J) left out, no."""
    observation_days: npt.NDArray[np.generic] | None = None
    """(n, J) days in observation just before the admission; left out, none."""
    cost: Floats | None = None
    """(n, L) the provider's cost of each line in dollars."""
    units: Floats | None = None
    """(n, L) units of the code; left out, 1."""
    endpoint_met: Flags | None = None
    observable: Flags | None = None
    days_late: Floats | None = None
    """(n,) day of payment less the due day; left out, paid on time."""
    member_share: Floats | None = None
    """(n,) dollars; left out, none."""
    other_payer: Floats | None = None
    """(n,) dollars; left out, none."""
    charge_increase: float | None = None
    paid_before: Floats | None = None
    """(n,) dollars paid earlier in the contract year."""
    public_rates: PublicRates = field(default_factory=PublicRates)

    def __len__(self) -> int:
        return len(self.end)

    def __post_init__(self) -> None:
        n, stays, runs, lines = len(self.end), len(self.stay_slots), len(self.segment_codes), len(self.lines)
        shapes = {
            "admit": (n, stays),
            "discharge": (n, stays),
            "segment_days": (n, stays, runs),
            "charge": (n, lines),
            "line_day": (n, lines),
            "cost": (n, lines),
            "units": (n, lines),
        }
        for each in fields(self):
            value = getattr(self, each.name)
            if not isinstance(value, np.ndarray):
                continue
            expected = shapes.get(each.name, (n, stays) if each.name in _BY_STAY else (n,))
            if value.shape != expected and not (0 in expected and value.size == 0):
                raise ValueError(f"{each.name} has shape {value.shape}; it must be {expected}")
        self._possible()

    def _possible(self) -> None:
        infused = np.isin(self.end, _INFUSED)
        if np.any(np.isnan(self.infusion) == infused):
            raise ValueError("infusion must be a day on every infused path and nan on every other")
        for name in ("invoice", "product_charge"):
            value = getattr(self, name)
            if value is not None and not np.all(value >= 0):
                raise ValueError(f"{name} has a value that is missing or negative")
        if self.stay_slots and np.any(self.discharge < self.admit):
            raise ValueError("a stay is discharged before it is admitted")
        if self.stay_slots and self.segment_days.size:
            there = ~np.isnan(self.admit)
            nights = np.where(there, np.maximum(self.discharge - self.admit, 1), 0)
            if np.any(nights != np.sum(self.segment_days, axis=2)):
                raise ValueError(
                    "segment_days must add up to the days of each stay, and to 0 where there is none"
                )

    def take(self, rows: slice | npt.NDArray[np.generic]) -> Episodes:
        """Some of the paths."""
        changed: dict[str, Any] = {
            each.name: _rows(getattr(self, each.name), rows)
            for each in fields(self)
            if isinstance(getattr(self, each.name), np.ndarray | Mapping)
        }
        return replace(self, **changed)


_BY_STAY = frozenset({"related", "same_facility", "transferred_in", "transferred_out", "observation_days"})
_INFUSED = [END_STATES.index(state) for state in END_STATES if state.was_infused]


def _rows(value: Any, rows: slice | npt.NDArray[np.generic]) -> Any:
    if isinstance(value, Mapping):
        return {key: item[rows] for key, item in value.items()}
    return value if value.size == 0 else value[rows]
