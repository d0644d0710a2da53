"""Puts very many invented cases into a record: whole writes with their trail, as any other, but without the checks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sca_toolkit.desk.synthetic.large import Batch, EventLine
from sca_toolkit.store import Store, Write, add_cases
from sca_toolkit.store.tables import events


def load_large(
    store: Store, batches: Iterable[Batch], *, who: str, now: datetime, owners: Sequence[str | None] = (None,)
) -> int:
    """Keep each batch in one write, its cases shared out among `owners`; returns the number of events.

    Raises DataError when a case number is taken; the batches before it are kept.
    """
    kept = 0
    for batch in batches:
        with store.writing(who=who, now=now) as write:
            for place, owner in enumerate(owners):
                add_cases(write, batch.cases[place :: len(owners)], owner=owner)
            write.insert(events, "event added", [_row(write, line) for line in batch.events])
        kept += len(batch.events)
    return kept


def _row(write: Write, line: EventLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "case_id": line.case,
        "step": line.step,
        "at": line.at,
        "day": line.day,
        "component": line.component,
        "amount_cents": None,
        "corrects": None,
        "removed": False,
        "data": line.data,
    } | write.recorded()
