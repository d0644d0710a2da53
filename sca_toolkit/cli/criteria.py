"""`sca criteria`: payers' policies shown, compared, checked, and tried on a case."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sca_toolkit.cli.browsing import Json
from sca_toolkit.cli.drafting import AsOf, Workspace, day_of
from sca_toolkit.cli.group import ScaGroup
from sca_toolkit.cli.printing import as_json, say, table

if TYPE_CHECKING:
    from sca_toolkit.criteria import Finding, Judgment
    from sca_toolkit.criteria.flags import Flag
    from sca_toolkit.criteria.outline import OutlineRow
    from sca_toolkit.criteria.versions import Change

criteria = typer.Typer(
    cls=ScaGroup,
    no_args_is_help=True,
    help="What payers ask before they authorize, as rules that can be judged.",
)


@criteria.command("list")
def list_all(workspace: Workspace = None, as_of: AsOf = None, json: Json = False) -> None:
    """All policies: payer, products, criteria, how much was seen, flags."""
    from sca_toolkit.desk.criteria import list_policies
    from sca_toolkit.settings import open_desk

    rows = list_policies(open_desk(workspace), day_of(as_of))
    if json:
        as_json(rows)
        return
    heads = ("Policy", "Payer", "Products", "Criteria", "Seen", "Flags")
    table(
        heads, [(r.id, r.payer, ", ".join(r.products), str(r.criteria), r.seen, str(r.flags)) for r in rows]
    )


@criteria.command()
def show(
    policy: Annotated[str, typer.Argument(help="Id of a policy.")],
    asked: Annotated[
        list[str] | None, typer.Option(help="Something the payer asks: is it in the policy? May be repeated.")
    ] = None,
    workspace: Workspace = None,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """A policy as a readable tree with its sources and flags."""
    from sca_toolkit.desk.criteria import asked_beyond, show_policy
    from sca_toolkit.settings import open_desk

    desk = open_desk(workspace)
    view = show_policy(desk, policy, day_of(as_of))
    flags = (*view.flags, *asked_beyond(desk, policy, tuple(asked or ())))
    if json:
        as_json({"policy": view.policy, "rows": view.rows, "flags": flags})
        return
    held = view.policy
    say(f"{held.title} ({held.id})")
    say(f"seen: {held.seen.words}{'; in a summary by somebody else' if held.third_party else ''}")
    for row in view.rows:
        _print_row(row)
    _print_flags(flags)
    for key, page in held.sources.items():
        say(f"[{key}] {page.title}{f', {page.url}' if page.url else ''}, read {page.read_on:%b %-d, %Y}")


def _print_row(row: OutlineRow) -> None:
    place = f" [{row.source}{f', {row.at}' if row.at else ''}]" if row.source else ""
    guard = f" (only where {row.guard})" if row.guard else ""
    say(f"{'  ' * row.depth}- {row.text}{guard}{place}")
    for remark in row.remarks:
        say(f"{'  ' * row.depth}    {remark}")


def _print_flags(found: tuple[Flag, ...]) -> None:
    for flag in found:
        say(f"flag: {flag.kind.words}: {flag.text}")


@criteria.command()
def matrix(
    policies: Annotated[list[str] | None, typer.Argument(help="Ids of two policies or more.")] = None,
    product: Annotated[str | None, typer.Option(help="All policies for this product.")] = None,
    workspace: Workspace = None,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """Policies side by side, topic by topic."""
    from sca_toolkit.desk.criteria import for_product, side_by_side
    from sca_toolkit.settings import open_desk

    desk = open_desk(workspace)
    names = (*(policies or ()), *(for_product(desk, product) if product else ()))
    found = side_by_side(desk, names, day_of(as_of))
    if json:
        as_json(found)
    else:
        table(
            ("Topic", *found.policies),
            [(row.topic, *(cell.text for cell in row.cells)) for row in found.rows],
        )


@criteria.command()
def diff(
    old: Annotated[str, typer.Argument(help="Id of a policy, or a criteria file.")],
    new: Annotated[str | None, typer.Argument(help="A newer version: id or file.")] = None,
    label: Annotated[bool, typer.Option("--label", help="Against the label of the product instead.")] = False,
    product: Annotated[str | None, typer.Option(help="Product whose label is meant.")] = None,
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="What changed since this day, by the dates in the file."),
    ] = None,
    workspace: Workspace = None,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """Two versions by the ids of their criteria with the cases it touches; or a policy against the label."""
    from sca_toolkit.desk import criteria as desk_criteria
    from sca_toolkit.errors import UsageProblem
    from sca_toolkit.settings import open_desk

    desk, day = open_desk(workspace), day_of(as_of)
    if label:
        found = desk_criteria.against_label(desk, old, day, product)
        heads = ("Topic", "Policy", "Label", "Stance")
        rows = [(each.topic, each.policy_says, each.label_says or "", each.stance.words) for each in found]
        as_json(found) if json else table(heads, rows)
    elif since:
        _print_changes(desk_criteria.between_days(desk, old, day_of(since), day), json)
    elif new:
        pair = desk_criteria.policy_named(desk, old), desk_criteria.policy_named(desk, new)
        told = desk_criteria.between_versions(desk, *pair, day)
        if json:
            as_json(told)
            return
        _print_changes(told.changes, json=False)
        for each in told.affected:
            say(f"case {each.case}: {each.before.words} -> {each.after.words}")
    else:
        raise UsageProblem("Name a second version, or use --label or --since.")


def _print_changes(changes: tuple[Change, ...], json: bool) -> None:
    if json:
        as_json(changes)
        return
    for each in changes:
        fields = f" ({', '.join(each.fields)})" if each.fields else ""
        say(f"{each.kind.words} {each.id}{fields}: {each.before or ''}{' -> ' if each.before and each.after else ''}"
            f"{each.after or ''}")  # fmt: skip
    if not changes:
        say("Nothing changed.")


@criteria.command()
def core(
    at_least: Annotated[int, typer.Option(min=1, help="How many payers must ask.")] = 3,
    product: Annotated[str | None, typer.Option(help="Policies for this product only.")] = None,
    workspace: Workspace = None,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """What several payers ask alike, counted by payer."""
    from sca_toolkit.desk.criteria import shared_core
    from sca_toolkit.settings import open_desk

    found = shared_core(open_desk(workspace), at_least, day_of(as_of), product)
    rows = [(each.topic, str(len(each.payers)), "; ".join(each.texts)) for each in found]
    as_json(found) if json else table(("Topic", "Payers", "How they put it"), rows)


@criteria.command()
def check(
    file: Annotated[Path, typer.Argument(help="A criteria file.")],
    case: Annotated[Path | None, typer.Option(help="Try it on the facts in this file.")] = None,
    workspace: Workspace = None,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """Every problem of a criteria file with its line; with --case, the verdict. Ends with 3 if something is wrong."""
    from sca_toolkit.desk.criteria import check_policy_file, facts_of_file, try_policy
    from sca_toolkit.settings import open_desk

    desk = open_desk(workspace)
    checked = check_policy_file(desk, file)
    for problem in () if json else checked.problems:
        say(str(problem))
    judged = None
    if case and checked.policy:
        judged = try_policy(desk, checked.policy, facts_of_file(desk, case, checked.policy), day_of(as_of))
    if json:
        as_json({"problems": checked.problems, "judgment": judged})
    elif judged:
        _print_judgment(judged)
    elif not checked.problems:
        say("No problems.")
    if checked.problems:
        raise typer.Exit(3)


def _print_judgment(judged: Judgment) -> None:
    say(f"{judged.title}: {judged.verdict.words}. {judged.reason}")
    if judged.caution:
        say(judged.caution)
    if judged.root:
        _print_finding(judged.root, 0)
    if judged.due_later:
        say(f"judged at a later moment: {', '.join(judged.due_later)}")
    for each in judged.open_sets:
        say(f"could still be {each.toward.words} with: {'; '.join(need.text for need in each.needs)}")


def _print_finding(found: Finding, depth: int) -> None:
    say(f"{'  ' * depth}- {found.verdict.words}: {found.label}")
    for text in (found.reason, *found.notes) if found.is_leaf else ():
        say(f"{'  ' * depth}    {text}")
    for child in found.children:
        _print_finding(child, depth + 1)


@criteria.command()
def schema() -> None:
    """The JSON Schema of a criteria file, for editors."""
    from sca_toolkit.desk.criteria import criteria_schema

    as_json(criteria_schema())
