"""What the center's own cases say of one payer: how often it approves, how long it takes, why it takes longer.

Every share has its count and its exact interval (Clopper and Pearson); every time counts open cases, and cases that end
otherwise as ended otherwise. Nothing here says why: case mix, first agreements and the completeness of requests differ.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time

import numpy as np

from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.payer_names import payer_names
from sca_toolkit.desk.standing import situation_of
from sca_toolkit.desk.waiting import FIRST, REPEAT, clock_rows_of, waits_from
from sca_toolkit.events import DelayReason, Stage, Step
from sca_toolkit.payer import in_force
from sca_toolkit.store import CaseFilter, ClockRows
from sca_toolkit.store.summary import facts_of
from sca_toolkit.timeline import delays
from sca_toolkit.timeline.waiting import (
    AGREEMENT,
    TOO_FEW,
    Estimate,
    Mark,
    Row,
    WaitClock,
    Waits,
    compare,
    ends,
    proportion,
    proportion_words,
)

CERTAIN = 0.99
MOST_READ = 500
"""Cases whose delays are read, the newest first."""
CLOCKS = (
    WaitClock(Mark.benefits_requested, Mark.benefits_answered),
    WaitClock(Mark.pa_submitted, Mark.pa_decided),
    WaitClock(Mark.agreement_requested, Mark.payer_replied),
    AGREEMENT,
)


@dataclass(frozen=True)
class Rate:
    """A share of counted cases."""

    label: str
    count: int
    of: int
    meaning: str
    """What is counted of what."""

    @property
    def share(self) -> Estimate:
        """The share with its exact 95% interval; no data of none."""
        return proportion(self.count, self.of)

    @property
    def words(self) -> str:
        """`20 of 41 (49%, 33% to 65%)`."""
        return proportion_words(self.count, self.of)


@dataclass(frozen=True)
class Time:
    """How long one clock takes with this payer, open cases counted."""

    clock: str
    half_by: str
    """The day by which half of all cases have reached the end, with its interval; `not reached` is an answer."""
    n: int
    reached: int
    open: int
    first: str
    """The same for first agreements with this payer."""
    repeat: str
    """The same for later ones."""


@dataclass(frozen=True)
class DelayCount:
    """One reason why cases took longer."""

    reason: str
    cases: int
    days: int | None
    """All days that are known; None where none are. Days of different reasons may overlap."""


@dataclass(frozen=True)
class PayerStatistics:
    """The center's own record of one payer."""

    payer: str
    name: str
    as_of: date
    cases: int
    open: int
    rates: tuple[Rate, ...]
    times: tuple[Time, ...]
    compared: str
    """Against all payers, in a sentence."""
    delays: tuple[DelayCount, ...]
    """The most frequent first."""
    delays_read: int
    """Cases whose delays were read."""
    documents: tuple[str, ...]
    """What its profile says it asks for; empty when it says nothing or there is no profile."""


def payer_statistics(desk: Desk, payer: str, as_of: date) -> PayerStatistics:
    """What the record says of `payer` up to `as_of` (inside). Raises UsageProblem for a payer nobody knows."""
    mine = clock_rows_of(desk, as_of, CaseFilter(payers=(payer,)))
    known = payer in desk.library.profile_ids()
    if not known and not len(mine):
        desk.library.profile(payer)  # says which payers there are
    counted, read = _delays(desk, mine)
    return PayerStatistics(
        payer=payer,
        name=payer_names(desk.library, (payer,))[payer],
        as_of=as_of,
        cases=len(mine),
        open=int(np.isnat(mine.ended).sum()),
        rates=_rates(mine) if len(mine) else (),
        times=tuple(_time(mine, clock) for clock in CLOCKS) if len(mine) else (),
        compared=_compared(desk, payer, as_of) if len(mine) else "",
        delays=counted,
        delays_read=read,
        documents=_documents(desk, payer, as_of) if known else (),
    )


def _rates(rows: ClockRows) -> tuple[Rate, ...]:
    submitted, decided = (_seen(rows.stamps[step]) for step in (Step.pa_submitted, Step.pa_approved))
    denied = _seen(rows.first[Step.pa_denied])
    approved = _seen(rows.finished[Stage.authorization]) & decided
    appealed = _seen(rows.first[Step.appeal_filed]) & denied
    asked, refused = _seen(rows.stamps[Step.agreement_requested]), _seen(rows.first[Step.agreement_refused])
    waiting = int((submitted & ~decided & np.isnat(rows.ended)).sum())
    parts = f"of authorizations decided in every part; {waiting} undecided are not counted"
    over = asked & (_seen(rows.signed) | refused | _seen(rows.ended))
    questioned = _seen(rows.first[Step.pa_information_asked]) & submitted
    return (
        _rate("Approved without a denial", decided & ~denied, decided, parts),
        _rate("Approved in the end", approved, decided, f"{parts}, appeals are"),
        _rate("Denials overcome", approved & denied, denied & decided, "of those denied at least in part"),
        _rate("Denials appealed", appealed, denied, "of those denied at least in part"),
        _rate("Asked for more information", questioned, submitted, "of authorizations submitted"),
        _rate("Agreement signed", over & _seen(rows.signed), over, "of agreements asked for and over, in whatever way"),
        _rate("Slot lost", _seen(rows.first[Step.slot_lost]), _seen(rows.first[Step.slot_booked]), "of slots booked"),
    )  # fmt: skip


def _seen(
    days: np.ndarray[tuple[int], np.dtype[np.datetime64]],
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return ~np.isnat(days)


def _rate(label: str, count: np.ndarray, of: np.ndarray, meaning: str) -> Rate:
    return Rate(label, int((count & of).sum()), int(of.sum()), meaning)


def _time(rows: ClockRows, clock: WaitClock) -> Time:
    waits = waits_from(rows, clock)
    return Time(
        clock=clock.words,
        half_by=_half_by(waits),
        n=len(waits),
        reached=waits.events,
        open=waits.open,
        first=_of_stratum(waits, FIRST),
        repeat=_of_stratum(waits, REPEAT),
    )


def _of_stratum(waits: Waits, stratum: str) -> str:
    if stratum not in waits.strata:
        return "none"
    return _half_by(waits.where(waits.stratum == waits.strata.index(stratum)))


def _half_by(waits: Waits) -> str:
    """`half by day 34 (28 to 41), n = 34`; said to be too few under five."""
    if not len(waits):
        return "none"
    if waits.events < TOO_FEW:
        return f"too few ({waits.events} of {len(waits)})"
    found = ends(waits.pooled().unstratified()).reached.day_of(0.5)
    return f"{found.words}, n = {len(waits)}"


def _compared(desk: Desk, payer: str, as_of: date) -> str:
    """The shrunken comparison with all payers on the clock of the agreement."""
    comparison = compare(waits_from(clock_rows_of(desk, as_of)), reveal=True)
    row = next((row for row in (*comparison.rows, *comparison.unranked) if row.group == payer), None)
    clock = comparison.about.clock.words
    if row is None or row.events < TOO_FEW:
        events = row.events if row else 0
        return f"Too few to compare ({events} signed): {clock}."
    every = comparison.all_half_by.value
    together = "not reached" if every is None else f"day {every:.0f}"
    return f"{_verdict(row)}: half by {row.half_by.words}, all payers by {together}; {clock}, shrunken toward all."


def _verdict(row: Row) -> str:
    if row.slower:
        return f"Slower than all payers together ({_sure(row.chance_slower)} sure)"
    if row.faster:
        return f"Faster than all payers together ({_sure(1 - row.chance_slower)} sure)"
    return "Not told apart from all payers together"


def _sure(chance: float) -> str:
    return "more than 99%" if chance > CERTAIN else f"{chance:.0%}"


def _delays(desk: Desk, rows: ClockRows) -> tuple[tuple[DelayCount, ...], int]:
    newest = rows.case_id[np.argsort(rows.first_event)[::-1][:MOST_READ]]
    zone = desk.library.practice().calendar.zone
    moment = datetime.combine(rows.as_of, time.max, zone)
    cases: Counter[DelayReason] = Counter()
    days: Counter[DelayReason] = Counter()
    with desk.record.reading() as read:
        for facts in facts_of(read.connection, [str(case) for case in newest], moment).values():
            found = delays(situation_of(desk.library, facts, moment))
            cases.update({delay.reason for delay in found})
            for delay in found:
                days[delay.reason] += delay.days or 0
    counted = tuple(
        DelayCount(reason.words, number, days[reason] or None) for reason, number in cases.most_common()
    )
    return counted, len(newest)


def _documents(desk: Desk, payer: str, as_of: date) -> tuple[str, ...]:
    wanted = in_force(desk.library.profile(payer).documents_wanted, as_of)
    return tuple(dict.fromkeys(entry.value.document for entry in wanted))
