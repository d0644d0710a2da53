"""`sca deadlines`: the ladder of a case, what lapses when a date moves, and a calendar file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sca_toolkit.cli.browsing import Json
from sca_toolkit.cli.drafting import Workspace
from sca_toolkit.cli.moments import AsOfMoment, as_of_moment
from sca_toolkit.cli.printing import as_json, say
from sca_toolkit.cli.typed import pairs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sca_toolkit.desk import Desk
    from sca_toolkit.desk.tracking import CaseView
    from sca_toolkit.timeline import Deadline, Lapse


def deadlines(
    case: Annotated[str | None, typer.Argument(metavar="[CASE]", help="Number of a case.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Of all open cases.")] = False,
    move: Annotated[
        list[str] | None,
        typer.Option(help="What if a planned date moved, such as infusion=2026-12-30. Nothing is kept."),
    ] = None,
    ics: Annotated[Path | None, typer.Option(help="Write the deadlines as a calendar file (.ics).")] = None,
    workspace: Workspace = None,
    as_of: AsOfMoment = None,
    json: Json = False,
) -> None:
    """What is due and when, counted from what. With --move: what would lapse."""
    from sca_toolkit.desk.tracking import case_view
    from sca_toolkit.errors import UsageProblem
    from sca_toolkit.settings import open_desk

    if (case is None) is not every:
        raise UsageProblem("Name a case, or --all for all open cases.")
    if every and move:
        raise UsageProblem("--move is asked of one case.")
    desk = open_desk(workspace)
    moment = as_of_moment(desk, as_of)
    if case is None:
        found = _of_all(desk, moment)
    else:
        view = case_view(desk, case, moment)
        if move:
            _report_moved(view, move, json)
            return
        found = view.deadlines
    _report(found, json, named=every)
    if ics:
        _write_calendar(found, moment, ics, quiet=json)


def _of_all(desk: Desk, moment: datetime) -> tuple[Deadline, ...]:
    from sca_toolkit.desk.asking import case_filter, ladders

    return tuple(sorted(ladders(desk, moment, case_filter()), key=lambda each: (each.on, each.case, each.id)))


def _report(found: Sequence[Deadline], json: bool, *, named: bool) -> None:
    if json:
        as_json(list(found))
        return
    for each in found:
        at = f" {each.at:%H:%M %Z}" if each.at else ""
        say(f"{each.on:%Y-%m-%d}{at}  [{each.severity.name}] {f'{each.case}: ' if named else ''}{each.what}")
        if not named:
            say(f"    Next: {each.next_step} Counted from {each.counted_from}; {each.source}.")
    say(f"{len(found)} {'deadline' if len(found) == 1 else 'deadlines'}.")


def _report_moved(view: CaseView, texts: list[str], json: bool) -> None:
    found = _moved(view, texts)
    if json:
        as_json(list(found))
        return
    for each in found:
        say(f"  {each.words}")
    say("Nothing would change." if not found else "Nothing was kept: this is only what would be.")


def _moved(view: CaseView, texts: list[str]) -> tuple[Lapse, ...]:
    from sca_toolkit.errors import UsageProblem

    days = _days(view, pairs(texts, "--move", "infusion=2026-12-30"))
    try:
        return view.if_moved(days)
    except ValueError as error:
        words = str(error).split("Value error, ")[-1].split(" [type=")[0]
        raise UsageProblem(f"The dates do not fit: {words}") from None


def _days(view: CaseView, typed: Mapping[str, str]) -> dict[str, date | None]:
    from sca_toolkit.errors import UsageProblem

    names = list(type(view.case.dates).model_fields)
    days: dict[str, date | None] = {}
    for name, text in typed.items():
        if name not in names:
            raise UsageProblem(f"There is no planned date {name!r}. Planned dates: {', '.join(names)}.")
        try:
            days[name] = date.fromisoformat(text)
        except ValueError:
            raise UsageProblem(f"{text!r} is not a day. Write it like {name}=2026-12-30.") from None
    return days


def _write_calendar(found: Sequence[Deadline], moment: datetime, path: Path, *, quiet: bool) -> None:
    from sca_toolkit.desk.asking import calendar_of
    from sca_toolkit.desk.safekeeping import write_text

    write_text(path, calendar_of(found, moment))
    if not quiet:
        say(f"Written to {path}. It names nobody.")
