"""`sca import cases|events` and `sca export`: lists from elsewhere come in, everything can go out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sca_toolkit.cli.browsing import Json
from sca_toolkit.cli.drafting import Workspace
from sca_toolkit.cli.group import ScaGroup
from sca_toolkit.cli.moments import AsOfMoment, Now, as_of_moment, now_of
from sca_toolkit.cli.printing import as_json, say
from sca_toolkit.cli.record import Personal
from sca_toolkit.cli.typed import pairs

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from typing import BinaryIO

    from sca_toolkit.desk import Desk
    from sca_toolkit.desk.exchange_checks import CaseImport, EventImport
    from sca_toolkit.errors import Problem

imports = typer.Typer(
    cls=ScaGroup, no_args_is_help=True, help="Import a case list or an event list (.xlsx or .csv)."
)

ListFile = Annotated[Path, typer.Argument(metavar="FILE", help="An Excel workbook (.xlsx) or a CSV file.")]
Sheet = Annotated[str | None, typer.Option(help="Sheet of a workbook.")]
Mapping = Annotated[
    list[str] | None,
    typer.Option(help="heading=column, such as 'Pat. no.=Case ID'; repeat. Remembered for the next list."),
]
UseMapping = Annotated[
    str | None,
    typer.Option(help="Start from the mapping saved under this name; the best fitting when left out."),
]
SaveMapping = Annotated[
    str, typer.Option(help="Save the mapping under this name, for lists of the same source.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")]


@imports.command("cases")
def import_cases_list(
    file: ListFile,
    mapping: Mapping = None,
    use_mapping: UseMapping = None,
    save_mapping: SaveMapping = "",
    sheet: Sheet = None,
    keep_known: Annotated[
        bool, typer.Option("--keep-known", help="Leave cases that the record has as they are.")
    ] = False,
    owner: Annotated[str | None, typer.Option(help="Who looks after the new cases.")] = None,
    dry_run: DryRun = False,
    workspace: Workspace = None,
    now: Now = None,
    json: Json = False,
) -> None:
    """Put all cases of a list into the record, or none: every problem with its row. Ends with 3 when one blocks."""
    from sca_toolkit.desk.exchange import import_cases, propose_cases, try_cases
    from sca_toolkit.settings import open_desk

    desk, data = open_desk(workspace), _read(file)
    matched = propose_cases(desk, data, file.name, sheet=sheet, saved=use_mapping).mapping | _typed(mapping)
    found = try_cases(desk, data, file.name, matched, sheet=sheet, keep_known=keep_known)
    if not (dry_run or found.blocked):
        found = import_cases(
            desk,
            data,
            file.name,
            now_of(desk, now),
            matched,
            sheet=sheet,
            keep_known=keep_known,
            owner=owner,
            save_as=save_mapping,
        )
    _report(found, "case", matched, dry_run, json)


@imports.command("events")
def import_events_list(
    file: ListFile,
    mapping: Mapping = None,
    use_mapping: UseMapping = None,
    save_mapping: SaveMapping = "",
    sheet: Sheet = None,
    dry_run: DryRun = False,
    workspace: Workspace = None,
    now: Now = None,
    json: Json = False,
) -> None:
    """Put all events of a list into the record, or none; known ones are left out. Ends with 3 when one blocks."""
    from sca_toolkit.desk.exchange import import_events, propose_events, try_events
    from sca_toolkit.settings import open_desk

    desk, data = open_desk(workspace), _read(file)
    at = now_of(desk, now)
    matched = propose_events(desk, data, file.name, sheet=sheet, saved=use_mapping).mapping | _typed(mapping)
    found = try_events(desk, data, file.name, at, matched, sheet=sheet)
    if not (dry_run or found.blocked):
        found = import_events(desk, data, file.name, at, matched, sheet=sheet, save_as=save_mapping)
    _report(found, "event", matched, dry_run, json)


@imports.command("evidence")
def import_evidence_list(
    file: ListFile,
    sheet: Sheet = None,
    workspace: Workspace = None,
    now: Now = None,
    json: Json = False,
) -> None:
    """Add clinical facts, one a row, to the cases of the record, or none: every problem with its row."""
    from sca_toolkit.desk.evidence_sheet import import_evidence
    from sca_toolkit.settings import open_desk

    desk = open_desk(workspace)
    done = import_evidence(desk, _read(file), file.name, now_of(desk, now), sheet=sheet)
    if json:
        as_json(done)
        return
    for case_id, number in done.added.items():
        say(f"{case_id}: {number} {'fact' if number == 1 else 'facts'} added")
    if done.known:
        say(f"{done.known} were known already.")


def _read(file: Path) -> bytes:
    from sca_toolkit.errors import UsageProblem

    try:
        return file.read_bytes()
    except OSError as error:
        raise UsageProblem(f"{file} cannot be read: {error.strerror}.") from None


def _typed(texts: list[str] | None) -> dict[str, str]:
    return pairs(texts or (), "--mapping", "'Pat. no.=Case ID'")


def _report(
    found: CaseImport | EventImport, what: str, matched: dict[str, str], dry_run: bool, json: bool
) -> None:
    kept = not (dry_run or found.blocked)
    known = found.known if isinstance(found.known, int) else len(found.known)
    if json:
        as_json(
            {
                "kept": kept,
                "new": len(found.new),
                "known": known,
                "mapping": matched,
                "problems": [{"text": str(each), "blocking": each.blocking} for each in found.problems],
            }
        )
    else:
        _say(found.problems, len(found.new), known, what, dry_run, found.blocked)
    if found.blocked:
        raise typer.Exit(3)


def _say(
    problems: tuple[Problem, ...], new: int, known: int, what: str, dry_run: bool, blocked: bool
) -> None:
    for problem in problems:
        say(f"{'' if problem.blocking else 'warning: '}{problem}")
    plural = f"{new} new {what if new == 1 else f'{what}s'}, {known} known already"
    if blocked:
        say(f"Nothing was kept: {plural}, and the problems above stand in the way.")
    else:
        say(
            f"{plural}. {'Nothing was kept: this was a dry run.' if dry_run else 'All of it is in the record.'}"
        )


def export(
    file: Annotated[
        Path,
        typer.Argument(
            help=".xlsx or .zip (CSV tables): everything; .csv or .xes: a log of events for process mining."
        ),
    ],
    personal: Personal = False,
    workspace: Workspace = None,
    as_of: AsOfMoment = None,
    json: Json = False,
) -> None:
    """Write the whole record, or its events as a log. Without --personal nothing names or describes a person."""
    from sca_toolkit.desk.exporting import save_export
    from sca_toolkit.settings import open_desk

    desk = open_desk(workspace)
    write = _writer(desk, file.suffix.lower(), as_of_moment(desk, as_of), personal)
    save_export(file, write)
    if json:
        as_json({"file": str(file), "bytes": file.stat().st_size, "personal": personal})
    else:
        about = (
            "It holds personal health data."
            if personal
            else "It names nobody; case numbers and dates are in it."
        )
        say(f"Written to {file}. {about}")


def _writer(desk: Desk, ending: str, as_of: datetime, personal: bool) -> Callable[[BinaryIO], None]:
    from sca_toolkit.desk.exporting import export_csv, export_log, export_workbook
    from sca_toolkit.errors import UsageProblem

    if ending in (".csv", ".xes") and personal:
        raise UsageProblem(
            "A log of events never holds personal data. Leave --personal out, or name .xlsx or .zip."
        )
    writers: dict[str, Callable[[BinaryIO], None]] = {
        ".xlsx": lambda target: export_workbook(desk, target, as_of, personal=personal),
        ".zip": lambda target: export_csv(desk, target, as_of, personal=personal),
        ".csv": lambda target: export_log(desk, target, "csv"),
        ".xes": lambda target: export_log(desk, target, "xes"),
    }
    if ending not in writers:
        raise UsageProblem(
            f"{ending or 'A file without ending'} is no form of export. Use .xlsx, .zip, .csv or .xes."
        )
    return writers[ending]
