"""Commands that look things up: check, payers, templates, clauses, init."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sca_toolkit.cli.drafting import AsOf, Workspace, day_of
from sca_toolkit.cli.group import ScaGroup
from sca_toolkit.cli.printing import as_json, say, table

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]

payers = typer.Typer(
    cls=ScaGroup, no_args_is_help=True, help="Payers: who they are and what we know of them."
)
templates = typer.Typer(
    cls=ScaGroup, no_args_is_help=True, help="Word templates and the fields they may ask for."
)
clauses = typer.Typer(cls=ScaGroup, no_args_is_help=True, help="The clause library.")


def init(folder: Annotated[Path, typer.Argument(help="New or empty folder.")]) -> None:
    """Make a workspace of your own: templates, payer profiles, examples."""
    from sca_toolkit.desk.workspace import init_workspace

    for path in init_workspace(folder):
        say(f"made {path}")
    say(f"Use it with `sca draft --workspace {folder} ...`, or set SCA_WORKSPACE={folder}.")


def check(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders.")],
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Check profiles, cases, clauses and templates: every problem with file and line. Ends with 3 if one blocks."""
    from sca_toolkit.desk.checking import check_paths
    from sca_toolkit.settings import open_desk

    checked = list(check_paths(open_desk(workspace), tuple(paths)))
    problems = [problem for each in checked for problem in each.problems]
    if json:
        as_json([{"path": str(each.path), "kind": each.kind, "problems": each.problems} for each in checked])
    else:
        for problem in problems:
            say(f"{'' if problem.blocking else 'warning: '}{problem}")
        say(f"{len(checked)} {'file' if len(checked) == 1 else 'files'} checked, {len(problems)} problems.")
    if any(problem.blocking for problem in problems):
        raise typer.Exit(3)


@payers.command("list")
def payers_list(workspace: Workspace = None, as_of: AsOf = None, json: Json = False) -> None:
    """All payers: role, experience, and how many things we do not know."""
    from sca_toolkit.desk.payers import list_payers
    from sca_toolkit.settings import open_desk

    rows = list_payers(open_desk(workspace), day_of(as_of))
    if json:
        as_json(rows)
    else:
        table(
            ("Id", "Name", "Role", "Experience", "Not known"),
            [(row.id, row.name, row.role, row.experience, str(row.unknown)) for row in rows],
        )


@payers.command("show")
def payers_show(payer: str, workspace: Workspace = None, as_of: AsOf = None, json: Json = False) -> None:
    """The card of one payer: how to reach it, what it wants, what we do not know, each with source and age."""
    from sca_toolkit.desk.payers import payer_card
    from sca_toolkit.settings import open_desk

    card = payer_card(open_desk(workspace), payer, day_of(as_of))
    if json:
        as_json(card)
        return
    say(f"{card.name}: {card.summary}")
    for section in card.sections:
        say(f"\n{section.title}")
        for line in section.lines:
            say(f"  {line.label}: {line.value}" + (f"   [{line.cited}]" if line.cited else ""))


@payers.command("compare")
def payers_compare(
    payer: Annotated[list[str], typer.Argument(help="Two or more payer ids.")],
    workspace: Workspace = None,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """Payers side by side."""
    from sca_toolkit.desk.payers import compare_payers
    from sca_toolkit.settings import open_desk

    comparison = compare_payers(open_desk(workspace), tuple(payer), day_of(as_of))
    if json:
        as_json(comparison)
    else:
        table(("", *comparison.names), [(row.label, *row.values) for row in comparison.rows])


@templates.command("list")
def templates_list(workspace: Workspace = None, json: Json = False) -> None:
    """All Word templates."""
    from sca_toolkit.settings import open_desk

    entries = open_desk(workspace).library.templates().templates
    if json:
        as_json(entries)
    else:
        rows = [(each.id, each.title, each.version, each.file, each.purpose) for each in entries]
        table(("Id", "Title", "Version", "File", "What it is for"), rows)


@templates.command("fields")
def templates_fields(
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Print the text of templates/FIELDS.md.")
    ] = False,
    json: Json = False,
) -> None:
    """Every field a template, clause or profile may ask for."""
    from sca_toolkit.desk.fields import field_rows, fields_markdown

    if markdown:
        say(fields_markdown().rstrip("\n"))
    elif json:
        as_json(field_rows())
    else:
        rows = [(row.path, row.meaning, row.example, row.clause) for row in field_rows()]
        table(("Field", "Meaning", "Example", "Clause"), rows)


@clauses.command("list")
def clauses_list(workspace: Workspace = None, json: Json = False) -> None:
    """All clauses with their positions."""
    from sca_toolkit.settings import open_desk

    found = tuple(open_desk(workspace).library.clauses().values())
    if json:
        as_json(found)
    else:
        rows = [(each.id, each.title, ", ".join(stance.words for stance in each.positions)) for each in found]
        table(("Id", "Title", "Positions"), rows)


@clauses.command("show")
def clauses_show(clause: str, workspace: Workspace = None, json: Json = False) -> None:
    """One clause: what it is for, what goes wrong without it, and every position in full."""
    from sca_toolkit.settings import open_desk

    found = open_desk(workspace).library.clause(clause)
    if json:
        as_json(found)
        return
    say(f"{found.id} {found.title}\n\nWhat it is for: {found.purpose}\nWithout it: {found.without_it}")
    for stance, position in found.positions.items():
        first = " (a first draft starts here)" if stance is found.default_position else ""
        say(f"\n{stance.words.capitalize()}{first}")
        for part in position.wording:
            when = f"  [only when {part.when.field} is {part.when.equals or 'known'}]" if part.when else ""
            say(f"  {part.text}{when}")
        say(f"  Note: {position.note}")
        for path, value in position.sets.items():
            say(f"  Settles {path}: {value or 'open again'}")
    for source in found.sources:
        say(f"\nSource: {source}")
    say(f"\n{found.counsel_note}")
