"""Where the columns of a run stand: room for all paths made once, filled block by block, read by payments in place.

A column that is also part of a matrix of payments (days of a stay, cost of a line) stands in that matrix, never twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from sca_toolkit.exposure.paths import LINES, OUTPATIENT_DRUG_DAY
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
_OUTPATIENT = ("collection", "repeat_collection", "lymphodepletion", "outpatient_drugs")
_RUNS = ("ward_before", "icu_days", "step_down_days", "ward_after")


class Shelves:
    """All paths of a run. Days of stays and lines are laid out as `Episodes` wants them, each column contiguous."""

    columns: Mapping[str, Array]
    """What was simulated, by name."""

    def __init__(self, n: int, scenario: Scenario, sample: Mapping[str, Array]) -> None:
        """Room for `n` paths with the columns of `sample`, which is not put in."""
        self._scenario = scenario
        self._cost = np.empty((n, len(LINES)), order="F")
        self._charge = np.empty_like(self._cost)
        self._line_day = np.empty_like(self._cost)
        self._line_day[:, len(_OUTPATIENT) :] = np.nan
        self._admit = np.empty((n, 2), order="F")
        self._discharge = np.empty_like(self._admit)
        self._runs = np.zeros((n, 2, len(_RUNS)), order="F")
        placed = self._placed()
        self.columns = {
            name: placed[name] if name in placed else np.empty(n, dtype=column.dtype)
            for name, column in sample.items()
        }
        further = _further(sample)
        self._further: dict[str, Any] = {
            name: placed[name] if name in placed else np.empty(n, dtype=column.dtype)
            for name, column in further.items()
        }

    def _placed(self) -> dict[str, Array]:
        """The columns that stand in a matrix."""
        return {
            **{f"cost_{name}": self._cost[:, at] for at, name in enumerate(LINES)},
            **{name: self._runs[:, 0, at] for at, name in enumerate(_RUNS)},
            "readmission_days": self._runs[:, 1, 0],
            "admit": self._admit[:, 0],
            "readmission_day": self._admit[:, 1],
            "discharge": self._discharge[:, 0],
            "readmission_discharge": self._discharge[:, 1],
            "collection": self._line_day[:, 0],
            "repeat_collection_day": self._line_day[:, 1],
            "lymphodepletion": self._line_day[:, 2],
            "outpatient_drug_day": self._line_day[:, 3],
        }

    def put(self, rows: slice, found: Mapping[str, Array]) -> None:
        """Fill in some paths. Blocks may be put from several threads; each has its own rows."""
        for name, column in found.items():
            self.columns[name][rows] = column
        for name, column in _further(found).items():
            self._further[name][rows] = column
        np.divide(self._cost[rows], self._scenario.cost_to_charge_ratio, out=self._charge[rows])

    def episodes(self) -> Episodes:
        """The paths in the columns that payments are worked out from."""
        c, more, scenario = self.columns, self._further, self._scenario
        first = StayKind.infusion if scenario.inpatient else StayKind.conversion
        codes = scenario.codes
        return Episodes(
            end=more["end"],
            reason=more["reason"],
            evaluation=c["evaluation"],
            collection=c["collection"],
            last_collection=c["last_collection"],
            repeat_collections=more["repeat_collections"],
            lymphodepletion=c["lymphodepletion"],
            infusion=c["infusion"],
            infused_inpatient=np.full(len(self._cost), scenario.inpatient),
            product_charged=c["product_charged"].astype(bool, copy=False),
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
            stay_slots=(StaySlot(first), StaySlot(StayKind.readmission)),
            admit=self._admit,
            discharge=self._discharge,
            segment_codes=(codes.ward, codes.intensive, codes.step_down, codes.ward),
            segment_days=self._runs,
            lines=_COLUMNS,
            charge=self._charge,
            line_day=self._line_day,
            cost=self._cost,
            charge_increase=scenario.charge_increase,
        )


def _by_date(c: Mapping[str, Array]) -> dict[PriceDateRule, Array]:
    return {
        PriceDateRule.agreement_date: c["price_agreement"],
        PriceDateRule.order_date: c["price_order"],
        PriceDateRule.collection_date: c["price_collection"],
        PriceDateRule.invoice_date: c["invoice"],
        PriceDateRule.infusion_date: c["price_infusion"],
    }


def _further(c: Mapping[str, Array]) -> dict[str, Any]:
    """What payments want to know beyond the simulated columns."""
    repeated = c["repeated"].astype(bool, copy=False)
    drugs = c["infused"].astype(bool, copy=False) & ~c["stays"].astype(bool, copy=False) & (c["doses"] > 0)
    return {
        "end": c["end"].astype(np.int8),
        "reason": _reason(c),
        "repeat_collections": (repeated & c["collected"].astype(bool, copy=False)).astype(np.int64),
        "discharge": c["admit"] + c["days"],
        "readmission_discharge": c["readmission_day"] + c["readmission_days"],
        "repeat_collection_day": np.where(repeated, c["last_collection"], np.nan),
        "outpatient_drug_day": np.where(drugs, OUTPATIENT_DRUG_DAY, np.nan),
    }


def _reason(c: Mapping[str, Array]) -> np.ndarray:
    """Withdrawn by choice; lost to progression, before collection or after it; or no product could be made."""
    end = c["end"]
    failed = c["failed"].astype(bool, copy=False)
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
