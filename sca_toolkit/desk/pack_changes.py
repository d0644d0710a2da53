"""What changed in a month, beside the month before it: counts of first events, agreements signed, cases that ended."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.payer_names import payer_names
from sca_toolkit.events import Step
from sca_toolkit.payer.words import day_in_words
from sca_toolkit.store import ClockRows

Days = npt.NDArray[np.datetime64]
MOST = 12
"""Cases listed one by one."""
_STEPS = (
    ("Authorizations submitted", Step.pa_submitted),
    ("Authorizations denied, at least in part", Step.pa_denied),
    ("Agreements requested", Step.agreement_requested),
    ("Agreements refused", Step.agreement_refused),
    ("Slots lost", Step.slot_lost),
    ("Cells collected", Step.collected),
    ("Infused", Step.infused),
)


def change_rows(rows: ClockRows, since: date) -> list[dict[str, str]]:
    """Counts after `since` up to the day of `rows`, and in as many days before."""
    columns = [("New cases", rows.first_event)]
    columns += [(label, rows.first[step]) for label, step in _STEPS]
    columns.insert(2, ("Authorizations decided in every part", rows.stamps[Step.pa_approved]))
    columns.insert(5, ("Agreements signed by both", rows.signed))
    over = np.where(rows.end_step == Step.infused.value, np.datetime64("NaT", "D"), rows.ended)
    columns.append(("Ended without infusion", over))
    return [_row(label, days, since, rows.as_of) for label, days in columns]


def within(days: Days, since: date, until: date) -> npt.NDArray[np.bool_]:
    """Which days lie after `since` and not after `until`; NaT never does."""
    return (days > np.datetime64(since, "D")) & (days <= np.datetime64(until, "D"))


def _row(label: str, days: Days, since: date, until: date) -> dict[str, str]:
    length = until - since
    now = int(within(days, since, until).sum())
    before = int(within(days, since - length, since).sum())
    return {
        "what": label,
        "now": f"{now:,}",
        "before": f"{before:,}",
        "change": f"{now - before:+,}" if now != before else "same",
    }


def signed_rows(desk: Desk, rows: ClockRows, since: date) -> list[dict[str, str]]:
    """Agreements signed by both since then, the newest first, with their own days."""
    names = payer_names(desk.library, set(rows.payer))
    found = []
    for place in _newest(rows.signed, since, rows.as_of):
        asked = rows.stamps[Step.agreement_requested][place]
        days = "not known" if np.isnat(asked) else f"{(rows.signed[place] - asked) // np.timedelta64(1, 'D')}"
        found.append(
            {
                "case": str(rows.case_id[place]),
                "payer": names.get(rows.payer[place], "payer not known"),
                "product": rows.product[place] or "not known",
                "on": day_in_words(_day(rows.signed[place])),
                "days": days,
            }
        )
    return found


def ended_rows(desk: Desk, rows: ClockRows, since: date) -> list[dict[str, str]]:
    """Cases that ended without infusion since then, the newest first."""
    names = payer_names(desk.library, set(rows.payer))
    over = np.where(rows.end_step == Step.infused.value, np.datetime64("NaT", "D"), rows.ended)
    return [
        {
            "case": str(rows.case_id[place]),
            "payer": names.get(rows.payer[place], "payer not known"),
            "how": Step(rows.end_step[place]).words,
            "on": day_in_words(_day(rows.ended[place])),
        }
        for place in _newest(over, since, rows.as_of)
    ]


def _newest(days: Days, since: date, until: date) -> list[int]:
    places = np.flatnonzero(within(days, since, until))
    return [int(place) for place in places[np.argsort(-days[places].astype(np.int64), kind="stable")][:MOST]]


def _day(day: np.datetime64) -> date:
    return date(1970, 1, 1) + timedelta(days=int(day.astype(np.int64)))
