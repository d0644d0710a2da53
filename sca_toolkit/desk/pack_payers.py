"""Payers compared for the pack, as the page Timelines does it: shrunken, with intervals, nobody ranked under five."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.payer_names import payer_names
from sca_toolkit.desk.waiting import clock_rows_of, waits_from
from sca_toolkit.documents.dot_chart import MOST, DotRow
from sca_toolkit.timeline.waiting import AGREEMENT, TOO_FEW, Comparison, Row, compare


@dataclass(frozen=True)
class PayerTable:
    """The table, its chart and what is said under it."""

    clock: str
    rows: list[dict[str, str]]
    dots: tuple[DotRow, ...]
    """Empty while nobody has enough cases."""
    whole: float | None
    """The day by which half of all are signed."""
    whole_words: str
    said: list[str]


def payer_table(desk: Desk, as_of: date) -> PayerTable:
    """The comparison on the clock of the agreement, the slowest first."""
    waits = waits_from(clock_rows_of(desk, as_of))
    names = payer_names(desk.library, waits.groups)
    shown = tuple(names.get(group, group) for group in waits.groups)
    named = replace(waits, groups=shown) if len(set(shown)) == len(shown) else waits
    if not len(named):
        return PayerTable(AGREEMENT.words, [], (), None, "", ["No agreement was asked for yet."])
    found = compare(named)
    whole = found.all_half_by.value
    return PayerTable(
        clock=AGREEMENT.words,
        rows=[_row(row) for row in found.rows],
        dots=tuple(
            DotRow(row.group or "", row.half_by.value, row.half_by.low, row.half_by.high)
            for row in found.rows[:MOST]
        ),
        whole=whole,
        whole_words="" if whole is None else f"all payers: day {whole:.0f}",
        said=_said(found),
    )


def _row(row: Row) -> dict[str, str]:
    return {
        "payer": row.group or "",
        "n": f"{row.n:,}",
        "signed": f"{row.events:,}",
        "open": f"{row.open:,}",
        "half_by": row.half_by.words,
        "against": "slower" if row.slower else "faster" if row.faster else "not told apart",
    }


def _said(found: Comparison) -> list[str]:
    few, about = len(found.unranked), found.about.words
    lines = [
        f"{about[:1].upper()}{about[1:]}. Days shrunken toward all payers, first and repeat agreements apart, open "
        "cases counted. “Slower” and “faster” are said from a chance of 95%.",
    ]
    if few:
        payers = "payer stands" if few == 1 else "payers stand"
        lines.append(f"{few} {payers} in no ranking, with fewer than {TOO_FEW} signed agreements.")
    lines.append(
        "A difference is not a cause: case mix, first agreements and the completeness of requests differ."
    )
    return lines
