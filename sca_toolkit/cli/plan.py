"""`sca plan`: what parallel work would gain, and what it would put at risk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sca_toolkit.cli.browsing import Json
from sca_toolkit.cli.drafting import AsOf, Workspace, day_of
from sca_toolkit.cli.printing import as_json, say, table
from sca_toolkit.cli.table_files import Csv, write_table

if TYPE_CHECKING:
    from sca_toolkit.desk.planning import Planning
    from sca_toolkit.timeline.planner import AtRisk, WayAnswer


def plan(
    file: Annotated[
        Path | None, typer.Option(help="A plan of steps; the workspace's plan.yaml or ours when left out.")
    ] = None,
    payer: Annotated[str | None, typer.Option(help="Count own cases of this payer only.")] = None,
    own: Annotated[
        bool, typer.Option(help="Count the center's own cases; --no-own takes published figures only.")
    ] = True,
    seed: Annotated[int | None, typer.Option(help="Seed of the simulation.")] = None,
    csv: Csv = None,
    workspace: Workspace = None,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """The steps to infusion one after another against in parallel: days gained, and what runs ahead of cover."""
    from sca_toolkit.desk.planning import plan_of, planned
    from sca_toolkit.settings import open_desk
    from sca_toolkit.timeline.planner import SEED

    desk = open_desk(workspace)
    chosen = SEED if seed is None else seed
    found = planned(desk, plan_of(desk, file), day_of(as_of), payer=payer, seed=chosen, own=own)
    if csv:
        write_table(csv, _lines(found))
    if json:
        as_json(_data(found))
    else:
        _report(found)


def _lines(found: Planning) -> list[dict[str, object]]:
    """One line for each step in each way."""
    sources = {step.activity.id: step for step in found.settled.steps}
    return [
        {
            "way": way.way.words,
            "step": step.title,
            "whose": step.who.value,
            "days": sources[step.id].length.words,
            "from": sources[step.id].source,
            "begins_on_day": round(step.begins, 2),
            "ends_on_day": round(step.ends, 2),
            "holds_up_the_end": round(step.critical, 4),
            "begins_before_cover": round(step.ahead_of_cover, 4),
        }
        for way in (found.answer.serial, found.answer.parallel)
        for step in way.steps
    ]


def _report(found: Planning) -> None:
    answer = found.answer
    serial, parallel, gained = answer.serial.days, answer.parallel.days, answer.gained
    how = "exact" if answer.exact else f"medians of {answer.paths:,} simulated cases, seed {answer.seed}"
    say(
        f"One after another {serial.median:.0f} days ({serial.low:.0f} to {serial.high:.0f} in 8 of 10 cases),"
    )
    say(f"in parallel {parallel.median:.0f} days ({parallel.low:.0f} to {parallel.high:.0f}).")
    say(f"Gained: {gained.median:.0f} days ({gained.low:.0f} to {gained.high:.0f}). Calendar days; {how}.")
    say("")
    rows = zip(found.settled.steps, answer.serial.steps, answer.parallel.steps, strict=True)
    table(
        ("Step", "Days", "One after another", "In parallel", "Holds up the end"),
        [
            (one.title, step.length.words, _between(one.begins, one.ends),
             _between(two.begins, two.ends), f"{two.critical:.0%}")
            for step, one, two in rows
        ],
    )  # fmt: skip
    for step in found.settled.steps:
        say(f"{step.activity.title}: {step.source}.")
    say("")
    for wait in answer.waits:
        say(
            f"“{wait.title}” without waiting for “{', '.join(wait.waits_for)}”: {wait.gain.median:.0f} days sooner."
        )
    say("")
    for way in (answer.serial, answer.parallel):
        say(f"At risk {way.way.words} if cover fails: {_risk(way)}")


def _between(begins: float, ends: float) -> str:
    return f"day {begins:.0f} to {ends:.0f}"


def _risk(way: WayAnswer) -> str:
    begun = [each.title for each in way.steps if each.ahead_of_cover > 0]
    if not begun:
        return "nothing begins before cover is final."
    return f"{', '.join(begun)}; slots {way.at_risk.slots:.1f}; money {_money(way.at_risk)}."


def _money(risk: AtRisk) -> str:
    from sca_toolkit.values import dollars

    if risk.money_mean is None:
        return "not entered"
    return dollars(risk.money_mean) + (
        f", and not entered for {', '.join(risk.not_entered)}" * bool(risk.not_entered)
    )


def _data(found: Planning) -> dict[str, Any]:
    answer = found.answer
    return {
        "as_of": found.as_of,
        "payer": found.payer,
        "seed": answer.seed,
        "simulated_cases": answer.paths,
        "inputs": answer.inputs,
        "days_gained": answer.gained,
        "ways": [
            {
                "way": way.way,
                "days": way.days,
                "cover_final": way.cover_final,
                "steps": way.steps,
                "at_risk": way.at_risk,
            }
            for way in (answer.serial, answer.parallel)
        ],
        "waits": answer.waits,
        "lengths": [
            {
                "step": step.activity.id,
                "days": step.length.words,
                "mean": step.length.mean,
                "from": step.source,
            }
            for step in found.settled.steps
        ],
    }
