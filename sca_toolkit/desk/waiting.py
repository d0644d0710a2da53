"""How long things take: the record's clock rows joined to the statistics of waiting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.payer_names import payer_names
from sca_toolkit.events import Step
from sca_toolkit.store import CaseFilter, count_cases_by
from sca_toolkit.store.finding import EVERY_CASE
from sca_toolkit.timeline import ApprovalKind
from sca_toolkit.timeline.waiting import (
    AGREEMENT,
    CaseDays,
    Mark,
    TurnMeans,
    WaitClock,
    Waits,
    turn_means,
    waits_on,
)
from sca_toolkit.values import Choice

if TYPE_CHECKING:
    from sca_toolkit.store.clock_rows import ClockRows

_STAMPED = {
    Mark.benefits_requested: Step.benefits_requested,
    Mark.benefits_answered: Step.benefits_answered,
    Mark.pa_submitted: Step.pa_submitted,
    Mark.pa_decided: Step.pa_approved,
    Mark.agreement_requested: Step.agreement_requested,
    Mark.payer_replied: Step.payer_replied,
    Mark.terms_agreed: Step.terms_agreed,
    Mark.payer_signed: Step.payer_signed,
    Mark.center_signed: Step.center_signed,
    Mark.terms_loaded: Step.terms_loaded,
}
_FIRST = (
    Mark.referred,
    Mark.consulted,
    Mark.order_requested,
    Mark.order_approved,
    Mark.collected,
    Mark.infused,
)
FIRST, REPEAT = "first agreement", "repeat agreement"


class By(Choice):
    """What cases are compared by."""

    payer = "payer"
    product = "product"
    line_of_business = "line_of_business"
    experience = "experience"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {"line_of_business": "line of business", "experience": "first or repeat agreement"}


@dataclass(frozen=True)
class StageClock:
    """An approval as a stage: its clock and whose turns are counted."""

    kind: ApprovalKind
    clock: WaitClock


STAGES = (
    StageClock(ApprovalKind.benefit_check, WaitClock(Mark.benefits_requested, Mark.benefits_answered)),
    StageClock(ApprovalKind.prior_authorization, WaitClock(Mark.pa_submitted, Mark.pa_decided)),
    StageClock(ApprovalKind.agreement, AGREEMENT),
    StageClock(ApprovalKind.purchase_order, WaitClock(Mark.order_requested, Mark.order_approved)),
)


def payers_with_cases(desk: Desk) -> Mapping[str, str]:
    """What the payers of all cases are called, by id."""
    with desk.record.reading() as read:
        return payer_names(desk.library, count_cases_by(read, "payer", EVERY_CASE))


def clock_rows_of(desk: Desk, as_of: date, wanted: CaseFilter = EVERY_CASE) -> ClockRows:
    """What the record counts of the cases that fit `wanted`, up to `as_of` (inside)."""
    return desk.record.clock_rows(wanted, as_of=as_of)


def waits_of(
    desk: Desk,
    as_of: date,
    clock: WaitClock = AGREEMENT,
    wanted: CaseFilter = EVERY_CASE,
    *,
    by: By = By.payer,
    log_began: date | None = None,
) -> Waits:
    """The waits of the cases that fit `wanted`, by id of payer or what `by` says, in strata of first and repeat.

    `log_began` is the first day on which all cases were recorded; those that began before come into view then.
    """
    return waits_from(clock_rows_of(desk, as_of, wanted), clock, by=by, log_began=log_began)


def waits_from(
    rows: ClockRows, clock: WaitClock = AGREEMENT, *, by: By = By.payer, log_began: date | None = None
) -> Waits:
    """The waits of rows that were read before."""
    experience = np.where(rows.repeat, REPEAT, FIRST).astype(object)
    groups = {By.payer: rows.payer, By.product: rows.product, By.line_of_business: rows.line_of_business}
    return waits_on(
        clock, case_days(rows, log_began), rows.as_of, groups=groups.get(by, experience), strata=experience
    )


def case_days(rows: ClockRows, log_began: date | None = None) -> CaseDays:
    """The days that waits are made from. The end of a case counts by its step."""
    marks = {mark: rows.stamps[step] for mark, step in _STAMPED.items()}
    marks |= {mark: rows.first[Step(mark.value)] for mark in _FIRST}
    never = np.datetime64("NaT", "D")
    ends = {step: np.where(rows.end_step == step.value, rows.ended, never) for step in _ENDS}
    return CaseDays(
        case_id=rows.case_id,
        marks=marks | {Mark.both_signed: rows.signed},
        withdrawn=ends[Step.withdrawn],
        lost=ends[Step.lost_while_waiting],
        other_payer=ends[Step.moved_to_other_payer],
        infused=ends[Step.infused],
        log_began=log_began,
    )


_ENDS = (Step.withdrawn, Step.lost_while_waiting, Step.moved_to_other_payer, Step.infused)


def turns_by_stage(
    rows: ClockRows, horizon: int, stages: Sequence[StageClock] = STAGES
) -> Mapping[ApprovalKind, TurnMeans]:
    """Mean days within `horizon` of each approval by whose turn it was; approvals nobody began are left out."""
    found = {}
    for stage in stages:
        waits = waits_from(rows, stage.clock).pooled().unstratified()
        if len(waits):
            spells = rows.spells(stage.kind)
            place = _places(rows, waits)[spells.row]
            known = place >= 0
            found[stage.kind] = turn_means(
                waits, place[known], spells.since[known], spells.until[known], spells.side[known], horizon
            )
    return found


def _places(rows: ClockRows, waits: Waits) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """For each row the place of its case among the waits, -1 where it is not among them. Both are sorted by case."""
    mine = np.searchsorted(rows.case_id.astype(str), waits.case_id.astype(str))
    place = np.full(len(rows), -1, np.int64)
    place[mine] = np.arange(len(waits))
    return place
