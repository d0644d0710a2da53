"""Denials that are not overcome, each with the day after which it can no longer be fought."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import numpy as np

from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.payer_names import payer_words
from sca_toolkit.desk.standing import known_profile, situation_of
from sca_toolkit.events import Side, Step
from sca_toolkit.payer.words import day_in_words
from sca_toolkit.store import CaseFacts, ClockRows
from sca_toolkit.store.summary import facts_of
from sca_toolkit.timeline import ApprovalKind, Deadline, DeadlineKind, Situation, Status, approvals, deadlines

FIGHT = (
    DeadlineKind.appeal,
    DeadlineKind.appeal_decision,
    DeadlineKind.external_review,
    DeadlineKind.external_review_decision,
)
MOST = 200
"""Cases looked at closely."""
UNKNOWN = "No time limit is known: look into the denial letter, it comes first."


def denial_rows(desk: Desk, rows: ClockRows, now: datetime) -> list[dict[str, str]]:
    """Open cases with a denied part of the authorization, those due first on top, unknown deadlines last."""
    denied = ~np.isnat(rows.first[Step.pa_denied]) & np.isnat(rows.ended)
    ids = [str(case) for case in rows.case_id[denied][:MOST]]
    found: list[tuple[date, dict[str, str]]] = []
    with desk.record.reading() as read:
        for case_id, facts in facts_of(read.connection, ids, now).items() if ids else ():
            found += _of_case(desk, case_id, facts, now)
    return [row for _, row in sorted(found, key=lambda pair: (pair[0], pair[1]["case"]))]


def _of_case(
    desk: Desk, case_id: str, facts: CaseFacts, now: datetime
) -> Iterator[tuple[date, dict[str, str]]]:
    s = situation_of(desk.library, facts, now)
    parts = _denied_parts(s)
    due = [each for each in deadlines(s) if each.kind in FIGHT]
    if not parts and not due:
        return
    payer = payer_words(known_profile(desk.library, facts.case), facts.case.coverage.payer)
    row = {"case": case_id, "payer": payer, "parts": ", ".join(parts) or "under appeal"}
    if not due:
        yield date.max, row | {"what": UNKNOWN, "due": "", "who": "ours", "source": ""}
    for each in due:
        yield each.on, row | _deadline(each, s.today)


def _denied_parts(s: Situation) -> list[str]:
    return [
        each.component.words if each.component else "whole request"
        for each in approvals(s)
        if each.kind is ApprovalKind.prior_authorization and each.status is Status.denied
    ]


def _deadline(each: Deadline, today: date) -> dict[str, str]:
    days = (each.on - today).days
    left = (
        f"{days} days left"
        if days > 1
        else ("1 day left" if days == 1 else "today" if days == 0 else f"{-days} days late")
    )
    return {
        "what": f"{each.title[:1].upper()}{each.title[1:]}",
        "due": f"{day_in_words(each.on)} ({left})",
        "who": "ours" if each.owner is Side.us else "the payer’s",
        "source": each.source,
    }
