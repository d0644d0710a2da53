"""`sca pack`: the paper for the monthly meeting. `sca share`: times that a region can compare."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from sca_toolkit.cli.browsing import Json
from sca_toolkit.cli.drafting import AsOf, Workspace, day_of
from sca_toolkit.cli.moments import AsOfMoment, as_of_moment
from sca_toolkit.cli.printing import as_json, say

Since = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="Count what changed after this day; a month back when left out."),
]


def pack(
    out: Annotated[Path, typer.Option(help="Folder for the files.")] = Path("out"),
    since: Since = None,
    pdf: Annotated[bool, typer.Option(help="Make a PDF beside the Word file.")] = True,
    as_of: AsOfMoment = None,
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """The pack for the monthly meeting as Word and PDF: denials, changes, worklist, stuck cases, payers compared."""
    from sca_toolkit.desk.packing import make_pack, write_pack
    from sca_toolkit.settings import open_desk

    desk = open_desk(workspace)
    made = make_pack(desk, as_of_moment(desk, as_of), _day(since))
    written = write_pack(made, out, pdf=pdf)
    if json:
        as_json({"word": written.word, "pdf": written.pdf, "as_of": made.as_of, "since": made.since,
                 "glance": made.context["glance"]})  # fmt: skip
        return
    for line in made.context["glance"]:
        say(line)
    say(f"Written: {', '.join(str(path) for path in (written.word, written.pdf) if path)}")
    if written.pdf_note:
        say(written.pdf_note)


def _day(since: datetime | None) -> date | None:
    return since.date() if since else None


def share(
    file: Annotated[Path, typer.Argument(help="The file to write, ending in .zip.")],
    as_of: AsOf = None,
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Times of all cases without person, payer, case number, date or free text, for a comparison within a region."""
    from sca_toolkit.desk.sharing import save_shared, share_with_region
    from sca_toolkit.errors import UsageProblem
    from sca_toolkit.settings import open_desk

    if file.suffix.lower() != ".zip":
        raise UsageProblem(
            f"{file} does not end in .zip: the tables and their dictionary go into one zip file."
        )
    shared = share_with_region(open_desk(workspace), day_of(as_of))
    save_shared(file, shared)
    if json:
        as_json({"file": file, "rows": shared.rows, "left_out": shared.left_out})
    else:
        say(f"Written to {file}: {shared.rows} rows; cases left out, too new or with too few like them: "
            f"{shared.left_out}.")  # fmt: skip
        say("A privacy officer confirms that it is de-identified before it leaves the house.")
