"""The worklist and the stuck cases of the pack, and the sentences on top."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from sca_toolkit.desk.pack_changes import within
from sca_toolkit.desk.tracking import WorkRow
from sca_toolkit.events import Step
from sca_toolkit.payer.words import day_in_words
from sca_toolkit.store import ClockRows
from sca_toolkit.timeline import Severity

MOST_WORK, MOST_STUCK = 16, 15
STUCK_AFTER = 14
"""Days without any event after which an open case counts as stuck; our choice, two weeks."""
_TURNS = {"us": "ours", "payer": "the payer’s", "maker": "the manufacturer’s", "patient": "the patient’s"}


def work_rows(work: Sequence[WorkRow], as_of: date) -> list[dict[str, str]]:
    """The most urgent cases with their one next action."""
    return [
        {
            "case": each.row.id,
            "due": _due(each, as_of),
            "late": "late" if each.action.severity is Severity.late else "",
            "action": f"{each.action.action.split('. ')[0].rstrip('.')}.",
            "payer": each.payer,
            "stage": each.action.stage.words if each.action.stage else "ended",
            "owner": each.row.owner or "nobody",
        }
        for each in work[:MOST_WORK]
    ]


def _due(each: WorkRow, as_of: date) -> str:
    due = each.action.due
    if due is None:
        return "no date"
    days = (due - as_of).days
    left = f"{-days} days late" if days < -1 else ("1 day late" if days == -1 else f"in {days} days")
    return f"{day_in_words(due)} ({'today' if days == 0 else 'tomorrow' if days == 1 else left})"


def stuck_rows(rows: ClockRows, work: Sequence[WorkRow]) -> list[dict[str, str]]:
    """Open cases without any event for STUCK_AFTER days or more, the longest silent first."""
    quiet = _quiet_days(rows)
    stuck = sorted(
        (each for each in work if quiet.get(each.row.id, 0) >= STUCK_AFTER),
        key=lambda each: -quiet[each.row.id],
    )
    return [
        {
            "case": each.row.id,
            "payer": each.payer,
            "stage": each.action.stage.words if each.action.stage else "not known",
            "since": day_in_words(each.row.stage_since) if each.row.stage_since else "not known",
            "turn": _TURNS.get(each.row.turn or "", "nobody’s"),
            "quiet": f"{quiet[each.row.id]}",
            "owner": each.row.owner or "nobody",
        }
        for each in stuck[:MOST_STUCK]
    ]


def _quiet_days(rows: ClockRows) -> dict[str, int]:
    today = np.datetime64(rows.as_of, "D")
    silent = (today - rows.last_event).astype("timedelta64[D]").astype(np.int64)
    known = ~np.isnat(rows.last_event) & np.isnat(rows.ended)
    return {str(rows.case_id[place]): int(silent[place]) for place in np.flatnonzero(known)}


def glance(
    rows: ClockRows, work: Sequence[WorkRow], denials: Sequence[dict[str, Any]], since: date
) -> list[str]:
    """Four sentences: what is open, what is stuck, what was signed, which denials may become final."""
    late = sum(each.action.severity is Severity.late for each in work)
    ours = sum(each.row.turn == "us" for each in work)
    stuck = sum(days >= STUCK_AFTER for days in _quiet_days(rows).values())
    signed = int(within(rows.signed, since, rows.as_of).sum())
    infused = int(within(rows.first[Step.infused], since, rows.as_of).sum())
    dated = sum(bool(row["due"]) for row in denials)
    return [
        f"{_count(len(work), 'case is', 'cases are')} open; it is our turn in {ours}, and "
        f"{_count(late, 'has', 'have')} a deadline that is over.",
        f"{_count(stuck, 'open case has', 'open cases have')} had no event for {STUCK_AFTER} days or more.",
        f"After {day_in_words(since)}, {_count(signed, 'agreement was', 'agreements were')} signed and "
        f"{_count(infused, 'patient was', 'patients were')} infused.",
        f"{_count(len(denials), 'denial is', 'denials are')} not overcome; {dated} with a known deadline.",
    ]


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
