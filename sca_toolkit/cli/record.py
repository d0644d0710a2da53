"""Cases in the record: `sca cases list|show|open|own`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sca_toolkit.cli.browsing import Json
from sca_toolkit.cli.drafting import Workspace
from sca_toolkit.cli.group import ScaGroup
from sca_toolkit.cli.moments import AsOfMoment, Now, as_of_moment, now_of
from sca_toolkit.cli.printing import as_json, say, table

if TYPE_CHECKING:
    from sca_toolkit.desk import Desk
    from sca_toolkit.desk.tracking import CaseView, Worklist, WorkRow
    from sca_toolkit.timeline import Approval

CaseId = Annotated[str, typer.Argument(metavar="CASE", help="Number of a case in the record.")]
Personal = Annotated[
    bool, typer.Option("--personal", help="Show names, numbers and notes that describe the person.")
]

cases = typer.Typer(cls=ScaGroup, no_args_is_help=True, help="Cases: what needs somebody, and each in full.")


@cases.command("list")
def cases_list(
    owner: Annotated[list[str] | None, typer.Option(help="Only cases this person looks after.")] = None,
    payer: Annotated[list[str] | None, typer.Option(help="Only cases with this payer (its id).")] = None,
    stage: Annotated[list[str] | None, typer.Option(help="Only this stage: 1 to 9, or its name.")] = None,
    ended: Annotated[bool, typer.Option("--ended", help="Cases that have ended, not the open ones.")] = False,
    page: Annotated[int, typer.Option(min=1, help="Page of the list.")] = 1,
    files: Annotated[bool, typer.Option("--files", help="The case files of the workspace instead.")] = False,
    workspace: Workspace = None,
    as_of: AsOfMoment = None,
    json: Json = False,
) -> None:
    """What needs somebody, the most urgent first: one next action a case. No names of persons."""
    from sca_toolkit.desk.asking import case_filter, is_empty
    from sca_toolkit.desk.tracking import worklist
    from sca_toolkit.settings import open_desk

    desk = open_desk(workspace)
    wanted = case_filter(owners=owner or (), payers=payer or (), stages=stage or (), ended=ended)
    if files or is_empty(desk):
        _list_files(desk, json, empty=not files)
        return
    found = worklist(desk, as_of_moment(desk, as_of), wanted, page=page - 1)
    if json:
        as_json({"found": found.found, "cases": [line_of(row) for row in found.rows]})
    else:
        print_worklist(found)


def _list_files(desk: Desk, json: bool, *, empty: bool) -> None:
    from sca_toolkit.desk.cases import list_cases

    rows = list_cases(desk)
    if json:
        as_json(rows)
        return
    if empty:
        say("The record holds no cases yet. Case files of the workspace (put one in with `sca cases open`):")
    table(
        ("File", "Case", "Payer", "Product", "Infusion"),
        [(r.file, r.id, r.payer, r.product, r.infusion) for r in rows],
    )


def print_worklist(found: Worklist, most: int | None = None) -> None:
    """The worklist for a person, whole or its first lines."""
    for row in found.rows[:most]:
        due = f", due {row.action.due:%Y-%m-%d}" if row.action.due else ""
        stage = row.action.stage.words if row.action.stage else "not started"
        say(f"{row.row.id}  {row.payer}, {stage}, {row.row.owner or 'nobody looks after it'}")
        say(f"  [{row.action.risk.words}{due}] {row.action.action} {row.action.reason}")
    shown = len(found.rows[:most])
    say(f"{shown} of {found.found} {'case' if found.found == 1 else 'cases'}.")


def line_of(row: WorkRow) -> dict[str, Any]:
    """One line of the worklist for a script; nothing personal."""
    stage = row.action.stage
    return {
        "case": row.row.id,
        "payer": row.row.payer,
        "payer_name": row.payer,
        "product": row.row.product,
        "owner": row.row.owner,
        "stage": stage.name if stage else None,
        "turn": row.row.turn,
        "infusion": row.row.infusion_on,
        "needed_by": row.row.needed_by,
        "end": row.row.end_step,
        "risk": row.action.risk.name,
        "action": row.action.action,
        "reason": row.action.reason,
        "due": row.action.due,
    }


@cases.command("show")
def cases_show(
    case: CaseId,
    personal: Personal = False,
    workspace: Workspace = None,
    as_of: AsOfMoment = None,
    json: Json = False,
) -> None:
    """One case: where it stands, the next action, approvals, gates and whose turn it is."""
    from sca_toolkit.desk.tracking import case_view
    from sca_toolkit.settings import open_desk

    desk = open_desk(workspace)
    view = case_view(desk, case, as_of_moment(desk, as_of))
    if json:
        as_json(_shown(view, personal))
    else:
        _print_case(view, personal)


def _shown(view: CaseView, personal: bool) -> dict[str, Any]:
    shown = {
        "case": view.row.id,
        "version": view.row.version,
        "owner": view.row.owner,
        "payer": view.row.payer,
        "product": view.row.product,
        "stage": view.journey.stage.name if view.journey.stage else None,
        "stage_since": view.journey.since,
        "end": view.row.end_step,
        "next_action": view.action,
        "approvals": [_approval(each, personal) for each in view.approvals],
        "gates": view.gates,
        "turn": view.ledger.turn,
        "days": view.ledger.days,
        "planned": view.case.dates,
        "documents": view.papers,
    }
    return shown | ({"member": view.case.member, "notes": view.case.notes} if personal else {})


def _approval(each: Approval, personal: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "name": each.name,
        "status": each.status,
        "stands": each.stands,
        "owner": each.owner,
        "requested": each.requested,
        "decided": each.decided,
        "valid_to": each.valid_to,
        "needed_until": each.needed_until,
        "days_us": each.clock.days_us,
        "days_payer": each.clock.days_payer,
    }
    return shown | ({"reference": each.reference} if personal else {})


def _print_case(view: CaseView, personal: bool) -> None:
    row, stage, action = view.row, view.journey.stage, view.action
    say(f"{row.id}  {view.payer}, {row.product}")
    if personal:
        member = view.case.member
        say(f"  Member: {member.name or 'not known'}, {member.member_id or 'no member ID'}")
    since = f" since {view.journey.since:%Y-%m-%d}" if view.journey.since else ""
    say(f"  Stage: {stage.words if stage else 'not started'}{since}; {row.owner or 'nobody'} looks after it.")
    due = f" (due {action.due:%Y-%m-%d})" if action.due else ""
    say(f"  Next: {action.action}{due} {action.reason}")
    turn, days = view.ledger.turn, view.ledger.days
    if turn:
        whose = "ours" if turn.value == "us" else "the payer's"
        say(
            f"  Negotiation: the turn is {whose}; {days.us} days with us, {days.payer} with the payer, "
            f"{days.paused} paused."
        )
    say("\nApprovals")
    for each in view.approvals:
        until = f", until {each.valid_to:%Y-%m-%d}" if each.valid_to else ""
        number = f" [{each.reference}]" if personal and each.reference else ""
        say(f"  {each.name}: {each.stands}{until}{number}")
    say("\nGates" if view.gates else "\nNo gate is closed.")
    for gate in view.gates:
        say(f"  {'' if gate.stops else f'({gate.mode.value}) '}{gate.sentence} {gate.opens}")


@cases.command("open")
def cases_open(
    file: Annotated[
        str, typer.Argument(help="A case file (.yaml, .json), or the name of one in the folder.")
    ],
    owner: Annotated[str | None, typer.Option(help="Who looks after it.")] = None,
    workspace: Workspace = None,
    now: Now = None,
    json: Json = False,
) -> None:
    """Put a case file into the record."""
    from sca_toolkit.desk.cases import find_case
    from sca_toolkit.desk.recording import open_case, take_over
    from sca_toolkit.settings import open_desk

    desk = open_desk(workspace)
    case, at = find_case(desk, file), now_of(desk, now)
    open_case(desk, case, at)
    if owner:
        take_over(desk, case.id, owner, at)
    if json:
        as_json({"case": case.id, "owner": owner})
    else:
        say(f"Case {case.id} is in the record{f'; {owner} looks after it' if owner else ''}.")


@cases.command("own")
def cases_own(
    case: CaseId,
    owner: Annotated[str | None, typer.Option(help="Who looks after it; you when left out.")] = None,
    nobody: Annotated[bool, typer.Option("--nobody", help="Nobody looks after it.")] = False,
    workspace: Workspace = None,
    now: Now = None,
    json: Json = False,
) -> None:
    """Say who looks after a case."""
    from sca_toolkit.desk.recording import take_over
    from sca_toolkit.errors import UsageProblem
    from sca_toolkit.settings import open_desk

    desk = open_desk(workspace)
    if owner and nobody:
        raise UsageProblem("Give --owner or --nobody, not both.")
    named = None if nobody else owner or desk.who
    take_over(desk, case, named, now_of(desk, now))
    if json:
        as_json({"case": case, "owner": named})
    else:
        say(f"{named or 'Nobody'} looks after case {case}.")
