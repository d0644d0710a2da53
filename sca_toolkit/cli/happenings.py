"""Events of a case: `sca events list|add|correct|remove`. Nothing is overwritten; a correction is a new event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sca_toolkit.cli.browsing import Json
from sca_toolkit.cli.drafting import Workspace
from sca_toolkit.cli.group import ScaGroup
from sca_toolkit.cli.moments import AsOfMoment, Now, as_of_moment, happened_at, now_of
from sca_toolkit.cli.printing import as_json, say, table
from sca_toolkit.cli.record import CaseId, Personal
from sca_toolkit.cli.typed import made, one_of, pairs

if TYPE_CHECKING:
    from sca_toolkit.desk import Desk
    from sca_toolkit.events import Event

events = typer.Typer(cls=ScaGroup, no_args_is_help=True, help="Events: what happened to a case, and when.")

EventId = Annotated[
    str, typer.Argument(metavar="EVENT", help="Id of the event, or how it begins; see `sca events list`.")
]
StepName = Annotated[str, typer.Argument(metavar="STEP", help="What happened, such as pa_submitted.")]
At = Annotated[str, typer.Option("--at", help="When: 2026-11-22, or 2026-11-22T14:30 at the center.")]
Component = Annotated[str | None, typer.Option(help="Part of the episode, such as product or collection.")]
By = Annotated[str | None, typer.Option(help="Whose act: us, payer, maker or patient.")]
Reference = Annotated[str | None, typer.Option(help="Reference, authorization or order number.")]
Reason = Annotated[str | None, typer.Option(help="Reason of a delay or pause.")]
Note = Annotated[str | None, typer.Option(help="A note.")]
Details = Annotated[
    list[str] | None, typer.Option("--detail", help="key=value, such as valid_to=2027-01-31; repeat.")
]


@events.command("list")
def events_list(
    case: CaseId,
    every: Annotated[bool, typer.Option("--all", help="Corrected and removed ones too.")] = False,
    personal: Personal = False,
    workspace: Workspace = None,
    as_of: AsOfMoment = None,
    json: Json = False,
) -> None:
    """The events of a case, oldest first."""
    from sca_toolkit.desk.tracking import case_view
    from sca_toolkit.settings import open_desk

    desk = open_desk(workspace)
    view = case_view(desk, case, as_of_moment(desk, as_of))
    found = view.situation.events if every else view.events
    if json:
        as_json([_shown(event, personal) for event in found])
        return
    heads = ("Id", "When", "What", "Part", "By", *(("Reference", "Note") if personal else ()))
    table(heads, [_row(desk, event, personal) for event in found])


def _shown(event: Event, personal: bool) -> dict[str, Any]:
    left_out = set() if personal else {"reference", "note", "details"}
    return event.model_dump(mode="json", exclude_none=True, exclude=left_out)


def _row(desk: Desk, event: Event, personal: bool) -> tuple[str, ...]:
    local = event.at.astimezone(desk.library.practice().calendar.zone)
    when = f"{local:%Y-%m-%d %H:%M}" if event.time_known else f"{local:%Y-%m-%d}"
    what = event.step.words + (" (removed)" if event.removed else "")
    part, by = event.component.words if event.component else "", event.by.value if event.by else ""
    more = (event.reference or "", event.note or "") if personal else ()
    return (event.id[:10], when, what, part, by, *more)


@events.command("add")
def events_add(
    case: CaseId,
    step: StepName,
    at: At,
    component: Component = None,
    by: By = None,
    reference: Reference = None,
    reason: Reason = None,
    note: Note = None,
    detail: Details = None,
    despite: Annotated[
        str, typer.Option(help="Why the step was taken although a gate is closed; kept with it.")
    ] = "",
    workspace: Workspace = None,
    now: Now = None,
    json: Json = False,
) -> None:
    """Record an event. A closed gate stops it, unless --despite says why. Ends with 3 when stopped."""
    from sca_toolkit.desk.recording import record_event
    from sca_toolkit.settings import open_desk

    desk = open_desk(workspace)
    event = _event(desk, case, step, at, component, by, reference, reason, note, detail)
    recorded = record_event(desk, event, now_of(desk, now), despite=despite)
    if json:
        as_json({"event": recorded.event, "warnings": recorded.warnings})
        return
    say(f"Recorded for {case}: {recorded.event.step.words} ({recorded.event.id[:10]}).")
    for warning in recorded.warnings:
        say(f"  warning: {warning.sentence} {warning.opens}")


@events.command("correct")
def events_correct(
    case: CaseId,
    wrong: EventId,
    step: Annotated[str | None, typer.Option(help="What happened; as it was when left out.")] = None,
    at: Annotated[str | None, typer.Option("--at", help="When; as it was when left out.")] = None,
    component: Component = None,
    by: By = None,
    reference: Reference = None,
    reason: Reason = None,
    note: Note = None,
    detail: Details = None,
    workspace: Workspace = None,
    now: Now = None,
    json: Json = False,
) -> None:
    """Replace an event: give what changes. Both stay in the trail, only the new one counts."""
    from sca_toolkit.desk.recording import correct_event
    from sca_toolkit.events import Event
    from sca_toolkit.settings import open_desk

    desk = open_desk(workspace)
    entry = now_of(desk, now)
    earlier = _found(desk, case, wrong)
    changes = _given(desk, step, at, component, by, reference, reason, note, detail)
    if "details" in changes:
        changes["details"] = earlier.details | changes["details"]
    kept = earlier.model_dump(exclude={"id", "corrects", "removed"})
    right = correct_event(desk, earlier.id, made(Event, "event", **(kept | changes)), entry)
    if json:
        as_json(right)
    else:
        say(f"Corrected: {right.step.words} ({right.id[:10]}) stands in place of {earlier.id[:10]}.")


@events.command("remove")
def events_remove(
    case: CaseId,
    wrong: EventId,
    why: Annotated[str, typer.Option(help="Why it never happened.")],
    workspace: Workspace = None,
    now: Now = None,
    json: Json = False,
) -> None:
    """Say that an event never happened. It stays in the trail and no longer counts."""
    from sca_toolkit.desk.recording import remove_event
    from sca_toolkit.settings import open_desk

    desk = open_desk(workspace)
    entry = now_of(desk, now)
    removal = remove_event(desk, case, _found(desk, case, wrong).id, entry, why)
    if json:
        as_json(removal)
    else:
        say(f"Removed: {removal.step.words} no longer counts. The trail keeps it.")


def _event(
    desk: Desk,
    case: str,
    step: str,
    at: str,
    component: str | None,
    by: str | None,
    reference: str | None,
    reason: str | None,
    note: str | None,
    detail: list[str] | None,
) -> Event:
    from sca_toolkit.events import Event

    given = _given(desk, step, at, component, by, reference, reason, note, detail)
    return made(Event, "event", case=case, **given)


def _given(
    desk: Desk,
    step: str | None,
    at: str | None,
    component: str | None,
    by: str | None,
    reference: str | None,
    reason: str | None,
    note: str | None,
    detail: list[str] | None,
) -> dict[str, Any]:
    """The fields that were typed, as the event takes them."""
    from sca_toolkit.case import Component
    from sca_toolkit.events import DelayReason, Side, Step

    given: dict[str, Any] = {"reference": reference, "note": note}
    given["step"] = one_of(Step, step, "step") if step else None
    given["component"] = one_of(Component, component, "part of the episode") if component else None
    given["by"] = one_of(Side, by, "side") if by else None
    given["reason"] = one_of(DelayReason, reason, "reason") if reason else None
    given["details"] = pairs(detail, "--detail", "valid_to=2027-01-31") if detail else None
    if at:
        given["at"], given["time_known"] = happened_at(desk, at)
    return {name: value for name, value in given.items() if value is not None}


def _found(desk: Desk, case: str, wrong: str) -> Event:
    """The event whose id is, or begins with, `wrong`. Raises UsageProblem for none or several."""
    from sca_toolkit.desk.tracking import case_view
    from sca_toolkit.errors import UsageProblem

    events_there = case_view(desk, case, now_of(desk, None)).events
    found = [event for event in events_there if event.id == wrong] or [
        event for event in events_there if wrong and event.id.startswith(wrong)
    ]
    if len(found) != 1:
        what = "no event that counts" if not found else f"{len(found)} events"
        raise UsageProblem(f"Case {case} has {what} {wrong!r}. Look it up with `sca events list {case}`.")
    return found[0]
