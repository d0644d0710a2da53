"""Reads the clocks of many cases from the record, and works out those that are missing or of older definitions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from operator import itemgetter
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Select, func, select

from sca_toolkit.events import EIGHT_TIME_STAMPS
from sca_toolkit.store.clock_rows import SPELL, ClockRows, Days, Texts, days_of_numbers, word
from sca_toolkit.store.clocks import NAMES, NEVER, RULE, STAGES, STEPS, CaseClocks
from sca_toolkit.store.finding import CaseFilter, conditions
from sca_toolkit.store.standing import CaseFacts
from sca_toolkit.store.summary import facts_of, keep_clocks
from sca_toolkit.store.tables import case_clocks, cases
from sca_toolkit.store.writing import AT_ONCE

_CASE = (cases.c.id, cases.c.payer, cases.c.product, cases.c.line_of_business, cases.c.synthetic)
_PLACE = {name: place for place, name in enumerate(NAMES)}
_ENDS = np.array([*(step.value for step in STEPS), None], dtype=object)


def lacking(connection: Connection) -> int:
    """How many cases have no clocks of today's definitions."""
    there = select(func.count()).select_from(case_clocks).where(case_clocks.c.rule == RULE)
    every = select(func.count()).select_from(cases)
    return (connection.scalar(every) or 0) - (connection.scalar(there) or 0)


def fill_some(connection: Connection, clocks: Callable[[CaseFacts], CaseClocks]) -> int:
    """Work out the clocks of at most AT_ONCE cases that lack them; returns how many there were."""
    current = (case_clocks.c.case_id == cases.c.id) & (case_clocks.c.rule == RULE)
    found = select(cases.c.id, cases.c.updated).outerjoin(case_clocks, current)
    ids: dict[str, datetime] = {
        row.id: row.updated
        for row in connection.execute(found.where(case_clocks.c.case_id.is_(None)).limit(AT_ONCE))
    }
    facts = facts_of(connection, list(ids), datetime.min.replace(tzinfo=UTC))
    rows = {case_id: clocks(replace(facts[case_id], as_of=updated)) for case_id, updated in ids.items()}
    keep_clocks(connection, rows)
    return len(rows)


def read_clock_rows(connection: Connection, wanted: CaseFilter, as_of: date) -> ClockRows:
    """The rows of the cases that fit `wanted`."""
    found = (
        select(*_CASE, case_clocks.c.days, case_clocks.c.spells)
        .join(case_clocks, case_clocks.c.case_id == cases.c.id)
        .where(*conditions(wanted))
    )
    rows = sorted(connection.execute(found).all(), key=itemgetter(0))
    case_id, payer, product, business, synthetic, days, spells = (
        zip(*rows, strict=True) if rows else ((),) * 7
    )
    numbers = np.frombuffer(b"".join(days), dtype="<i4").reshape(len(rows), len(NAMES)).T
    seen = np.where(numbers > _number(as_of), NEVER, numbers)

    def on(name: str) -> Days:
        return days_of_numbers(seen[_PLACE[name]])

    ended, asked, payers = on("ended"), on("asked"), _texts(payer)
    lengths = [len(blob) // SPELL.itemsize for blob in spells]
    return ClockRows(
        as_of=as_of,
        case_id=_texts(case_id),
        payer=payers,
        product=_texts(product),
        line_of_business=_texts(business),
        synthetic=np.array(synthetic, dtype=np.bool_),
        created=days_of_numbers(numbers[_PLACE["created"]]),
        first_event=on("first_event"),
        last_event=on("last_event"),
        ended=ended,
        end_step=_ENDS[np.where(np.isnat(ended), len(STEPS), numbers[_PLACE["end_step"]])],
        asked=asked,
        signed=on("signed"),
        repeat=_repeat(connection, payers, asked, as_of),
        stamps={step: on(f"stamp_{step}") for step in EIGHT_TIME_STAMPS},
        first={step: on(f"first_{step}") for step in STEPS},
        begun={stage: on(f"begun_{word(stage)}") for stage in STAGES},
        finished={stage: on(f"finished_{word(stage)}") for stage in STAGES},
        _spells=np.frombuffer(b"".join(spells), dtype=SPELL),
        _row=np.repeat(np.arange(len(rows)), lengths),
    )


def _number(day: date) -> int:
    return int(np.datetime64(day, "D").astype(np.int64))


def _texts(values: Sequence[Any]) -> Texts:
    texts = np.empty(len(values), dtype=object)
    texts[:] = values
    return texts


def _repeat(connection: Connection, payers: Texts, asked: Days, as_of: date) -> npt.NDArray[np.bool_]:
    """Whether an agreement with the payer was signed before `asked`, by the earliest signature with each payer."""
    first: dict[str, date] = {row.payer: row.signed_on for row in connection.execute(_first_signed())}
    earliest = np.array([first.get(payer) for payer in payers], dtype="M8[D]")
    before = np.where(np.isnat(asked), np.datetime64(as_of, "D") + 1, asked)
    return earliest < before


def _first_signed() -> Select[Any]:
    return (
        select(cases.c.payer, func.min(case_clocks.c.signed_on).label("signed_on"))
        .join(case_clocks, case_clocks.c.case_id == cases.c.id)
        .where(cases.c.payer.is_not(None), case_clocks.c.signed_on.is_not(None))
        .group_by(cases.c.payer)
    )
