"""`sca exposure goals` and `sca exposure rounds`: target and walk-away of a case, and every draft held against them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sca_toolkit.cli.browsing import Json
from sca_toolkit.cli.drafting import AsOf, Workspace, day_of
from sca_toolkit.cli.exposure import Changed, Invoice, Place, assumed_of, exposure
from sca_toolkit.cli.moments import Now, now_of
from sca_toolkit.cli.printing import as_json, say, table
from sca_toolkit.cli.record import CaseId
from sca_toolkit.values import whole_dollars

if TYPE_CHECKING:
    from sca_toolkit.desk.exposure_goals import Held
    from sca_toolkit.desk.exposure_rounds import Round
    from sca_toolkit.exposure.goals import Goal

__all__ = ["exposure", "verdicts"]

Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        help="measure=target,walk-away, for example mean_margin=40000,0; worst_loss=100000,300000; "
        "loss_chance=10%,25%. Repeat for several; they replace those before.",
    ),
]


@exposure.command("goals")
def goals(
    case: CaseId,
    set_: Set = None,
    now: Now = None,
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Target and walk-away of a case in the record: show them, or enter them with --set."""
    from sca_toolkit.desk.exposure_goals import goal_words, goals_of, keep_goals
    from sca_toolkit.settings import open_desk

    desk = open_desk(workspace)
    if set_:
        keep_goals(desk, case, [_goal(text) for text in set_], now_of(desk, now))
    kept = goals_of(desk, case)
    if json:
        as_json({"case": case, "goals": None if kept is None else _with_goals(kept.goals, kept.who, kept.at)})
    elif kept is None:
        say(f"Case {case} has no target and no walk-away. Enter them with --set.")
    else:
        for goal in kept.goals:
            say(goal_words(goal))
        say(f"By {kept.who}, {kept.at:%Y-%m-%d}.")


def _with_goals(goals: tuple[Goal, ...], who: str, at: object) -> dict[str, object]:
    return {
        "set": {goal.measure.value: {"target": goal.target, "walk_away": goal.walk_away} for goal in goals},
        "who": who,
        "at": at,
    }


def _goal(text: str) -> Goal:
    from pydantic import ValidationError

    from sca_toolkit.errors import UsageProblem
    from sca_toolkit.exposure.goals import Goal, Measure

    name, _, values = text.partition("=")
    if name.strip() not in set(Measure):
        raise UsageProblem(f"{name.strip()!r} is not a measure; use one of {', '.join(Measure)}.")
    try:
        target, last = (_number(each) for each in values.split(","))
    except ValueError:
        raise UsageProblem(f"Cannot read {text!r}; write it like mean_margin=40000,0.") from None
    try:
        return Goal(measure=Measure(name.strip()), target=target, walk_away=last)
    except ValidationError as error:
        raise UsageProblem(f"{error.errors()[0]['msg'].removeprefix('Value error, ')}.") from None


def _number(text: str) -> float:
    text = text.strip()
    return float(text.removesuffix("%")) / 100 if text.endswith("%") else float(text)


@exposure.command("rounds")
def rounds(
    case: CaseId,
    setting: Place = None,
    invoice: Invoice = None,
    number: Changed = None,
    as_of: AsOf = None,
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Every kept draft in dollars, against target and walk-away, and whose approval it needs."""
    from sca_toolkit.desk.exposure import case_named
    from sca_toolkit.desk.exposure_approval import offices_for
    from sca_toolkit.desk.exposure_goals import goals_of, held_against
    from sca_toolkit.desk.exposure_rounds import rounds as rounds_of
    from sca_toolkit.settings import open_desk

    desk = open_desk(workspace)
    told = rounds_of(desk, case_named(desk, case), day_of(as_of), assumed_of(setting, invoice, number))
    kept = goals_of(desk, case)
    held = {
        each.name: held_against(kept.goals if kept else (), each.row) if each.row else () for each in told
    }
    needed = {each.name: offices_for(desk, each.row) if each.row else () for each in told}
    if json:
        as_json({"case": case, "rounds": told, "against": held, "approval": needed})
        return
    heads = ("Draft", "Kept", "Mean margin", "Loses in", "Worst 5% lose", "Against the goals", "Approval of")
    table(heads, [(*_cells(each), verdicts(held[each.name]), ", ".join(needed[each.name])) for each in told])
    say("“within the error”: two standard errors of the simulation reach over target or walk-away.")


def _cells(each: Round) -> tuple[str, ...]:
    kept = f"{each.kept_on:%Y-%m-%d}"
    if each.row is None:
        return each.name, kept, f"not priced: {each.why}", "", ""
    row, error = each.row, 2 * (each.row.expected_error or 0)
    return (
        each.name,
        kept,
        f"{whole_dollars(row.expected)} ± {whole_dollars(error)}",
        f"{row.loss:.1%}",
        whole_dollars(row.tail),
    )


def verdicts(held: tuple[Held, ...]) -> str:
    """`mean margin: target met; chance of a loss: between, within the error`."""
    return "; ".join(
        f"{each.measure.words}: {each.verdict.words}{'' if each.sure else ', within the error'}"
        for each in held
    )
