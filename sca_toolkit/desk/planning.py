"""Planning: what parallel work would gain, on the center's own cases where there are enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from pydantic import ValidationError

from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.waiting import clock_rows_of, waits_from
from sca_toolkit.errors import DataError, Problem
from sca_toolkit.events import Step
from sca_toolkit.store import CaseFilter
from sca_toolkit.timeline.benchmarks import Benchmark
from sca_toolkit.timeline.planner import SEED, Activity, Answer, Days, OwnSpans, Plan, Settled, settle, solve
from sca_toolkit.timeline.waiting import Mark, WaitClock, Waits, ends
from sca_toolkit.values import dollars

_MARKS = {
    (Step.pa_approved,): "pa_decided",
    (Step.payer_signed, Step.center_signed): "both_signed",
}
"""Steps of a plan that a clock calls otherwise."""


@dataclass(frozen=True)
class Planning:
    """A plan worked out on one day."""

    settled: Settled
    answer: Answer
    as_of: date
    payer: str | None
    """The payer whose cases alone were counted; None for all."""
    published: tuple[tuple[str, Benchmark], ...]
    """Published lengths of the whole way, each with the way of working it speaks of: `serial`, `parallel`."""


@dataclass(frozen=True)
class StepEntry:
    """One step as a person edits it; days are numbers, None where nobody knows."""

    id: str
    low: float | None = None
    likely: float | None = None
    high: float | None = None
    waits: tuple[str, ...] = ()
    """Ids of the steps it waits for today besides those it needs."""
    amount: float | None = None
    """Dollars."""


def plan_of(desk: Desk, path: Path | None = None) -> Plan:
    """The plan in `path`, else the workspace's own, else ours. Raises DataError."""
    return desk.library.read(Plan, path) if path else desk.library.plan()


def planned(
    desk: Desk, plan: Plan, as_of: date, *, payer: str | None = None, seed: int = SEED, own: bool = True
) -> Planning:
    """Both ways of working. `own` counts the center's cases up to `as_of`, of one `payer` or of all.

    Raises DataError naming every step whose length nobody knows, UsageProblem for a payer nobody knows.
    """
    known = desk.library.benchmarks()
    settled = settle(plan, known, own_spans(desk, plan, as_of, payer) if own else {})
    whole = (
        ("serial", known.named("identification-infusion-sequence")),
        ("parallel", known.named("identification-infusion-parallel")),
    )
    return Planning(settled, solve(settled, seed=seed), as_of, payer, whole)


def own_spans(desk: Desk, plan: Plan, as_of: date, payer: str | None = None) -> dict[str, OwnSpans]:
    """What the center's own cases say of each step that has a clock, open cases counted, by the id of the step.

    Raises UsageProblem for a payer nobody knows.
    """
    clocks = {each.id: _clock(each) for each in plan.activities if each.starts and each.ends}
    rows = clock_rows_of(desk, as_of, CaseFilter(payers=(payer,)) if payer else CaseFilter())
    if payer and not len(rows):
        desk.library.profile(payer)  # a payer without cases must at least be known
    found = {name: _spans(waits_from(rows, clock)) for name, clock in clocks.items()}
    return {name: spans for name, spans in found.items() if spans}


def _spans(waits: Waits) -> OwnSpans | None:
    """The lengths of those that go on to the end; those that leave otherwise say nothing about the length."""
    if not waits.events:
        return None
    found = ends(waits.pooled().unstratified())
    curve = found.reached
    before = (0.0, *(float(share) for share in curve.share[:-1]))
    steps = [
        (float(day), float(share) - earlier)
        for day, earlier, share in zip(curve.day, before, curve.share, strict=True)
        if share > earlier
    ]
    known = float(curve.share[-1]) + float(found.open[-1])
    return OwnSpans(
        days=tuple(day for day, _ in steps),
        chances=tuple(share / known for _, share in steps),
        finished=waits.events,
        open=waits.open,
    )


def _clock(each: Activity) -> WaitClock:
    return WaitClock(_mark(each, (each.starts,) if each.starts else ()), _mark(each, each.ends))


def _mark(each: Activity, steps: tuple[Step, ...]) -> Mark:
    name = _MARKS.get(steps) or (steps[0].value if len(steps) == 1 else "")
    if name not in Mark.__members__:
        raise DataError(
            Problem(
                f"the step {each.title!r} is measured on a moment that no clock knows: {' and '.join(steps)}.",
                f"Use one of {', '.join(Mark)}, or leave `starts` and `ends` out.",
            )
        )
    return Mark(name)


def changed_plan(plan: Plan, entries: Sequence[StepEntry], chance_of_refusal: float | None = None) -> Plan:
    """The plan with what a person entered; lengths left empty fall back to own cases or what is published.

    Raises DataError with one sentence for each entry that cannot be.
    """
    by_id = {entry.id: entry for entry in entries}
    problems: list[Problem] = []
    changed = [_changed(each, by_id.get(each.id), problems) for each in plan.activities]
    if problems:
        raise DataError(problems)
    chance = None if chance_of_refusal is None else Decimal(str(chance_of_refusal))
    try:
        return Plan.model_validate(
            {"activities": changed, "chance_of_refusal": None if chance is None else f"{chance * 100:f}%"}
        )
    except ValidationError as error:
        raise DataError([_problem(each["msg"], "the plan") for each in error.errors()]) from None


def _changed(each: Activity, entry: StepEntry | None, problems: list[Problem]) -> Activity:
    if entry is None:
        return each
    days: Days | None = each.days
    points = {"low": entry.low, "likely": entry.likely, "high": entry.high}
    given = {name: value for name, value in points.items() if value is not None}
    try:
        days = Days.model_validate(given) if given else None
    except ValidationError as error:
        problems += [_problem(found["msg"], each.title) for found in error.errors()]
    return each.model_copy(
        update={"days": days, "waits": entry.waits, "amount": _amount(each, entry, problems)}
    )


def _amount(each: Activity, entry: StepEntry, problems: list[Problem]) -> Decimal | None:
    if entry.amount is None:
        return None
    try:
        amount = Decimal(str(entry.amount)).quantize(Decimal("0.01"))
    except InvalidOperation:
        amount = Decimal(-1)
    if amount < 0:
        problems.append(_problem(f"{dollars(amount)} cannot be lost; enter zero or more", each.title))
    if each.spends is None:
        problems.append(
            _problem("nothing is spent when it begins, so no amount can be lost; leave it empty", each.title)
        )
    return amount


def _problem(message: str, where: str) -> Problem:
    words = message.removeprefix("Value error, ").rstrip(".").replace("`", "")
    return Problem(f"{where}: {words}.")
