"""Commands that draft: `sca draft` and `sca demo`."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sca_toolkit.cli.printing import as_json, say

if TYPE_CHECKING:
    from sca_toolkit.desk.drafting import Drafting
    from sca_toolkit.desk.issuing import Written

Workspace = Annotated[
    Path | None, typer.Option(help="Folder with templates, payer_profiles, cases, center.yaml.")
]
AsOf = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of the draft; today when left out.")
]


def day_of(as_of: datetime | None) -> date:
    """The day a person meant: the one given, or today. Only a door may ask for today."""
    return as_of.date() if as_of else date.today()


def draft(
    case: Annotated[
        str, typer.Option(help="A case file (.yaml, .json), or the name of one in the cases folder.")
    ],
    payer: Annotated[str | None, typer.Option(help="Payer id; the case's own payer when left out.")] = None,
    paper: Annotated[list[str] | None, typer.Option(help="Template id; repeat for several.")] = None,
    out: Annotated[Path, typer.Option(help="Folder for the files.")] = Path("out"),
    final: Annotated[bool, typer.Option("--final", help="Refuse while anything is missing.")] = False,
    last: Annotated[
        Path | None, typer.Option(help="Terms file of the last agreement with this payer.")
    ] = None,
    arrangement: Annotated[str | None, typer.Option(help="Payment shape of the templates folder.")] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", help="field=value, for example filing.initial='180 calendar days'."),
    ] = None,
    position: Annotated[
        list[str] | None, typer.Option(help="Clause position, for example SCA-19=neutral.")
    ] = None,
    pdf: Annotated[bool, typer.Option(help="Make a PDF beside the Word file.")] = True,
    as_of: AsOf = None,
    workspace: Workspace = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Draft the papers a case needs, as Word and PDF. Says what was written and what is still open."""
    from sca_toolkit.desk.cases import find_case
    from sca_toolkit.desk.drafting import begin
    from sca_toolkit.desk.terms import read_terms, with_choices
    from sca_toolkit.settings import open_desk

    desk = open_desk(workspace)
    earlier = read_terms(desk, last) if last else None
    drafting = begin(
        desk, find_case(desk, case), day_of(as_of), payer=payer, arrangement=arrangement, last=earlier
    )
    drafting = with_choices(drafting, set_ or [], position or [])
    written = make(drafting, paper or [], out, final=final, pdf=pdf)
    if json:
        as_json(summary(drafting, written))
    else:
        report(drafting, written)


def make(drafting: Drafting, wanted: list[str], out: Path, *, final: bool, pdf: bool) -> list[Written]:
    """Issue every paper first, then write: a refusal leaves nothing behind."""
    from sca_toolkit.desk.issuing import issue, papers_to_draft, write, write_terms

    issued = [issue(drafting, name, final=final) for name in papers_to_draft(drafting, wanted)]
    written = [write(each, out, pdf=pdf) for each in issued]
    if written:
        write_terms(drafting, out)
    return written


def summary(drafting: Drafting, written: list[Written]) -> dict[str, object]:
    """What was made and what is open, for a script."""
    return {
        "case": drafting.case.id,
        "payer": drafting.profile.id,
        "advice": drafting.advice,
        "papers": [
            {
                "template": each.issued.paper.entry.id,
                "word": str(each.word),
                "pdf": str(each.pdf) if each.pdf else None,
                "draft": each.issued.draft,
                "terms_hash": each.issued.terms_hash,
                "gaps": each.issued.paper.gaps,
                "findings": drafting.findings(each.issued.paper),
            }
            for each in written
        ],
    }


def report(drafting: Drafting, written: list[Written]) -> None:
    """What was made and what is open, for a person."""
    say(f"{drafting.case.id} with {drafting.profile.name}")
    say(f"  {drafting.advice.headline}")
    for reason in drafting.advice.reasons:
        say(f"  - {reason.text}")
    say(f"  Interim letter: {drafting.advice.letter_reason}")
    for each in written:
        gaps, findings = each.issued.paper.gaps, drafting.findings(each.issued.paper)
        blocking = sum(finding.blocking for finding in findings)
        files = f"{each.word}" + (f" and {each.pdf.name}" if each.pdf else "")
        say(f"  {'draft' if each.issued.draft else 'final'}  {files}")
        say(f"         {len(gaps)} missing, {blocking} blocking findings")
    for note in dict.fromkeys(each.pdf_note for each in written if each.pdf_note):
        say(f"  {note}")
    _still_open(drafting, written)


def _still_open(drafting: Drafting, written: list[Written]) -> None:
    main = next((each for each in written if each.issued.paper.articles), None)
    if main is None:
        return
    paper = main.issued.paper
    for gap in paper.gaps[:12]:
        say(f"    missing  {gap.label} ({gap.clause}, {gap.path})")
    if len(paper.gaps) > 12:
        say(f"    and {len(paper.gaps) - 12} more, listed on the draft's cover note")
    for finding in drafting.findings(paper):
        say(f"    {'blocks' if finding.blocking else 'note  '}   {finding.message} {finding.remedy}")


def demo(
    out: Annotated[Path, typer.Option(help="Folder for the files.")] = Path("out"),
    app: Annotated[bool, typer.Option(help="Start the app afterwards.")] = True,
    pdf: Annotated[bool, typer.Option(help="Make PDFs beside the Word files.")] = True,
    as_of: AsOf = None,
) -> None:
    """Draft the papers of the two example cases and fill a record with 300 invented ones; then start the app on it."""
    from sca_toolkit.cli.demo_record import fill
    from sca_toolkit.desk.cases import DEMO_CASES
    from sca_toolkit.desk.drafting import begin
    from sca_toolkit.settings import open_desk

    desk = open_desk()
    for name in DEMO_CASES:
        drafting = begin(desk, desk.library.case(name), day_of(as_of))
        report(drafting, make(drafting, [], out, final=False, pdf=pdf))
        say()
    record = fill(desk, out, as_of)
    say(
        f"Everything is in {out}. Persons, rates and the center are invented; counsel reviews before anything is sent."
    )
    if app:
        from sca_toolkit.cli.app import start

        start(record=record)
