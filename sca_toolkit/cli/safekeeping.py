"""`sca audit`, `sca backup` and `sca restore`: is the record what was written, and copies of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sca_toolkit.cli.browsing import Json
from sca_toolkit.cli.drafting import Workspace
from sca_toolkit.cli.group import ScaGroup
from sca_toolkit.cli.moments import Now, now_of
from sca_toolkit.cli.printing import as_json, say
from sca_toolkit.cli.record import CaseId, Personal

if TYPE_CHECKING:
    from sca_toolkit.desk.safekeeping import Kept, TrailEntry

audit = typer.Typer(
    cls=ScaGroup, no_args_is_help=True, help="The audit trail: who did what, and is it intact?"
)


@audit.command("verify")
def audit_verify(
    noted: Annotated[
        str | None, typer.Option(help="Head noted earlier, ROW:HASH; the trail must still contain it.")
    ] = None,
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Check the whole trail and every row of the record against it. Ends with 3 when something was changed."""
    from sca_toolkit.desk.safekeeping import verify_record
    from sca_toolkit.settings import open_desk

    found = verify_record(open_desk(workspace), _head(noted) if noted else None)
    if json:
        as_json(found)
    elif found.problems:
        for problem in found.problems:
            say(str(problem))
    else:
        say(
            f"The record is what was written: {found.head.seq} rows of the trail fit, and so does every entry."
        )
        say(f"Note this head elsewhere: {found.head.seq}:{found.head.hash}")
    if found.problems:
        raise typer.Exit(3)


def _head(text: str) -> tuple[int, str]:
    from sca_toolkit.errors import UsageProblem

    row, sign, digest = text.partition(":")
    if not sign or not row.isdigit() or len(digest) != 64:
        raise UsageProblem(f"{text!r} is no head of a trail: write the row, a colon and its 64 signs.")
    return int(row), digest


@audit.command("show")
def audit_show(
    case: CaseId, personal: Personal = False, workspace: Workspace = None, json: Json = False
) -> None:
    """All that was done to a case, oldest first. Values that changed are shown with --personal."""
    from datetime import UTC, datetime

    from sca_toolkit.desk.telling import story
    from sca_toolkit.desk.tracking import case_view
    from sca_toolkit.settings import open_desk

    view = case_view(open_desk(workspace), case, datetime.now(UTC))
    if json:
        as_json([_shown(entry, personal) for entry in view.trail])
        return
    for told in story(view):
        say(f"{told.row:>6}  {told.at:%Y-%m-%d %H:%M} UTC  {told.who}: {told.what}")
        for place, value in told.details.items() if personal else ():
            say(f"          {place}: {value}")


def _shown(entry: TrailEntry, personal: bool) -> dict[str, Any]:
    shown = {"row": entry.seq, "at": entry.at, "who": entry.who, "what": entry.what, "key": entry.key}
    return shown | ({"details": entry.details} if personal else {"changed": list(entry.details)})


def backup(
    file: Annotated[Path, typer.Argument(help="A new file; none is overwritten.")],
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Copy the record to one file while others go on working, and compare the copy."""
    from sca_toolkit.desk.safekeeping import back_up
    from sca_toolkit.settings import open_desk

    _report(back_up(open_desk(workspace), file), "The record is kept in", json)


def restore(
    file: Annotated[Path, typer.Argument(help="A backup.")],
    into: Annotated[
        Path | None, typer.Option(help="New file to restore into; the configured record when left out.")
    ] = None,
    workspace: Workspace = None,
    now: Now = None,
    json: Json = False,
) -> None:
    """Fill an empty record from a backup, checked entry by entry. A record that holds anything is left alone."""
    from sca_toolkit.desk.safekeeping import restore_from
    from sca_toolkit.settings import open_desk

    desk = open_desk(workspace)
    desk = replace(desk, address=str(into)) if into else desk
    _report(restore_from(desk, file, now_of(desk, now)), "The record was restored from", json)


def _report(kept: Kept, sentence: str, json: bool) -> None:
    if json:
        as_json(kept)
        return
    rows = kept.rows
    say(
        f"{sentence} {kept.file}: {rows['cases']} cases, {rows['events']} events, {sum(rows.values())} rows in all."
    )
    say(f"Note this head elsewhere: {kept.head.seq}:{kept.head.hash}")
