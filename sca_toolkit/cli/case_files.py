"""Files kept with a case: `sca cases attach|files`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sca_toolkit.cli.browsing import Json
from sca_toolkit.cli.drafting import Workspace
from sca_toolkit.cli.moments import Now, now_of
from sca_toolkit.cli.printing import as_json, say, table
from sca_toolkit.cli.record import CaseId


def attach(
    case: CaseId,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Its name is shown, so no person's name in it.")
    ],
    note: Annotated[str, typer.Option(help="What it is, such as the payer's counter-offer.")] = "",
    workspace: Workspace = None,
    now: Now = None,
    json: Json = False,
) -> None:
    """Keep a file with a case."""
    from sca_toolkit.desk.attachments import attach_file
    from sca_toolkit.errors import UsageProblem
    from sca_toolkit.settings import open_desk

    desk = open_desk(workspace)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise UsageProblem(f"{file} cannot be read: {error.strerror}.") from None
    kept = attach_file(desk, case, file.name, content, now_of(desk, now), note=note)
    if json:
        as_json(kept)
    else:
        say(f"{kept.name} ({kept.size:,} bytes) is kept with case {case} as file {kept.number}.")


def files(
    case: CaseId,
    number: Annotated[int | None, typer.Option(help="Write this file out.")] = None,
    out: Annotated[Path, typer.Option(help="Folder for it.")] = Path("out"),
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """The files kept with a case: size, who, when. With --number, one of them comes back as it was."""
    from sca_toolkit.desk.attachments import attachment_file, kept_attachments
    from sca_toolkit.desk.safekeeping import write_file
    from sca_toolkit.settings import open_desk

    desk = open_desk(workspace)
    if number is not None:
        found = attachment_file(desk, case, number)
        path = write_file(out / found.name, found.content)
        as_json({"file": str(path), "sha256": found.sha256}) if json else say(f"Written to {path}.")
        return
    kept = kept_attachments(desk, case)
    if json:
        as_json(list(kept))
        return
    table(
        ("No.", "File", "Bytes", "Kept by", "Kept on", "Note"),
        [
            (
                str(each.number),
                each.name,
                f"{each.size:,}",
                each.kept_by,
                f"{each.kept_at:%Y-%m-%d}",
                each.note or "",
            )
            for each in kept
        ],
    )
