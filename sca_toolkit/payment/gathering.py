"""Dated episodes as columns: the same facts in the form that many paths have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

import numpy as np

from sca_toolkit.payment.columns import END_STATES, Episodes, Floats, LineColumn, StaySlot
from sca_toolkit.payment.episode import Billed, Episode, Stay
from sca_toolkit.payment.price_dates import PriceDateRule, QuarterRule
from sca_toolkit.payment.rules.not_infused import NotInfusedReason
from sca_toolkit.payment.scope import Setting
from sca_toolkit.payment.service import Column

DAY_ZERO = date(2000, 1, 1)
"""The origin of all days."""


def gathered(episodes: Sequence[Episode]) -> Episodes:
    """Dated episodes as columns. What is the same on every path (product, entities, public rates) is the first's."""
    first = episodes[0]
    slots = _slots(episodes)
    runs = _runs([stay for each in episodes for stay in each.stays])
    lines, cells = _lines(episodes, slots)
    stays = [_placed(each, slots) for each in episodes]
    return Episodes(
        end=np.array([END_STATES.index(each.end) for each in episodes], dtype=np.int8),
        reason=np.array([_reason(each) for each in episodes], dtype=np.int8),
        **_dates(episodes),
        **_product(episodes),
        stay_slots=tuple(StaySlot(kind, claim, by) for kind, claim, by, _ in slots),
        admit=_by_stay(stays, lambda stay: _day(stay.admitted), np.nan),
        discharge=_by_stay(stays, lambda stay: _day(stay.discharged), np.nan),
        related=_by_stay(stays, lambda stay: stay.related, 1) > 0,
        same_facility=_by_stay(stays, lambda stay: stay.same_facility, 1) > 0,
        transferred_in=_by_stay(stays, lambda stay: stay.transferred_in, 0) > 0,
        transferred_out=_by_stay(stays, lambda stay: stay.transferred_out, 0) > 0,
        observation_days=_by_stay(stays, lambda stay: stay.observation_days, 0),
        segment_codes=runs,
        segment_days=_segments(stays, runs),
        lines=lines,
        **_line_arrays(cells),
        days_late=np.array([float(each.days_late() or 0) for each in episodes]),
        member_share=_dollars([each.member_share for each in episodes]),
        other_payer=_dollars([each.other_payer for each in episodes]),
        **_outcomes(episodes),
        charge_increase=None if first.charge_increase is None else float(first.charge_increase),
        paid_before=_known([each.paid_before for each in episodes]),
        public_rates=first.public_rates,
    )


def _day(day: date | None) -> float:
    return np.nan if day is None else float((day - DAY_ZERO).days)


def _reason(episode: Episode) -> int:
    reason = episode.not_infused_because
    return -1 if reason is None else tuple(NotInfusedReason).index(reason)


def _dollars(values: Iterable[Decimal]) -> Floats:
    return np.array([float(value) for value in values])


def _known(values: Sequence[Decimal | None]) -> Floats | None:
    """The amounts, or None where one of them is missing."""
    known = [value for value in values if value is not None]
    return _dollars(known) if len(known) == len(values) else None


def _dates(episodes: Sequence[Episode]) -> dict[str, Any]:
    dates = [each.dates for each in episodes]
    collections = [each.collections for each in dates]
    return {
        "evaluation": np.array([_day(each.evaluation) for each in dates]),
        "collection": np.array([_day(each[0] if each else None) for each in collections]),
        "last_collection": np.array([_day(each[-1] if each else None) for each in collections]),
        "repeat_collections": np.array([max(0, len(each) - 1) for each in collections]),
        "lymphodepletion": np.array([_day(each.lymphodepletion) for each in dates]),
        "infusion": np.array([_day(each.infusion) for each in dates]),
    }


def _product(episodes: Sequence[Episode]) -> dict[str, Any]:
    bought = [each.product for each in episodes]
    charges = [
        each.product.charge if each.end.was_infused else each.product.charge or Decimal(0)
        for each in episodes
    ]
    return {
        "infused_inpatient": np.array([_inpatient(each) for each in episodes]),
        "product_charged": np.array([each.charged for each in bought]),
        "invoice": _known([each.invoice for each in bought]),
        "product_charge": _known(charges),
        "list_price": _by_date([each.list_price for each in bought], PriceDateRule),
        "quoted_price": _by_date([each.quoted_price for each in bought], PriceDateRule),
        "asp": _by_date([each.asp for each in bought], QuarterRule),
        "invoice_discount": _dollars([each.invoice_discount for each in bought]),
        "other_discounts": _dollars([each.other_discounts for each in bought]),
        "manufacturer_credit": _dollars([each.manufacturer_credit for each in bought]),
        "purchased_340b": bought[0].purchased_340b,
        "product": bought[0].name,
        "product_code": bought[0].code,
        "product_claim": bought[0].claim,
        "product_billed_by": bought[0].billed_by,
    }


def _inpatient(episode: Episode) -> bool:
    site = episode.product.site
    return episode.infusion_stay() is not None if site is None else site is Setting.inpatient


def _by_date(prices: Sequence[Any], dates: Iterable[Any]) -> dict[Any, Floats]:
    return {on: _dollars([each[on] for each in prices]) for on in dates if all(on in each for each in prices)}


def _outcomes(episodes: Sequence[Episode]) -> dict[str, Any]:
    seen = [each.observable for each in episodes]
    met = [each.endpoint_met or False if each.observable is False else each.endpoint_met for each in episodes]
    return {
        "observable": None if None in seen else np.array(seen, dtype=bool),
        "endpoint_met": None if None in met else np.array(met, dtype=bool),
    }


# stays ---------------------------------------------------------------------------------------------------------------

Slot = tuple[Any, str, str | None, int]
"""Kind, claim, billing entity, and which of several alike."""


def _keys(episode: Episode) -> list[Slot]:
    seen: list[Slot] = []
    for stay in episode.stays:
        same = sum(
            1 for kind, claim, by, _ in seen if (kind, claim, by) == (stay.kind, stay.claim, stay.billed_by)
        )
        seen.append((stay.kind, stay.claim, stay.billed_by, same))
    return seen


def _slots(episodes: Sequence[Episode]) -> list[Slot]:
    return list(dict.fromkeys(key for each in episodes for key in _keys(each)))


def _placed(episode: Episode, slots: Sequence[Slot]) -> list[Stay | None]:
    placed: list[Stay | None] = [None] * len(slots)
    for key, stay in zip(_keys(episode), episode.stays, strict=True):
        placed[slots.index(key)] = stay
    return placed


def _by_stay(stays: Sequence[Sequence[Stay | None]], of: Callable[[Stay], float], missing: float) -> Floats:
    rows = [[missing if stay is None else of(stay) for stay in row] for row in stays]
    return np.array(rows, dtype=np.float64, order="F").reshape(len(stays), -1)


def _codes(stay: Stay) -> list[tuple[str, int]]:
    """Codes and days of a stay, neighbors of one code together."""
    codes = groupby(stay.levels, key=lambda run: run.code)
    return [(code, sum(run.days for run in runs)) for code, runs in codes]


def _runs(stays: Sequence[Stay]) -> tuple[str, ...]:
    """A sequence of codes in which the codes of every stay can be found in their order."""
    merged: list[str] = []
    for stay in stays:
        at = 0
        for code, _ in _codes(stay):
            found = next((i for i in range(at, len(merged)) if merged[i] == code), None)
            if found is None:
                merged.append(code)
                found = len(merged) - 1
            at = found + 1
    return tuple(merged)


def _segments(stays: Sequence[Sequence[Stay | None]], runs: Sequence[str]) -> Floats:
    found = np.zeros((len(stays), len(stays[0]), len(runs)), order="F")
    for row, placed in enumerate(stays):
        for slot, stay in enumerate(placed):
            at = 0
            for code, days in [] if stay is None else _codes(stay):
                at = next(i for i in range(at, len(runs)) if runs[i] == code)
                found[row, slot, at] = days
                at += 1
    return found


# lines ---------------------------------------------------------------------------------------------------------------

Cell = tuple[float, float, float | None, float]
"""Charge, day, cost, units."""


def _lines(
    episodes: Sequence[Episode], slots: Sequence[Slot]
) -> tuple[tuple[LineColumn, ...], list[list[Cell | None]]]:
    rows = [dict(_own_lines(each, slots)) for each in episodes]
    names = list(dict.fromkeys(column for row in rows for column in row))
    return tuple(names), [[row.get(column) for column in names] for row in rows]


def _own_lines(episode: Episode, slots: Sequence[Slot]) -> Iterable[tuple[LineColumn, Cell]]:
    for number, line in enumerate(episode.services):
        column = Column(f"line {number}", claim=line.claim, billed_by=line.billed_by, purpose=line.purpose)
        yield _line(column, line), _cell(line, _day(line.day))
    for key, stay in zip(_keys(episode), episode.stays, strict=True):
        slot = slots.index(key)
        for number, billed in enumerate(stay.charges):
            yield _line(Column(f"stay {slot} line {number}", stay=slot), billed), _cell(billed, np.nan)


def _line(column: Column, billed: Billed) -> LineColumn:
    return LineColumn(
        column.name,
        billed.group,
        column.stay,
        billed.code,
        billed.service,
        column.claim,
        column.billed_by,
        billed.standing,
        column.purpose,
    )


def _cell(billed: Billed, day: float) -> Cell:
    cost = None if billed.cost is None else float(billed.cost)
    return float(billed.charge), day, cost, float(billed.units)


def _line_arrays(cells: Sequence[Sequence[Cell | None]]) -> dict[str, Any]:
    def column(of: Callable[[Cell], float], missing: float) -> Floats:
        rows = [[missing if cell is None else of(cell) for cell in row] for row in cells]
        return np.array(rows, dtype=np.float64, order="F").reshape(len(cells), -1)

    costs_known = all(cell is None or cell[2] is not None for row in cells for cell in row)
    return {
        "charge": column(lambda cell: cell[0], 0.0),
        "line_day": column(lambda cell: cell[1], np.nan),
        "cost": column(lambda cell: cell[2] or 0.0, 0.0) if costs_known else None,
        "units": column(lambda cell: cell[3], 0.0),
    }
