"""Sharing with a region: how long things took, without a person, a payer, a case number, a date or a word of free text.

Days are counted from each case's own first day. An open case would still give its calendar days away: the day of the
file minus the days it has been open. So each case is shown as it stood on a day of its own, 0 to 60 days back; since
that day has nothing to do with what happens to the case, times worked out from the file stay right.

Payers appear by their line of business only. Rows stand in an order that has nothing to do with time. What no group of
eleven shares is hidden. Lengths beyond a year count as a year.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from sca_toolkit.case import LineOfBusiness
from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.exporting import save_export
from sca_toolkit.desk.small_groups import HIDDEN, SMALLEST, hide_small_groups, how_many
from sca_toolkit.errors import UsageProblem
from sca_toolkit.events import EIGHT_TIME_STAMPS, Step
from sca_toolkit.library.exports import Sheet, Value, write_csv_zip
from sca_toolkit.store import ClockRows

Days = npt.NDArray[np.datetime64]
LONGEST = 365
"""Days; longer ones are written as this many."""
FURTHEST_BACK = 60
"""Days; the day on which a case is looked at lies at most so many before the file."""
_STEPS = (Step.referred, Step.consulted, *EIGHT_TIME_STAMPS, Step.collected, Step.infused)
_MEANING = {
    Step.pa_approved: "prior authorization decided: the day on which the last part asked for was decided",
    Step.benefits_answered: "benefit check answered: the last answer",
    Step.payer_replied: "first reply of the payer, or its first offer",
    Step.terms_agreed: "terms agreed: the last time before the first signature",
}
_NAMES = {Step.pa_approved: "pa_decided"}
_ENDS = {
    "infused": "infused",
    "withdrawn": "withdrawn",
    "lost_while_waiting": "lost while waiting",
    "moved_to_other_payer": "moved to another payer",
    None: "still waiting",
}
_GIVE_UP = (1, 2, 0)
"""Product first, then first or repeat, then the payer's type."""


@dataclass(frozen=True)
class Shared:
    """A de-identified file and what it holds."""

    rows: int
    left_out: str
    """How many cases were left out, too new or with too few like them: `none`, `fewer than 11`, a number."""
    products_hidden: str
    payers_hidden: str
    content: bytes = b""
    """The zip."""


def dictionary() -> tuple[tuple[str, str, str], ...]:
    """Every column of the file: its name, what it means, what it may hold."""
    days = f"whole days from the case's first day; {LONGEST} means {LONGEST} or more; empty: not happened, not known"
    moments = [
        (f"day_{_NAMES.get(step, step.value)}", _MEANING.get(step, f"{step.words}: the first time"), days)
        for step in _STEPS
    ]
    return (
        ("payer_type", "line of business of the plan", f"a kind of coverage, `not known` or `{HIDDEN}`"),
        ("product", "product asked for", f"generic name, `not known` or `{HIDDEN}`"),
        (
            "agreement",
            "whether an agreement with this payer had been signed before this one was asked for",
            f"`first`, `repeat` or `{HIDDEN}`",
        ),
        *moments,
        ("day_ended", "the end of the wait: infusion, withdrawal, loss, other payer", days),
        ("end", "how the wait ended", "; ".join(_ENDS.values())),
        (
            "day_seen_until",
            "the last day that is known of this case (an open case is open at least so long)",
            days,
        ),
        (
            "days_ours",
            "days of the agreement on which it was the center's turn",
            f"0 to {LONGEST}; empty: still open",
        ),
        (
            "days_payers",
            "days of the agreement on which it was the payer's turn",
            f"0 to {LONGEST}; empty: still open",
        ),
        ("days_paused", "days on which the agreement was paused", f"0 to {LONGEST}; empty: still open"),
    )


def share_with_region(desk: Desk, as_of: date) -> Shared:
    """`cases.csv`, `data_dictionary.csv` and `about.txt` as one zip. Raises UsageProblem where too few are left.

    The file is meant to hold none of the identifiers of 45 CFR 164.514(b)(2); it says that a privacy officer must
    confirm that before it leaves the house.
    """
    rows = desk.record.clock_rows(as_of=as_of)
    seen = _looked_at(rows)
    begun = [int(place) for place in np.flatnonzero(rows.first_event <= seen)]
    every = list(_features(rows))
    features = hide_small_groups([every[place] for place in begun], _GIVE_UP)
    kept = [place for place, feature in zip(begun, features, strict=True) if feature is not None]
    if not kept:
        raise UsageProblem(
            f"There are too few cases to share: nothing {SMALLEST} of them have in common can be shown. "
            f"The record holds {len(rows)}."
        )
    shown = [feature for feature in features if feature is not None]
    shared = Shared(
        rows=len(kept),
        left_out=how_many(len(rows) - len(kept)),
        products_hidden=how_many(sum(product == HIDDEN for _, product, _ in shown)),
        payers_hidden=how_many(sum(payer == HIDDEN for payer, _, _ in shown)),
    )
    table = sorted(_lines(rows, seen, kept, shown), key=lambda line: tuple(str(value) for value in line))
    names = tuple(name for name, _, _ in dictionary())
    sheets = (
        Sheet("cases", names, table, "One row a case; the order of the rows means nothing."),
        Sheet(
            "data_dictionary",
            ("column", "meaning", "values"),
            dictionary(),
            "What each column of cases.csv holds.",
        ),
    )
    target = io.BytesIO()
    write_csv_zip(sheets, target, zone=desk.library.practice().calendar.zone, about=_about(shared))
    return replace(shared, content=target.getvalue())


def _features(rows: ClockRows) -> Iterator[tuple[str, str, str]]:
    for line, product, repeat in zip(rows.line_of_business, rows.product, rows.repeat, strict=True):
        kind = LineOfBusiness(line).words if line else "not known"
        yield kind, product or "not known", "repeat" if repeat else "first"


def _looked_at(rows: ClockRows) -> Days:
    """The day on which each case is looked at; it follows from the case's number, which is not in the file."""
    back = [hashlib.sha256(str(case).encode()).digest()[0] % (FURTHEST_BACK + 1) for case in rows.case_id]
    return np.datetime64(rows.as_of, "D") - np.array(back, dtype="timedelta64[D]")


def _lines(
    rows: ClockRows, seen: Days, kept: list[int], features: list[tuple[str, ...]]
) -> Iterator[tuple[Value, ...]]:
    start = rows.first_event
    moments = [
        _until(rows.stamps[step] if step in rows.stamps else rows.first[step], seen) for step in _STEPS
    ]
    ended = _until(rows.ended, seen)
    until = np.where(np.isnat(ended), seen, ended)
    # Turns still running are counted to the day of the file and would tell it.
    settled = ~np.isnat(_until(rows.signed, seen)) | ~np.isnat(ended)
    turns = (rows.days_us, rows.days_payer, rows.days_paused)
    for place, feature in zip(kept, features, strict=True):
        yield (
            *feature,
            *(_days(moment[place], start[place]) for moment in moments),
            _days(ended[place], start[place]),
            _ENDS[None] if np.isnat(ended[place]) else _ENDS.get(rows.end_step[place], "ended otherwise"),
            _days(until[place], start[place]),
            *(min(int(side[place]), LONGEST) if settled[place] else None for side in turns),
        )


def _until(days: Days, seen: Days) -> Days:
    """The days up to the one on which each case is looked at; NaT for later ones."""
    return np.where(days <= seen, days, np.datetime64("NaT", "D"))


def _days(moment: Any, start: Any) -> int | None:
    if np.isnat(moment) or np.isnat(start):
        return None
    return max(min(int((moment - start).astype("timedelta64[D]").astype(int)), LONGEST), -LONGEST)


def _about(shared: Shared) -> tuple[str, ...]:
    return (
        "How long the steps of CAR T cases took at one center, for a comparison within a region.",
        f"Rows: {shared.rows:,}. Cases left out, too new or with too few like them: {shared.left_out}.",
        f"Every combination of payer type, product and first or repeat stands in {SMALLEST} rows or more; where it did "
        f"not, the product (in {shared.products_hidden} rows), then first or repeat, then the payer type (in "
        f"{shared.payers_hidden} rows) is hidden. The smallest group follows the cell size rule of CMS "
        "(https://resdac.org/node/1506).",
        "Left out: names, numbers, birth dates, payers, places, calendar dates, references and all free text.",
        f"Days count from each case's own first day; lengths over {LONGEST} days are written as {LONGEST}.",
        f"Each case is shown as it stood on a day of its own, up to {FURTHEST_BACK} days before the file was made, so "
        "that no calendar day follows from it; cases that began after that day are left out.",
        "Before this file leaves the house, a privacy officer confirms that it is de-identified in the sense of "
        "45 CFR 164.514. Times with payers may be confidential under the agreements themselves.",
        "Open cases are in it: count them as open until `day_seen_until`, never leave them out.",
    )


def save_shared(path: Path, shared: Shared) -> None:
    """Write the zip to a file that only its owner can read, whole or not at all. Raises ScaError."""

    def write(target: BinaryIO) -> None:
        target.write(shared.content)

    save_export(path, write)
