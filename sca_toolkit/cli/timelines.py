"""`sca timelines`: how long it takes, who is slow and how sure we are."""

from __future__ import annotations

from datetime import datetime
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sca_toolkit.cli.browsing import Json
from sca_toolkit.cli.drafting import AsOf, Workspace, day_of
from sca_toolkit.cli.printing import as_json, say, table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from enum import StrEnum

    from sca_toolkit.desk.waiting_answers import Asked, Timelines
    from sca_toolkit.timeline.waiting import BeforeAfter


def timelines(
    start: Annotated[
        str, typer.Option("--from", help="Moment at which the clock starts.")
    ] = "agreement_requested",
    end: Annotated[str, typer.Option("--to", help="Moment at which it stops.")] = "both_signed",
    by: Annotated[
        str, typer.Option(help="Compare by payer, product, line_of_business or experience.")
    ] = "payer",
    payer: Annotated[
        list[str] | None, typer.Option(help="Only this payer (its id); may be repeated.")
    ] = None,
    log_began: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="First day on which all cases were recorded."),
    ] = None,
    change: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Compare before and since this day.")
    ] = None,
    csv: Annotated[Path | None, typer.Option(help="Write the comparison as a table (.csv).")] = None,
    open_csv: Annotated[Path | None, typer.Option(help="Write the open cases as a table (.csv).")] = None,
    workspace: Workspace = None,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """How long each payer really takes: open cases counted, small numbers said to be small."""
    from sca_toolkit.desk.waiting_answers import changed
    from sca_toolkit.desk.waiting_answers import timelines as worked_out
    from sca_toolkit.desk.waiting_tables import comparison_rows, open_rows, summary
    from sca_toolkit.settings import open_desk

    asked = _asked(start, end, by, payer or [], log_began)
    found = worked_out(open_desk(workspace), day_of(as_of), asked)
    compared = changed(found, change.date()) if change else None
    if json:
        as_json(summary(found, compared))
    else:
        _report(found, compared)
    for path, rows in ((csv, comparison_rows(found)), (open_csv, open_rows(found))):
        if path:
            _write(path, rows, quiet=json)


def _asked(start: str, end: str, by: str, payers: list[str], log_began: datetime | None) -> Asked:
    from sca_toolkit.desk.choosing import CaseFilter
    from sca_toolkit.desk.waiting import By
    from sca_toolkit.desk.waiting_answers import Asked
    from sca_toolkit.errors import UsageProblem
    from sca_toolkit.timeline.waiting import Mark, WaitClock

    first, last = _one_of(Mark, start, "--from"), _one_of(Mark, end, "--to")
    if first is last:
        raise UsageProblem("--from and --to name the same moment; choose two different ones.")
    return Asked(
        clock=WaitClock(Mark(first), Mark(last)),
        by=By(_one_of(By, by, "--by")),
        wanted=CaseFilter(payers=tuple(payers)),
        log_began=log_began.date() if log_began else None,
    )


def _one_of(kind: type[StrEnum], text: str, option: str) -> StrEnum:
    from sca_toolkit.errors import UsageProblem

    if text not in list(kind):
        raise UsageProblem(f"{option} {text!r} is not known. Use one of {', '.join(kind)}.")
    return kind(text)


def _report(found: Timelines, change: BeforeAfter | None) -> None:
    from sca_toolkit.desk.waiting_words import (
        all_together,
        did_it_help,
        mean_warning,
        silent_words,
        who_is_fast,
        who_is_slow,
    )

    done = found.asked.clock.end.done
    for line in (
        who_is_slow(found),
        who_is_fast(found),
        all_together(found),
        mean_warning(found),
        silent_words(found),
    ):
        if line:
            say(line)
    if change:
        say(did_it_help(change, done))
    _compared(found, done)
    _open(found)
    say(found.published.words)


def _compared(found: Timelines, done: str) -> None:
    rows = [
        (
            row.group or "",
            f"{row.events} of {row.n}",
            row.half_by.words,
            f"{row.speed.value:.2f} ({row.speed.low:.2f} to {row.speed.high:.2f})",
            row.sure_words,
        )
        for row in found.comparison.rows
    ]
    if rows:
        table(("Group", done.capitalize(), f"Half {done} by", "Speed (1 = all)", "Chance it is slower"), rows)
    if found.comparison.unranked:
        say(f"Not ranked and not named, with fewer than 5 events: {len(found.comparison.unranked)}.")


def _open(found: Timelines) -> None:
    from sca_toolkit.desk.waiting_words import expected

    if not found.outlook.cases:
        return
    shown = found.track.expected_day_is_shown
    heads = ["Open case", "Days", *(f"In {within:.0f} days" for within in found.outlook.horizons)]
    rows = []
    for each in found.outlook.cases:
        chances = ("no data" if isnan(chance) else f"{chance:.0%}" for chance in each.chances)
        even = [expected(each, found.as_of)[0]] if shown else []
        rows.append([each.case_id, f"{each.age:.0f}", *chances, *even])
    table([*heads, *(["Even odds by"] if shown else [])], rows)
    say(found.track.words)


def _write(path: Path, rows: Sequence[dict[str, object]], *, quiet: bool) -> None:
    import csv

    from sca_toolkit.desk.waiting_tables import columns_of
    from sca_toolkit.errors import UsageProblem

    try:
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns_of(rows))
            writer.writeheader()
            writer.writerows(rows)
    except OSError as error:
        why = f"{path} cannot be written: {error.strerror}."
        raise UsageProblem(f"{why} Name a file in a folder you may write to.") from None
    if not quiet:
        say(f"wrote {path} ({len(rows)} rows)")
