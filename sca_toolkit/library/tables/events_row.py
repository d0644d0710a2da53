"""One event from the cells that belong to it, or everything that is wrong with them, each with its cell."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from sca_toolkit.errors import DataError, Problem
from sca_toolkit.events import Detail, Event, Stage, Step
from sca_toolkit.library.tables.cells import text_of
from sca_toolkit.library.tables.columns import bare
from sca_toolkit.library.tables.days import Order
from sca_toolkit.library.tables.events_fields import AT, CASE, END, ID, STEP, TIME, fields
from sca_toolkit.library.tables.events_moments import Moment, looks_like_day, moment_of
from sca_toolkit.library.tables.events_words import StepWord
from sca_toolkit.library.tables.grid import Cell, Spot
from sca_toolkit.library.tables.refusals import refuse_what_nobody_typed, refused

_APART = (CASE, STEP, AT, TIME, END)
"""Fields that are read by rules of their own."""
_ENDED_BY = {Step.paused: Step.resumed, Step.admitted: Step.discharged}
EARLIEST = 2000
"""No case is older; an earlier year is a typing mistake."""
_MOMENTS = (Detail.planned, Detail.cut_off, Detail.due)


@dataclass(frozen=True)
class ReadEvent:
    """An event, the cell it happened in, and how its moment was understood."""

    event: Event
    spot: Spot
    moment: Moment


def events_from(
    case: str, step: StepWord, cells: Mapping[str, Cell], orders: Mapping[str, Order], zone: ZoneInfo
) -> tuple[tuple[ReadEvent, ...], tuple[Problem, ...]]:
    """The event in `cells` (by field, none empty), and the one that its end stands for; none when anything is wrong.

    `orders` says by field in which order dates are written.
    """
    problems: list[Problem] = []
    data: dict[str, object] = {}
    for field, cell in cells.items():
        if field in _APART:
            continue
        try:
            data[field] = _value(field, cell, orders.get(field, Order.unknown), zone)
        except DataError as error:
            problems += [_headed(problem, fields()[field].heading) for problem in error.problems]
    try:
        moment = _moment(cells, AT, orders, zone)
        end = _moment(cells, END, orders, zone) if END in cells else None
    except DataError as error:
        return (), (*problems, *error.problems)
    if problems:
        return (), tuple(problems)
    found, problems = _built(case, step, data, moment, end, cells)
    return tuple(found), tuple(problems)


def _value(field: str, cell: Cell, order: Order, zone: ZoneInfo) -> str:
    column = fields()[field]
    refuse_what_nobody_typed(cell, column)
    if field in _MOMENTS and looks_like_day(cell):
        moment = moment_of(cell, order, zone)
        return moment.at.isoformat() if moment.time_known else moment.at.date().isoformat()
    if field == Detail.restarts_from:
        return _stage(cell)
    text = text_of(cell, column, order)
    assert isinstance(text, str)
    return text


def _stage(cell: Cell) -> str:
    by_name = {bare(name): stage.name for stage in Stage for name in (stage.name, stage.words)}
    found = by_name.get(bare(str(cell.value)))
    if found is None:
        listed = ", ".join(stage.words for stage in Stage)
        raise refused(cell, f"{str(cell.value)!r} is no stage of the journey.", f"Write one of: {listed}.")
    return found


def _moment(cells: Mapping[str, Cell], field: str, orders: Mapping[str, Order], zone: ZoneInfo) -> Moment:
    cell = cells[field]
    refuse_what_nobody_typed(cell, fields()[field])
    return moment_of(cell, orders.get(field, Order.unknown), zone, cells.get(TIME) if field == AT else None)


def _built(
    case: str,
    step: StepWord,
    data: Mapping[str, object],
    moment: Moment,
    end: Moment | None,
    cells: Mapping[str, Cell],
) -> tuple[list[ReadEvent], list[Problem]]:
    spot = cells[AT].spot
    if moment.at.year < EARLIEST:
        return [], [spot.problem(f"{moment.at.date()} is before the year {EARLIEST}.", "Check the year.")]
    own = {key: value for key, value in data.items() if key not in set(Detail)}
    details = {key: value for key, value in data.items() if key in set(Detail)}
    if end is not None:
        problem = _wrong_end(step.step, moment, end, cells[END])
        if problem:
            return [], [problem]
        if step.step is Step.delay_noted:
            details["until"] = end.at.date().isoformat()
    whole = {"case": case, "step": step.step, "component": step.component, **own, "details": details}
    try:
        found = [ReadEvent(_event(whole, moment), spot, moment)]
    except ValidationError as error:
        return [], [spot.problem(_said(error), "Correct the row.")]
    if end is not None and step.step in _ENDED_BY:
        ending = {"case": case, "step": _ENDED_BY[step.step], "details": {}}
        found.append(ReadEvent(_event(ending, end), cells[END].spot, end))
    return found, []


def _event(data: Mapping[str, object], moment: Moment) -> Event:
    event = Event.model_validate({**data, "at": moment.at, "time_known": moment.time_known})
    return event if ID in data else event.model_copy(update={"id": event_id(event)})


def event_id(event: Event) -> str:
    """An id that follows from what the event says, so that the same row read again is the same event."""
    said = event.model_dump(mode="json", exclude={"id"}) | {"at": event.at.astimezone(UTC).isoformat()}
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _wrong_end(step: Step, start: Moment, end: Moment, cell: Cell) -> Problem | None:
    if step not in (*_ENDED_BY, Step.delay_noted):
        return cell.spot.problem(
            f"“{step.words}” has no end of its own.",
            "Give the end a row of its own, with the step that ended it, or leave the cell empty.",
        )
    known = start.time_known and end.time_known
    before = end.at < start.at if known else end.at.date() < start.at.date()
    if before:
        return cell.spot.problem(
            f"it ends on {_day(end.at)}, before it starts on {_day(start.at)}.", "Check both dates."
        )
    return None


def _headed(problem: Problem, heading: str) -> Problem:
    return replace(problem, message=f"{heading}: {problem.message}")


def _said(error: ValidationError) -> str:
    messages = [
        str(each.get("ctx", {}).get("error", each["msg"])) for each in error.errors(include_url=False)
    ]
    return "; ".join(message.rstrip(".") for message in messages) + "."


def _day(moment: datetime) -> str:
    clock = "" if moment.time() == time(12) else f" at {moment:%H:%M}"
    return f"{moment:%b} {moment.day}, {moment.year}{clock}"
