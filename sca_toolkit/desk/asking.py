"""Asking the record: which cases, and the deadlines of all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from difflib import get_close_matches

from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.standing import situation_of
from sca_toolkit.errors import UsageProblem
from sca_toolkit.events import Stage
from sca_toolkit.store import CaseFilter, cases_page, count_cases, facts_of
from sca_toolkit.timeline import Deadline, deadlines, ics

_AT_ONCE = 200


def case_filter(
    *,
    owners: Sequence[str] = (),
    payers: Sequence[str] = (),
    stages: Sequence[str] = (),
    ended: bool = False,
) -> CaseFilter:
    """Open cases, or with `ended` those that have ended. A stage is its number (1 to 9) or its name.

    Raises UsageProblem for a stage that does not exist.
    """
    numbers = tuple(stage_named(each).value for each in stages)
    return CaseFilter(owners=tuple(owners), payers=tuple(payers), stages=numbers, open=not ended)


def stage_named(text: str) -> Stage:
    """`3`, `authorization` or `prior authorization`. Raises UsageProblem."""
    known = {name: stage for stage in Stage for name in (str(stage.value), stage.name, stage.words)}
    found = known.get(text.strip().casefold().replace("-", "_")) or known.get(text.strip().casefold())
    if found is None:
        near = get_close_matches(text.casefold(), list(known), n=1)
        hint = f"Did you mean {near[0]}?" if near else f"Stages: {', '.join(each.words for each in Stage)}."
        raise UsageProblem(f"There is no stage {text!r}. {hint}")
    return found


def is_empty(desk: Desk) -> bool:
    """Whether the record holds no case at all."""
    with desk.record.reading() as read:
        return count_cases(read) == 0


def ladders(desk: Desk, as_of: datetime, wanted: CaseFilter) -> Iterator[Deadline]:
    """The deadlines of all cases that fit, case by case; read in parts, so that the record may be large."""
    offset = 0
    while True:
        with desk.record.reading() as read:
            rows = cases_page(read, wanted, order="id", limit=_AT_ONCE, offset=offset)
            facts = facts_of(read.connection, [row.id for row in rows], as_of) if rows else {}
        for row in rows:
            yield from deadlines(situation_of(desk.library, facts[row.id], as_of))
        if len(rows) < _AT_ONCE:
            return
        offset += _AT_ONCE


def calendar_of(found: Sequence[Deadline], stamped: datetime) -> str:
    """Deadlines of any cases as an .ics file; it names nobody."""
    return ics(found, stamped)
