"""`sca readiness`: what a payer still needs for a case, by when and from whom; and the case against every payer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sca_toolkit.cli.browsing import Json
from sca_toolkit.cli.drafting import AsOf, Workspace, day_of
from sca_toolkit.cli.printing import as_json, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sca_toolkit.desk.readiness import AcrossRow, Readiness
    from sca_toolkit.desk.readiness_lapses import Expiry
    from sca_toolkit.desk.readiness_lines import ReadinessLine


def readiness(
    case: Annotated[str, typer.Option(help="Number of a case of the cases folder, or a case file.")],
    payer: Annotated[str | None, typer.Option(help="Payer; the case's own when left out.")] = None,
    every: Annotated[bool, typer.Option("--all-payers", help="Against every payer, side by side.")] = False,
    workspace: Workspace = None,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """What a payer still needs for a case: not met, missing and who gets it, what runs out, what is due later."""
    from sca_toolkit.desk.cases import find_case
    from sca_toolkit.desk.readiness import across
    from sca_toolkit.desk.readiness import readiness as held_against
    from sca_toolkit.settings import open_desk

    desk = open_desk(workspace)
    found = find_case(desk, case)
    if every:
        rows = across(desk, found, day_of(as_of))
        as_json(rows) if json else _print_across(rows)
        return
    held = held_against(desk, found, payer, day_of(as_of))
    if json:
        as_json(_plain(held))
    else:
        _print(held)


def _print_across(rows: Iterable[AcrossRow]) -> None:
    for row in rows:
        counts = ", ".join(f"{number} {standing.words}" for standing, number in sorted(row.counts.items()))
        say(f"{row.payer_name} | {row.title}: {row.verdict.words} ({counts})")
        if row.lapsing:
            say(f"  {row.lapsing} of the results run out before they are used")


def _print(held: Readiness) -> None:
    say(f"{held.case.id} for {held.payer_name}, as of {held.as_of}")
    if not held.policies:
        say("No criteria of this payer are on file for this product. Ask the payer for its policy.")
    for policy in held.asked:
        say(f"\n{policy.policy.title}: {policy.judged.verdict.words}. {policy.judged.reason}")
        if policy.judged.caution:
            say(f"  {policy.judged.caution}")
    for policy in held.policies:
        if policy.other_disease:
            say(f"\n{policy.policy.title}: for another disease.")
    _open_lines(held.open_lines)
    _later(line for policy in held.asked for line in policy.lines if line.standing.value == "later")
    _expiries(held.expiries)
    for item in held.carried_over:
        say(f"\nNot in this payer's CAR T policy, ask for a waiver: {item}")


def _open_lines(lines: Iterable[ReadinessLine]) -> None:
    for line in lines:
        say(f"\n[{line.standing.words}] {line.asks}")
        say(f"  {line.reason}")
        for note in line.notes:
            say(f"  {note}")
        for need in line.needs:
            say(f"  get: {need.text} ({need.who.words})")
        if line.window:
            say(f"  counts when made from {line.window.first} to {line.window.last}")


def _later(lines: Iterable[ReadinessLine]) -> None:
    for line in lines:
        when = f" by {line.by}" if line.by else ""
        say(f"\n[due later] {line.asks}{when}")


def _expiries(found: Iterable[Expiry]) -> None:
    for each in found:
        planned = f", planned {each.needed_on}" if each.needed_on else ", not planned"
        held = (
            "runs out"
            if each.lapses
            else "runs out if it slips a week"
            if each.lapses_if_slipped
            else "holds"
        )
        say(f"\n[{held}] {each.what}\n  counts until {each.counts_until}, for {each.anchor}{planned}")


def _plain(held: Readiness) -> dict[str, Any]:
    return {
        "case": held.case.id,
        "payer": held.payer,
        "as_of": held.as_of,
        "policies": [
            {
                "policy": each.policy.id,
                "title": each.policy.title,
                "other_disease": each.other_disease,
                "verdict": each.judged.verdict,
                "reason": each.judged.reason,
                "caution": each.judged.caution,
                "criteria": each.lines,
                "tree": each.judged.to_json(),
            }
            for each in held.policies
        ],
        "expiries": [
            {
                "what": each.what,
                "criterion": each.criterion,
                "made_on": each.made_on,
                "counts_until": each.counts_until,
                "needed_for": each.anchor,
                "needed_on": each.needed_on,
                "runs_out": each.lapses,
                "runs_out_if_slipped_a_week": each.lapses_if_slipped,
            }
            for each in held.expiries
        ],
        "authorizations": held.parts,
        "reviews": held.reviews,
        "carried_over_from_transplant": held.carried_over,
    }
