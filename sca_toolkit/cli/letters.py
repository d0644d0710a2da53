"""`sca letter`: letters and lists about a payer's criteria, as Word documents."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sca_toolkit.cli.drafting import AsOf, Workspace, day_of
from sca_toolkit.cli.printing import say


def letter(
    kind: Annotated[
        str,
        typer.Argument(help="medical_necessity, packet_checklist, waiver_request or criteria_summary."),
    ],
    case: Annotated[str | None, typer.Option(help="Number of a case, or a case file.")] = None,
    payer: Annotated[str | None, typer.Option(help="Payer; the case's own when left out.")] = None,
    product: Annotated[str | None, typer.Option(help="Product of a criteria summary without a case.")] = None,
    waive: Annotated[list[str] | None, typer.Option(help="Test to be waived; may be repeated.")] = None,
    final: Annotated[
        bool, typer.Option("--final", help="Without the word DRAFT; refused while something is open.")
    ] = False,
    out: Annotated[Path, typer.Option(help="Folder for the document.")] = Path("out"),
    workspace: Workspace = None,
    as_of: AsOf = None,
) -> None:
    """Make a letter or list as a Word document. A clinician reviews it before it goes out."""
    from sca_toolkit.desk.cases import find_case
    from sca_toolkit.desk.letters import SUMMARY, criteria_summary, keep_letter
    from sca_toolkit.desk.letters import letter as made_from
    from sca_toolkit.errors import UsageProblem
    from sca_toolkit.settings import open_desk

    desk, day = open_desk(workspace), day_of(as_of)
    if case:
        found = made_from(
            desk, kind, find_case(desk, case), payer, day, final=final, waive=tuple(waive or ())
        )
    elif kind == SUMMARY and payer:
        found = criteria_summary(desk, payer, product, day)
    else:
        raise UsageProblem(
            "Name a case with --case; a criteria summary may name --payer and --product instead."
        )
    say(f"made {keep_letter(found, out)}")
    say("A clinician reviews it before it goes out; counsel where it argues with the payer.")
