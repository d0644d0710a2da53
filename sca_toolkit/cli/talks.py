"""The negotiation: `sca terms show|send|move|agree|final|sign`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sca_toolkit.cli.browsing import Json
from sca_toolkit.cli.drafting import Workspace
from sca_toolkit.cli.group import ScaGroup
from sca_toolkit.cli.moments import AsOfMoment, Now, as_of_moment, now_of
from sca_toolkit.cli.printing import as_json, say
from sca_toolkit.cli.record import CaseId
from sca_toolkit.cli.talks_printing import ledger_shown, print_ledger, report_sent
from sca_toolkit.cli.talks_words import moment_of, party_of, topic_of_words
from sca_toolkit.cli.typed import made, one_of, pairs, value_of

terms = typer.Typer(cls=ScaGroup, no_args_is_help=True, help="Terms: the negotiation of a case, row by row.")

SideName = Annotated[str, typer.Option("--side", help="us or payer.")]
At = Annotated[str | None, typer.Option("--at", help="When it happened; now when left out.")]
AllowedBy = Annotated[str | None, typer.Option(help="Who allowed us to go below our position.")]
Out = Annotated[Path, typer.Option(help="Folder for the Word file.")]
Template = Annotated[str, typer.Option("--paper", help="Template id.")]


@terms.command("show")
def terms_show(
    case: CaseId, workspace: Workspace = None, as_of: AsOfMoment = None, json: Json = False
) -> None:
    """Both sides' positions and what is agreed, what is open, whose turn it is, and the days."""
    from sca_toolkit.desk.tracking import case_view
    from sca_toolkit.settings import open_desk

    desk = open_desk(workspace)
    ledger = case_view(desk, case, as_of_moment(desk, as_of)).ledger
    if json:
        as_json(ledger_shown(ledger))
    else:
        print_ledger(case, ledger)


@terms.command("send")
def terms_send(
    case: CaseId,
    paper: Template = "sca",
    out: Out = Path("out"),
    allowed_by: AllowedBy = None,
    workspace: Workspace = None,
    now: Now = None,
    json: Json = False,
) -> None:
    """Issue the next draft: agreed values and our own new offers change, nothing else. Keeps it and writes it out."""
    from sca_toolkit.desk.negotiating import send_draft
    from sca_toolkit.settings import open_desk

    desk = open_desk(workspace)
    sent = send_draft(desk, case, now_of(desk, now), template_id=paper, allowed_by=allowed_by)
    report_sent(desk, case, sent, out, json)


@terms.command("final")
def terms_final(
    case: CaseId,
    paper: Template = "sca",
    out: Out = Path("out"),
    workspace: Workspace = None,
    now: Now = None,
    json: Json = False,
) -> None:
    """Issue the final with agreed values only. Refused while anything is open, missing or blocked."""
    from sca_toolkit.desk.negotiating import issue_final
    from sca_toolkit.settings import open_desk

    desk = open_desk(workspace)
    report_sent(desk, case, issue_final(desk, case, now_of(desk, now), template_id=paper), out, json)


@terms.command("move")
def terms_move(
    case: CaseId,
    side: SideName,
    topic: Annotated[str | None, typer.Option(help="Topic; may be left out when the values name it.")] = None,
    status: Annotated[str, typer.Option(help="offered, countered, agreed, waived or open.")] = "countered",
    value: Annotated[
        list[str] | None,
        typer.Option(help="place=value, such as filing.initial='90 calendar days'; JSON where it is JSON."),
    ] = None,
    position: Annotated[str, typer.Option(help="The position in words.")] = "",
    at: At = None,
    allowed_by: AllowedBy = None,
    note: Annotated[str | None, typer.Option(help="A note.")] = None,
    new_round: Annotated[
        bool, typer.Option("--new-round", help="Begin a new round though the side moved last.")
    ] = False,
    workspace: Workspace = None,
    now: Now = None,
    json: Json = False,
) -> None:
    """Record what one side put on the table, on one topic."""
    from sca_toolkit.desk.accepting import round_for
    from sca_toolkit.desk.negotiating import record_moves
    from sca_toolkit.desk.tracking import case_view
    from sca_toolkit.ledger import Move, Status
    from sca_toolkit.settings import open_desk

    desk = open_desk(workspace)
    entry, party = now_of(desk, now), party_of(side)
    values = {place: value_of(text) for place, text in pairs(value or [], "--value", "place=value").items()}
    moved_at = moment_of(desk, at, entry)
    move = made(
        Move,
        "move",
        case=case,
        round=round_for(case_view(desk, case, entry).ledger, party, new=new_round),
        side=party,
        topic=topic_of_words(topic, values),
        status=one_of(Status, status, "status"),
        values=values,
        position=position,
        at=moved_at,
        who=desk.who if side == "us" else "",
        note=note,
        allowed_by=allowed_by,
    )
    record_moves(desk, [move], entry)
    if json:
        as_json(move)
    else:
        who = "we" if side == "us" else "the payer"
        say(f"Recorded in round {move.round}: {who} {move.status.words} on {move.topic}.")


@terms.command("agree")
def terms_agree(
    case: CaseId,
    side: SideName,
    topic: Annotated[list[str] | None, typer.Option(help="Only this topic; repeat for several.")] = None,
    at: At = None,
    allowed_by: AllowedBy = None,
    workspace: Workspace = None,
    now: Now = None,
    json: Json = False,
) -> None:
    """One side agrees to every row that waits for its answer."""
    from sca_toolkit.desk.accepting import accept_all
    from sca_toolkit.settings import open_desk

    desk = open_desk(workspace)
    entry, party = now_of(desk, now), party_of(side)
    topics = [topic_of_words(each, {}) for each in topic or ()]
    agreed = accept_all(
        desk, case, party, moment_of(desk, at, entry), entry, allowed_by=allowed_by, topics=topics
    )
    if json:
        as_json(agreed)
    else:
        who = "We agree" if side == "us" else "The payer agrees"
        say(
            f"{who} to {len(agreed)} {'row' if len(agreed) == 1 else 'rows'}: {', '.join(m.topic for m in agreed)}."
        )


@terms.command("sign")
def terms_sign(
    case: CaseId,
    side: SideName,
    at: At = None,
    reference: Annotated[str | None, typer.Option(help="Reference of the signed paper.")] = None,
    despite: Annotated[
        str, typer.Option(help="Why, although something speaks against it; kept with it.")
    ] = "",
    workspace: Workspace = None,
    now: Now = None,
    json: Json = False,
) -> None:
    """Note that one side has signed. A second signature of the same side is refused."""
    from sca_toolkit.desk.signing import sign
    from sca_toolkit.settings import open_desk

    desk = open_desk(workspace)
    entry, party = now_of(desk, now), party_of(side)
    signed = moment_of(desk, at, entry)
    against = sign(desk, case, party, entry, at=signed, reference=reference, despite=despite)
    if json:
        as_json({"case": case, "side": party, "at": signed, "warnings": against})
        return
    say(f"Case {case} is signed by {'the center' if side == 'us' else 'the payer'}.")
    for sentence in against:
        say(f"  warning: {sentence}")
