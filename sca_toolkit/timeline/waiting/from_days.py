"""From the days on which things happened to waits on a clock: censoring, late entry, competing ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from sca_toolkit.timeline.waiting.clock import Mark, WaitClock
from sca_toolkit.timeline.waiting.waits import HALF_A_DAY, Cause, Days, Flags, Floats, LeftOut, Waits

Texts = npt.NDArray[np.object_]
UNKNOWN = "not known"
_AFTER_INFUSION = (Mark.infused, Mark.terms_loaded)
"""Moments that can be waited for after, or by, an infusion."""


@dataclass(frozen=True)
class CaseDays:
    """Days of n cases, each column (n,), `datetime64[D]`, NaT where it has not happened or nobody recorded it."""

    case_id: Texts
    marks: Mapping[Mark, Days]
    withdrawn: Days
    lost: Days
    other_payer: Days
    infused: Days
    log_began: date | None = None
    """First day on which all cases were recorded; None when every case is known from its start."""


def waits_on(
    clock: WaitClock,
    cases: CaseDays,
    as_of: date,
    *,
    groups: Sequence[str | None] | Texts | None = None,
    strata: Sequence[str | None] | Texts | None = None,
) -> Waits:
    """The waits of `cases` on `clock`, seen at the end of `as_of` (inside).

    `groups` and `strata` name the group and stratum of each case (None: `not known`); one of each when left out.
    The end of the clock counts before an end of the case on the same day. A case infused without the end of the clock
    ends as `went_ahead`, except on clocks that stop at the infusion or can stop after it. Days after `as_of` are not
    seen. Raises KeyError for a mark that `cases` does not have.
    """
    day = np.datetime64(as_of, "D")
    start, finish = _seen(cases.marks[clock.start], day), _seen(cases.marks[clock.end], day)
    cause, ended = _first_end(clock, cases, finish, day)
    kept, left = _kept(start, finish, ended, cases.log_began)
    began = start[kept]
    entry = _entry(began, cases.log_began)
    leave = np.where(np.isnat(ended[kept]), day, ended[kept])
    group, group_names = _numbered(groups, len(start))
    stratum, stratum_names = _numbered(strata, len(start))
    return Waits(
        clock=clock,
        as_of=as_of,
        entry=entry,
        exit=np.maximum(_count(leave - began), entry + HALF_A_DAY),
        cause=cause[kept],
        group=group[kept],
        groups=group_names,
        stratum=stratum[kept],
        strata=stratum_names,
        began=began,
        case_id=cases.case_id[kept],
        left_out=left,
    )


def _seen(days: Days, as_of: np.datetime64) -> Days:
    return np.where(days <= as_of, days, np.datetime64("NaT", "D"))


def _first_end(
    clock: WaitClock, cases: CaseDays, finish: Days, as_of: np.datetime64
) -> tuple[npt.NDArray[np.int8], Days]:
    """The cause (n,) and the day (n,) of the end that came first; NaT for open cases."""
    ends = [(Cause.reached, finish)]
    ends += [(Cause.withdrawn, cases.withdrawn), (Cause.lost, cases.lost)]
    ends.append((Cause.other_payer, cases.other_payer))
    if clock.end not in _AFTER_INFUSION:
        ends.append((Cause.went_ahead, cases.infused))
    cause = np.zeros(len(finish), np.int8)
    day = np.full(len(finish), np.datetime64("NaT", "D"))
    for each, when in ends:
        seen = _seen(when, as_of)
        sooner = ~np.isnat(seen) & (np.isnat(day) | (seen < day))
        cause[sooner], day[sooner] = each, seen[sooner]
    return cause, day


def _kept(start: Days, finish: Days, ended: Days, log_began: date | None) -> tuple[Flags, LeftOut]:
    not_started = np.isnat(start)
    over_before = ~not_started & ((ended < start) | (finish < start))
    before_log = np.zeros(len(start), np.bool_)
    if log_began is not None:
        before_log = ~not_started & ~over_before & (ended < np.datetime64(log_began, "D"))
    left = LeftOut(int(not_started.sum()), int(over_before.sum()), int(before_log.sum()))
    return ~(not_started | over_before | before_log), left


def _entry(began: Days, log_began: date | None) -> Floats:
    if log_began is None:
        return np.zeros(len(began))
    return np.maximum(_count(np.datetime64(log_began, "D") - began), 0.0)


def _count(lengths: npt.NDArray[np.timedelta64]) -> Floats:
    return lengths.astype("timedelta64[D]").astype(np.float64)


def _numbered(
    names: Sequence[str | None] | Texts | None, n: int
) -> tuple[npt.NDArray[np.int32], tuple[str, ...]]:
    if names is None:
        return np.zeros(n, np.int32), ("all",)
    numbers: dict[str, int] = {}
    column = np.fromiter((numbers.setdefault(name or UNKNOWN, len(numbers)) for name in names), np.int32, n)
    ordered = sorted(numbers)
    place = np.empty(max(len(ordered), 1), np.int32)
    for new, name in enumerate(ordered):
        place[numbers[name]] = new
    return place[column], tuple(ordered)
